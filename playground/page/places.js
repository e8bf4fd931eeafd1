// The list of chats, the topics of a forum, and the bot's place in them.

import { request } from "./api.js";
import { at, attempt, button, make } from "./dom.js";
import { showStanding } from "./people.js";
import { GARAGE, WORKSHOP, chatId, chatPath, isForum, isGroup, state } from "./state.js";

const NAMES = new Map([[GARAGE, "Garage"], [WORKSHOP, "Workshop"]]);
const FIRST_TOPICS = ["Engines", "Paperwork"];

/** Makes the chat that is entered unless the server has it, so that the bot may write first. */
export async function enter() {
  const id = chatId();
  const known = await attempt(() => request("GET", "chats"));
  if (!known || known.chats.some((chat) => chat.chat_id === id)) return;
  const title = NAMES.get(id);
  const forum = id === WORKSHOP ? true : undefined;
  await attempt(async () => {
    await request("PUT", `chats/${id}`, { title, forum });
    for (const name of forum ? FIRST_TOPICS : []) {
      await request("POST", `chats/${id}/topics`, { user: state.person.id, name });
    }
  });
}

/** The list: the chat with the bot, the page's groups, and those that came up by themselves. */
export function showChats(go) {
  const byId = new Map(state.chats.map((chat) => [chat.chat_id, chat]));
  const theirs = state.chats.filter((chat) => chat.chat_id < 0 && !chat.gone);
  const groups = new Set([...NAMES.keys(), ...theirs.map((chat) => chat.chat_id)]);
  const lines = [
    { place: "private", id: state.person.id, name: state.bot.name, kind: "Private chat" },
    ...[...groups].map((id) => {
      const chat = byId.get(id);
      const forum = chat?.forum ?? id === WORKSHOP;
      const name = chat?.title ?? NAMES.get(id);
      return { place: id, id, name, kind: forum ? "Group with topics" : "Group" };
    }),
  ];
  at("chats").replaceChildren(
    ...lines.map(({ place, id, name, kind }) => {
      const line = button("place", undefined, () => go(place));
      line.dataset.chat = id;
      if (id === chatId()) line.setAttribute("aria-current", "true");
      const words = make("span", "words");
      words.append(make("b", "", name), make("small", "", byId.get(id)?.latest ?? kind));
      const avatar = make("span", "avatar", [...name][0] ?? "");
      avatar.setAttribute("aria-hidden", "true");
      line.append(avatar, words);
      const item = make("li");
      item.append(line);
      return item;
    }),
  );
}

// ---- topics

/** The tabs; `read(topic)` turns to one. */
export function showTopics(read) {
  at("topics").hidden = !isForum();
  if (!isForum()) return;
  const { topics } = state.view;
  const tab = (topic, name) => {
    const node = button("tab", name, () => read(topic));
    if (topic === state.topic) node.setAttribute("aria-current", "true");
    return node;
  };
  const add = button("tab add", "+", () => {
    at("topic-name").value = "";
    at("new-topic").showModal();
  });
  add.setAttribute("aria-label", "Open a topic");
  at("topics").replaceChildren(
    tab(null, "General"),
    ...topics.map(({ topic, name }) => tab(topic, name)),
    add,
  );
  at("topics").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// ---- the bot's place

/** The bar in place of the composer where the bot cannot be reached. */
export function showBar() {
  const { view, bot } = state;
  const gone = view?.gone ?? false;
  const out = view?.blocked ?? false;
  at("barred").hidden = !(gone || out);
  at("composer").hidden = gone || (out && !isGroup());
  if (gone) {
    at("barred-text").textContent = "This chat was deleted.";
    at("bar-button").textContent = "Begin it anew";
  } else if (out) {
    at("barred-text").textContent = isGroup()
      ? `${bot.name} is not in this group and reads nothing here.`
      : `You blocked ${bot.name}: it cannot write to you.`;
    at("bar-button").textContent = isGroup() ? "Add the bot" : "Unblock";
  }
  showStanding();
}

function changeStanding() {
  const status = state.view?.blocked ? "member" : "kicked";
  return attempt(() => request("POST", chatPath("bot"), { user: state.person.id, status }));
}

/** `read(topic)` turns to a topic. */
export function wirePlaces(read) {
  at("bar-button").addEventListener("click", () => {
    if (state.view?.gone) return attempt(() => request("PUT", `chats/${chatId()}`, {}));
    return changeStanding();
  });
  at("block").addEventListener("click", () => {
    at("settings").hidePopover();
    changeStanding();
  });
  at("delete-chat").addEventListener("click", () => {
    at("settings").hidePopover();
    attempt(() => request("DELETE", `chats/${chatId()}`));
  });
  at("new-topic").addEventListener("close", async () => {
    const name = at("topic-name").value.trim();
    if (at("new-topic").returnValue !== "open" || !name) return;
    const body = { user: state.person.id, name };
    const opened = await attempt(() => request("POST", chatPath("topics"), body));
    if (opened) read(opened.topic);
  });
  const side = (open) => {
    at("side").classList.toggle("open", open);
    at("side-button").setAttribute("aria-expanded", String(open));
  };
  at("side-button").addEventListener("click", () => {
    side(!at("side").classList.contains("open"));
    at("user").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !at("side").classList.contains("open")) return;
    side(false);
    at("side-button").focus();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#side, #side-button")) side(false);
  });
  at("chats").addEventListener("click", () => side(false));
}
