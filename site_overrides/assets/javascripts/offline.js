// <offline-copy>: keeps the protocol for use without a network when the reader asks, or quietly after a first calculation.
// Where the browser allows none of it, the site is as it was, and the control says why.
import { h } from "./dom.js";
import { runtime, saveData } from "./runtime-client.js";
import { t } from "./strings.js";

const megabytes = (/** @type {number} */ bytes) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(bytes / 1e6);
const when = (/** @type {string} */ time) => new Date(time).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });

/** @type {any} what is kept, as the service worker says */ let kept = null;
let message = "";
let busy = false;

/** The address of the site's top, from the control on the page. @returns {string | null} */
function top() {
  const control = document.querySelector("offline-copy");
  return control instanceof HTMLElement && control.dataset.root ? new URL(control.dataset.root, document.baseURI).href : null;
}

/** @param {boolean} register @returns {Promise<ServiceWorker | null>} */
async function service(register) {
  const root = top();
  if (!root || !navigator.serviceWorker) {
    if (register) throw Object.assign(new Error("no service worker"), { code: "blocked" });
    return null;
  }
  const found = register
    ? await navigator.serviceWorker.register(new URL("service-worker.js", root)).catch((error) => { throw Object.assign(error, { code: "blocked" }); })
    : await navigator.serviceWorker.getRegistration(root).catch(() => undefined);
  if (!found && register) throw Object.assign(new Error("not registered"), { code: "blocked" });
  if (!found) return null;
  const coming = found.active ?? found.waiting ?? found.installing;
  if (!coming || coming.state === "activated" || coming.state === "activating") return coming;
  return new Promise((resolve) => coming.addEventListener("statechange", () => coming.state === "activated" && resolve(coming)));
}

/** @param {string} type @param {boolean} [register] */
async function ask(type, register = false) {
  const worker = await service(register);
  if (!worker) return;
  await new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const settle = (/** @type {(value: any) => void} */ end, /** @type {any} */ value) => { port1.close(); end(value); };
    port1.onmessage = ({ data }) => {
      if (data.type === "progress") {
        message = t("offline_progress", { done: megabytes(data.done), total: megabytes(data.total) });
        show();
      } else if (data.type === "state") {
        kept = data.kept;
        settle(resolve, null);
      } else if (data.type === "failed") settle(reject, Object.assign(new Error(data.detail), { code: data.code }));
    };
    worker.postMessage({ type }, [port2]);
  });
}

/** @param {string} type @param {{quiet?: boolean}} [how] */
async function act(type, { quiet = false } = {}) {
  if (busy) return;
  busy = true;
  message = "";
  show();
  try {
    await ask(type, type === "keep");
  } catch (error) {
    const code = /** @type {any} */ (error).code;
    if (!quiet) message = t(`offline_fail_${["quota", "network", "changed"].includes(code) ? code : "blocked"}`);
    else message = "";
  }
  if (message.startsWith(t("offline_progress").split("{")[0])) message = "";
  busy = false;
  show();
}

function show() {
  for (const control of document.querySelectorAll("offline-copy")) if (control instanceof OfflineCopy) control.show();
  showNews();
}

/** What the register says of the copy stands first on every page. */
function showNews() {
  const news = kept?.status === "withdrawn" ? t("offline_withdrawn") : kept?.newer || kept?.status === "superseded" ? t("offline_newer") : "";
  const article = document.querySelector("article");
  const there = article?.querySelector("[data-offline-news]");
  if (!news) there?.remove();
  else if (there?.textContent !== news) {
    there?.remove();
    article?.prepend(h("p", { class: "notice", role: "status", "data-offline-news": true }, news));
  }
}
new MutationObserver(() => { if (kept) showNews(); }).observe(document.body, { childList: true, subtree: true });

class OfflineCopy extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.show();
  }

  show() {
    const line = kept ? t("offline_kept", { edition: kept.edition, date: when(kept.saved), n: megabytes(kept.bytes) }) : t("offline_what", { n: this.dataset.megabytes ?? "?" });
    const button = (/** @type {string} */ label, /** @type {string} */ type) => {
      const made = h("button", { type: "button", class: "action action--quiet", disabled: busy, "data-offline": type }, label);
      made.addEventListener("click", () => act(type));
      return made;
    };
    const focused = this.contains(document.activeElement) ? document.activeElement?.getAttribute("data-offline") : null;
    this.replaceChildren(
      h("p", {}, line),
      h("p", { role: "status" }, message),
      h("p", {}, button(kept ? t("offline_update") : t("offline_keep"), "keep"), " ", kept && button(t("offline_remove"), "forget")),
    );
    if (focused) /** @type {HTMLElement | null} */ (this.querySelector(`[data-offline=${focused}]`))?.focus();
  }
}

customElements.define("offline-copy", OfflineCopy);

// The preview rebuilds all the time: it keeps nothing.
const preview = document.querySelector("script[src='/_reload.js']");
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data?.type === "corrupt") message = t("offline_fail_changed");
  if (data?.type === "corrupt" || data?.type === "status") ask("ask").then(show, () => {});
});
ask("ask").then(show, () => {});
addEventListener("online", () => ask("check").then(show, () => {}));

// A calculation has shown that the protocol is used here: the copy is made when nothing else is going on.
let tried = false;
runtime.addEventListener("answered", () => {
  if (tried || kept || saveData() || preview) return;
  tried = true;
  const quietly = () => act("keep", { quiet: true });
  if ("requestIdleCallback" in window) requestIdleCallback(quietly, { timeout: 20_000 });
  else setTimeout(quietly, 5000);
});
