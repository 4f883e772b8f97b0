// <calc-form>: makes the server-rendered form calculate. Python decides everything; this carries values and shows answers.
import { answerByKeys } from "./answer-keys.js";
import { h } from "./dom.js";
import { editionGate } from "./edition-gate.js";
import { clearFieldError, clearFieldErrors, problemsOf, showProblems } from "./field-errors.js";
import { printReceipt } from "./print-receipt.js";
import { renderReceipt } from "./receipt-view.js";
import { buildRequest } from "./request.js";
import { growRows } from "./row-list.js";
import { RuntimeFailure, START_LIMIT_SECONDS, runtime, saveData } from "./runtime-client.js";
import { orderOf } from "./runtime-order.js";
import { t } from "./strings.js";

/** A number, or a word instead of it: whichever was touched last holds. @param {HTMLElement} field @param {EventTarget | null} touched */
function onlyOne(field, touched) {
  const instead = field.querySelector("[data-instead]");
  const typed = field.querySelector("input[type=text]");
  if (!(instead instanceof HTMLInputElement) || !(typed instanceof HTMLInputElement)) return;
  if (touched === instead && instead.checked) typed.value = "";
  if (touched === typed && typed.value !== "") instead.checked = false;
}

class CalcForm extends HTMLElement {
  /** @type {AbortController | null} */ #life = null;
  /** Grows with every change of input: an answer to an older request is thrown away. */
  #turn = 0;
  #pending = false;
  /** What stands in the form, asked while the reader still fills it in: the answer to a request is then there when it comes. @type {{text: string, answer: Promise<string>} | null} */
  #ahead = null;

