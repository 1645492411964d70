/* A button that prints the page, shown where there is a script to do it. */

export function offerPrinting(button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
