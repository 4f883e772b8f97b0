// A receipt as the reader sees it. Every text comes from Python, already in the reader's language and formatted;
// this file only decides where it stands.
import { h, sourceLink } from "./dom.js";
import { placementView } from "./placement-view.js";
import { scoreView } from "./score-view.js";
import { t } from "./strings.js";
import { scheduleView, therapiesView } from "./tables-view.js";

/**
 * @typedef {{label: string, href?: string | null}} Source
 * @typedef {{kind: string, text: string}} Badge
 * @typedef {{heading: number, base: URL, id: string}} Options
 */

/** @param {any} receipt @param {HTMLElement} target @param {Options} options */
export function renderReceipt(receipt, target, options) {
  target.replaceChildren(
    head(receipt, options),
    ...present(
      receipt.calendar && calendar(receipt.calendar, options),
      receipt.value && value(receipt.value),
      receipt.score && scoreView(receipt.score),
      ...tables(receipt, options),
      receipt.placement && placementView(receipt.placement, options),
      totals(receipt.totals),
      instructions(receipt.instructions, options),
      premedication(receipt.premedication, options),
      // Unfinished: the fields say what is missing, and half a derivation would only distract.
      (receipt.placement || !["invalid", "needs_input", "needs_choice"].includes(receipt.status)) && steps(receipt, options),
      warnings(receipt.warnings, options),
    ),
    // Nothing to sign where nothing was calculated.
    ...(receipt.status === "ok" || receipt.placement ? [foot(receipt)] : []),
  );
}

/** @param {...(HTMLElement | null | undefined | false)} parts @returns {HTMLElement[]} */
const present = (...parts) => /** @type {HTMLElement[]} */ (parts.filter(Boolean));
/** @template T @param {T[] | null | undefined} list @returns {T[]} */
const list = (list) => list ?? [];

/** @param {number} level @param {string} text */
const heading = (level, text) => h(`h${Math.min(level, 6)}`, { class: "receipt__heading" }, text);

/** @param {Source[] | null | undefined} sources @param {Options} options */
function sourceList(sources, options) {
  if (!sources?.length) return null;
  return h("span", { class: "srcs" }, h("span", { class: "visually-hidden" }, `${t("sources_label")}: `),
    sources.map((source) => [sourceLink(source, options.base), " "]).flat());
}

/** @param {Badge} badge */
const badgeOf = (badge) => h("span", { class: `badge badge--${badge.kind.replace(/[^a-z_]/g, "")}` }, badge.text);

/** @param {any} receipt @param {Options} options */
function head(receipt, options) {
  const alerts = list(receipt.warnings).filter((/** @type {any} */ w) => w.level !== "info").length;
  const link = alerts > 0 && h("button", { class: "receipt__alerts", type: "button" }, t("receipt_alerts", { n: alerts }));
  if (link) {
    link.addEventListener("click", () => {
      const section = document.getElementById(`${options.id}-warnings`);
      section?.focus({ preventScroll: true });
      section?.scrollIntoView({ block: "nearest" });
    });
  }
  return h("header", { class: "receipt__head" },
    h("p", { class: "receipt__edition" }, editionLine(receipt)),
    h(`h${options.heading}`, { class: "receipt__title" }, receipt.title),
    receipt.subtitle && h("p", { class: "receipt__subtitle" }, receipt.subtitle),
    h("p", { class: "receipt__state" },
      // Python's own sentence where it has one, else the word for the state.
      h("span", { class: "verdict", "data-status": receipt.status }, receipt.message ?? t(`status_${receipt.status}`)), link),
  );
}

/** @param {any} receipt */
function editionLine(receipt) {
  const { title, sha12, status } = receipt.edition ?? {};
  return [title && `${t("edition_label")} ${title}`, sha12, status].filter(Boolean).join(" · ");
}

