/* Keys of a reviewer: a digit chooses that level, n and p turn the page. Only while no text is written, never with
   a key held beside, and not at all where the person does not want them, or cannot see the switch for it. */

const STORE = "review-keys";
const WRITING = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button])";

function remembered() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}

function remember(isOn) {
  try {
    localStorage.setItem(STORE, isOn ? "on" : "off");
  } catch {
    // without a store the choice holds for this page
  }
}

function choose(digit) {
  const option = document.querySelector(`#rating-form [name="level"][value="${digit}"]:not(:disabled)`);
  if (!option) return;
  option.checked = true;
  option.focus();
  for (const kind of ["input", "change"]) option.dispatchEvent(new Event(kind, { bubbles: true }));
}

export function listenToKeys(hint) {
  const wanted = hint.querySelector("[data-keys-switch]");
  hint.hidden = false;
  wanted.checked = remembered();
  wanted.addEventListener("change", () => remember(wanted.checked));
  document.addEventListener("keydown", (event) => {
    const isPlain = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing);
    if (hint.offsetParent === null || !wanted.checked || !isPlain || event.repeat || event.defaultPrevented) return;
    if (event.target.closest?.(WRITING)) return;
    if (/^[0-9]$/.test(event.key)) choose(event.key);
    const way = { n: "next", p: "prev" }[event.key];
    if (way) document.querySelector(`.pager [rel="${way}"]`)?.click();
  });
}
