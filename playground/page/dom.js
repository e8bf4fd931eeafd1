// Elements: finding, making, telling.

export const at = (id) => document.getElementById(id);

export function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/** A button that is no submit button. */
export function button(className, text, action) {
  const node = make("button", className, text);
  node.type = "button";
  node.addEventListener("click", action);
  return node;
}

/** A line drawing; `path` is in a square of 24. */
export function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export function toast(text) {
  const node = make("div", "toast", text);
  at("toasts").append(node);
  setTimeout(() => node.remove(), 3200);
}

/** What `action` answers, or null after telling the person what went wrong. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(`That did not work: ${error.message}`);
    return null;
  }
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
