/* After a save, brings what follows from it up to date: scores, states, questions that now are asked. */

import { saidOf } from "./parts.js";

const PAUSE = 1200;
let timer = 0;
let running = null;

/* Whoever gave way to another version awaits it, also in the field. */
function isBusy(element) {
  const holdsFile = [...element.querySelectorAll('input[type="file"]')].some((field) => field.files.length);
  const isHeld = element.contains(document.activeElement) && !("awaited" in element.dataset);
  return holdsFile || isHeld || element.matches("[data-changed], [data-refused]");
}

/* The keyboard stays where it is, among options at the one that counts. */
function exchange(part, fresh) {
  const held = part.contains(document.activeElement) ? `[name="${CSS.escape(document.activeElement.name)}"]` : null;
  const version = fresh.closest("form").elements.version?.value;
  part.replaceChildren(...fresh.childNodes);
  delete part.dataset.awaited;
  if (held) (part.querySelector(`${held}:checked`) ?? part.querySelector(held))?.focus();
  part.dispatchEvent(new CustomEvent("takenover", { bubbles: true, detail: version ? Number(version) : null }));
}

/* Questions come and go; what is in them changes only where somebody else's words have come. */
function takeOverParts(old, fresh, wanted) {
  for (const part of old.querySelectorAll(":scope > [data-part][hidden]")) if (!isBusy(part)) part.remove();
  const gone = new Map([...old.querySelectorAll(":scope > [data-part]")].map((part) => [part.dataset.part, part]));
  const busy = new Set([...gone.values()].filter(isBusy).map(saidOf)); // a level and that it does not apply are one
  let before = null;
  for (const part of fresh.querySelectorAll(":scope > [data-part]")) {
    const present = gone.get(part.dataset.part);
    if (!present) {
      if (before) before.after(part);
      else old.prepend(part);
    } else if (wanted?.has(part.dataset.part) && !busy.has(saidOf(present))) {
      exchange(present, part);
    }
    gone.delete(part.dataset.part);
    before = present ?? part;
  }
  for (const part of gone.values()) if (!isBusy(part)) part.remove();
}

/* What is being read stays open: known by its title, or by its place where only the figures in titles change. */
function keepOpen(region, now) {
  const [old, fresh] = [region, now].map((each) => [...each.querySelectorAll("details")]);
  const title = (each) => each.querySelector("summary")?.textContent.trim();
  for (const [place, each] of fresh.entries()) {
    const before = old.find((other) => title(other) === title(each)) ?? (old.length === fresh.length && old[place]);
    if (before) each.open = before.open;
  }
}

async function refresh(wanted) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer) return "later";
  if (!answer.ok || answer.redirected) return "refused";
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const [here, there] = [form, fresh.getElementById(form.id)].map((each) => each?.querySelector("[data-parts]"));
    if (there) takeOverParts(here, there, wanted.get(form));
  }
  for (const region of document.querySelectorAll("[data-live][id]")) {
    const now = fresh.getElementById(region.id);
    if (now) keepOpen(region, now);
    if (now && now.innerHTML !== region.innerHTML && !region.contains(document.activeElement)) {
      region.replaceChildren(...now.childNodes);
    }
  }
  return "done";
}

const waiting = new Map();
const asking = [];

/** Soon, once for many saves; `parts` are those of the form in which somebody else's words have come. What it gives
    is kept when the page has looked: "done", "later" where there was no line, or "refused". */
export function refreshSoon(form, parts, pause = PAUSE) {
  const wanted = new Set([...(waiting.get(form) ?? []), ...parts]);
  if (wanted.has("claim")) wanted.add("applies");
  waiting.set(form, wanted);
  clearTimeout(timer);
  timer = setTimeout(async () => {
    await running;
    const now = new Map(waiting);
    const told = asking.splice(0);
    waiting.clear();
    running = refresh(now).catch(() => "refused"); // what is shown stays until the next save
    running.then((outcome) => told.forEach((tell) => tell(outcome)));
  }, pause);
  return new Promise((tell) => asking.push(tell));
}
