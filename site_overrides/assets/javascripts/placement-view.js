// The regimens of the catalogue as the algorithm's answer has them: by state, criterion by criterion.
import { h, sourceLink } from "./dom.js";
import { t } from "./strings.js";

/**
 * @param {any} placement
 * @param {{heading: number, base: URL}} options
 */
export function placementView(placement, options) {
  return h("div", { class: "receipt__part placement" },
    h("p", { class: "placement__summary" }, placement.summary),
    h(`h${options.heading + 1}`, { class: "receipt__heading" }, t("placement_title")),
    placement.groups.map((/** @type {any} */ group) => groupView(group, options)));
}

/** What applies is open; the rest folds, and is counted. @param {any} group @param {{base: URL}} options */
function groupView(group, options) {
  const label = `${group.label}: ${group.regimens.length || t("placement_none")}`;
  const entries = h("ul", { class: "placement__list" }, group.regimens.map((/** @type {any} */ one) => regimenView(one, options)));
  if (["applicable", "conflicting"].includes(group.state) || group.regimens.length === 0) {
    return h("div", { class: "placement__group", "data-state": group.state }, h("p", { class: "placement__state" }, label), group.regimens.length > 0 && entries);
  }
  return h("details", { class: "placement__group", "data-state": group.state }, h("summary", { class: "placement__state" }, label), entries);
}

/** @param {any} one @param {{base: URL}} options */
function regimenView(one, options) {
  const link = (/** @type {string} */ href, /** @type {string} */ text) => h("a", { href: new URL(href, options.base).href }, text);
  const sources = (/** @type {any[]} */ list) => h("span", { class: "srcs" }, list.map((source) => [sourceLink(source, options.base), " "]).flat());
  return h("li", { "data-regimen": one.id },
    h("p", { class: "placement__head" }, h("span", { class: "chip" }, one.acronym), h("b", {}, one.name), link(one.href, t("placement_open"))),
    one.places.map((/** @type {any} */ place) => h("ul", { class: "criteria", "aria-label": place.title },
      place.criteria.map((/** @type {any} */ criterion, /** @type {number} */ index) => h("li", { "data-met": criterion.met },
        index === 0 && h("b", {}, `${place.label}: `), `${criterion.text}: `, h("span", { class: "criteria__met" }, criterion.met_label), " ", sources(criterion.sources))))),
    one.conflicts.map((/** @type {string} */ text) => h("p", { class: "placement__conflict" }, `! ${text}`)),
    one.blocked && h("p", { class: "placement__conflict" }, "! ", link(one.blocked.href, one.blocked.text)),
    one.indication && h("p", { class: "placement__label" }, `${t("placement_indication")}: ${one.indication} `, sources(one.indication_sources)),
    one.off_label && h("p", { class: "placement__conflict" }, one.off_label));
}
