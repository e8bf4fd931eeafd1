// Who this tab plays, and the settings.

import { request } from "./api.js";
import { at, attempt } from "./dom.js";
import { PEOPLE, isGroup, state, stranger } from "./state.js";

const LANGUAGES = ["en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "uk", "zh"];

/** Everybody who can be played, by id. */
const people = new Map(PEOPLE.map((person) => [person.id, person]));

/** Takes in whom the server knows, tests' people included. */
export async function loadPeople() {
  const known = await attempt(() => request("GET", "users"));
  for (const user of known?.users ?? []) {
    people.set(user.id, { id: user.id, name: user.first_name, language: user.language_code ?? "en" });
  }
}

/** Tells the server who the person is. */
export function introduce() {
  const { id, name, language } = state.person;
  people.set(id, { id, name, language });
  return attempt(() => request("PUT", `users/${id}`, { first_name: name, language_code: language }));
}

export function showPerson() {
  const { person } = state;
  people.set(person.id, { id: person.id, name: person.name, language: person.language });
  at("user").replaceChildren(
    ...[...people.values()].map(({ id, name, language }) => new Option(`${name} · ${language}`, id)),
  );
  at("user").value = person.id;
  at("user-id").textContent = person.id;
  at("person").value = person.name;
  const codes = LANGUAGES.includes(person.language) ? LANGUAGES : [person.language, ...LANGUAGES];
  const names = new Intl.DisplayNames([navigator.language], { type: "language" });
  at("language").replaceChildren(...codes.map((code) => new Option(names.of(code), code)));
  at("language").value = person.language;
}

/** What the bot's place lets one do with it. */
export function showStanding() {
  const out = state.view?.blocked ?? false;
  const words = isGroup()
    ? { in: "Remove the bot from the group", out: "Add the bot to the group" }
    : { in: "Block the bot", out: "Unblock the bot" };
  at("block").textContent = out ? words.out : words.in;
  at("delete-chat").hidden = state.view?.gone ?? true;
}

const THEMES = ["system", "light", "dark"];

function showTheme(theme) {
  document.documentElement.dataset.theme = theme;
  at("theme").value = theme;
}

function keptTheme() {
  try {
    const theme = localStorage.getItem("theme");
    return THEMES.includes(theme) ? theme : "system";
  } catch {
    return "system";
  }
}

/** `become(person)` makes the tab play somebody. */
export function wirePeople(become) {
  const change = (changed) => become({ ...state.person, ...changed });
  at("user").addEventListener("change", () => {
    const chosen = people.get(Number(at("user").value));
    if (chosen) become({ ...chosen, place: state.person.place });
  });
  at("language").addEventListener("change", () => change({ language: at("language").value }));
  at("person").addEventListener("change", () => {
    change({ name: at("person").value.trim() || state.person.name });
  });
  at("new-person").addEventListener("click", () => {
    at("settings").hidePopover();
    become(stranger());
  });
  showTheme(keptTheme());
  at("theme").addEventListener("change", () => {
    showTheme(at("theme").value);
    try {
      localStorage.setItem("theme", at("theme").value);
    } catch {
      // Without storage the theme lasts as long as the page.
    }
  });
  at("settings").addEventListener("toggle", async (event) => {
    if (event.newState !== "open") return;
    const settings = await attempt(() => request("GET", "settings"));
    at("limits").checked = settings?.rate_limits != null;
  });
  at("limits").addEventListener("change", () => {
    attempt(() => request("PATCH", "settings", { rate_limits: at("limits").checked }));
  });
}
