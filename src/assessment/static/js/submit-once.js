/* A second click must not send the same form twice. Forms that answer with a download opt out with data-submit-again. */

const SUBMITS = 'button:not([type="button"]):not([type="reset"]), input[type="submit"]';

function buttonsOf(form) {
  return [...form.elements].filter((element) => element.matches(SUBMITS));
}

function disableAfterSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "submitAgain" in form.dataset) return;
  // A task later, so that the clicked button's name and value are still posted.
  setTimeout(() => {
    for (const button of buttonsOf(form).filter((each) => !each.disabled)) {
      button.disabled = true;
      button.dataset.disabledBySubmit = "";
    }
  });
}

/** The buttons of a form that did not arrive, or of a page that somebody came back to, can be pressed again. */
export function allowAgain(within) {
  for (const button of within.querySelectorAll("[data-disabled-by-submit]")) {
    button.disabled = false;
    delete button.dataset.disabledBySubmit;
  }
}

export function submitOnce() {
  document.addEventListener("submit", disableAfterSubmit);
  addEventListener("pageshow", () => allowAgain(document));
}
