// Writing: texts, replies, edits, commands.

import { request } from "./api.js";
import { dropFiles, hasFiles, sendFiles, wireAttach } from "./attach.js";
import { Choices } from "./choices.js";
import { at, attempt, toast } from "./dom.js";
import { closeInline, inlineKey, inlineTyped, isInline, wireInline } from "./inline.js";
import { chatPath, state } from "./state.js";

const input = at("text");
const menu = new Choices("menu", input, ({ title }) => {
  hideMenu();
  setText("");
  input.focus();
  send(title);
});
/** `{ kind: "reply" | "edit", message }` */
let context = null;
let sending = false;

export function send(text) {
  const reply_to = context?.kind === "reply" ? context.message.message_id : undefined;
  const topic = state.topic ?? undefined;
  clearContext();
  const body = { user: state.person.id, text, reply_to, topic };
  return attempt(() => request("POST", chatPath("messages"), body));
}

async function submit() {
  const text = input.value.trim();
  if (sending || (!text && !hasFiles() && context?.kind !== "edit")) return;
  sending = true;
  hideMenu();
  try {
    if (hasFiles()) {
      const reply_to = context?.kind === "reply" ? context.message.message_id : undefined;
      if (!(await sendFiles(text, reply_to))) return;
      setText("");
      clearContext();
    } else if (context?.kind === "edit") {
      const { message_id: id } = context.message;
      clearContext();
      await attempt(() => request("PATCH", chatPath(`messages/${id}`), { text }));
    } else {
      setText("");
      await send(text);
    }
  } finally {
    sending = false;
  }
}

function setText(text) {
  input.value = text;
  sizeInput();
}

function sizeInput() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
  at("send").disabled = input.value.trim() === "" && !hasFiles();
}

export function setContext(kind, message) {
  context = { kind, message };
  const label = kind === "edit" ? "Editing" : `Reply to ${message.name}`;
  at("context-text").textContent = `${label}: ${message.text || message.file?.name || ""}`;
  at("context").hidden = false;
  if (kind === "edit") setText(message.text);
  input.focus();
}

export function clearContext() {
  if (context?.kind === "edit") input.value = "";
  context = null;
  at("context").hidden = true;
  sizeInput();
}

/** Forgets what was begun, as when the chat changes. */
export function clearComposer() {
  setText("");
  clearContext();
  dropFiles();
  hideMenu();
  closeInline();
}

// ---- the command menu

function showMenu(prefix) {
  const found = state.commands.filter(({ command }) => command.startsWith(prefix));
  menu.show(found.map(({ command, description }) => ({ title: `/${command}`, text: description })));
  at("menu-button").setAttribute("aria-expanded", String(menu.open));
}

function hideMenu() {
  menu.hide();
  at("menu-button").setAttribute("aria-expanded", "false");
}

/** Keys while a list is open; true if the key was for the list. */
function listKey(key) {
  if (key === "Tab" && menu.open) {
    setText(`${menu.current.title} `);
    hideMenu();
    return true;
  }
  return inlineKey(key) || menu.key(key);
}

// ---- wiring

function lastOwn() {
  const own = ({ message, item }) =>
    message.user_id === state.person.id && !message.via_bot && !message.service && !item.hidden;
  return [...state.shown.values()].reverse().find(own)?.message;
}

function typed() {
  sizeInput();
  if (inlineTyped()) return hideMenu();
  const command = /^\/([a-z0-9_]*)$/.exec(input.value);
  if (command) showMenu(command[1]);
  else hideMenu();
  return null;
}

function pressed(event) {
  if (event.isComposing) return;
  if (listKey(event.key)) {
    event.preventDefault();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    // Enter before the results are there is no message.
    if (!isInline()) submit();
  } else if (event.key === "ArrowUp" && input.value === "" && lastOwn()) {
    event.preventDefault();
    setContext("edit", lastOwn());
  } else if (event.key === "Escape") {
    clearContext();
  }
}

export function wireComposer() {
  wireAttach(sizeInput);
  wireInline({ clear: () => setText(""), send });
  input.addEventListener("input", typed);
  input.addEventListener("keydown", pressed);
  at("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  at("menu-button").addEventListener("click", () => {
    if (menu.open) return hideMenu();
    if (state.commands.length === 0) return toast("The bot has no command menu");
    showMenu("");
    return input.focus();
  });
  at("start").addEventListener("click", () => send("/start"));
  at("context-close").addEventListener("click", clearContext);
  sizeInput();
}