/** @param {any} plan @param {Options} options */
function calendar(plan, options) {
  const columns = h("tr", {},
    h("th", { scope: "col", class: "matrix__day" }, t("calendar_day")),
    plan.columns.map((/** @type {any} */ column) => h("th", { scope: "col" },
      h("span", { class: "matrix__drug" }, column.drug),
      h("span", { class: "matrix__route" }, column.route),
      column.basis && h("span", { class: "matrix__basis" }, column.basis),
      list(column.flags).map((flag) => h("span", { class: "flag" }, flag)),
      list(column.badges).map(badgeOf),
      sourceList(column.sources, options))));
  // A drug that stands in two columns is told apart by its route.
  const nameOf = (/** @type {any} */ column) =>
    plan.columns.filter((/** @type {any} */ other) => other.drug === column.drug).length > 1 ? `${column.drug}, ${column.route}` : column.drug;
  let week = -1;
  const rows = plan.rows.map((/** @type {any} */ row) => {
    // A heavier rule where a new week of the cycle begins: layout only.
    const number = Number.parseInt(row.day, 10);
    const of = Number.isNaN(number) ? week : Math.floor((number - 1) / 7);
    const opens = week !== -1 && of !== week;
    week = of;
    return h("tr", { class: opens && "matrix__week" },
      h("th", { scope: "row", class: "matrix__day" }, h("b", {}, h("span", { class: "matrix__word" }, `${t("calendar_day")} `), row.day), row.date && h("span", { class: "matrix__date" }, row.date)),
      plan.columns.map((/** @type {any} */ column) => cell(row.cells?.[column.key], nameOf(column))));
  });
  return h("div", { class: "receipt__part receipt__part--calendar" },
    heading(options.heading + 1, t("calendar_title")),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("calendar_scroll") },
      h("table", { class: "matrix", "data-columns": plan.columns.length },
        h("caption", { class: "visually-hidden" }, t("calendar_title")),
        h("thead", {}, columns), h("tbody", {}, rows))));
}

/** @param {any} given @param {string} drug named in the cell where the head of the table is far: on a phone */
function cell(given, drug) {
  if (!given) return h("td", { class: "matrix__none" }, h("span", { class: "visually-hidden" }, t("calendar_none")));
  return h("td", { "data-drug": drug }, h("data", { class: "dose", value: given.exact }, given.dose),
    list(given.notes).map((note) => h("span", { class: "matrix__note" }, note)));
}

/** @param {any} result */
function value(result) {
  return h("div", { class: "receipt__part" },
    h("p", { class: "value" }, h("span", { class: "value__label" }, result.label), h("data", { class: "value__figure", value: result.exact }, result.text)),
    result.exact && h("p", { class: "exact" }, `${t("steps_exact")}: `, h("span", {}, result.exact)));
}

/** Doses on relative days, and criteria by therapy. @param {any} receipt @param {Options} options */
function tables(receipt, options) {
  const sources = (/** @type {Source[]} */ found) => sourceList(found, options);
  const part = (/** @type {string} */ title, /** @type {HTMLElement[]} */ parts) =>
    h("div", { class: "receipt__part" }, heading(options.heading + 1, t(title)), ...parts);
  return [
    list(receipt.schedule).length > 0 && part("calendar_title", scheduleView(receipt.schedule, sources)),
    list(receipt.therapies).length > 0 && part("therapies_title", therapiesView(receipt.therapies, sources)),
  ];
}

/** @param {any[] | null} totals */
function totals(totals) {
  if (!totals?.length) return null;
  return h("div", { class: "receipt__part receipt__totals" }, h("b", {}, t("totals_title")),
    h("ul", {}, totals.map((total) => h("li", {}, `${total.drug} `, h("b", {}, total.text)))));
}

/** How each drug is given. @param {any[]} items @param {Options} options */
function instructions(items, options) {
  if (!list(items).length) return null;
  return h("div", { class: "receipt__part" }, heading(options.heading + 1, t("instructions_title")),
    h("ul", { class: "plain" }, items.map((item) => h("li", {}, h("b", {}, `${item.drug}: `), item.text, sourceList(item.sources, options)))));
}

/** @param {any[] | null} items @param {Options} options */
function premedication(items, options) {
  if (!items?.length) return null;
  return h("div", { class: "receipt__part" }, heading(options.heading + 1, t("premedication_title")),
    h("ul", { class: "plain" }, items.map((item) => h("li", {},
      item.day && h("b", {}, `${premedicationWhen(item)}: `),
      item.text, item.satisfied && h("span", { class: "done" }, t("premedication_done")), sourceList(item.sources, options)))));
}

