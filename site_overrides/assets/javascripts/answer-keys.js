// Answering a list of yes-or-no questions from the keyboard: one key an answer, and on to the next question.
// The keys act only while a question has the focus, so they take nothing from the page (WCAG 2.1.4).

/** @type {Record<string, string>} both languages' initials, and the digits of the answers' places */
const KEYS = { s: "yes", y: "yes", 1: "yes", n: "no", 2: "no", "?": "unknown", 3: "unknown" };

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement[]} fields in the order of the page
 * @param {AbortSignal} signal
 */
export function answerByKeys(form, fields, signal) {
  form.querySelector("[data-calc-keys]")?.removeAttribute("hidden");
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLInputElement)) return;
    const question = event.target.type === "radio" ? event.target.closest(".field--yes_no") : null;
    const value = KEYS[event.key.toLowerCase()];
    const answer = question && value && question.querySelector(`input[value="${value}"]`);
    if (!(answer instanceof HTMLInputElement)) return;
    event.preventDefault(); // a browser may search the page as one types,
    event.stopPropagation(); // and Material goes to its search on S, to the next page on N
    answer.checked = true;
    answer.dispatchEvent(new Event("input", { bubbles: true }));
    const next = fields[fields.indexOf(/** @type {HTMLElement} */ (question)) + 1];
    const target = next?.querySelector("input:checked") ?? next?.querySelector("input, select") ?? form.querySelector("[type=submit]");
    if (target instanceof HTMLElement) target.focus();
  }, { signal });
}
