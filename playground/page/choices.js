// A list above the composer that is steered from the text field: commands, inline results.

import { at, make } from "./dom.js";

/** A list box in the element `id`; `pick(choice)` is told what was taken. */
export class Choices {
  #list;
  #input;
  #pick;
  #choices = [];
  #index = 0;

  constructor(id, input, pick) {
    this.#list = at(id);
    this.#input = input;
    this.#pick = pick;
  }

  get open() {
    return !this.#list.hidden;
  }

  /** What the keys stand on. */
  get current() {
    return this.#choices[this.#index];
  }

  /**
   * Shows choices: `{ title, text }` and whatever `pick` needs; the keys begin at `first`. An
   * empty list closes.
   */
  show(choices, first = 0) {
    this.#choices = choices;
    this.#index = first;
    this.#list.replaceChildren(
      ...choices.map((choice, index) => {
        const line = make("li", "");
        line.id = `${this.#list.id}-${index}`;
        line.setAttribute("role", "option");
        line.append(make("b", "", choice.title), make("span", "", choice.text ?? ""));
        // The text field keeps the focus.
        line.addEventListener("mousedown", (event) => event.preventDefault());
        line.addEventListener("click", () => this.#pick(choice));
        return line;
      }),
    );
    this.#list.hidden = choices.length === 0;
    this.#input.setAttribute("aria-controls", this.#list.id);
    this.#mark(0);
  }

  hide() {
    if (!this.open) return;
    this.#choices = [];
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#input.removeAttribute("aria-activedescendant");
  }

  /** A key while the list is open; true if it was for the list. */
  key(name) {
    if (!this.open) return false;
    if (name === "ArrowDown") this.#mark(1);
    else if (name === "ArrowUp") this.#mark(-1);
    else if (name === "Escape") this.hide();
    else if (name === "Enter") this.#pick(this.current);
    else return false;
    return true;
  }

  #mark(step) {
    const lines = [...this.#list.children];
    if (lines.length === 0) return;
    this.#index = (this.#index + step + lines.length) % lines.length;
    lines.forEach((line, at) => line.setAttribute("aria-selected", String(at === this.#index)));
    lines[this.#index].scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", lines[this.#index].id);
  }
}
