// Owns the one worker that holds Python. It outlives instant navigation: pages come and go, Python stays.

/**
 * @typedef {{runtime: string, editionUrl: string, editionSha256: string, knownAnswer: string}} Order what to run, with absolute addresses
 * @typedef {{state: "idle" | "starting" | "ready" | "failed", stage: string, bytes: number, failure: RuntimeFailure | null}} Status
 */

/** Start-up is given up after this long without any progress; a slow network that still delivers is not cut off. */
export const START_LIMIT_SECONDS = 30;
const CALL_LIMIT_SECONDS = 20;
/** An image of Python for the next visit is made this long after a first answer, when the reader has read it. */
const IMAGE_AFTER_SECONDS = 3;
const IMAGE_LIMIT_SECONDS = 60;
const LEAST_MEMORY_GB = 4;

/** Whether the reader asked the browser to save data. */
export const saveData = () => /** @type {any} */ (navigator).connection?.saveData === true;

/** What a reader is told in words of its own; any other failure is the runtime's. */
const TOLD = ["wasm", "timeout", "network", "edition", "check", "call"];

export class RuntimeFailure extends Error {
  /** @param {string} code wasm, timeout, network, edition, runtime, call, module @param {string} [detail] */
  constructor(code, detail = "") {
    super(detail || code);
    this.code = code;
    this.detail = detail;
  }

  /** Where its words are. */
  get key() {
    return `fail_${TOLD.includes(this.code) ? this.code : "runtime"}`;
  }
}

const WORKER = new URL("./calc-worker.js", import.meta.url);

class RuntimeClient extends EventTarget {
  /** @type {Worker | null} */ #worker = null;
  /** @type {string} */ #runtime = "";
  /** @type {string} */ #key = "";
  /** @type {Order | null} */ #lastOrder = null;
  /** @type {boolean} */ #fullStdlib = false;
  /** Start without an image of an earlier start: one was no good. @type {boolean} */ #plain = false;
  /** Whether Python was restored from an image, or one was made on this page. */ #imaged = false;
  /** @type {Promise<void> | null} */ #started = null;
  /** @type {{resolve: () => void, reject: (e: Error) => void} | null} */ #starting = null;
  /** @type {Map<number, {resolve: (text: string) => void, reject: (e: Error) => void, timer: number}>} */ #calls = new Map();
  #watchdog = 0;
  #lastId = 0;
  /** @type {Status} */ status = { state: "idle", stage: "", bytes: 0, failure: null };

  /**
   * Starts Python for an edition, once; again for another edition, or after a failure.
   * @param {Order} order
   * @returns {Promise<void>}
   */
  start(order) {
    const key = JSON.stringify([order.runtime, order.editionUrl, order.editionSha256]);
    if (this.#started && key === this.#key && this.status.state !== "failed") return this.#started;
    // A start under way for another edition, or another runtime, is dropped with its worker: no answer can be mixed up.
    if (this.#worker && (this.#starting || order.runtime !== this.#runtime)) this.#drop(new RuntimeFailure("call", "replaced"));
    this.#key = key;
    this.#runtime = order.runtime;
    this.#set({ state: "starting", stage: "runtime", bytes: 0, failure: null });
    this.#started = new Promise((resolve, reject) => {
      this.#starting = { resolve, reject };
    });
    this.#started.catch(() => {}); // a warm-up nobody waits for must not count as an unhandled rejection
    const started = this.#started; // a failure in #order() clears the field
    this.#order(order);
    return started;
  }

