// One message as an element.

import { formatted } from "./text.js";

const time = new Intl.DateTimeFormat([], { hour: "numeric", minute: "2-digit" });
const OPENS = "M8 16 17 7M9 7h8v8";
const COPIES = "M9 9h10v10H9zM5 15V5h10";

export function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Fills `item` with the message; called again after an edit, in place. */
export function fill(item, message, { me, isGroup, replied, act }) {
  const own = message.user_id === me;
  item.classList.toggle("own", own);
  item.classList.toggle("has-keys", message.keyboard.length > 0);
  const parts = [bubble(message, { own, isGroup, replied, act })];
  if (message.keyboard.length > 0) parts.push(keys(message, act));
  if (!message.delivered && !message.from_bot) {
    parts.push(make("div", "note", "the bot was not told of this"));
  }
  parts.push(tools(message, own, act));
  item.replaceChildren(...parts);
}

function bubble(message, { own, isGroup, replied, act }) {
  const node = make("div", "bubble");
  if (isGroup && !own) node.append(make("div", "name", message.name));
  if (replied) {
    const quoted = make("button", "quoted", replied.text || replied.file?.name || "message");
    quoted.type = "button";
    quoted.addEventListener("click", () => act.show(replied.message_id));
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
    return image;
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

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

function keys(message, act) {
  const rows = make("div", "keys");
  rows.setAttribute("role", "group");
  rows.setAttribute("aria-label", "Buttons");
  message.keyboard.forEach((buttons, row) => {
    const line = make("div", "");
    buttons.forEach((button, column) => {
      const key = make("button", "key", button.text);
      key.type = "button";
      if (button.url) key.append(icon(OPENS));
      if (button.copy_text) key.append(icon(COPIES));
      key.addEventListener("click", () => act.press(message, button, row, column, key));
      line.append(key);
    });
    rows.append(line);
  });
  return rows;
}

function tools(message, own, act) {
  const bar = make("div", "tools");
  const add = (label, action) => {
    const button = make("button", "", label);
    button.type = "button";
    button.addEventListener("click", () => action(message));
    bar.append(button);
  };
  add("Reply", act.reply);
  if (own && !message.file) add("Edit", act.edit);
  if (own) add("Delete", act.remove);
  return bar;
}
