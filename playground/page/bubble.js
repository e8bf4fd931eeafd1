// One message as an element.

import { button, icon, make, size } from "./dom.js";
import { formatted } from "./text.js";

const time = new Intl.DateTimeFormat([], { hour: "numeric", minute: "2-digit" });
const OPENS = "M8 16 17 7M9 7h8v8";
const COPIES = "M9 9h10v10H9zM5 15V5h10";

/** Fills `item` with the message; called again after an edit, in place. */
export function fill(item, message, { me, isGroup, bot, replied, act }) {
  item.classList.toggle("service", message.service !== null);
  if (message.service !== null) {
    item.replaceChildren(message.service);
    return;
  }
  const own = message.user_id === me;
  item.classList.toggle("own", own);
  item.classList.toggle("has-keys", message.keyboard.length > 0);
  const parts = [bubble(message, { own, isGroup, bot, replied, act })];
  if (message.keyboard.length > 0) parts.push(keys(message, act));
  if (!message.delivered && !message.from_bot) {
    parts.push(make("div", "note", "the bot was not told of this"));
  }
  parts.push(tools(message, own, act));
  item.replaceChildren(...parts);
}

function bubble(message, { own, isGroup, bot, replied, act }) {
  const node = make("div", "bubble");
  if (isGroup && !own) node.append(make("div", "name", message.name));
  if (message.via_bot) node.append(make("div", "origin", `via @${bot.username}`));
  if (message.forwarded_from) {
    node.append(make("div", "origin", `Forwarded from ${message.forwarded_from}`));
  }
  if (replied) {
    const words = replied.text || replied.file?.name || replied.service || "message";
    const quoted = button("quoted", undefined, () => act.show(replied.message_id));
    quoted.append(make("b", "", replied.name), words);
    node.append(quoted);
  }
  if (message.file) node.append(file(message.file, node));
  if (message.text) {
    const text = make("div", "text");
    text.append(formatted(message.text, message.entities, act));
    text.append(meta(message));
    node.append(text);
  } else {
    node.append(meta(message));
  }
  if (message.reaction) {
    const reaction = make("span", "reaction", message.reaction);
    reaction.title = `${bot.name}’s reaction`;
    node.append(reaction);
  }
  return node;
}

function meta(message) {
  const date = new Date(message.date * 1000);
  const edited = message.edits > 0 ? "edited " : "";
  const node = make("time", "meta", edited + time.format(date));
  node.dateTime = date.toISOString();
  return node;
}

function file(file, bubble) {
  const address = `/playground/files/${encodeURIComponent(file.file_id)}`;
  if (file.kind === "sticker") {
    bubble.classList.add("sticker");
    return make("span", "", file.emoji);
  }
  if (file.kind === "photo") {
    const image = make("img", "photo");
    image.src = address;
    image.alt = file.name;
    if (file.pixels) [image.width, image.height] = fit(file.pixels);
    const whole = make("a", "whole");
    whole.href = address;
    whole.target = "_blank";
    whole.append(image);
    return whole;
  }
  const chip = make("a", "chip");
  chip.href = address;
  chip.download = file.name;
  const sheet = make("span", "sheet");
  sheet.append(icon("M12 5v11m-5-5 5 5 5-5M6 20h12"));
  const words = make("span", "");
  words.append(make("b", "", file.name), make("small", "", size(file.size)));
  chip.append(sheet, words);
  return chip;
}

function fit([width, height]) {
  const scale = Math.min(1, 420 / width, 320 / height);
  return [Math.round(width * scale), Math.round(height * scale)];
}

function keys(message, act) {
  const rows = make("div", "keys");
  rows.setAttribute("role", "group");
  rows.setAttribute("aria-label", "Buttons");
  message.keyboard.forEach((buttons, row) => {
    const line = make("div", "");
    buttons.forEach((pressed, column) => {
      const key = button("key", pressed.text, () => act.press(message, pressed, row, column, key));
      if (pressed.url) key.append(icon(OPENS));
      if (pressed.copy_text) key.append(icon(COPIES));
      line.append(key);
    });
    rows.append(line);
  });
  return rows;
}

function tools(message, own, act) {
  const bar = make("div", "tools");
  const add = (label, action) => bar.append(button("", label, () => action(message)));
  add("Reply", act.reply);
  if (own && !message.via_bot && message.file?.kind !== "sticker") add("Edit", act.edit);
  if (own) add("Delete", act.remove);
  return bar;
}
