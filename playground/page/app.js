// The chat page: follows one chat by server-sent events and acts in it for one person.

import { GROUP, base64, keep, loadPerson, newPerson, request } from "./api.js";
import { fill, make } from "./bubble.js";

const LANGUAGES = ["en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "uk", "zh"];
const ACTION_SECONDS = 5;
const BUSY_SECONDS = 15;
const at = (id) => document.getElementById(id);
const log = at("log");
const input = at("text");

let person = loadPerson();
let bot = { name: "Bot", username: "bot", samples: [] };
let stream;
/** The server's run: a new one knows nobody. */
let epoch;
let online = false;
let connected = false;
let acting = null;
let actingTimer;
let commands = [];
let menuIndex = 0;
let context = null;
let busyKeys = new Map();
/** Message id → { message, item }. */
let shown = new Map();

const isGroup = () => person.place === "group";
const chatId = () => (isGroup() ? GROUP : person.id);
const chatPath = (rest) => `chats/${chatId()}/${rest}`;

// ---- what the bot and others do

function follow() {
  stream?.close();
  reset();
  connected = false;
  showStatus();
  const source = new EventSource(`/playground/events?chat=${chatId()}&user=${person.id}`);
  stream = source;
  source.onmessage = (event) => receive(JSON.parse(event.data));
  source.onerror = () => {
    connected = false;
    showStatus();
    // A browser gives up after some failures, such as a restart that takes long.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => stream === source && follow(), 2000);
    }
  };
}

function reset() {
  shown = new Map();
  busyKeys = new Map();
  act(null);
  at("messages").replaceChildren();
  clearContext();
}

function receive(event) {
  if (epoch !== undefined && epoch !== event.epoch) introduce();
  epoch = event.epoch;
  if (event.reset) reset();
  const wasAtEnd = isAtEnd();
  connected = true;
  online = event.online;
  commands = event.commands;
  act(event.chat.action);
  let news = false;
  for (const message of event.chat.messages) {
    news = show(message, !event.reset) || news;
  }
  if (!event.reset) event.chat.answers.forEach(answer);
  group();
  showStatus();
  showEmpty();
  const mine = event.chat.messages.some((m) => m.user_id === person.id && m.created === m.revision);
  if (event.reset || wasAtEnd || (news && mine)) toEnd();
  else if (news) at("down").hidden = false;
}

function show(message, fresh) {
  const known = shown.get(message.message_id);
  if (message.deleted) {
    known?.item.remove();
    shown.delete(message.message_id);
    return false;
  }
  if (known && known.message.revision === message.revision) return false;
  const item = known?.item ?? make("li", "message");
  const replied = shown.get(message.reply_to)?.message;
  fill(item, message, { me: person.id, isGroup: isGroup(), replied, act: taps });
  shown.set(message.message_id, { message, item });
  if (known) {
    item.classList.remove("fresh", "changed");
    void item.offsetWidth;
    item.classList.add("changed");
    return false;
  }
  item.classList.toggle("fresh", fresh);
  item.addEventListener("click", (event) => choose(item, event.target));
  at("messages").append(item);
  return true;
}

/** Touch screens have no hover: a tap shows a message's tools. */
function choose(item, target) {
  if (target.closest("button, a, [role=button]")) return;
  const chosen = item.classList.contains("chosen");
  document.querySelectorAll(".chosen").forEach((node) => node.classList.remove("chosen"));
  item.classList.toggle("chosen", !chosen);
}

/** Day marks, and less space between messages of one writer. */
function group() {
  document.querySelectorAll(".day").forEach((node) => node.remove());
  let before = null;
  for (const { message, item } of shown.values()) {
    const day = new Date(message.date * 1000).toDateString();
    const sameDay = before !== null && before.day === day;
    if (!sameDay) item.before(make("li", "day", dayName(message.date)));
    item.classList.toggle("next", sameDay && before.user === message.user_id);
    before = { day, user: message.user_id };
  }
}

function dayName(seconds) {
  const date = new Date(seconds * 1000);
  if (date.toDateString() === new Date().toDateString()) return "Today";
  return date.toLocaleDateString([], { day: "numeric", month: "long", year: "numeric" });
}

function answer(answered) {
  if (answered.user_id !== person.id) return;
  const key = busyKeys.get(answered.callback_id);
  key?.classList.remove("busy");
  busyKeys.delete(answered.callback_id);
  if (!answered.text) return;
  if (answered.show_alert) {
    at("alert-text").textContent = answered.text;
    if (!at("alert").open) at("alert").showModal();
  } else {
    toast(answered.text);
  }
}

