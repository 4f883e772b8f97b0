// Keeps one edition for use without a network, on the reader's request or after a calculation. Placed at the top of the
// site by generator/offline.py. Pages come from the network while there is one; what is named by its hash comes from the
// copy. A kept file is given out only if its hash is the one it was kept under. Nothing about a patient passes here:
// calculations make no requests.

const SCOPE = /** @type {any} */ (self).registration.scope;
const PREFIX = `protocol ${SCOPE} `;
const STATE = `${PREFIX}state`;
const NETWORK_LIMIT_MS = 5000;
const CHECK_EVERY_MS = 10 * 60 * 1000;
const AT_ONCE = 6;
const CALCULATOR = /<([a-z]+-[a-z-]+)\b[^>]*\bdata-runtime=[\s\S]*?<\/\1>|<!--calculator-->[\s\S]*?<!--\/calculator-->/g;

/** @typedef {{version: string, edition: {id: string, sha256: string}, files: Record<string, [string, number]>, bytes: number, words: Record<string, Record<string, string>>}} List */
/** @typedef {{list: List, saved: string, checked: string, status: string, newer: boolean}} State */

/** @type {Promise<State | null> | null} */ let held = null;
let lastCheck = 0;

class Failure extends Error {
  /** @param {string} code @param {unknown} [cause] */
  constructor(code, cause) {
    super(String(cause ?? code));
    this.code = code;
  }
}

/** @returns {Promise<State | null>} the complete copy, if there is one */
function state() {
  held ??= caches.open(STATE).then((cache) => cache.match(SCOPE)).then((found) => found?.json() ?? null).catch(() => null);
  return held;
}

/** @param {State} next */
async function remember(next) {
  await (await caches.open(STATE)).put(SCOPE, new Response(JSON.stringify(next)));
  held = Promise.resolve(next);
}

/** @param {BufferSource} bytes */
async function sha256(bytes) {
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} path @param {RequestCache} cache */
async function get(path, cache) {
  const response = await fetch(new URL(path, SCOPE), { cache, credentials: "same-origin" }).catch((error) => { throw new Failure("network", error); });
  if (!response.ok) throw new Failure("network", `${response.status} ${path}`);
  return response;
}

const named = (/** @type {string} */ path) => path.startsWith("runtime/") || path.startsWith("data/");

/** Fetches one file into the cache unless it is there already, whole. @param {Cache} cache @param {string} path @param {string} hash */
async function keepFile(cache, path, hash) {
  const url = new URL(path, SCOPE).href;
  const there = await cache.match(url);
  if (there && (await sha256(await there.arrayBuffer())) === hash) return;
  for (const how of /** @type {RequestCache[]} */ ([named(path) ? "default" : "no-cache", "reload"])) {
    // A host may have sent an error marked to be kept for a year: what the browser holds is asked for anew.
    const response = await get(path, how).catch((error) => { if (how === "default") return null; throw error; });
    if (!response) continue;
    const body = await response.arrayBuffer();
    if ((await sha256(body)) !== hash) continue;
    const headers = new Headers(response.headers);
    for (const name of ["content-encoding", "content-length"]) headers.delete(name);
    await cache.put(url, new Response(body, { headers })).catch((error) => { throw new Failure(error?.name === "QuotaExceededError" ? "quota" : "blocked", error); });
    return;
  }
  throw new Failure("changed", path);
}

/** Keeps everything; the copy counts only once it is whole. @param {(message: any) => void} tell */
async function keep(tell) {
  const list = /** @type {List} */ (await (await get("offline.json", "no-store")).json());
  const name = PREFIX + list.version;
  try {
    const cache = await caches.open(name);
    const waiting = Object.entries(list.files);
    let done = 0;
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [path, [hash, size]] = next;
        await keepFile(cache, path, hash).catch((error) => { waiting.length = 0; throw error; });
        done += size;
        tell({ type: "progress", done, total: list.bytes });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const now = new Date().toISOString();
    await remember({ list, saved: now, checked: now, status: "current", newer: false });
    await checkRegister(true);
  } catch (error) {
    // A half copy stays to go on from, except where there is no room for it.
    if (error instanceof Failure && error.code === "quota") await caches.delete(name).catch(() => false);
    throw error;
  }
  for (const other of await caches.keys()) if (other.startsWith(PREFIX) && other !== name && other !== STATE) await caches.delete(other);
}

/** Whoever wants the room back wants that of Python's image too (python-image.js). */
async function forget() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) || name === `python-image ${SCOPE}`) await caches.delete(name);
  held = null;
}

/** Is the kept edition still in force, and is this copy the newest? @param {boolean} [now] */
async function checkRegister(now = false) {
  const kept = await state();
  if (!kept || (!now && Date.now() - lastCheck < CHECK_EVERY_MS)) return;
  lastCheck = Date.now();
  const register = await (await get("status.json", "no-store")).json();
  const { id, sha256: hash } = kept.list.edition;
  const entry = register.editions[id];
  const status = id === "draft" ? "draft" : !entry || entry.sha256 !== hash ? "withdrawn" : entry.status;
  const newer = register.version !== kept.list.version;
  await remember({ ...kept, status, newer, checked: new Date().toISOString() });
  await broadcast({ type: "status" });
}

/** @param {any} message */
async function broadcast(message) {
  for (const client of await /** @type {any} */ (self).clients.matchAll({ includeUncontrolled: true })) client.postMessage(message);
}

