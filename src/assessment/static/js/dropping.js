/* Files are sent one by one as soon as they are chosen, or dropped anywhere on the page, each with its
   progress and what became of it. Without this, the form sends them together with its button. */

import { refreshSoon } from "./refresh.js";
import { renew } from "./session.js";

function row(form, file) {
  const item = document.createElement("li");
  const words = document.createElement("span");
  const bar = document.createElement("progress");
  words.textContent = `${file.name}: ${form.dataset.sending}`;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  item.append(words, bar);
  form.querySelector(".uploads").append(item);
  return { item, words, bar };
}

function tell(parts, text, isRefused) {
  parts.bar.remove();
  parts.words.textContent = text;
  parts.item.classList.toggle("is-refused", isRefused);
}

function offerAgain(form, file, parts, why) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.textContent = form.dataset.again;
  button.addEventListener("click", () => {
    parts.item.remove();
    sendAll(form, [file]);
  });
  tell(parts, `${file.name}: ${why} `, true);
  parts.item.append(button);
}

function answerOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}

/* Sends the file and gives what the server answers; null where it does not. */
function post(form, file, parts) {
  const input = form.querySelector('input[type="file"]');
  const data = new FormData(form);
  data.delete(input.name);
  data.append(input.name, file, file.name);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      parts.bar.value = event.lengthComputable ? event.loaded / event.total : 0;
    });
    request.upload.addEventListener("load", () => {
      parts.bar.removeAttribute("value"); // all is sent, the server looks at it
      parts.words.textContent = `${file.name}: ${form.dataset.checking}`;
    });
    request.addEventListener("loadend", () => done(answerOf(request)));
    request.send(data);
  });
}

/* Gives the answer again after somebody has signed in again in another tab. */
async function postAgain(form, file, parts, answer) {
  const outcome = await renew().catch(() => "same");
  if (outcome === "renewed") return post(form, file, parts);
  return outcome === "other" ? { state: "other", said: form.dataset.somebodyElse } : answer;
}

const LATER = ["signed_out", "stale", "other"];

/* Gives whether the file is there now. */
async function sendOne(form, file) {
  const parts = row(form, file);
  const input = form.querySelector('input[type="file"]');
  if (file.size > Number(input.dataset.maxBytes)) {
    tell(parts, `${file.name}: ${input.dataset.tooLarge}`, true);
    return false;
  }
  let answer = await post(form, file, parts);
  if (answer?.state === "stale") answer = await postAgain(form, file, parts, answer);
  const isTaken = ["added", "known"].includes(answer?.state);
  if (isTaken) tell(parts, `${file.name}: ${answer.said}`, false);
  else if (answer?.said && !LATER.includes(answer.state)) tell(parts, answer.said, true);
  else offerAgain(form, file, parts, answer?.said ?? form.dataset.failed);
  return isTaken;
}

async function sendAll(form, files) {
  let isChanged = false;
  for (const file of files) isChanged = (await sendOne(form, file)) || isChanged;
  if (isChanged) refreshSoon(null, [], 0);
}

function sendChosen(form, input) {
  const files = [...input.files];
  input.value = "";
  if (files.length) sendAll(form, files);
}

function holdsFiles(event) {
  return event.dataTransfer?.types.includes("Files");
}

/* The form that files dropped here are for: the only one, or that of the answer under the pointer. */
function formFor(target) {
  const forms = document.querySelectorAll("[data-drop]");
  return forms.length === 1 ? forms[0] : (target.closest?.(".asked")?.querySelector("[data-drop]") ?? null);
}

function show(form) {
  for (const each of document.querySelectorAll("[data-drop]")) each.classList.toggle("drop--over", each === form);
}

export function takeDroppedFiles() {
  for (const form of document.querySelectorAll("[data-drop]")) {
    const input = form.querySelector('input[type="file"]');
    form.classList.add("drop--live");
    input.addEventListener("change", (event) => {
      event.stopPropagation(); // what waits to be sent with a form is told elsewhere
      sendChosen(form, input);
    });
    sendChosen(form, input); // somebody may have been quicker than this script
  }
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault(); // a file that misses its place must not take the page's
    show(formFor(event.target));
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) show(null);
  });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    show(null);
    const form = formFor(event.target);
    if (form) sendAll(form, [...event.dataTransfer.files]);
  });
}