function act(action) {
  clearTimeout(actingTimer);
  const left = action ? ACTION_SECONDS - action.age : 0;
  acting = left > 0 ? action.action : null;
  if (acting) {
    actingTimer = setTimeout(() => {
      acting = null;
      showStatus();
    }, left * 1000);
  }
}

// ---- what is around the messages

const ACTIONS = { typing: "typing…", upload_document: "sending a file…", upload_photo: "sending a photo…" };

function showStatus() {
  const status = at("status");
  const idle = isGroup() ? `you and @${bot.username}` : "online";
  if (!connected) status.textContent = "connecting…";
  else if (acting) status.textContent = ACTIONS[acting] ?? "busy…";
  else status.textContent = online ? idle : "the bot is not running";
  status.classList.toggle("active", connected && (acting !== null || (online && !isGroup())));
  const wasAtEnd = isAtEnd();
  at("typing").hidden = acting === null;
  if (wasAtEnd) toEnd();
}

function showBot() {
  const name = isGroup() ? "Garage" : bot.name;
  document.title = bot.name;
  at("title").textContent = name;
  at("empty-title").textContent = name;
  for (const id of ["avatar", "empty-avatar"]) at(id).textContent = [...name][0] ?? "";
  at("empty-text").textContent = isGroup()
    ? `In a group the bot is told of commands, of replies to it and of @${bot.username} only.`
    : "A conversation on your own machine, without Telegram and without an account.";
  at("samples").replaceChildren(
    ...bot.samples.map(({ label, text }) => {
      const chip = make("button", "", label);
      chip.type = "button";
      chip.title = text;
      chip.addEventListener("click", () => send(text));
      return chip;
    }),
  );
}

function showEmpty() {
  const empty = connected && shown.size === 0;
  at("empty").hidden = !empty;
  at("start").hidden = !empty || isGroup();
  at("samples").hidden = !empty || bot.samples.length === 0;
}

function isAtEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 60;
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
  at("down").hidden = true;
}

function toast(text) {
  const node = make("div", "toast", text);
  at("toasts").append(node);
  setTimeout(() => node.remove(), 3200);
}

// ---- what the person does

async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(`That did not work: ${error.message}`);
    return null;
  }
}

function send(text) {
  const reply_to = context?.kind === "reply" ? context.message.message_id : undefined;
  clearContext();
  return attempt(() => request("POST", chatPath("messages"), { user: person.id, text, reply_to }));
}

async function submit() {
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  sizeInput();
  if (context?.kind === "edit") {
    const { message_id: id } = context.message;
    clearContext();
    await attempt(() => request("PATCH", chatPath(`messages/${id}`), { text }));
  } else {
    await send(text);
  }
}

async function upload(file) {
  await attempt(async () => {
    const isPhoto = ["image/png", "image/jpeg"].includes(file.type);
    const caption = input.value.trim();
    const mime = file.type || "application/octet-stream";
    const body = { user: person.id, name: file.name, mime, caption, base64: await base64(file) };
    await request("POST", chatPath(isPhoto ? "photos" : "documents"), body);
    input.value = "";
    sizeInput();
  });
}

const taps = {
  copy,
  command: (text) => send(text),
  reply: (message) => setContext("reply", message),
  edit: (message) => setContext("edit", message),
  remove: ({ message_id: id }) => attempt(() => request("DELETE", chatPath(`messages/${id}`))),
  show(id) {
    shown.get(id)?.item.scrollIntoView({ block: "center", behavior: "smooth" });
  },
  press(message, button, row, column, key) {
    if (button.copy_text) return copy(button.copy_text.text);
    if (button.url) return open(button.url, "_blank", "noopener,noreferrer");
    const body = { user: person.id, row, column };
    key.classList.add("busy");
    setTimeout(() => key.classList.remove("busy"), BUSY_SECONDS * 1000);
    return attempt(async () => {
      const path = chatPath(`messages/${message.message_id}/press`);
      const pressed = await request("POST", path, body);
      if (pressed.kind === "callback" && key.classList.contains("busy")) {
        busyKeys.set(pressed.callback_id, key);
      } else {
        key.classList.remove("busy");
      }
    });
  },
};

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  } catch {
    toast("The browser did not allow copying");
  }
}

function setContext(kind, message) {
  context = { kind, message };
  const label = kind === "edit" ? "Editing" : `Reply to ${message.name}`;
  at("context-text").textContent = `${label}: ${message.text || message.file?.name || ""}`;
  at("context").hidden = false;
  if (kind === "edit") input.value = message.text;
  sizeInput();
  input.focus();
}