/** A kept file, if it is what was kept. @param {State} kept @param {string} path @returns {Promise<Response | null>} */
async function fromCopy(kept, path) {
  const entry = kept.list.files[path];
  if (!entry) return null;
  const cache = await caches.open(PREFIX + kept.list.version);
  const url = new URL(path, SCOPE).href;
  const found = await cache.match(url);
  const body = await found?.arrayBuffer();
  if (body && (await sha256(body)) === entry[0]) return new Response(body, { headers: found?.headers });
  await cache.delete(url);
  await broadcast({ type: "corrupt" });
  return null;
}

const escaped = (/** @type {string} */ text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param {State} kept @param {string} path @param {string} key */
function say(kept, path, key) {
  const lang = path.startsWith("en/") ? "en" : "it";
  const when = (/** @type {string} */ time) => new Date(time).toLocaleString(lang === "it" ? "it-IT" : "en-GB", { dateStyle: "long", timeStyle: "short" });
  const values = { edition: `${kept.list.edition.id} ${kept.list.edition.sha256.slice(0, 12)}`, date: when(kept.saved), checked: when(kept.checked) };
  return escaped(kept.list.words[lang][key].replace(/\{(\w+)\}/g, (whole, name) => values[/** @type {keyof values} */ (name)] ?? whole));
}

/** A kept page says that it is a copy, how old it is, and what is known of its edition; out of force, it does not calculate. */
async function keptPage(/** @type {State} */ kept, /** @type {string} */ path, /** @type {Response} */ page) {
  const out = kept.status === "withdrawn" || kept.status === "superseded";
  const note = `<div class="notice offline-note" role="note" data-offline-copy="${escaped(kept.status)}"><p>${say(kept, path, "offline_note")}</p>${
    out ? `<p><b>${say(kept, path, `offline_note_${kept.status}`)}</b></p>` : ""}</div>`;
  let text = await page.text();
  const heading = text.indexOf("</h1>");
  const at = heading < 0 ? text.indexOf("<article") : heading + 5;
  text = text.slice(0, at) + note + text.slice(at);
  // What generator/editions/marks.py takes out of a withdrawn page; whatever else would start the runtime finds none.
  if (out) text = text.replace(CALCULATOR, () => note).replaceAll("data-runtime=", "data-no-runtime=");
  return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** @param {State} kept @param {string} path */
function missingPage(kept, path) {
  const lang = path.startsWith("en/") ? "en" : "it";
  const text = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><title>${
    say(kept, path, "offline_missing_title")}</title></head><body><main><h1>${say(kept, path, "offline_missing_title")}</h1><p>${
    say(kept, path, "offline_missing")}</p><p><a href="${escaped(new URL(lang === "en" ? "en/" : "", SCOPE).href)}">${say(kept, path, "offline_home")}</a></p></main></body></html>`;
  return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** A page was asked for while this worker was still starting, where the browser can. @param {any} event */
async function fromNetwork(event) {
  if (!navigator.onLine && !["localhost", "127.0.0.1"].includes(self.location.hostname)) throw new Error("offline");
  const asked = Promise.resolve(event.preloadResponse).then((ahead) => ahead ?? fetch(event.request));
  const response = await Promise.race([asked, new Promise((_, late) => setTimeout(late, NETWORK_LIMIT_MS, new Error("late")))]);
  if (/** @type {Response} */ (response).status >= 500) throw new Error("server");
  return /** @type {Response} */ (response);
}

/** @param {any} event @param {string} path @returns {Promise<Response>} */
async function answer(event, path) {
  const { request } = event;
  const kept = await state();
  if (!kept) return (await event.preloadResponse) ?? fetch(request);
  if (named(path)) return (await fromCopy(kept, path)) ?? fetch(request);
  try {
    const response = await fromNetwork(event);
    if (request.mode === "navigate") event.waitUntil(checkRegister().catch(() => {}));
    return response;
  } catch (error) {
    const copy = await fromCopy(kept, path);
    if (copy && (path === "" || path.endsWith("/"))) return keptPage(kept, path, copy);
    if (copy) return copy;
    if (request.mode === "navigate") return missingPage(kept, path);
    throw error;
  }
}

const worker = /** @type {any} */ (self);
worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(Promise.all([worker.clients.claim(), worker.registration.navigationPreload?.enable()])));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const path = new URL(request.url).pathname.slice(new URL(SCOPE).pathname.length).replace(/(^|\/)index\.html$/, "$1");
  if (["offline.json", "status.json", "service-worker.js", "_changes", "_reload.js"].includes(path)) return;
  event.respondWith(answer(event, path));
});
worker.addEventListener("message", (/** @type {any} */ event) => {
  const [port] = event.ports;
  const tell = (/** @type {any} */ message) => port?.postMessage(message);
  const summary = async () => {
    const kept = await state();
    const { list, ...rest } = kept ?? {};
    tell({ type: "state", kept: kept ? { ...rest, edition: list?.edition.id, bytes: list?.bytes } : null });
  };
  const acts = { keep: () => keep(tell), forget, ask: async () => {}, check: () => checkRegister(true) };
  const act = acts[/** @type {keyof acts} */ (event.data?.type)];
  if (!act) return;
  event.waitUntil(act().then(summary, (/** @type {any} */ error) => {
    const code = error instanceof Failure ? error.code : "blocked";
    tell({ type: "failed", code, detail: String(error?.message ?? error) });
  }));
});