  /** @param {Order} order */
  #order(order) {
    this.#lastOrder = order;
    try {
      this.#worker ??= this.#open();
      this.#feedWatchdog();
      this.#worker.postMessage({ type: "start", ...this.#orderNow(order) });
    } catch (error) {
      this.#fail(new RuntimeFailure("runtime", String(error)));
    }
  }

  /** @param {Order} order */
  #orderNow(order) {
    return { ...order, fullStdlib: this.#fullStdlib, plain: this.#plain };
  }

  /** The trimmed standard library lacked a module, or an image was no good: whoever waits goes on waiting. @param {{fullStdlib?: boolean, plain?: boolean}} how */
  #restart({ fullStdlib = this.#fullStdlib, plain = this.#plain }) {
    this.#fullStdlib = fullStdlib;
    this.#plain = plain;
    this.#worker?.terminate();
    this.#worker = null;
    if (this.#lastOrder) this.#order(this.#lastOrder);
  }

  /** Whether a call would be answered at once. */
  get free() {
    return this.status.state === "ready" && this.#calls.size === 0;
  }

  /** What a reader asked for was answered. */
  told() {
    this.dispatchEvent(new Event("answered"));
    this.#keepImage();
  }

  /**
   * @param {Order} order
   * @param {string} text a request as JSON
   * @returns {Promise<string>} the answer as JSON
   */
  async call(order, text) {
    try {
      return await this.#callOnce(order, text);
    } catch (error) {
      // The trimmed standard library lacked a module: once more with the full one.
      if (!(error instanceof RuntimeFailure) || error.code !== "module" || this.#fullStdlib) throw error;
      this.#fullStdlib = true;
      this.#drop(error);
      return this.#callOnce(order, text);
    }
  }

  /** @param {Order} order @param {string} text @returns {Promise<string>} */
  async #callOnce(order, text) {
    await this.start(order);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => this.#fail(new RuntimeFailure("call", "timeout")), CALL_LIMIT_SECONDS * 1000);
      this.#calls.set(id, { resolve, reject, timer });
      this.#worker?.postMessage({ type: "call", id, text });
    });
  }

  /** The bytes that Python holds, for tests and benchmarks. @returns {Promise<number>} */
  memory() {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve: (text) => resolve(Number(text)), reject, timer: 0 });
      this.#worker?.postMessage({ type: "memory", id });
    });
  }

  #open() {
    const worker = new Worker(WORKER, { type: "module", name: "calculators" });
    worker.onmessage = ({ data }) => worker === this.#worker && this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      if (worker === this.#worker) this.#fail(new RuntimeFailure("runtime", event.message || "worker"));
    };
    return worker;
  }

  /** @param {any} message */
  #receive(message) {
    if (message.type === "progress") {
      if (this.status.state !== "starting") return; // a late byte count
      this.#feedWatchdog();
      const bytes = message.stage === "runtime" ? message.done : this.status.bytes;
      // Late download counts must not turn the stage back.
      const stage = message.stage === "runtime" ? this.status.stage : message.stage;
      this.#set({ ...this.status, stage, bytes });
    } else if (message.type === "ready") {
      clearTimeout(this.#watchdog);
      const starting = this.#starting;
      this.#starting = null;
      this.#imaged ||= message.restored;
      this.#set({ ...this.status, state: "ready" });
      starting?.resolve();
    } else if (message.type === "answer") {
      this.#settle(message.id)?.resolve(message.text);
    } else if (message.type === "failed" && message.id !== undefined) {
      this.#settle(message.id)?.reject(new RuntimeFailure(message.code, message.detail));
    } else if (message.type === "failed" && message.code === "module" && !this.#fullStdlib) {
      this.#restart({ fullStdlib: true });
    } else if (message.type === "failed" && message.code === "image" && !this.#plain) {
      this.#restart({ plain: true });
    } else if (message.type === "failed") {
      this.#fail(new RuntimeFailure(message.code, message.detail));
    }
  }

  /** Makes the next visit's start a short one, in a worker that is told nothing of any patient: python-image.js. */
  #keepImage() {
    const order = this.#lastOrder;
    const memory = /** @type {any} */ (navigator).deviceMemory ?? LEAST_MEMORY_GB;
    if (!order || this.#imaged || this.#fullStdlib || this.#plain || saveData() || memory < LEAST_MEMORY_GB || !("caches" in window)) return;
    this.#imaged = true;
    setTimeout(() => {
      const maker = new Worker(WORKER, { type: "module", name: "image" });
      const limit = setTimeout(() => maker.terminate(), IMAGE_LIMIT_SECONDS * 1000);
      maker.onmessage = ({ data }) => {
        if (data.type === "progress") return;
        clearTimeout(limit);
        maker.terminate();
        this.dispatchEvent(new Event("imaged"));
      };
      maker.onerror = (event) => event.preventDefault?.();
      maker.postMessage({ type: "image", ...this.#orderNow(order) });
    }, IMAGE_AFTER_SECONDS * 1000);
  }

  /** @param {number} id */
  #settle(id) {
    const call = this.#calls.get(id);
    if (call) clearTimeout(call.timer);
    this.#calls.delete(id);
    return call;
  }

  #feedWatchdog() {
    clearTimeout(this.#watchdog);
    this.#watchdog = window.setTimeout(
      () => this.#fail(new RuntimeFailure("timeout", this.status.stage)), START_LIMIT_SECONDS * 1000);
  }

  /** @param {RuntimeFailure} failure */
  #fail(failure) {
    this.#drop(failure);
    this.#set({ ...this.status, state: "failed", failure });
  }

  /** Ends the worker and whatever waited for it; the next start opens a fresh one. @param {RuntimeFailure} failure */
  #drop(failure) {
    clearTimeout(this.#watchdog);
    this.#worker?.terminate();
    this.#worker = null;
    this.#started = null;
    this.#starting?.reject(failure);
    this.#starting = null;
    for (const id of [...this.#calls.keys()]) this.#settle(id)?.reject(failure);
  }

  /** @param {Status} status */
  #set(status) {
    this.status = status;
    this.dispatchEvent(new Event("status"));
  }
}

export const runtime = new RuntimeClient();
