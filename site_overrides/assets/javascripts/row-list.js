// A field that is a list of rows of numbers: rows are added and taken away here, and read for the request.

/** @param {HTMLElement} field @returns {HTMLElement[]} */
const rowsOf = (field) => [...field.querySelectorAll("[data-row]")].filter((row) => row instanceof HTMLElement);

/** @param {Element} field @returns {Record<string, string>[]} what was typed: an empty cell is left out, an empty row is no row */
export function readRows(field) {
  return rowsOf(/** @type {HTMLElement} */ (field))
    .map((row) => [...row.querySelectorAll("input")].map((input) => [input.dataset.column ?? "", input.value.trim()]))
    .map((cells) => Object.fromEntries(cells.filter(([, value]) => value !== "")))
    .filter((row) => Object.keys(row).length > 0);
}

/** @param {HTMLElement} field @param {AbortSignal} signal */
export function growRows(field, signal) {
  const add = field.querySelector("[data-row-add]");
  if (!(add instanceof HTMLElement)) return;
  add.hidden = false;
  add.addEventListener("click", () => {
    const rows = rowsOf(field);
    const last = /** @type {HTMLElement} */ (rows.at(-1));
    const row = /** @type {HTMLElement} */ (last.cloneNode(true));
    for (const input of row.querySelectorAll("input")) {
      input.value = "";
      input.id = `${input.name}-${rows.length + 1}`;
    }
    for (const label of row.querySelectorAll("[data-row-number]")) label.textContent = String(rows.length + 1);
    last.after(row);
    row.querySelector("input")?.focus();
  }, { signal });
}
