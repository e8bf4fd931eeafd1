// Without this file all of the page works; with it, figures are fresh and the slider tells
// its number.
"use strict";

const EVERY_MS = 5000;

async function refresh() {
  if (document.hidden) return;
  let answer;
  try {
    answer = await fetch(location.href, { headers: { "x-live": "1" }, redirect: "manual" });
  } catch {
    document.body.classList.add("stale");
    return;
  }
  // Logged out meanwhile.
  if (answer.type === "opaqueredirect") return location.reload();
  document.body.classList.toggle("stale", !answer.ok);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = document.querySelectorAll("[data-live]");
  const next = fresh.querySelectorAll("[data-live]");
  if (now.length !== next.length) return;
  now.forEach((old, at) => {
    // Whoever is on something there keeps it.
    const busy = old.contains(document.activeElement) || holdsSelection(old);
    if (!busy && old.innerHTML !== next[at].innerHTML) {
      old.replaceChildren(...document.adoptNode(next[at]).childNodes);
    }
  });
  document.documentElement.dataset.refreshed = String(Date.now());
}

function holdsSelection(element) {
  const selection = getSelection();
  return !selection.isCollapsed && element.contains(selection.anchorNode);
}

if (document.querySelector("[data-live]")) {
  setInterval(refresh, EVERY_MS);
  document.addEventListener("visibilitychange", refresh);
}

// On a phone the menu is wider than the window.
document.querySelector("nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

for (const range of document.querySelectorAll("input[type=range]")) {
  const output = range.parentElement.querySelector("output");
  range.addEventListener("input", () => {
    output.textContent = `${range.value} %`;
  });
}
