/* Forms with data-stay are sent without leaving the page: the part [data-live] that they stand in, or name, takes
   the shape that it has in the answer, with the message about it above. A form that is refused shows the faults at
   its fields, and one that does not arrive says so at its button. While something on the page is [data-soon], the
   page looks again by itself. */

import { refreshSoon } from "./refresh.js";
import { allowAgain } from "./submit-once.js";
import { tellAtButtons } from "./telling.js";

const SOON = 3000;

function messagesBefore(region) {
  const holder = region.previousElementSibling;
  if (holder?.matches("[data-told]")) return holder;
  const fresh = document.createElement("div");
  fresh.dataset.told = "";
  fresh.setAttribute("role", "status");
  fresh.tabIndex = -1;
  region.before(fresh);
  return fresh;
}

function regionOf(form) {
  if (form.dataset.stay) return document.getElementById(form.dataset.stay);
  return form.closest("[data-live][id]") ?? form.closest("[data-told]")?.nextElementSibling;
}

const told = new WeakMap();
const underWay = new WeakSet();

async function send(form, region, button) {
  if (underWay.has(form)) return;
  underWay.add(form);
  told.get(form)?.remove();
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  underWay.delete(form);
  if (answer) {
    await show(form, region, answer);
    return;
  }
  const state = tellAtButtons(form, document.body.dataset.noLine);
  told.set(form, state);
  addEventListener("online", () => state.remove(), { once: true });
  setTimeout(() => {
    allowAgain(form); // after the submit itself has disabled them
    if ([document.body, button].includes(document.activeElement)) button?.focus();
  });
}

async function show(form, region, answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const same = page.querySelector(`form[data-stay][action="${CSS.escape(form.getAttribute("action"))}"]`);
  if (answer.status === 422 && same) {
    form.replaceChildren(...same.childNodes);
    form.querySelector("[aria-invalid]")?.focus();
    return;
  }
  const fresh = answer.ok && page.getElementById(region.id);
  if (!fresh) throw new Error("no such part");
  if (form.dataset.stay && same) form.replaceChildren(...same.childNodes);
  const messages = messagesBefore(region);
  messages.replaceChildren(...(page.querySelector("[data-messages]")?.childNodes ?? []));
  region.replaceChildren(...fresh.childNodes);
  messages.focus();
  refreshSoon(null, [], 0);
}

function lookSoon() {
  if (!document.querySelector("[data-soon]")) return;
  refreshSoon(null, [], 0);
  setTimeout(lookSoon, SOON);
}

export function stayOnThePage() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const region = "stay" in form.dataset ? regionOf(form) : null;
    if (!region || event.defaultPrevented) return;
    event.preventDefault();
    send(form, region, event.submitter).catch(() => form.submit()); // a page of its own says what is the matter
  });
  setTimeout(lookSoon, SOON);
}
