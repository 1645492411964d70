/* Offers the team's names while a name is typed after an @ in a comment. Without script, boxes do. */

const OPEN = /(?:^|[^\p{L}\p{N}])@([^@\n]{0,40})$/u;
const MOST = 6;

function typedName(box) {
  return box.value.slice(0, box.selectionStart).match(OPEN)?.[1];
}

function namesOf(box) {
  return [...box.form.querySelectorAll("[data-name]")].map((tick) => tick.dataset.name);
}

function fitting(box, typed) {
  const begun = typed.toLocaleLowerCase();
  return namesOf(box).filter((name) => name.toLocaleLowerCase().startsWith(begun) && name.length > typed.length).slice(0, MOST);
}

function take(box, typed, name) {
  const start = box.selectionStart - typed.length;
  box.setRangeText(`${name} `, start, box.selectionStart, "end");
  box.nextElementSibling.remove();
  box.focus();
}

function choice(box, typed, name) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary";
  button.textContent = name;
  button.addEventListener("click", () => take(box, typed, name));
  item.append(button);
  return item;
}

function offer(box) {
  if (box.nextElementSibling?.matches(".mention-list")) box.nextElementSibling.remove();
  const typed = typedName(box);
  const names = typed === undefined ? [] : fitting(box, typed);
  if (!names.length) return;
  const list = document.createElement("ul");
  list.className = "mention-list";
  list.setAttribute("aria-label", box.dataset.mention);
  list.append(...names.map((name) => choice(box, typed, name)));
  box.after(list);
}

// Arrow down leads into the names, Escape back out of them; Tab goes there anyway.
function walk(event) {
  const list = event.target.closest(".mention-list") ?? event.target.nextElementSibling;
  if (!list?.matches?.(".mention-list")) return;
  const box = list.previousElementSibling;
  if (event.key === "ArrowDown" && event.target === box) {
    event.preventDefault();
    list.querySelector("button").focus();
  } else if (event.key === "Escape") {
    list.remove();
    box.focus();
  }
}

export function offerMentions() {
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-mention]")) offer(event.target);
  });
  document.addEventListener("keydown", walk);
}
