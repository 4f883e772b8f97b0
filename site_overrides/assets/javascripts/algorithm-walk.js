// <algorithm-walk>: a few questions at a time. Python says after every step which of them still matter, what holds and
// why; this carries answers over, shows the questions it names, and lights up the path in the picture.
import { h } from "./dom.js";
import { editionGate } from "./edition-gate.js";
import { printReceipt } from "./print-receipt.js";
import { renderReceipt } from "./receipt-view.js";
import { RuntimeFailure, START_LIMIT_SECONDS, runtime } from "./runtime-client.js";
import { orderOf } from "./runtime-order.js";
import { t } from "./strings.js";

/** @typedef {string | string[]} Answer */

class AlgorithmWalk extends HTMLElement {
  /** @type {AbortController | null} */ #life = null;
  /** @type {Map<string, Answer>} */ #answers = new Map();
  /** Steps already answered, for "back": each is the names of its questions. @type {string[][]} */ #past = [];
  /** @type {string[]} */ #shown = [];
  #turn = 0;

  connectedCallback() {
    if (this.#life) return;
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.questions = /** @type {HTMLFieldSetElement[]} */ ([...this.querySelectorAll("[data-question]")]);
    this.receipt = this.#part("receipt");
    const on = (/** @type {string} */ name, /** @type {() => void} */ act) => this.#part(name).addEventListener("click", act, { signal });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.#next(); }, { signal });
    this.form.addEventListener("input", (event) => this.#changed(event), { signal });
    on("back", () => this.#back());
    on("result-now", () => { this.#take({ all: false }); this.#ask({ finish: true }); });
    on("restart", () => this.#restart());
    this.receipt.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-receipt-print]")) printReceipt(/** @type {HTMLElement} */ (this.receipt));
    }, { signal });
    runtime.addEventListener("status", () => this.#showRuntime(), { signal });
    const warm = () => { if (runtime.status.state !== "failed") runtime.start(orderOf(this)).catch(() => {}); };
    const open = () => { this.form?.addEventListener("focusin", warm, { signal, once: true }); this.#show(this.#firstStep(), false); };
    const close = (/** @type {boolean} */ closed) => {
      for (const part of [...(this.questions ?? []), this.#part("actions"), this.#part("step")]) part.hidden = closed;
    };
    if (editionGate(this.#part("gate"), close, open, signal)) open();
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#life = null;
    this.#turn += 1;
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-walk-${name}]`));
  }

  /** @param {string} name @returns {HTMLFieldSetElement} */
  #question(name) {
    return /** @type {HTMLFieldSetElement} */ (this.questions?.find((one) => one.dataset.question === name));
  }

  #firstStep() {
    const first = this.questions?.[0]?.dataset.step;
    return (this.questions ?? []).filter((one) => one.dataset.step === first).map((one) => one.dataset.question ?? "");
  }

  /** @param {HTMLFieldSetElement} question @returns {Answer | null} null when nothing was said */
  #answerOf(question) {
    if (question.dataset.kind === "count") {
      if (question.querySelector("input[type=checkbox]:checked")) return "unknown";
      return /** @type {HTMLInputElement} */ (question.querySelector("input[type=text]")).value.trim() || null;
    }
    const chosen = /** @type {HTMLInputElement | null} */ (question.querySelector("input[type=radio]:checked"));
    if (chosen?.value !== "yes") return chosen?.value ?? null;
    const drugs = [...question.querySelectorAll(".walk__drugs input:checked")].map((one) => /** @type {HTMLInputElement} */ (one).value);
    return drugs.length ? drugs : "yes";
  }

  /** Takes the answers of the questions on view. @param {{all: boolean}} how @returns {boolean} whether none is missing */
  #take({ all }) {
    let first = null;
    for (const name of this.#shown) {
      const question = this.#question(name);
      const answer = this.#answerOf(question);
      const lacks = answer === null && all;
      this.#mark(question, lacks ? t("walk_answer") : "");
      if (lacks) first ??= question;
      if (answer !== null) this.#answers.set(name, answer);
    }
    if (first) {
      /** @type {HTMLElement | null} */ (first.querySelector("input"))?.focus();
      this.#say(t("walk_answer"));
    }
    return first === null;
  }

  /** @param {HTMLFieldSetElement} question @param {string} text */
  #mark(question, text) {
    const slot = /** @type {HTMLElement} */ (question.querySelector(".field-error"));
    slot.textContent = text;
    slot.hidden = !text;
    question.toggleAttribute("data-wrong", Boolean(text));
    const carrier = question.dataset.kind === "count" ? question.querySelector("input[type=text]") : question;
    if (text) carrier?.setAttribute("aria-invalid", "true");
    else carrier?.removeAttribute("aria-invalid");
  }

  #next() {
    if (!this.#take({ all: true })) return;
    this.#ask({ finish: false });
  }

  /** Asks Python with all answers so far, then shows the next questions that matter, or the result. @param {{finish: boolean}} how */
  async #ask({ finish }) {
    const turn = ++this.#turn;
    this.#part("failure").hidden = true;
    this.toggleAttribute("data-pending", true);
    this.#showRuntime();
    const inputs = Object.fromEntries([...this.#answers].filter(([, answer]) => answer !== "unknown"));
    const request = { calculator: "algorithm", lang: this.dataset.lang, inputs };
    try {
      const answer = JSON.parse(await runtime.call(orderOf(this), JSON.stringify(request)));
      runtime.told();
      if (turn === this.#turn) this.#receive(answer, finish);
    } catch (error) {
      if (turn === this.#turn) this.#showFailure(error instanceof RuntimeFailure ? error : new RuntimeFailure("call", String(error)));
    } finally {
      if (turn === this.#turn) {
        this.toggleAttribute("data-pending", false);
        this.#showRuntime();
      }
    }
  }

  /** @param {any} answer @param {boolean} finish */
  #receive(answer, finish) {
    if (answer.result.errors.length > 0) {
      for (const error of answer.result.errors) {
        const question = this.#question(error.field);
        if (!question) continue;
        this.#answers.delete(error.field);
        if (question.hidden) this.#show([error.field], true);
        this.#mark(question, error.message);
        question.querySelector("input")?.focus();
      }
      this.#say(answer.result.errors[0].message);
      return;
    }
    const { placement } = answer.receipt;
    const open = placement.ask.filter((/** @type {any} */ one) => !this.#answers.has(one.field));
    const required = open.filter((/** @type {any} */ one) => one.required);
    const pool = required.length ? required : open;
    const step = Math.min(...pool.map((/** @type {any} */ one) => one.step));
    const names = pool.filter((/** @type {any} */ one) => one.step === step).map((/** @type {any} */ one) => one.field);
    if (this.#shown.length) this.#past.push(this.#shown);
    this.#light(placement, answer.receipt);
    if (finish || names.length === 0) this.#finish(answer.receipt, names.length === 0);
    else this.#show(names, true, required.length > 0);
    this.#part("result-now").hidden = finish || names.length === 0 || required.length > 0;
    this.#showGiven();
    if (!finish && names.length > 0) this.#say(placement.summary);
  }

  /**
   * @param {string[]} names @param {boolean} focus
   * @param {boolean} [required] whether a node waits for them
   */
  #show(names, focus, required = true) {
    this.#hideReceipt();
    this.#shown = names;
    for (const question of this.questions ?? []) {
      question.hidden = !names.includes(question.dataset.question ?? "");
      this.#mark(question, "");
    }
    const step = this.#part("step");
    step.textContent = t(required ? "walk_step_required" : "walk_step_optional", { n: this.#past.length + 1 });
    step.hidden = false;
    const next = /** @type {HTMLElement} */ (this.form?.querySelector("[type=submit]"));
    next.hidden = false;
    this.#part("back").hidden = this.#past.length === 0;
    this.#part("restart").hidden = this.#answers.size === 0;
    if (focus) step.focus();
  }

  /** @param {any} receipt @param {boolean} complete whether every question that matters was asked */
  #finish(receipt, complete) {
    this.#shown = [];
    for (const question of this.questions ?? []) question.hidden = true;
    const step = this.#part("step");
    step.textContent = t(complete ? "walk_done" : "walk_done_early");
    /** @type {HTMLElement} */ (this.form?.querySelector("[type=submit]")).hidden = true;
    this.#part("back").hidden = this.#past.length === 0;
    this.#part("restart").hidden = false;
    const target = /** @type {HTMLElement} */ (this.receipt);
    renderReceipt(receipt, target, { heading: 2, base: new URL(this.dataset.base ?? "", document.baseURI), id: this.id });
    target.dataset.empty = "false";
    target.dataset.status = receipt.status;
    target.hidden = false;
    this.#say(`${receipt.placement.summary} ${receipt.announcement}`);
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  }

  #hideReceipt() {
    const target = /** @type {HTMLElement} */ (this.receipt);
    target.replaceChildren();
    target.hidden = true;
    target.dataset.empty = "true";
    delete target.dataset.status;
  }

  #back() {
    this.#turn += 1;
    for (const name of this.#shown) this.#answers.delete(name);
    const names = this.#past.pop();
    if (!names) return;
    for (const name of names) this.#answers.delete(name);
    this.#part("result-now").hidden = true;
    this.#show(names, true);
    this.#showGiven();
    this.#darken();
  }

  /** One answer again; those that no longer matter afterwards change nothing. @param {string} name */
  #change(name) {
    this.#turn += 1;
    this.#answers.delete(name);
    this.#past = this.#past.map((names) => names.filter((one) => one !== name)).filter((names) => names.length > 0);
    this.#part("result-now").hidden = true;
    this.#show([name], true);
    this.#part("step").textContent = t("walk_step_change");
    this.#showGiven();
    this.#darken();
  }

  #restart() {
    this.#turn += 1;
    this.#answers.clear();
    this.#past = [];
    this.form?.reset();
    for (const group of this.querySelectorAll(".walk__drugs")) /** @type {HTMLElement} */ (group).hidden = true;
    this.#part("result-now").hidden = true;
    this.#part("failure").hidden = true;
    this.#show(this.#firstStep(), true);
    this.#showGiven();
    this.#darken();
    this.#say(t("walk_restarted"));
  }

  /** @param {Event} event */
  #changed(event) {
    const input = event.target;
    const question = input instanceof HTMLInputElement ? input.closest("[data-question]") : null;
    if (!(question instanceof HTMLFieldSetElement) || !(input instanceof HTMLInputElement)) return;
    this.#mark(question, "");
    if (question.dataset.kind === "count") {
      // A number and "unknown" exclude each other.
      const [typed, box] = /** @type {HTMLInputElement[]} */ ([...question.querySelectorAll("input")]);
      if (input === typed && typed.value) box.checked = false;
      if (input === box && box.checked) typed.value = "";
    }
    const drugs = question.querySelector(".walk__drugs");
    if (drugs instanceof HTMLElement && input.type === "radio") drugs.hidden = input.value !== "yes";
  }

  /** What was answered, each with a way to change it. */
  #showGiven() {
    const box = this.#part("given");
    const entries = [...this.#answers].map(([name, answer]) => {
      const question = this.#question(name);
      const label = question.querySelector("legend")?.textContent ?? name;
      const change = h("button", { type: "button", class: "action action--quiet", "aria-label": `${t("walk_change")}: ${label}` }, t("walk_change"));
      change.addEventListener("click", () => this.#change(name), { signal: this.#life?.signal });
      return h("div", {}, h("dt", {}, label), h("dd", {}, this.#words(question, answer)), h("dd", {}, change));
    });
    box.replaceChildren(h("b", {}, t("walk_given")), h("dl", {}, entries));
    box.hidden = entries.length === 0;
    this.#part("restart").hidden = entries.length === 0;
  }

  /** @param {HTMLFieldSetElement} question @param {Answer} answer */
  #words(question, answer) {
    if (Array.isArray(answer)) {
      const names = answer.map((one) => question.querySelector(`input[value="${one}"]`)?.parentElement?.textContent ?? one);
      return `${t("option_yes")}: ${names.join(", ")}`;
    }
    return ["yes", "no", "unknown"].includes(answer) ? t(`option_${answer}`) : answer;
  }

  /** The path so far: what holds, what may hold, what does not. @param {any} placement @param {any} receipt */
  #light(placement, receipt) {
    const states = new Map(placement.groups.flatMap((/** @type {any} */ group) => group.regimens.flatMap(
      (/** @type {any} */ one) => one.places.map((/** @type {any} */ place) => [`${one.id}@${place.node}`, place.state]))));
    // An aside that holds, such as palliative care, takes the place of every node.
    const path = (/** @type {string} */ name) => placement.asides.length > 0 ? (placement.asides.includes(name) ? "on" : "off") :
      placement.nodes.includes(name) || placement.known_states.includes(name) ? "on" : placement.undecided.includes(name) ? "maybe" : "off";
    for (const picture of this.querySelectorAll("svg.alg")) {
      picture.setAttribute("data-walked", receipt.status);
      for (const part of picture.querySelectorAll("[data-branch], [data-edge], [data-open]")) {
        const { branch, edge, open } = /** @type {SVGElement} */ (part).dataset;
        part.setAttribute("data-path", path(branch ?? edge ?? open ?? ""));
      }
      for (const chip of picture.querySelectorAll("[data-regimen]")) {
        const node = chip.closest("[data-branch]")?.getAttribute("data-branch") ?? "";
        const state = states.get(`${/** @type {SVGElement} */ (chip).dataset.regimen}@${node}`);
        if (state) chip.setAttribute("data-state", state);
      }
    }
  }

  #darken() {
    for (const picture of this.querySelectorAll("svg.alg")) {
      picture.removeAttribute("data-walked");
      for (const part of picture.querySelectorAll("[data-path], [data-state]")) {
        part.removeAttribute("data-path");
        part.removeAttribute("data-state");
      }
    }
  }

  #showRuntime() {
    const pending = this.hasAttribute("data-pending");
    const { state } = runtime.status;
    this.#part("hint").textContent = !pending ? "" : state === "ready" ? t("calculating") : t("preparing_pending");
  }

  /** @param {RuntimeFailure} failure */
  #showFailure(failure) {
    const box = this.#part("failure");
    const text = t(failure.key, { seconds: START_LIMIT_SECONDS });
    const retry = h("button", { type: "button", class: "action" }, t("retry"));
    retry.addEventListener("click", () => this.form?.requestSubmit());
    box.replaceChildren(h("p", { class: "calc__failure-title" }, t("fail_title")), h("p", {}, text), retry);
    box.hidden = false;
    this.#say(`${t("fail_title")}. ${text}`);
  }

  /** @param {string} text */
  #say(text) {
    this.#part("live").textContent = text;
  }
}

customElements.define("algorithm-walk", AlgorithmWalk);
