/* Whose page this is, and its proof that a request is ours. */

export const person = document.body.dataset.person;

export function token() {
  return document.querySelector('input[name="csrf_token"]')?.value ?? "";
}

/** Takes over the proof that signing in again in another tab has brought: "renewed", "same" where there is
    none, or "other" where somebody else is signed in now, in whose name nothing is sent. Throws without a line. */
export async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const whose = page.body.dataset.person;
  if (whose && whose !== person) return "other";
  const fresh = page.querySelector('input[name="csrf_token"]')?.value;
  if (!whose || !fresh || fresh === token()) return "same";
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = fresh;
  return "renewed";
}
