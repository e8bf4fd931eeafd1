// Requests to the control API, and the person this tab plays.

const NAMES = ["Ada", "Bertha", "Carl", "Dorothy", "Emil", "Frances", "Grace", "Hugo", "Ida"];

/** The group that all tabs share. */
export const GROUP = -4200;

/** The person of this tab; a new tab continues as the latest one. */
export function loadPerson() {
  try {
    const kept = sessionStorage.getItem("person") ?? localStorage.getItem("person");
    const person = JSON.parse(kept);
    if (Number.isSafeInteger(person?.id) && person.id > 0) return keep(person);
  } catch {
    // Storage may be switched off; the person then lasts as long as the page.
  }
  return newPerson();
}

export function newPerson() {
  const id = 100_000 + crypto.getRandomValues(new Uint32Array(1))[0] % 900_000;
  const language = navigator.language.split("-")[0];
  return keep({ id, name: NAMES[id % NAMES.length], language, place: "private" });
}

export function keep(person) {
  try {
    sessionStorage.setItem("person", JSON.stringify(person));
    localStorage.setItem("person", JSON.stringify(person));
  } catch {
    // See loadPerson.
  }
  return person;
}

export async function request(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "content-type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(`/playground/${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

/** A file's bytes as base64. */
export function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
