// The chat page: follows one chat by server-sent events and acts in it for one person.

import { request } from "./api.js";
import { fill } from "./bubble.js";
import { clearComposer, clearContext, send, setContext, wireComposer } from "./composer.js";
import { at, attempt, button, make, toast } from "./dom.js";
import { switchInline } from "./inline.js";
import { introduce, loadPeople, showPerson, wirePeople } from "./people.js";
import { enter, showBar, showChats, showTopics, wirePlaces } from "./places.js";
import { chatId, chatPath, isForum, isGroup, keep, state } from "./state.js";

const ACTION_SECONDS = 5;
const BUSY_SECONDS = 15;
const log = at("log");

let stream;
/** The server's run: a new one knows nobody. */
let epoch;
let online = false;
let connected = false;
let acting = null;
let actingTimer;
let busyKeys = new Map();

// ---- what the bot and others do

function follow() {
  stream?.close();
  state.view = null;
  reset();
  connected = false;
  showStatus();
  const source = new EventSource(`/playground/events?chat=${chatId()}&user=${state.person.id}`);
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
  state.shown = new Map();
  busyKeys = new Map();
  act(null);
  at("messages").replaceChildren();
  clearContext();
}

function receive(event) {
  if (epoch !== undefined && epoch !== event.epoch) introduce().then(enter);
  epoch = event.epoch;
  if (event.reset) reset();
  const wasAtEnd = isAtEnd();
  connected = true;
  online = event.online;
  state.commands = event.commands;
  state.chats = event.chats;
  const { messages, answers, action, ...view } = event.chat;
  state.view = view;
  act(action);
  let news = false;
  for (const message of messages) {
    news = show(message, !event.reset) || news;
  }
  if (!event.reset) answers.forEach(answer);
  showPlace();
  const mine = messages.some((m) => m.user_id === state.person.id && m.created === m.revision);
  if (event.reset || wasAtEnd || (news && mine)) toEnd();
  else if (news) at("down").hidden = false;
}

/** Whether a message, or what the bot does, lies in the topic that is read. */
const isHere = ({ topic }) => !isForum() || (topic ?? null) === state.topic;

function show(message, fresh) {
  const known = state.shown.get(message.message_id);
  if (message.deleted) {
    known?.item.remove();
    state.shown.delete(message.message_id);
    return false;
  }
  if (known && known.message.revision === message.revision) return false;
  const item = known?.item ?? make("li", "message");
  const replied = state.shown.get(message.reply_to)?.message;
  fill(item, message, { me: state.person.id, isGroup: isGroup(), bot: state.bot, replied, act: taps });
  item.dataset.message = message.message_id;
  state.shown.set(message.message_id, { message, item });
  if (known) {
    item.classList.remove("fresh", "changed");
    void item.offsetWidth;
    item.classList.add("changed");
    return false;
  }
  item.classList.toggle("fresh", fresh);
  item.addEventListener("click", (event) => choose(item, event.target));
  at("messages").append(item);
  return isHere(message);
}

/** Touch screens have no hover: a tap shows a message's tools. */
function choose(item, target) {
  if (target.closest("button, a, [role=button]")) return;
  const chosen = item.classList.contains("chosen");
  document.querySelectorAll(".chosen").forEach((node) => node.classList.remove("chosen"));
  item.classList.toggle("chosen", !chosen);
}

/** Day marks, and less space between messages of one writer, within the topic. */
function group() {
  document.querySelectorAll(".day").forEach((node) => node.remove());
  let before = null;
  for (const { message, item } of state.shown.values()) {
    item.hidden = !isHere(message);
    if (item.hidden) continue;
    const day = new Date(message.date * 1000).toDateString();
    const sameDay = before !== null && before.day === day;
    if (!sameDay) item.before(make("li", "day", dayName(message.date)));
    const user = message.service ? null : message.user_id;
    item.classList.toggle("next", sameDay && user !== null && before.user === user);
    before = { day, user };
  }
}

function dayName(seconds) {
  const date = new Date(seconds * 1000);
  if (date.toDateString() === new Date().toDateString()) return "Today";
  return date.toLocaleDateString([], { day: "numeric", month: "long", year: "numeric" });
}

