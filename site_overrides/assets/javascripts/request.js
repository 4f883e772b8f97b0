// What was typed, as the request that calculators.api reads. Values go over as typed: Python alone reads them.

import { readRows } from "./row-list.js";

/** Where a group of fields stands in the inputs of a dose plan. Other calculators take flat inputs. */
const GROUP_PATH = {
  plan: [],
  patient: ["patient"],
  conditions: ["patient", "conditions"],
  choices: ["choices"],
};

/** @param {Element} field a [data-field] element @returns {string | Record<string, string>[]} "" when nothing was entered */
export function valueOf(field) {
  if (field.matches("[data-rows]")) {
    const rows = readRows(field);
    return rows.length > 0 ? rows : "";
  }
  const instead = field.querySelector("[data-instead]:checked");
  if (instead instanceof HTMLInputElement) return instead.value;
  const checked = /** @type {HTMLInputElement | null} */ (field.querySelector("input[type=radio]:checked"));
  if (field.querySelector("input[type=radio]")) return checked ? checked.value : "";
  const control = /** @type {HTMLInputElement | HTMLSelectElement | null} */ (field.querySelector("input, select"));
  return control ? control.value.trim() : "";
}

/** The name Python knows a field by: "patient.age_years", "choices.route", "cycle". @param {HTMLElement} field @param {string} calculator */
export function pathOf(field, calculator) {
  const group = calculator === "dose_plan" ? GROUP_PATH[/** @type {keyof GROUP_PATH} */ (field.dataset.group ?? "")] ?? [] : [];
  return [...group, field.dataset.field ?? ""].join(".");
}

/**
 * @param {{calculator: string, regimen?: string, lang: string}} form
 * @param {Iterable<HTMLElement>} fields
 */
export function buildRequest(form, fields) {
  /** @type {Record<string, any>} */
  const inputs = form.regimen ? { regimen: form.regimen } : {};
  for (const field of fields) {
    const value = valueOf(field);
    if (value === "") continue;
    const path = pathOf(field, form.calculator).split(".");
    const name = /** @type {string} */ (path.pop());
    let place = inputs;
    for (const step of path) place = place[step] ??= {};
    place[name] = value;
  }
  return { calculator: form.calculator, lang: form.lang, inputs };
}
