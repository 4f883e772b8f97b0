// Messages at their fields, and the summary above the form that links to them.
import { h } from "./dom.js";
import { pathOf } from "./request.js";
import { t } from "./strings.js";

/** @typedef {{field: string | null, text: string, level: "missing" | "wrong"}} Problem missing reads amber, wrong red */

/** @param {HTMLElement} field @returns {HTMLElement | null} the first control of a field */
const controlOf = (field) => field.querySelector("input, select");
/** Radios carry the state on their group. @param {HTMLElement} field */
const carrierOf = (field) => (field.matches("fieldset") ? field : controlOf(field));

/** @param {HTMLElement[]} fields @param {string | null} name @param {string} calculator */
function find(fields, name, calculator) {
  if (!name) return undefined;
  const last = name.split(".").pop();
  return fields.find((field) => pathOf(field, calculator) === name)
    ?? fields.find((field) => field.dataset.field === name || field.dataset.field === last)
    ?? fields.find((field) => field.querySelector(`[data-column="${CSS.escape(last ?? "")}"]`));
}

/**
 * Errors and open questions of an answer, one list. A field that has an error is not asked for a second time.
 * @param {any} answer @returns {Problem[]}
 */
export function problemsOf(answer) {
  const name = (/** @type {string | null} */ field) => field?.split(".").pop();
  const errors = (answer.result?.errors ?? []).map((/** @type {any} */ e) => ({
    field: e.field, text: e.message, level: e.code === "missing" ? "missing" : "wrong",
  }));
  const named = new Set(errors.map((/** @type {Problem} */ e) => name(e.field)));
  const asked = (answer.receipt?.questions ?? []).filter((/** @type {any} */ q) => !named.has(name(q.field)));
  // A question's text is the field's own label, which is on the page already: its reason is the message.
  const text = (/** @type {any} */ q) => (q.kind === "input" ? `${t("question_missing")} ${q.why ?? ""}`.trim() : q.why || t("question_missing"));
  return [...errors, ...asked.map((/** @type {any} */ q) => ({ field: q.field, text: text(q), level: "missing" }))];
}

/** @param {HTMLElement[]} fields */
export function clearFieldErrors(fields) {
  for (const field of fields) clearFieldError(field);
}

/** @param {HTMLElement} field */
export function clearFieldError(field) {
  const slot = field.querySelector(".field-error");
  if (slot instanceof HTMLElement) {
    slot.textContent = "";
    slot.hidden = true;
  }
  delete field.dataset.level;
  carrierOf(field)?.removeAttribute("aria-invalid");
}

/**
 * Shows each problem at its field, lists them all in the summary, and moves focus to the first field.
 * @param {HTMLElement[]} fields
 * @param {HTMLElement} summary
 * @param {Problem[]} problems
 * @param {string} calculator
 */
export function showProblems(fields, summary, problems, calculator) {
  const placed = problems.map((problem) => ({ ...problem, target: find(fields, problem.field, calculator) }));
  // The summary and the focus follow the order of the page, not of the answer.
  const rank = (/** @type {HTMLElement | undefined} */ field) => (field ? fields.indexOf(field) : fields.length);
  placed.sort((a, b) => rank(a.target) - rank(b.target));
  summary.replaceChildren(
    h("p", { class: "errors__title" }, t("errors_title")),
    h("ul", {}, placed.map(({ target, text }) => h("li", {}, target ? link(target, text) : text))),
  );
  summary.dataset.level = placed.some(({ level }) => level === "wrong") ? "wrong" : "missing";
  summary.hidden = false;
  for (const { target, text, level } of placed) if (target) mark(target, text, level);
  const first = placed.find(({ target }) => target)?.target;
  (first ? focusable(first) : summary)?.focus();
}

/** @param {HTMLElement} field */
const labelOf = (field) => field.querySelector("label, legend")?.textContent?.trim() ?? "";

/** Python's messages may begin with the field's label, which stands above already. @param {HTMLElement} field @param {string} text */
function withoutLabel(field, text) {
  const label = labelOf(field);
  const rest = label && text.startsWith(label) ? text.slice(label.length).replace(/^[\s:.]+/, "") || text : text;
  return rest.charAt(0).toLocaleUpperCase() + rest.slice(1);
}

/** @param {HTMLElement} field @param {string} message @param {Problem["level"]} level */
function mark(field, message, level) {
  const text = withoutLabel(field, message);
  const slot = field.querySelector(".field-error");
  if (!(slot instanceof HTMLElement)) return;
  slot.textContent = slot.hidden ? text : `${slot.textContent} ${text}`;
  slot.hidden = false;
  const fold = field.closest("details");
  if (fold) fold.open = true;
  field.dataset.level = level;
  carrierOf(field)?.setAttribute("aria-invalid", "true");
}

/** @param {HTMLElement} field @returns {HTMLElement | null} */
const focusable = (field) => field.querySelector("input:checked") ?? controlOf(field);

/** @param {HTMLElement} field @param {string} text */
function link(field, text) {
  const anchor = h("a", { href: `#${controlOf(field)?.id ?? ""}` }, h("b", {}, labelOf(field)), `: ${withoutLabel(field, text)}`);
  // Focus, not navigation: the address must not change, and instant navigation must not see a click on a link.
  anchor.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    focusable(field)?.focus();
  });
  return anchor;
}
