/* Tables of an answer: more rows at the press of a button, and totals while one types. */

function rowsOf(table) {
  return [...table.tBodies[0].rows];
}

/* The name of a cell ends with its column's id; what stands before the row's number is the question's. */
function addRow(table) {
  const rows = rowsOf(table);
  const number = rows.length;
  if (number >= Number(table.dataset.rowsAtMost)) return null;
  const row = rows.at(-1).cloneNode(true);
  const prefix = table.dataset.question;
  for (const element of row.querySelectorAll("[id], [name], [aria-describedby], [aria-label]")) {
    for (const name of ["id", "name"]) {
      const value = element.getAttribute(name);
      const start = value?.indexOf(`${prefix}-`) ?? -1;
      if (start < 0) continue;
      const [head, tail] = [value.slice(0, start + prefix.length + 1), value.slice(start + prefix.length + 1)];
      element.setAttribute(name, head + tail.replace(/^\d+/, number));
    }
    const label = element.getAttribute("aria-label");
    if (label) element.setAttribute("aria-label", label.replace(/\d+$/, number + 1));
    element.removeAttribute("aria-describedby");
    element.removeAttribute("aria-invalid");
  }
  for (const note of row.querySelectorAll(".answer-table__open, .field__error")) note.remove();
  for (const field of row.querySelectorAll("input, select, textarea")) {
    field.value = "";
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
  }
  const head = row.querySelector("th[scope=row]");
  head.lastChild.textContent = number + 1;
  table.tBodies[0].append(row);
  return row;
}

/** Adds rows until every name has its field. */
export function ensureRows(form, names) {
  for (const name of names) {
    const table = [...form.querySelectorAll("table[data-question]")].find((each) =>
      name.startsWith(`${each.dataset.question}-`),
    );
    while (table && !form.elements[name] && addRow(table));
  }
}

/* A number as people write it: spaces between thousands, and the decimal sign of the page's language. */
function numberOf(text) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "");
  const usual = document.documentElement.lang === "fi" ? plain.replace(",", ".") : plain.replaceAll(",", "");
  return usual === "" ? 0 : Number(usual.replace(/[^\d.+-].*$/, ""));
}

/* As the server shows it after a save; money that is not whole has its cents. */
function shown(number, decimals) {
  const digits = { minimumFractionDigits: Number.isInteger(number) ? 0 : decimals, maximumFractionDigits: 9 };
  return new Intl.NumberFormat(document.documentElement.lang, digits).format(number);
}

function total(table) {
  for (const cell of table.tFoot?.querySelectorAll("[data-total]") ?? []) {
    const column = cell.cellIndex;
    const numbers = rowsOf(table).map((row) => numberOf(row.cells[column].querySelector("input")?.value ?? ""));
    const sum = numbers.reduce((all, each) => all + each, 0);
    cell.textContent = Number.isFinite(sum) ? shown(Number(sum.toFixed(9)), Number(cell.dataset.total)) : "–";
  }
}

export function growTables() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    if (!button) return;
    const table = button.closest("fieldset").querySelector("table[data-question]");
    const row = addRow(table);
    row?.querySelector("input, select, textarea")?.focus();
    button.hidden = rowsOf(table).length >= Number(table.dataset.rowsAtMost);
  });
  document.addEventListener("input", (event) => {
    const table = event.target.closest("table[data-question]");
    if (table) total(table);
  });
  for (const button of document.querySelectorAll("[data-add-row]")) button.hidden = false;
}
