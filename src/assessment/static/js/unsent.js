/* What was typed and is not saved yet, kept in this browser for the person who typed it, until the
   server has it. Each page keeps its own; what a page that is gone left behind, any other sends. */

import { person, token } from "./session.js";

const PREFIX = `unsent:${person}:`;
const HERE = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;

const ownKey = (address) => `${PREFIX}${address}#${HERE}`;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // no storage here, or not ours
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

/** Keeps what a form of this page says: {title, page, fields: [[name, value]], parts, at}; false when it cannot. */
export function keep(address, entry) {
  try {
    localStorage.setItem(ownKey(address), JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

export function drop(address) {
  forget(ownKey(address));
}

/* What other pages keep, of any form or of one, the newest first: {key, address, entry}. */
function ofOthers(wanted = null) {
  let keys = [];
  try {
    keys = Object.keys(localStorage).filter((key) => person && key.startsWith(PREFIX) && !key.endsWith(`#${HERE}`));
  } catch {
    return [];
  }
  return keys
    .map((key) => ({ key, address: key.slice(PREFIX.length).split("#")[0], entry: read(key) }))
    .filter(({ address, entry }) => entry && (wanted === null || address === wanted))
    .sort((one, other) => other.entry.at - one.entry.at);
}

let letGo = () => {};

function hold() {
  navigator.locks?.request(`${PREFIX}#${HERE}`, () => new Promise((done) => (letGo = done)));
}

/** While it is open, a page holds what it keeps: no other sends it or takes it up. */
export function holdWhatIsKept() {
  hold();
  addEventListener("pagehide", () => letGo());
  addEventListener("pageshow", (event) => event.persisted && hold());
}

/* Does something with what a page kept that is gone; null where it is still open. Without HTTPS browsers have no
   locks, and every other page counts as gone. */
async function ifLeft(key, act) {
  const page = key.split("#")[1];
  const actOnce = () => {
    const entry = read(key);
    return entry && act(entry);
  };
  if (!page || !navigator.locks) return actOnce();
  return navigator.locks.request(`${PREFIX}#${page}`, { ifAvailable: true }, (lock) => lock && actOnce());
}

/** Hands over the newest that was left behind for a form's address, and tells whether there was any; from
    then on this page has to keep it. */
export async function takeOver(address, use) {
  for (const { key } of ofOthers(address)) {
    const isTaken = await ifLeft(key, (entry) => {
      forget(key);
      use(entry);
      return true;
    });
    if (isTaken) return true;
  }
  return false;
}

/** Where two versions have a page of their own, this link leaves the other as it is, and nothing waits any more;
    nor does it once the page's button has saved what was chosen. Gives the form's address. */
export function keepUntilLeft(link) {
  const address = new URL(link.href).pathname;
  link.addEventListener("click", () => drop(address));
  link.closest("form").addEventListener("submit", () => sendByButton(address));
  takeOver(address, (entry) => keep(address, entry)).then(() => (link.dataset.givesWay = "ready"));
  return address;
}

const SENT = "sent:";

/** Tells the page that follows in this tab whose words a button sends; what other tabs keep is not among them. */
export function sendByButton(address) {
  try {
    sessionStorage.setItem(SENT + address, ownKey(address));
  } catch {
    // the page that follows sends them once more
  }
}

function sentByButton(address) {
  try {
    return sessionStorage.getItem(SENT + address);
  } catch {
    return null;
  }
}

/** What a button has saved need not be kept: the page that follows says which forms the server took. */
export async function forgetSaved() {
  for (const address of document.body.dataset.acknowledged?.split(" ") ?? []) {
    const key = sentByButton(address);
    if (key) await ifLeft(key, () => forget(key));
  }
}

/** Sends fields to a form's address and gives {status, data}; throws when there is no line. */
export async function send(address, fields, options = {}) {
  const body = new URLSearchParams(fields);
  body.set("csrf_token", token());
  const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body, ...options });
  const isData = answer.headers.get("Content-Type")?.startsWith("application/json");
  return { status: answer.status, data: isData ? await answer.json() : null };
}

/* Whether the server took all of it. */
async function sendKept({ key, address }, entry) {
  try {
    const { data } = await send(address, entry.fields);
    if (data?.state !== "saved" || data.errors.length) return false;
    if (read(key)?.at === entry.at) forget(key);
    return true;
  } catch {
    return false;
  }
}

function item(region, { key, entry }) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = entry.page;
  link.textContent = entry.title;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.textContent = region.dataset.throwAway;
  button.setAttribute("aria-label", `${region.dataset.throwAway}: ${entry.title}`);
  button.addEventListener("click", () => {
    if (!confirm(region.dataset.sure)) return;
    forget(key);
    line.remove();
    region.hidden = !region.querySelector("li");
  });
  line.append(link, " ", button);
  return line;
}

/** Sends what other pages left behind, and names what cannot be sent. The addresses of `own` are taken up here. */
export async function sendWhatWaits(own) {
  const region = document.getElementById("unsent");
  if (!region) return;
  const [sent, left] = [[], []];
  for (const each of ofOthers().filter(({ address }) => !own.has(address))) {
    const isTaken = await ifLeft(each.key, (entry) => sendKept(each, entry));
    if (isTaken !== null) (isTaken ? sent : left).push(each);
  }
  if (!sent.length && !left.length) return;
  const text = document.createElement("p");
  text.textContent = left.length ? region.dataset.waiting : region.dataset.sent;
  const list = document.createElement("ul");
  list.append(...left.map((each) => item(region, each)));
  region.replaceChildren(text, ...(left.length ? [list] : []));
  region.hidden = false;
}
