// Files on their way: chosen, pasted or dropped, shown above the composer until they are sent.

import { base64, request } from "./api.js";
import { at, attempt, button, icon, make, size, toast } from "./dom.js";
import { chatPath, state } from "./state.js";

const PHOTOS = ["image/png", "image/jpeg"];
const LARGEST = 50 * 1024 * 1024;
const CROSS = "m7 7 10 10M17 7 7 17";

/** { file, address } of each file that waits. */
let waiting = [];
let changed;

export const hasFiles = () => waiting.length > 0;

export function addFiles(files) {
  for (const file of files) {
    if (file.size > LARGEST) {
      toast(`${file.name} is larger than 50 MB`);
    } else {
      const address = PHOTOS.includes(file.type) ? URL.createObjectURL(file) : null;
      waiting.push({ file, address });
    }
  }
  show();
}

export function dropFiles() {
  waiting.forEach(({ address }) => address && URL.revokeObjectURL(address));
  waiting = [];
  show();
}

function show() {
  at("attached").hidden = !hasFiles();
  at("as-file").closest("label").hidden = !waiting.some(({ address }) => address);
  at("attached-files").replaceChildren(
    ...waiting.map((one) => {
      const item = make("li", "attachment");
      if (one.address) {
        const image = make("img");
        image.src = one.address;
        image.alt = "";
        item.append(image);
      }
      const words = make("span", "words");
      words.append(make("b", "", one.file.name), make("small", "", size(one.file.size)));
      const remove = button("round small", undefined, () => {
        waiting = waiting.filter((other) => other !== one);
        show();
      });
      remove.setAttribute("aria-label", `Take ${one.file.name} away`);
      remove.append(icon(CROSS));
      item.append(words, remove);
      return item;
    }),
  );
  changed();
}

/** Sends what waits, the caption with the first; false if something stays. */
export async function sendFiles(caption, reply_to) {
  let text = caption;
  while (hasFiles()) {
    const [{ file, address }] = waiting;
    const isPhoto = address !== null && !at("as-file").checked;
    const body = {
      user: state.person.id,
      name: file.name,
      mime: file.type || "application/octet-stream",
      caption: text,
      reply_to,
      topic: state.topic ?? undefined,
      base64: await base64(file),
    };
    const path = chatPath(isPhoto ? "photos" : "documents");
    if (!(await attempt(() => request("POST", path, body)))) return false;
    if (address) URL.revokeObjectURL(address);
    waiting.shift();
    text = "";
    show();
  }
  at("as-file").checked = false;
  return true;
}

/** `onChange()` is told when files come or go. */
export function wireAttach(onChange) {
  changed = onChange;
  at("attach").addEventListener("click", () => at("file").click());
  at("file").addEventListener("change", () => {
    addFiles(at("file").files);
    at("file").value = "";
    at("text").focus();
  });
  document.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files ?? [];
    if (files.length === 0 || at("composer").hidden) return;
    event.preventDefault();
    addFiles(files);
    at("text").focus();
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!at("composer").hidden) addFiles(event.dataTransfer?.files ?? []);
  });
}
