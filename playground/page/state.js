// What this tab knows: who is played, where, and what the server last said.

/** People who are always there. Ada is also who `debug/chat.sh` writes as. */
export const PEOPLE = [
  { id: 1001, name: "Ada", language: "en" },
  { id: 1002, name: "Borys", language: "uk" },
  { id: 1003, name: "Carmen", language: "es" },
  { id: 1004, name: "Dieter", language: "de" },
];
const NAMES = ["Emil", "Frances", "Grace", "Hugo", "Ida", "Jonas", "Klara", "Linus", "Marie"];

/** The groups that all tabs share. */
export const GARAGE = -4200;
export const WORKSHOP = -1_000_000_004_200;

export const state = {
  person: loadPerson(),
  bot: { name: "Bot", username: "bot", samples: [] },
  /** What the server is set to. */
  settings: { reads_all_group_messages: false },
  /** The topic that is read; null is "General". */
  topic: null,
  /** The chat as the server last told it, without its messages. */
  view: null,
  /** The list of chats as the server last told it. */
  chats: [],
  commands: [],
  /** Message id → { message, item }. */
  shown: new Map(),
};

export const chatId = () => (state.person.place === "private" ? state.person.id : state.person.place);
export const isGroup = () => chatId() < 0;
export const chatPath = (rest) => `chats/${chatId()}/${rest}`;
export const isForum = () => state.view?.forum ?? false;

/** The person of this tab; a new tab continues as the latest one. */
function loadPerson() {
  try {
    const kept = sessionStorage.getItem("person") ?? localStorage.getItem("person");
    const person = JSON.parse(kept);
    if (Number.isSafeInteger(person?.id) && person.id > 0) {
      const place = Number.isSafeInteger(person.place) ? person.place : "private";
      return { ...person, place };
    }
  } catch {
    // Storage may be switched off; the person then lasts as long as the page.
  }
  return { ...PEOPLE[0], place: "private" };
}

export function keep(person) {
  state.person = person;
  try {
    sessionStorage.setItem("person", JSON.stringify(person));
    localStorage.setItem("person", JSON.stringify(person));
  } catch {
    // See loadPerson.
  }
}

export function stranger() {
  const id = 100_000 + crypto.getRandomValues(new Uint32Array(1))[0] % 900_000;
  const language = navigator.language.split("-")[0];
  return { id, name: NAMES[id % NAMES.length], language, place: "private" };
}
