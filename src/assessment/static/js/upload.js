/* Tells at the field, before anything is sent, that a file is too large; lists what was chosen. */

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

function refusal(input) {
  const message = document.createElement("p");
  message.className = "field__error";
  message.textContent = input.dataset.tooLarge;
  return message;
}

function show(input) {
  const refused = tooLarge(input);
  const parts = refused.length ? [refusal(input)] : [];
  if (input.files.length) parts.push(chosenList(input, refused));
  document.getElementById(`${input.id}-chosen`)?.replaceChildren(...parts);
  if (refused.length) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function stopTooLarge(event) {
  const refused = [...event.target.elements].find((element) => element.matches(FIELD) && tooLarge(element).length);
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