/** @param {any} item "day" is one day or a list: "1, 8" */
function premedicationWhen(item) {
  const day = t(/,/.test(item.day) ? "premedication_days" : "premedication_day", { day: item.day });
  return item.before ? `${day}, ${t("premedication_before", { drug: item.before })}` : day;
}

/** @param {any} receipt @returns {boolean} whether its numbers stand in a table with their derivation */
const tabled = (receipt) => Boolean(receipt.score?.items?.length || receipt.schedule?.length || receipt.therapies?.length);

/** @param {any} receipt @param {Options} options */
function steps(receipt, options) {
  const inputs = list(receipt.inputs);
  const given = inputs.length > 0 && h("div", { class: "given" }, !tabled(receipt) && h("b", {}, t("inputs_title")),
    h("dl", {}, inputs.map((/** @type {any} */ input) => h("div", {}, h("dt", {}, input.label), h("dd", {}, input.text)))),
    list(receipt.unused).length > 0 && h("p", { class: "quiet" }, `${t("unused_title")}: ${receipt.unused.join(", ")}`));
  const numbered = list(receipt.steps).length > 0 && h("ol", { class: "steps" }, receipt.steps.map((/** @type {any} */ step) => h("li", {},
    h("b", { class: "steps__label" }, step.label),
    step.formula && h("span", { class: "steps__formula" }, step.formula),
    step.text && h("span", { class: "steps__text" }, h("b", {}, step.text),
      step.exact && h("span", { class: "exact" }, ` ${t("steps_exact")} ${step.exact}`)),
    sourceList(step.sources, options))));
  if (!given && !numbered) return null;
  // A table that says how each number came to be stands above: the steps say the same again, and wait folded.
  const shown = tabled(receipt) && numbered ? h("details", { class: "steps-again" }, h("summary", {}, t("steps_again")), numbered) : numbered;
  return h("div", { class: "receipt__part" }, heading(options.heading + 1, t(receipt.placement ? "placement_steps" : tabled(receipt) ? "inputs_title" : "steps_title")), given, shown);
}

/** @param {any[] | null} items @param {Options} options */
function warnings(items, options) {
  if (!items?.length) return null;
  return h("div", { class: "receipt__part", id: `${options.id}-warnings`, tabindex: "-1" },
    heading(options.heading + 1, t("warnings_title")),
    h("ul", { class: "warnings" }, items.map((item) => h("li", { class: "warning", "data-level": item.level },
      h("b", { class: "warning__level" }, t(`level_${item.level}`)), h("span", {}, item.text), sourceList(item.sources, options)))));
}

/** Edition, the time left to the reader's pen, two signatures, and the patient's identity: never typed into the page. @param {any} receipt */
function foot(receipt) {
  const check = receipt.second_check ?? {};
  const { title, id, sha12, status } = receipt.edition ?? {};
  const reference = receipt.reference && h("p", { class: "receipt__proof" }, `${t("reference_label")}: ${receipt.reference}`);
  const proof = h("p", { class: "receipt__proof" },
    [title || id ? `${t("edition_label")} ${title ?? id}` : null, sha12 && `${t("hash_label")} ${sha12}`, status,
      receipt.version && `${t("version_label")} ${receipt.version}`].filter(Boolean).join(" · "));
  const identity = [check.patient_name, check.patient_birth, check.patient_id].filter(Boolean);
  const line = (/** @type {string} */ label) => h("div", { class: "blank" }, h("span", {}, label));
  const print = h("button", { class: "action", type: "button", "data-receipt-print": true }, t("receipt_print"));
  return h("footer", { class: "receipt__foot" },
    reference, proof,
    h("div", { class: "blanks" },
      [check.calculated_at ?? t("calculated_at"), check.prepared, check.checked].filter(Boolean).map(line)),
    identity.length > 0 && h("div", { role: "group", "aria-label": check.patient_lines },
      h("p", { class: "receipt__identity" }, check.patient_lines), h("div", { class: "blanks" }, identity.map(line))),
    h("p", { class: "receipt__tools" }, print));
}
