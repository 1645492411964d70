/* Looks again for a document that is being made, and says in its place when it can be had or has failed.
   The server answers with the file or with 202, and with Retry-After as long as looking again makes sense. */

const SECONDS = 3;

function lookLater(region, seconds) {
  setTimeout(() => look(region), seconds * 1000);
}

// The words change where they stand: the link keeps the focus, and the region tells the rest.
function say(region, outcome) {
  for (const part of region.querySelectorAll(`[data-${outcome}]`)) part.textContent = part.dataset[outcome];
}

async function look(region) {
  let answer;
  try {
    answer = await fetch(region.dataset.waitingFor, { method: "HEAD", cache: "no-store" });
  } catch {
    lookLater(region, SECONDS); // the network is away for a moment
    return;
  }
  const again = Number(answer.headers.get("Retry-After"));
  const isPage = answer.headers.get("Content-Type")?.startsWith("text/html");
  if (answer.status === 200 && !isPage) say(region, "ready");
  else if (answer.status === 202 && again) lookLater(region, again);
  else if (answer.status === 202) say(region, "failed");
}

export function waitForDocument() {
  const region = document.querySelector("[data-waiting-for]");
  if (region) lookLater(region, SECONDS);
}
