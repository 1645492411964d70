/* Suggests names while one is written, of which the form says where they are found. Without script the form
   looks for what was written when it is sent. */

const SHORTEST = 2;
const PAUSE = 250;

let latest = 0;

function option(name) {
  const found = document.createElement("option");
  found.value = name;
  return found;
}

async function suggest(field, list) {
  const turn = ++latest;
  const text = field.value.trim();
  if (text.length < SHORTEST) return;
  const address = `${field.form.dataset.clusterNames}?${new URLSearchParams({ q: text })}`;
  try {
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected || turn !== latest) return;
    const names = await answer.json();
    if (turn === latest) list.replaceChildren(...names.map(option));
  } catch {
    // The network is away: nothing is suggested.
  }
}

/** Gives the fields of the form one list, which the last one that was written in has filled. */
export function suggestNames(form) {
  const list = document.createElement("datalist");
  list.id = "cluster-names";
  form.append(list);
  let pause;
  for (const field of form.querySelectorAll("[data-cluster-name]")) {
    field.setAttribute("list", list.id);
    field.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => suggest(field, list), PAUSE);
    });
    field.addEventListener("focus", () => list.replaceChildren());
  }
}
