// Inline mode: `@bot words` in the composer shows what the bot offers for the words.

import { request } from "./api.js";
import { Choices } from "./choices.js";
import { at, attempt } from "./dom.js";
import { chatId, keep, state } from "./state.js";

const input = at("text");
/** Typing settles before the bot is asked. */
const PAUSE = 250;
const PATIENCE = 10;

let pause;
/** Counts questions, so that a late answer to an old one is not shown. */
let turn = 0;
let choices;
/** Takes the text out of the composer. */
let clear;
let send;

export function wireInline(actions) {
  ({ clear, send } = actions);
  choices = new Choices("inline", input, pick);
}

/** The words behind the bot's name, or null. */
function wordsOf(text) {
  const typed = /^@(\w+)\s([\s\S]*)$/.exec(text);
  const isBot = typed?.[1].toLowerCase() === state.bot.username.toLowerCase();
  return isBot ? typed[2].trim() : null;
}

/** Looks at what was typed; true if it is for the bot's inline mode. */
export function inlineTyped() {
  clearTimeout(pause);
  const words = wordsOf(input.value);
  if (words === null) {
    closeInline();
    return false;
  }
  pause = setTimeout(() => ask(words, "", []), PAUSE);
  return true;
}

export function closeInline() {
  clearTimeout(pause);
  turn += 1;
  choices.hide();
}

export const inlineKey = (key) => choices.key(key);
export const isInline = () => wordsOf(input.value) !== null;

async function ask(query, offset, before) {
  const mine = (turn += 1);
  const body = { user: state.person.id, query, offset, chat: chatId() };
  const asked = await attempt(() => request("POST", "inline", body));
  if (!asked || mine !== turn) return;
  const id = asked.inline_query_id;
  if (before.length === 0) choices.show([{ title: "…", text: `@${state.bot.username} is thinking` }]);
  const waited = await attempt(() => request("GET", `inline/${id}/wait?timeout=${PATIENCE}`));
  if (!waited || mine !== turn) return;
  if (waited.timed_out) {
    choices.show([{ title: "No answer", text: "the bot offers nothing for this" }]);
    return;
  }
  const { results, next_offset: next, button } = waited.query.answer;
  const found = [...before];
  if (button && before.length === 0) found.push({ title: button.text, button });
  found.push(...results.map(({ title, description, id: result }) => (
    { title, text: description, id, result }
  )));
  const lines = [...found];
  if (next) lines.push({ title: "More results", more: () => ask(query, next, found) });
  if (lines.length === 0) lines.push({ title: "Nothing found", text: query });
  const unseen = lines.findIndex((line) => line.result && !before.includes(line));
  choices.show(lines, Math.max(0, unseen));
}

function pick(choice) {
  if (choice.more) return choice.more();
  if (choice.button) return open(choice.button);
  if (!choice.result) return null;
  const body = { result_id: choice.result, chat: chatId(), topic: state.topic ?? undefined };
  clear();
  closeInline();
  input.focus();
  return attempt(() => request("POST", `inline/${choice.id}/choose`, body));
}

/** The button above the results leads into the chat with the bot. */
async function open({ start_parameter: parameter }) {
  if (!parameter) return;
  clear();
  closeInline();
  if (state.person.place !== "private") {
    keep({ ...state.person, place: "private" });
    dispatchEvent(new CustomEvent("place"));
  }
  await send(`/start ${parameter}`);
}

/** A button of a message that puts an inline query into the composer. */
export function switchInline(query) {
  input.value = `@${state.bot.username} ${query}`;
  input.dispatchEvent(new Event("input"));
  input.focus();
}
