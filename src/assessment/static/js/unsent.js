/* What was typed and is not saved yet, kept in this browser for the person who typed it, until the
   server has it. Other pages send it too, so that a closed tab loses nothing. */

const person = document.body.dataset.person;
const PREFIX = `unsent:${person}:`;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // no storage here, or not ours
  }
}

/** What is kept for a form's address: {title, page, fields: [[name, value]], at}, or null. */
export function kept(address) {
  return person ? read(PREFIX + address) : null;
}

/** Keeps it; false when the browser cannot. */
export function keep(address, entry) {
  try {
    localStorage.setItem(PREFIX + address, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

export function drop(address) {
  try {
    localStorage.removeItem(PREFIX + address);
  } catch {
    // nothing was kept
  }
}

/** Everything that this person has typed here and the server does not have. */
export function allKept() {
  if (!person) return [];
  let keys = [];
  try {
    keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
  return keys.map((key) => [key.slice(PREFIX.length), read(key)]).filter(([, entry]) => entry);
}

/** The page's proof that a request is ours. */
export function token() {
  return document.querySelector('input[name="csrf_token"]')?.value ?? "";
}

/** Sends fields to a form's address and gives {status, data}; throws when there is no line. */
export async function send(address, fields, options = {}) {
  const body = new URLSearchParams(fields);
  body.set("csrf_token", token());
  const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body, ...options });
  const isData = answer.headers.get("Content-Type")?.startsWith("application/json");
  return { status: answer.status, data: isData ? await answer.json() : null };
}

async function sendKept(address, entry) {
  try {
    const { data } = await send(address, entry.fields);
    if (data?.state !== "saved" || data.errors.length) return false;
    const now = kept(address);
    if (now && now.at === entry.at) drop(address);
    return true;
  } catch {
    return false;
  }
}

/** What a button has saved need not be kept: the page that follows says which forms the server took. */
export function dropWhatIsAcknowledged() {
  for (const address of document.body.dataset.acknowledged?.split(" ") ?? []) drop(address);
}

function item(region, address, entry) {
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
    drop(address);
    line.remove();
    region.hidden = !region.querySelector("li");
  });
  line.append(link, " ", button);
  return line;
}

/** Sends what other pages left behind, and names what cannot be sent. */
export async function sendWhatWaits(own) {
  const region = document.getElementById("unsent");
  const waiting = allKept().filter(([address]) => !own.has(address));
  if (!region || !waiting.length) return;
  const left = [];
  for (const [address, entry] of waiting) {
    if (!(await sendKept(address, entry))) left.push([address, entry]);
  }
  const text = document.createElement("p");
  text.textContent = left.length ? region.dataset.waiting : region.dataset.sent;
  const list = document.createElement("ul");
  list.append(...left.map(([address, entry]) => item(region, address, entry)));
  region.replaceChildren(text, ...(left.length ? [list] : []));
  region.hidden = false;
}
