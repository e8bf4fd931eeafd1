// Formatted text as elements. Offsets are UTF-16 code units, as JavaScript's own.

/**
 * The text with its entities, nested where they overlap. `act` is told of taps:
 * `act.copy(text)`, `act.command(text)`.
 */
export function formatted(text, entities, act) {
  const root = document.createDocumentFragment();
  const spans = entities.map((entity) => ({ ...entity, end: entity.offset + entity.length }));
  build(root, text, 0, text.length, spans, act);
  return root;
}

const BLOCKS = ["blockquote", "expandable_blockquote", "pre"];

function order(a, b) {
  const outer = (span) => (BLOCKS.includes(span.type) ? 0 : 1);
  return a.offset - b.offset || b.end - a.end || outer(a) - outer(b);
}

function build(parent, text, start, end, spans, act) {
  let at = start;
  let left = [...spans].sort(order);
  while (left.length > 0) {
    const span = left.shift();
    const from = Math.max(span.offset, at);
    const to = Math.min(span.end, end);
    if (from >= to) continue;
    plain(parent, text.slice(at, from));
    const inside = [];
    const after = [];
    for (const other of left) {
      if (other.offset >= to) {
        after.push(other);
      } else {
        inside.push({ ...other, end: Math.min(other.end, to) });
        if (other.end > to) after.push({ ...other, offset: to });
      }
    }
    const node = element(span, text.slice(from, to), act);
    build(node, text, from, to, inside, act);
    parent.append(node);
    at = to;
    // A block makes its own line; the line break behind it would make another.
    if (BLOCKS.includes(span.type) && text[at] === "\n") at += 1;
    left = after.sort(order);
  }
  plain(parent, text.slice(at, end));
}

function plain(parent, text) {
  if (text) parent.append(text);
}

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };

function element(span, text, act) {
  const node = document.createElement(TAGS[span.type] ?? "span");
  switch (span.type) {
    case "code":
    case "pre":
      if (span.language) node.dataset.language = span.language;
      return tappable(node, "Copy", () => act.copy(text));
    case "text_link":
    case "url":
      return link(span.url ?? text);
    case "bot_command":
      node.className = "link";
      return tappable(node, null, () => act.command(text));
    case "mention":
    case "hashtag":
    case "cashtag":
    case "text_mention":
      node.className = "link";
      return node;
    case "spoiler":
      node.className = "spoiler closed";
      return tappable(node, "Show", () => node.classList.remove("closed"));
    case "blockquote":
      return document.createElement("blockquote");
    case "expandable_blockquote":
      return expandable(text);
    default:
      return node;
  }
}

function expandable(text) {
  const node = document.createElement("blockquote");
  if (text.length < 120 && text.split("\n").length < 4) return node;
  node.className = "closed";
  return tappable(node, "Show all", () => node.classList.remove("closed"));
}

function link(address) {
  const node = document.createElement("a");
  if (/^(https?|tg):/i.test(address)) node.href = address;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  return node;
}

function tappable(node, title, action) {
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  if (title) node.title = title;
  node.addEventListener("click", (event) => {
    // Selecting text is no tap, and a tap inside is not one on what is around it.
    if (String(getSelection()) === "") action();
    event.stopPropagation();
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });
  return node;
}
