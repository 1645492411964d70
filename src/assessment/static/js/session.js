/* Whose page this is, and its proof that a request is ours. */

export const person = document.body.dataset.person;

export function token() {
  return document.querySelector('input[name="csrf_token"]')?.value ?? "";
}
