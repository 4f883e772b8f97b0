// Doses on relative days, and criteria by therapy: as tables. Words and numbers come from Python, formatted.
import { h } from "./dom.js";
import { t } from "./strings.js";

/** @typedef {(sources: any[]) => HTMLElement | null} SourceList */

/** @param {any[]} rows @param {SourceList} sources @returns {HTMLElement[]} a strip of days, then a line a dose */
export function scheduleView(rows, sources) {
  const has = (/** @type {string} */ key) => rows.some((row) => row[key]);
  const columns = [
    ["calendar_day", (/** @type {any} */ row) => row.day],
    ["schedule_drug", (/** @type {any} */ row) => [h("b", {}, row.drug), h("span", { class: "dosing__route" }, row.route), ...row.flags.map((/** @type {string} */ flag) => h("span", { class: "flag" }, flag))]],
    ["schedule_dose", (/** @type {any} */ row) => h("b", { class: "dose" }, row.dose)],
    ...(has("volume") ? [["schedule_volume", (/** @type {any} */ row) => [h("b", { class: "dose" }, row.volume), h("span", { class: "dosing__route" }, row.vial)]]] : []),
    ["schedule_basis", (/** @type {any} */ row) => row.basis],
    ...(has("interval") ? [["schedule_interval", (/** @type {any} */ row) => row.interval ?? ""]] : []),
    ["sources_label", (/** @type {any} */ row) => sources(row.sources)],
  ];
  const head = h("tr", {}, columns.map(([name]) => h("th", { scope: "col" }, t(/** @type {string} */ (name)))));
  const body = rows.map((row) => h("tr", {}, columns.map(([, cell], index) =>
    h(index === 0 ? "th" : "td", index === 0 ? { scope: "row" } : {}, /** @type {any} */ (cell)(row)))));
  return [dayStrip(rows), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("calendar_scroll") },
    h("table", { class: "dosing" }, h("caption", { class: "visually-hidden" }, t("calendar_title")), h("thead", {}, head), h("tbody", {}, body)))];
}

/** Every day from the first to the last, or to day 0, with a mark where a drug is given: seen at a glance. @param {any[]} rows */
function dayStrip(rows) {
  const numbers = rows.map((row) => Number(row.number));
  const first = Math.min(...numbers);
  const last = Math.max(...numbers, first < 0 ? 0 : 1);
  const days = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const drugs = [...new Set(rows.map((row) => row.drug))];
  const given = (/** @type {string} */ drug, /** @type {number} */ day) => rows.some((row) => row.drug === drug && Number(row.number) === day);
  return h("div", { class: "days", role: "img", "aria-label": rows.map((row) => row.said).join("; ") },
    h("table", { "aria-hidden": "true", class: "days__strip" },
      h("thead", {}, h("tr", {}, h("th", {}, t("calendar_day")), days.map((day) => h("th", { "data-zero": String(day === 0) }, String(day).replace("-", "\u2212"))))),
      h("tbody", {}, drugs.map((drug) => h("tr", {}, h("th", {}, drug), days.map((day) => h("td", { "data-given": String(given(drug, day)) })))))));
}

/** @param {any[]} therapies @param {SourceList} sources @returns {HTMLElement[]} a line a therapy with its verdicts; opened, its criteria */
export function therapiesView(therapies, sources) {
  return [h("p", { class: "quiet" }, t("therapies_note")), ...therapies.map((therapy) => oneTherapy(therapy, sources))];
}

/** @param {any} therapy @param {SourceList} sources */
function oneTherapy(therapy, sources) {
  const head = h("tr", {}, therapy.columns.map((/** @type {any} */ column) => h("th", { scope: "col" },
    h("span", { class: "therapy__set" }, column.title, column.date && ` (${column.date})`),
    h("span", { class: "state state--set", "data-state": column.state }, column.verdict),
    column.to_verify && h("span", { class: "badge badge--gap" }, column.to_verify),
    sources(column.sources))));
  const rows = therapy.rows.map((/** @type {any[]} */ row) => h("tr", {}, row.map((cell) => h("td", {},
    cell ? [h("span", { class: "state", "data-state": cell.state }, cell.word), h("span", { class: "therapy__text" }, cell.text)]
      : h("span", { class: "quiet" }, t("therapy_not_asked"))))));
  const verdicts = therapy.columns.map((/** @type {any} */ column) => h("span", { class: "therapy__verdict" },
    `${column.title}${column.date ? ` (${column.date})` : ""}: `, h("span", { class: "state", "data-state": column.state }, column.verdict)));
  return h("details", { class: "therapy" },
    h("summary", {}, h("b", {}, therapy.name), verdicts),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": therapy.name },
      h("table", { class: "therapy__table" }, h("caption", { class: "visually-hidden" }, therapy.name), h("thead", {}, head), h("tbody", {}, rows))),
    therapy.notes.map((/** @type {any} */ note) => h("p", { class: "therapy__note" }, note.text, " ", sources(note.sources))));
}
