/* Passkeys: asks the server what to sign, the browser to sign it, and sends the answer.
   Forms with data-passkey are shown where the browser can; what stands in their place without them is hidden. */

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

class Refused extends Error {}

async function ask(form, address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": form.elements.csrf_token.value,
    },
    body: JSON.stringify(body),
  });
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Refused(form.dataset.stale);
  const { response } = await answer.json();
  if (response.reauth_required) location.reload();
  if (!answer.ok) throw new Refused(response.errors?.[0] ?? form.dataset.refused);
  return response;
}

const named = (credentials) => credentials?.map((each) => ({ ...each, id: toBytes(each.id) }));

function creation({ credential_options: options }) {
  const user = { ...options.user, id: toBytes(options.user.id), displayName: options.user.displayName || options.user.name };
  return navigator.credentials.create({
    publicKey: { ...options, user, challenge: toBytes(options.challenge), excludeCredentials: named(options.excludeCredentials) },
  });
}

function assertion({ credential_options: options }) {
  return navigator.credentials.get({
    publicKey: { ...options, challenge: toBytes(options.challenge), allowCredentials: named(options.allowCredentials) },
  });
}

function told(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = toText(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response: parts });
}

async function go(form) {
  const { passkey, onward } = form.dataset;
  const isNew = passkey === "add";
  const remember = passkey === "sign-in" && Boolean(document.querySelector("#remember")?.checked);
  const asked = await ask(form, form.action, isNew ? { name: form.elements.name.value, usage: "first" } : { remember });
  const credential = await (isNew ? creation(asked) : assertion(asked));
  await ask(form, `${form.action}/${asked.wan_state}`, { credential: told(credential), remember });
  location.assign(onward);
}

function explain(form, error) {
  const { known, refused } = form.dataset;
  const text = error instanceof Refused ? error.message : error.name === "InvalidStateError" ? known : refused;
  const paragraph = document.createElement("p");
  paragraph.className = "field__error";
  paragraph.textContent = text;
  form.querySelector("[data-passkey-fault]").replaceChildren(paragraph);
}

async function attempt(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    await go(form);
  } catch (error) {
    explain(form, error);
  }
  button.disabled = false;
}

export function offerPasskeys(forms) {
  if (!window.PublicKeyCredential) return;
  for (const each of document.querySelectorAll("[data-without-passkeys]")) each.hidden = true;
  for (const form of forms) {
    form.hidden = false;
    form.addEventListener("submit", attempt);
  }
}