function answer(answered) {
  if (answered.user_id !== state.person.id) return;
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
  const left = action && isHere(action) ? ACTION_SECONDS - action.age : 0;
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
  const out = state.view?.blocked ?? false;
  const idle = isGroup() ? `you and @${state.bot.username}` : "online";
  if (!connected) status.textContent = "connecting…";
  else if (out) status.textContent = isGroup() ? "the bot is not here" : "blocked";
  else if (acting) status.textContent = ACTIONS[acting] ?? "busy…";
  else status.textContent = online ? idle : "the bot is not running";
  const active = acting !== null || (online && !isGroup());
  status.classList.toggle("active", connected && !out && active);
  const wasAtEnd = isAtEnd();
  at("typing").hidden = acting === null;
  if (wasAtEnd) toEnd();
}

/** All that depends on the chat and the topic that are read. */
function showPlace() {
  group();
  showChats(go);
  showTopics(read);
  showBar();
  showStatus();
  showHead();
  showEmpty();
}

function showHead() {
  const name = isGroup() ? state.view?.title || "Group" : state.bot.name;
  document.title = name === state.bot.name ? name : `${name} – ${state.bot.name}`;
  at("title").textContent = name;
  at("empty-title").textContent = name;
  for (const id of ["avatar", "empty-avatar"]) at(id).textContent = [...name][0] ?? "";
  const hears = state.settings.reads_all_group_messages
    ? "The bot is told of everything that is written here."
    : `In a group the bot is told of commands, of replies to it and of @${state.bot.username} only.`;
  at("empty-text").textContent = isGroup()
    ? hears
    : "A conversation on your own machine, without Telegram and without an account.";
}

function showSamples() {
  at("samples").replaceChildren(
    ...state.bot.samples.map(({ label, text }) => {
      const chip = button("", label, () => send(text));
      chip.title = text;
      return chip;
    }),
  );
}

function showEmpty() {
  const none = [...state.shown.values()].every(({ item }) => item.hidden);
  const empty = connected && none && !state.view?.gone;
  at("empty").hidden = !empty;
  at("start").hidden = !empty || isGroup() || state.view?.blocked;
  at("samples").hidden = !empty || state.bot.samples.length === 0 || state.view?.blocked;
}

function isAtEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 60;
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
  at("down").hidden = true;
}

// ---- what the person does with messages

const taps = {
  copy,
  command: (text) => send(text),
  reply: (message) => setContext("reply", message),
  edit: (message) => setContext("edit", message),
  remove: ({ message_id: id }) => attempt(() => request("DELETE", chatPath(`messages/${id}`))),
  show(id) {
    state.shown.get(id)?.item.scrollIntoView({ block: "center", behavior: "smooth" });
  },
  press(message, pressed, row, column, key) {
    if (pressed.copy_text) return copy(pressed.copy_text.text);
    if (pressed.url) return open(pressed.url, "_blank", "noopener,noreferrer");
    const inline = pressed.switch_inline_query_current_chat ?? pressed.switch_inline_query;
    if (inline !== undefined) return switchInline(inline);
    const body = { user: state.person.id, row, column };
    key.classList.add("busy");
    setTimeout(() => key.classList.remove("busy"), BUSY_SECONDS * 1000);
    return attempt(async () => {
      const path = chatPath(`messages/${message.message_id}/press`);
      const made = await request("POST", path, body);
      if (made.kind === "callback" && key.classList.contains("busy")) {
        busyKeys.set(made.callback_id, key);
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

// ---- who and where

/** Plays this person, in the chat that they stand in. */
async function become(person) {
  keep(person);
  state.topic = null;
  clearComposer();
  showPerson();
  await introduce();
  await enter();
  follow();
  showPlace();
}

const go = (place) => become({ ...state.person, place });

function read(topic) {
  state.topic = topic;
  clearComposer();
  showPlace();
  toEnd();
}

wireComposer();
wirePeople(become);
wirePlaces(read);
addEventListener("place", () => go(state.person.place));
at("down").addEventListener("click", toEnd);
log.addEventListener("scroll", () => {
  if (isAtEnd()) at("down").hidden = true;
});

state.bot = (await attempt(() => request("GET", "bot"))) ?? state.bot;
state.settings = (await attempt(() => request("GET", "settings"))) ?? state.settings;
showSamples();
await loadPeople();
await become(state.person);
if (matchMedia("(hover: hover)").matches) at("text").focus();
