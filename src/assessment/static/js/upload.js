/* Tells at the field, before anything is sent, that a file or all of them are too large; lists what was chosen. */

const FIELD = 'input[type="file"][data-max-bytes]';

function tooLarge(input) {
  return [...input.files].filter((file) => file.size > Number(input.dataset.maxBytes));
}

function chosenList(input, refused) {
  const list = document.createElement("ul");
  list.className = "chosen-files";
  for (const file of input.files) {
    const item = document.createElement("li");
    item.textContent = file.name;
    item.classList.toggle("chosen-files__refused", refused.includes(file));
    list.append(item);
  }
  return list;
}

function isTooLargeTogether(input) {
  const total = [...input.files].reduce((sum, file) => sum + file.size, 0);
  return total > Number(input.dataset.maxTotalBytes ?? Infinity);
}

function refusal(input) {
  if (tooLarge(input).length) return input.dataset.tooLarge;
  return isTooLargeTogether(input) ? input.dataset.tooLargeTogether : "";
}

function message(text) {
  const paragraph = document.createElement("p");
  paragraph.className = "field__error";
  paragraph.textContent = text;
  return paragraph;
}

function show(input) {
  const text = refusal(input);
  const parts = text ? [message(text)] : [];
  if (input.files.length) parts.push(chosenList(input, tooLarge(input)));
  document.getElementById(`${input.id}-chosen`)?.replaceChildren(...parts);
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function stopTooLarge(event) {
  const refused = [...event.target.elements].find((element) => element.matches(FIELD) && refusal(element));
  if (!refused) return;
  event.preventDefault();
  refused.focus();
}

export function checkUploads() {
  document.addEventListener("change", (event) => {
    if (event.target.matches(FIELD)) show(event.target);
  });
  document.addEventListener("submit", stopTooLarge);
}
