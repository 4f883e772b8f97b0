// A score as a picture and a table: the points on their scale, the classes over it, and what each item counts.
// Points, classes and words come from Python; this file only decides where they stand.
import { h } from "./dom.js";
import { t } from "./strings.js";

/**
 * @typedef {{label: string, span: string, minimum: number | string | null, maximum: number | string | null, current: boolean}} Class
 * @typedef {{label: string, text: string, points: number | string | null, met: boolean | null}} Item
 * @typedef {{points: string | null, category: string | null, total: number | string | null, maximum: number | string | null, classes: Class[], items: Item[]}} Score
 */

/** More columns than this would be too narrow to read: the classes then stand alone. */
const MOST_COLUMNS = 16;

/** @param {Score} score */
export function scoreView(score) {
  const found = foundIn(score);
  return h("div", { class: "receipt__part score" },
    found && h("p", { class: "value" }, h("b", { class: "value__figure" }, found)),
    picture(score),
    itemTable(score));
}

/** A table for the eye alone: to a screen reader it is one picture, told in words. @param {Score} score */
function picture(score) {
  const { classes = [], total } = score;
  const scale = scaleOf(score);
  if (classes.length === 0 && !scale) return null;
  const ticks = scale?.map((value) => h("td", { class: "score__tick", "data-current": String(value === Number(total)) },
    String(value).replace(".", t("decimal_mark"))));
  const spans = classes.map((one) => h("td", {
    class: "score__class", "data-current": String(one.current),
    colspan: scale ? scale.indexOf(Number(one.maximum)) - scale.indexOf(Number(one.minimum)) + 1 : 1,
  }, one.label));
  return h("div", { class: "score__bar", role: "img", "aria-label": inWords(score) },
    h("table", { class: "score__scale", "aria-hidden": "true" }, h("tbody", {}, ticks && h("tr", {}, ticks), spans.length > 0 && h("tr", {}, spans))));
}

/** The class and the points. @param {Score} score */
const foundIn = ({ category, points }) => [category, points].filter(Boolean).join(" · ");

/** The numbers that the score can be, or null where it has no points or too many of them. @param {Score} score */
function scaleOf({ maximum, classes, total }) {
  if (maximum === null || total === null) return null;
  const bounds = classes.flatMap((one) => [one.minimum, one.maximum]);
  if (bounds.includes(null)) return null;
  const step = bounds.every((bound) => Number.isInteger(Number(bound))) ? 1 : 0.5;
  const count = Math.round(Number(maximum) / step) + 1;
  return count > MOST_COLUMNS ? null : Array.from({ length: count }, (_, index) => index * step);
}

/** @param {Score} score */
function inWords(score) {
  const listed = score.classes.map((one) => (one.span ? `${one.label} ${one.span}` : one.label)).join("; ");
  const found = foundIn(score);
  return listed ? t("score_in_words", { found, classes: listed }) : found;
}

/** @param {Score} score */
function itemTable({ items, points }) {
  if (!items?.length) return null;
  const counted = items.some((item) => item.points !== null);
  const valued = items.some((item) => item.text !== answer(item.met));
  const rows = items.map((item) => h("tr", { "data-counts": String(item.met === true) },
    h("th", { scope: "row" }, item.label),
    valued && h("td", {}, item.text),
    h("td", { class: counted ? "score__points" : "score__met" }, counted ? String(item.points ?? "?").replace(".", t("decimal_mark")) : met(item.met))));
  const head = h("tr", {}, h("th", { scope: "col" }, t("score_item")), valued && h("th", { scope: "col" }, t("score_value")),
    h("th", { scope: "col", class: counted ? "score__points" : "score__met" }, t(counted ? "score_points" : "score_met")));
  const foot = counted && points && h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, t("score_total")), valued && h("td"), h("td", { class: "score__points" }, points)));
  return h("table", { class: "score__items" }, h("caption", { class: "visually-hidden" }, t("score_items")),
    h("thead", {}, head), h("tbody", {}, rows), foot);
}

/** @param {boolean | null} value */
const answer = (value) => t(value === null ? "met_unknown" : value ? "met_yes" : "met_no");

/** A sign beside the word, so that a long list is read at a glance. @param {boolean | null} value */
const met = (value) => h("span", { class: "met", "data-met": String(value) }, answer(value));
