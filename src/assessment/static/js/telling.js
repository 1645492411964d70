/* What becomes of each part of an answer, said beside it and tied to the fields that it is about. */

function stateOf(part) {
  const present = part.querySelector(":scope > .save-state");
  if (present) return present;
  const state = document.createElement("p");
  state.className = "save-state";
  state.id = `${part.closest("form").id}-${part.dataset.part}-state`;
  part.append(state);
  return state;
}

/** Says it beside the part; where there is something to do about it, `way` is the address of that place. */
export function tell(part, text, isFault = false, way = "") {
  const state = stateOf(part);
  state.classList.toggle("save-state--fault", isFault);
  if (state.textContent === text && Boolean(way) === Boolean(state.firstElementChild)) return; // it may be pressed just now
  state.replaceChildren(way ? Object.assign(document.createElement("a"), { href: way, textContent: text }) : text);
}

/** Says at the buttons of a form why a press on one of them led nowhere; what it gives is the place of the words. */
export function tellAtButtons(form, text) {
  const state = document.createElement("p");
  state.className = "save-state save-state--fault";
  state.setAttribute("role", "status");
  const button = [...form.elements].find((each) => each.type === "submit" && each.closest(".actions"));
  state.textContent = text;
  (button?.closest(".actions") ?? form).append(state);
  sayAloud(state);
  return state;
}

/** Has words read aloud that came to the page together with their place: that is heard only when words come later. */
export function sayAloud(state) {
  const words = state.textContent;
  state.textContent = "";
  setTimeout(() => (state.textContent = words), 100);
}

/** Whether a part of the form says these words beside its fields: below them all they are then only heard. */
export function isToldBeside(form, text) {
  return [...form.querySelectorAll("[data-part] > .save-state")].some((state) => state.textContent === text);
}

const describedBy = (element) => element.getAttribute("aria-describedby")?.split(" ") ?? [];

function untie(part, id) {
  for (const each of part.querySelectorAll(`[aria-describedby~="${id}"]`)) {
    const left = describedBy(each).filter((other) => other !== id);
    if (left.length) each.setAttribute("aria-describedby", left.join(" "));
    else each.removeAttribute("aria-describedby");
  }
}

/** What these fields of the part say is not taken; options to tick are told of it together. */
export function tellFault(part, names, text) {
  tell(part, text, true);
  for (const name of names) {
    const field = part.querySelector(`[name="${CSS.escape(name)}"]`);
    if (!field) continue;
    field.setAttribute("aria-invalid", "true");
    const described = ["radio", "checkbox"].includes(field.type) ? (field.closest("fieldset") ?? field) : field;
    described.setAttribute("aria-describedby", [...describedBy(described), stateOf(part).id].join(" "));
  }
}

/** Takes back what was told of faults, also by the page itself. */
export function clearFaults(part) {
  for (const field of part.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    untie(part, `${field.id}-error`);
    part.querySelector(`#${CSS.escape(field.id)}-error`)?.remove();
  }
  untie(part, stateOf(part).id);
}
