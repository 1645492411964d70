/* One tick for all that a list offers to choose; half ticked while some are chosen. */

export function chooseAll(place) {
  const all = place.querySelector("input");
  const form = place.closest("form");
  const ticks = [...form.querySelectorAll("input[name=pick]")];

  function follow() {
    const chosen = ticks.filter((tick) => tick.checked).length;
    all.checked = chosen === ticks.length;
    all.indeterminate = chosen > 0 && !all.checked;
  }

  all.addEventListener("change", () => ticks.forEach((tick) => (tick.checked = all.checked)));
  form.addEventListener("change", follow);
  place.hidden = false;
  follow();
}
