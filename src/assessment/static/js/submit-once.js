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

function restore() {
  for (const button of document.querySelectorAll("[data-disabled-by-submit]")) {
    button.disabled = false;
    delete button.dataset.disabledBySubmit;
  }
}

export function submitOnce() {
  document.addEventListener("submit", disableAfterSubmit);
  addEventListener("pageshow", restore);
}
