/* Asks before leaving a form with data-unsaved-warning that was changed and not sent, or sent and not saved. */

export function warnOfUnsavedChanges() {
  const changed = new Set(document.querySelectorAll("form[data-as-sent]"));

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "unsavedWarning" in form.dataset) changed.add(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) changed.delete(event.target);
  });
  document.addEventListener("reset", (event) => changed.delete(event.target));
  addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => "unsavedWarning" in form.dataset)) event.preventDefault();
  });
}
