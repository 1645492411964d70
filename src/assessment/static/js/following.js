/* Follows work behind the web: looks at the page again and exchanges its parts, until nothing is left to follow.
   A part that holds the keyboard, or in which something was opened, stays as it is for the moment. */

function isHeld(part) {
  return part.contains(document.activeElement) || part.querySelector("details[open]") !== null;
}

function exchange(old, fresh) {
  for (const part of old.querySelectorAll("[data-follow-part]")) {
    const now = fresh.querySelector(`[data-follow-part="${part.dataset.followPart}"]`);
    if (now && now.innerHTML !== part.innerHTML && !isHeld(part)) part.replaceChildren(...now.childNodes);
  }
}

async function look(region) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer) return true; // the network is away for a moment
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("main [data-followed], main [data-follow]");
  if (!fresh) return false;
  const isGoingOn = "follow" in fresh.dataset;
  exchange(region, fresh);
  return isGoingOn || [...region.querySelectorAll("[data-follow-part]")].some(isHeld);
}

export function followWork() {
  const region = document.querySelector("[data-follow]");
  const again = () => setTimeout(async () => (await look(region)) && again(), Number(region.dataset.follow) * 1000);
  again();
}
