/* Whose page this is, and its proof that a request is ours. */

export const person = document.body.dataset.person;

/** Who was last at work in this tab: a page that came too late may no longer know. */
function lastPerson() {
  try {
    if (person) sessionStorage.setItem("person", person);
    return sessionStorage.getItem("person");
  } catch {
    return person; // the browser keeps nothing
  }
}

const worker = lastPerson();

export function token() {
  return document.querySelector('input[name="csrf_token"]')?.value ?? "";
}

/** Whose pages this browser gets now and the proof that goes with them: {whose, fresh}. Throws without a line. */
async function lookUp() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { whose: page.body.dataset.person, fresh: page.querySelector('input[name="csrf_token"]')?.value };
}

function take(fresh) {
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = fresh;
}

/** Takes over the proof that signing in again in another tab has brought: "renewed", "same" where there is
    none, or "other" where somebody else is signed in now, in whose name nothing is sent. Throws without a line. */
export async function renew() {
  const { whose, fresh } = await lookUp();
  if (whose && whose !== person) return "other";
  if (!whose || !fresh || fresh === token()) return "same";
  take(fresh);
  return "renewed";
}

/** A form that came too late is sent again with the proof of its author, who has signed in since, and not before. */
export function sendAgain(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [button, state] = [form.querySelector("button"), form.querySelector("[role=status]")];
    button.disabled = true;
    button.dataset.disabledBySubmit = ""; // whoever comes back to the page can press it again
    state.textContent = "";
    const { whose, fresh, isCut } = await lookUp().catch(() => ({ isCut: true }));
    if (whose && (!worker || whose === worker)) {
      if (fresh) take(fresh);
      form.submit();
      return;
    }
    const why = whose ? "somebodyElse" : isCut ? "noLine" : "sendAgain";
    state.textContent = form.dataset[why];
    button.disabled = false;
    button.focus();
  });
}