  connectedCallback() {
    if (this.#life) return;
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.receipt = this.#part("receipt");
    this.fields = /** @type {HTMLElement[]} */ ([...this.form.querySelectorAll("[data-field]")]);
    answerByKeys(this.form, this.fields, signal);
    for (const field of this.fields) if (field.matches("[data-rows]")) growRows(field, signal);
    this.emptyReceipt = [...this.receipt.childNodes];
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(); }, { signal });
    this.form.addEventListener("input", (event) => this.#changed(event), { signal });
    const clear = this.#part("clear");
    clear.hidden = false;
    clear.addEventListener("click", () => this.#empty(), { signal });
    this.receipt.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-receipt-print]")) printReceipt(this.receipt);
    }, { signal });
    runtime.addEventListener("status", () => {
      this.#showRuntime();
      if (this.#turn > 0 && !this.#pending) this.#askAhead(); // Python has come while the reader was typing
    }, { signal });
    if (this.#gate(signal)) this.#warmOnInterest(signal);
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#life = null;
    this.#turn += 1;
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-calc-${name}]`));
  }

  get order() {
    return orderOf(this);
  }

  /** @param {AbortSignal} signal @returns {boolean} whether the form is open */
  #gate(signal) {
    return editionGate(this.#part("gate"), (closed) => this.#close(closed), () => {
      this.#warmOnInterest(signal);
      this.form?.querySelector("input")?.focus();
    }, signal);
  }

  /** @param {boolean} closed */
  #close(closed) {
    this.toggleAttribute("data-closed", closed);
    for (const part of this.form?.querySelectorAll(":scope > fieldset, :scope > details, .calc__actions") ?? []) {
      if (part instanceof HTMLFieldSetElement) part.disabled = closed;
      /** @type {HTMLElement} */ (part).hidden = closed;
    }
  }

  /** Python starts when the reader shows interest; with data saving on, only when a calculation is asked for. @param {AbortSignal} signal */
  #warmOnInterest(signal) {
    if (saveData()) return;
    const warm = () => { if (!signal.aborted && runtime.status.state !== "failed") runtime.start(this.order).catch(() => {}); };
    this.addEventListener("focusin", warm, { signal });
    this.addEventListener("pointerdown", warm, { signal });
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      if ("requestIdleCallback" in window) requestIdleCallback(warm, { timeout: 4000 });
      else setTimeout(warm, 1000);
    });
    seen.observe(this);
    signal.addEventListener("abort", () => seen.disconnect());
  }

  async #submit() {
    const turn = ++this.#turn;
    clearFieldErrors(this.fields ?? []);
    this.#part("errors").hidden = true;
    this.#part("failure").hidden = true;
    this.#setPending(true);
    this.#say(runtime.status.state === "ready" ? t("calculating") : t("preparing_pending"));
    const text = this.#request();
    const asked = this.#ahead?.text === text ? this.#ahead.answer.catch(() => runtime.call(this.order, text)) : runtime.call(this.order, text);
    try {
      const answer = JSON.parse(await asked);
      runtime.told();
      if (turn === this.#turn) this.#show(answer);
    } catch (error) {
      if (turn === this.#turn) this.#showFailure(error instanceof RuntimeFailure ? error : new RuntimeFailure("call", String(error)));
    } finally {
      if (turn === this.#turn) this.#setPending(false);
    }
  }

  /** @returns {string} what stands in the form, as a request */
  #request() {
    const { calculator = "", regimen, lang = "" } = this.dataset;
    return JSON.stringify(buildRequest({ calculator, regimen, lang }, this.fields ?? []));
  }

  /** Nothing of the answer is shown unless the reader asks for this very calculation. */
  #askAhead() {
    if (!runtime.free) return;
    const text = this.#request();
    const answer = runtime.call(this.order, text);
    this.#ahead = { text, answer };
    answer.then(() => { if (this.isConnected && this.#request() !== text) this.#askAhead(); }, () => {});
  }

  /** @param {any} answer */
  #show(answer) {
    const { receipt } = answer;
    const target = /** @type {HTMLElement} */ (this.receipt);
    const base = new URL(this.dataset.base ?? "", document.baseURI);
    const problems = problemsOf(answer);
    if (receipt) {
      renderReceipt(receipt, target, { heading: Number(this.dataset.heading ?? 3), base, id: this.id });
      target.dataset.empty = "false";
      target.dataset.status = receipt.status;
    }
    const spoken = receipt?.announcement ?? "";
    if (problems.length > 0) {
      showProblems(this.fields ?? [], this.#part("errors"), problems, this.dataset.calculator ?? "");
      const count = problems.length === 1 ? t("errors_announce_one") : t("errors_announce", { n: problems.length });
      this.#say([count, spoken].filter(Boolean).join(" "));
      return;
    }
    this.#say(spoken);
    // Doses first: the head of the result is brought into view where it is out of sight, and read from there.
    const top = target.getBoundingClientRect().top;
    if (top < 0 || top > window.innerHeight * 0.7) target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  }

  /** A result never stands beside inputs it was not made from. @param {Event} event */
  #changed(event) {
    this.#turn += 1;
    this.#setPending(false);
    const field = event.target instanceof Element ? event.target.closest("[data-field]") : null;
    if (field instanceof HTMLElement) {
      clearFieldError(field);
      onlyOne(field, event.target);
    }
    if (this.#clearReceipt()) this.#say(t("cleared"));
    this.#askAhead();
  }

  #empty() {
    this.#turn += 1;
    this.form?.reset();
    this.#setPending(false);
    clearFieldErrors(this.fields ?? []);
    this.#part("errors").hidden = true;
    this.#clearReceipt();
    this.#say(t("emptied"));
    this.form?.querySelector("input")?.focus();
  }

  /** @returns {boolean} whether there was a result */
  #clearReceipt() {
    const target = this.receipt;
    if (!target || target.dataset.empty !== "false") return false;
    target.replaceChildren(.../** @type {ChildNode[]} */ (this.emptyReceipt));
    target.dataset.empty = "true";
    delete target.dataset.status;
    return true;
  }

  /** @param {boolean} pending */
  #setPending(pending) {
    this.#pending = pending;
    this.toggleAttribute("data-pending", pending);
    this.#showRuntime();
  }

  /** A quiet line under the button; only what the reader asked for is announced. */
  #showRuntime() {
    const { state, stage, bytes, failure } = runtime.status;
    const hint = this.#part("hint");
    if (state === "starting") {
      const megabytes = new Intl.NumberFormat(this.dataset.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(bytes / 1e6);
      const size = stage === "runtime" && bytes > 0 ? ` (${t("megabytes", { n: megabytes })})` : "";
      hint.textContent = `${this.#pending ? t("preparing_pending") : `${t("preparing")}:`} ${this.#pending ? "" : `${t(`stage_${stage}`)}${size}`}`.trim();
    } else {
      hint.textContent = state === "ready" && !this.#pending ? t("ready") : this.#pending ? t("calculating") : "";
    }
    this.toggleAttribute("data-starting", state === "starting");
    // A failed warm-up is shown only where the form was closed to it anyway; a failed request shows itself in #submit.
    if (state === "failed" && failure && !this.#pending && failure.code === "wasm") this.#showFailure(failure);
  }

  /** @param {RuntimeFailure} failure */
  #showFailure(failure) {
    const box = this.#part("failure");
    const text = t(failure.key, { seconds: START_LIMIT_SECONDS });
    const retry = h("button", { type: "button", class: "action" }, t("retry"));
    retry.addEventListener("click", () => {
      box.hidden = true;
      this.form?.requestSubmit();
    });
    box.replaceChildren(
      h("p", { class: "calc__failure-title" }, t("fail_title")), h("p", {}, text), retry,
      failure.detail && h("details", {}, h("summary", {}, t("fail_detail")), h("pre", { tabindex: "0" }, failure.detail)),
    );
    box.hidden = false;
    this.#say(`${t("fail_title")}. ${text}`);
  }

  /** @param {string} text */
  #say(text) {
    this.#part("live").textContent = text;
  }
}

// Instant navigation inserts new pages into this same document: elements upgrade as they arrive.
customElements.define("calc-form", CalcForm);
