/* After a save, brings what follows from it up to date: scores, states, questions that now are asked. */

const PAUSE = 1200;
let timer = 0;
let running = null;

function isBusy(element) {
  return element.contains(document.activeElement) || element.matches("[data-changed]");
}

function takeOverParts(old, fresh) {
  const parts = new Map([...old.children].map((part) => [part.dataset.part || part.id, part]));
  let before = null;
  for (const part of [...fresh.children]) {
    const key = part.dataset.part || part.id;
    const present = key ? parts.get(key) : null;
    if (present) {
      if (part.dataset.part && !isBusy(present) && present.innerHTML !== part.innerHTML && fresh.dataset.merged) {
        present.replaceChildren(...part.childNodes);
      }
      parts.delete(key);
      before = present;
    } else if (part.dataset.part) {
      if (before) before.after(part);
      else old.prepend(part);
      before = part;
    }
  }
  for (const [key, part] of parts) if (key && part.dataset.part && !isBusy(part)) part.remove();
}

async function refresh(forms) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const [old, now] = [form, fresh.getElementById(form.id)].map((each) => each?.querySelector("[data-parts]"));
    if (!old || !now) continue;
    if (forms.has(form)) now.dataset.merged = "";
    if (now.dataset.merged !== undefined) {
      const version = fresh.getElementById(form.id).elements.version;
      if (version && !form.querySelector("[data-changed]")) form.elements.version.value = version.value;
    }
    takeOverParts(old, now);
  }
  for (const region of document.querySelectorAll("[data-live][id]")) {
    const now = fresh.getElementById(region.id);
    if (now && now.innerHTML !== region.innerHTML && !region.contains(document.activeElement)) {
      region.replaceChildren(...now.childNodes);
    }
  }
}

const merged = new Set();

/** Soon, once for many saves; `form` is one in which somebody else's words have come too. */
export function refreshSoon(form = null, pause = PAUSE) {
  if (form) merged.add(form);
  clearTimeout(timer);
  timer = setTimeout(async () => {
    await running;
    const forms = new Set(merged);
    merged.clear();
    running = refresh(forms).catch(() => {}); // what is shown stays until the next save
  }, pause);
}