function clearContext() {
  if (context?.kind === "edit") input.value = "";
  context = null;
  at("context").hidden = true;
  sizeInput();
}

function sizeInput() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
  at("send").disabled = input.value.trim() === "";
}

// ---- the command menu

function showMenu(prefix) {
  const found = commands.filter(({ command }) => command.startsWith(prefix));
  menuIndex = 0;
  at("menu").replaceChildren(
    ...found.map(({ command, description }, index) => {
      const line = make("li", "");
      line.id = `command-${index}`;
      line.dataset.command = command;
      line.setAttribute("role", "option");
      line.append(make("b", "", `/${command}`), make("span", "", description));
      line.addEventListener("click", () => pick(command));
      return line;
    }),
  );
  at("menu").hidden = found.length === 0;
  at("menu-button").setAttribute("aria-expanded", String(found.length > 0));
  mark(0);
}

function hideMenu() {
  at("menu").hidden = true;
  at("menu-button").setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function mark(step) {
  const lines = [...at("menu").children];
  if (lines.length === 0) return;
  menuIndex = (menuIndex + step + lines.length) % lines.length;
  lines.forEach((line, index) => line.setAttribute("aria-selected", String(index === menuIndex)));
  lines[menuIndex].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", lines[menuIndex].id);
}

function pick(command) {
  hideMenu();
  input.value = "";
  sizeInput();
  input.focus();
  send(`/${command}`);
}

/** Keys while the menu is open; true if the key was for the menu. */
function menuKey(key) {
  if (at("menu").hidden) return false;
  const { command } = at("menu").children[menuIndex].dataset;
  if (key === "ArrowDown") mark(1);
  else if (key === "ArrowUp") mark(-1);
  else if (key === "Escape") hideMenu();
  else if (key === "Enter") pick(command);
  else if (key === "Tab") {
    input.value = `/${command} `;
    sizeInput();
    hideMenu();
  } else return false;
  return true;
}

// ---- wiring

function lastOwn() {
  const own = ({ message }) => message.user_id === person.id && !message.file;
  return [...shown.values()].reverse().find(own)?.message;
}

input.addEventListener("input", () => {
  sizeInput();
  const typed = /^\/([a-z0-9_]*)$/.exec(input.value);
  if (typed) showMenu(typed[1]);
  else hideMenu();
});
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (menuKey(event.key)) {
    event.preventDefault();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "ArrowUp" && input.value === "" && lastOwn()) {
    event.preventDefault();
    setContext("edit", lastOwn());
  } else if (event.key === "Escape") {
    clearContext();
  }
});
at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
at("menu-button").addEventListener("click", () => {
  if (!at("menu").hidden) return hideMenu();
  if (commands.length === 0) return toast("The bot has no command menu");
  showMenu("");
  return input.focus();
});
at("start").addEventListener("click", () => send("/start"));
at("down").addEventListener("click", toEnd);
at("context-close").addEventListener("click", clearContext);
at("attach").addEventListener("click", () => at("file").click());
at("file").addEventListener("change", () => {
  const [file] = at("file").files;
  if (file) upload(file);
  at("file").value = "";
});
log.addEventListener("scroll", () => {
  if (isAtEnd()) at("down").hidden = true;
});

function showPerson() {
  at("user-id").textContent = person.id;
  at("person").value = person.name;
  at("place").value = person.place;
  const codes = LANGUAGES.includes(person.language) ? LANGUAGES : [person.language, ...LANGUAGES];
  const names = new Intl.DisplayNames([navigator.language], { type: "language" });
  at("language").replaceChildren(...codes.map((code) => new Option(names.of(code), code)));
  at("language").value = person.language;
}

/** Tells the server who the person is, then follows their chat. */
async function become(next) {
  person = keep(next);
  showPerson();
  showBot();
  await introduce();
  follow();
}

function introduce() {
  const profile = { first_name: person.name, language_code: person.language };
  return attempt(() => request("PUT", `users/${person.id}`, profile));
}

at("place").addEventListener("change", () => become({ ...person, place: at("place").value }));
at("language").addEventListener("change", () => become({ ...person, language: at("language").value }));
at("person").addEventListener("change", () => {
  become({ ...person, name: at("person").value.trim() || person.name });
});
at("new-person").addEventListener("click", () => {
  at("settings").hidePopover();
  become(newPerson());
});

bot = (await attempt(() => request("GET", "bot"))) ?? bot;
await become(person);
sizeInput();
if (matchMedia("(hover: hover)").matches) input.focus();
