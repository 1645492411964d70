/* Calculates again when something is changed in a form with data-recalculate, which names the parts that
   are replaced. The form itself asks by GET and works without; the answer is the same page. */

let latest = 0;

async function recalculate(form) {
  const turn = ++latest;
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  try {
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected || turn !== latest) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== latest) return;
    for (const id of form.dataset.recalculate.split(" ")) {
      const fresh = page.getElementById(id);
      if (!fresh) return;
      document.getElementById(id).replaceChildren(...fresh.childNodes);
    }
    history.replaceState(null, "", address);
  } catch {
    // The network is away: the button still asks for the whole page.
  }
}

export function recalculateOnChange(form) {
  form.addEventListener("change", (event) => {
    if (!("noRecalculate" in event.target.dataset)) recalculate(form);
  });
}
