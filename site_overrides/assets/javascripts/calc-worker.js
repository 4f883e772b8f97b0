// Python in a module worker. One JSON text in, one JSON text out; no clinical logic here.
//
//   {type: "start", runtime, editionUrl, editionSha256, knownAnswer, fullStdlib, plain}
//       -> {type: "progress", stage, done, total} ... -> {type: "ready", restored} | {type: "failed", code, detail}
//   {type: "image", ...as for start}, to a new worker -> {type: "kept"} | {type: "failed", ...}
//   {type: "call", id, text}
//       -> {type: "answer", id, text} | {type: "failed", id, code, detail}
//   {type: "memory", id} -> {type: "answer", id, text: bytes}

import { bytesOf, dropImage, findImage, keepImage } from "./python-image.js";

/** The smallest WebAssembly module: tells at once whether WebAssembly is allowed (loadPyodide would hang). */
const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** How long a restored Python may take before it is started as always. */
const RESTORE_LIMIT_MS = 10_000;

/** @typedef {{runtime: string, editionUrl: string, editionSha256: string, knownAnswer: string, fullStdlib: boolean, plain: boolean}} Order */

/** @type {any} */ let python = null;
/** @type {string} */ let runtimeOf = "";
/** @type {any} */ let answer = null;

class Failure extends Error {
  /** @param {string} code @param {unknown} cause */
  constructor(code, cause) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.code = code;
  }
}

/** @param {string} stage @param {number} done @param {number | null} total */
const progress = (stage, done, total = null) => postMessage({ type: "progress", stage, done, total });

/** Pyodide goes on waiting when a file of its own does not come: the page is told at once. @param {unknown} cause */
const lost = (cause) => postMessage({ type: "failed", code: "network", detail: String(cause) });

/** Answers that were asked for before Pyodide asks: by address. @type {Map<string, Promise<Response>>} */
const ahead = new Map();

/** Asks for a file now; Pyodide, which would ask much later, is given this answer. @param {string} url */
function fetchAhead(url) {
  const response = counted(plainFetch(url, { credentials: "same-origin" }));
  response.catch(() => {}); // awaited by Pyodide; must not count as unhandled until then
  ahead.set(url, response);
}

const plainFetch = self.fetch.bind(self);
let bytes = 0;
let said = 0;
/** How often the page is told of bytes: each message costs it some work while the reader types. */
const TELL_EVERY_MS = 100;

/** Whether Python comes from an image: everything is in the browser then, and there is no progress to count. @type {Promise<Response | null>} */
let image = Promise.resolve(null);

/** Bytes are counted on a copy of the response; the original goes on, so the browser can cache compiled code. @param {Promise<Response>} asked */
async function counted(asked) {
  const response = await asked.catch((error) => { lost(error); throw error; });
  if (!response.ok) lost(`${response.status} ${response.url}`);
  if (await image) return response;
  const reader = response.clone().body?.getReader();
  (async () => {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      bytes += part.value.byteLength;
      if (performance.now() - said < TELL_EVERY_MS) continue;
      said = performance.now();
      progress("runtime", bytes);
    }
  })().catch(() => {});
  return response;
}

self.fetch = (request, options) => {
  const url = request instanceof Request ? request.url : String(request);
  const waiting = ahead.get(url);
  ahead.delete(url);
  return waiting ?? counted(plainFetch(request, options));
};

/** @param {string} url */
async function text(url) {
  const response = await plainFetch(url, { credentials: "same-origin" }).catch((error) => { throw new Failure("network", error); });
  if (!response.ok) throw new Failure("network", `${response.status} ${url}`);
  return response.text();
}

/** A module left out of the trimmed standard library shows only when Python asks for it. @param {unknown} error */
const isMissingModule = (error) => /ModuleNotFoundError/.test(String(error));

/** Everything is asked for at once: scripts, WebAssembly and library come side by side. @param {Order} order @param {() => Promise<object>} more what else Pyodide is told */
async function loadPython({ runtime, fullStdlib }, more) {
  const library = new URL(fullStdlib ? "python_stdlib_full.zip" : "python_stdlib.zip", runtime).href;
  const script = (/** @type {string} */ name) => import(new URL(name, runtime).href).catch((error) => { throw new Failure("network", error); });
  // Scripts first: they are the longer way. The first module names the others, which need not wait for it.
  const scripts = Promise.all(["start.mjs", "pyodide.asm.js", "pyodide.mjs"].map(script));
  fetchAhead(new URL("pyodide.asm.wasm", runtime).href);
  fetchAhead(library);
  const [{ loadPyodide, lock }] = await scripts;
  progress("python", 1);
  return loadPyodide({ indexURL: runtime, packageBaseUrl: runtime, lockFileContents: lock, stdLibURL: library, ...await more() });
}

/** Python must answer a known request as it did when the site was built, or it answers nothing. @param {any} browser @param {Order} order */
function prove(browser, { knownAnswer }) {
  const { request, sha256 } = JSON.parse(knownAnswer);
  if (!browser.proves(request, sha256)) throw new Failure("check", "the known request has another answer");
}

/** Python holds the edition from here on. @param {any} browser @param {string} editionText @param {Order} order */
function hold(browser, editionText, order) {
  try {
    browser.start(editionText, order.editionSha256);
  } catch (error) {
    throw new Failure(isMissingModule(error) ? "module" : "edition", error);
  }
  prove(browser, order);
}

/** Starts Python as always, or from the image of an earlier start. @param {Order} order @returns {Promise<boolean>} whether from an image */
async function start(order) {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (error) {
    throw new Failure("wasm", error);
  }
  answer?.destroy();
  answer = null;
  image = python || order.plain || order.fullStdlib ? Promise.resolve(null) : findImage(order);
  try {
    await begin(order);
    return (await image) !== null;
  } catch (error) {
    if (!(await image)) throw error;
    await dropImage(order).catch(() => {}); // whatever failed: the image is at fault until proved otherwise
    throw new Failure("image", error);
  }
}

/** @param {Order} order */
async function begin(order) {
  const edition = image.then((found) => found ? "" : text(order.editionUrl));
  const memory = image.then((found) => found && bytesOf(found));
  for (const coming of [edition, memory]) coming.catch(() => {}); // awaited below; must not count as unhandled until then
  if (!python || runtimeOf !== order.runtime) {
    const loaded = loadPython(order, async () => {
      const bytes = await memory;
      return bytes ? { _loadSnapshot: bytes } : {};
    });
    python = await (await image ? inTime(loaded) : loaded);
    runtimeOf = order.runtime;
  }
  const editionText = await edition;
  progress("edition", 1);
  const browser = python.pyimport("calculators.browser");
  if (await image) prove(browser, order);
  else hold(browser, editionText, order);
  answer = browser.answer.copy(); // (a copy outlives the module's proxy)
  // one held proxy: a call through it is some ten times faster than running source text
  browser.destroy();
}

/** @param {Promise<any>} loaded @returns {Promise<any>} */
const inTime = (loaded) => Promise.race([
  loaded, new Promise((_, late) => setTimeout(late, RESTORE_LIMIT_MS, new Error("the image takes too long"))),
]);

/** Keeps an image of a Python that has never been asked anything but the known request. @param {Order} order @returns {Promise<boolean>} whether it was made */
async function makeImage(order) {
  if (await findImage(order)) return false;
  const [made, editionText] = await Promise.all([loadPython(order, async () => ({ _makeSnapshot: true })), text(order.editionUrl)]);
  const browser = made.pyimport("calculators.browser");
  hold(browser, editionText, order);
  browser.destroy();
  await keepImage(order, made.makeMemorySnapshot());
  return true;
}

/** @param {unknown} error @param {string} otherwise */
const codeOf = (error, otherwise) =>
  error instanceof Failure ? error.code : isMissingModule(error) ? "module" : otherwise;

/** @param {unknown} error */
const detailOf = (error) => String(error instanceof Error ? error.message : error).slice(-2000);

self.onmessage = async ({ data }) => {
  if (data.type === "start" || data.type === "image") {
    try {
      postMessage(data.type === "start" ? { type: "ready", restored: await start(data) } : { type: "kept", made: await makeImage(data) });
    } catch (error) {
      postMessage({ type: "failed", code: codeOf(error, "runtime"), detail: detailOf(error) });
    }
  } else if (data.type === "memory") {
    postMessage({ type: "answer", id: data.id, text: String(python?._module.HEAPU8.length ?? 0) });
  } else if (data.type === "call") {
    try {
      if (!answer) throw new Failure("runtime", "not started");
      postMessage({ type: "answer", id: data.id, text: answer(data.text) });
    } catch (error) {
      postMessage({ type: "failed", id: data.id, code: codeOf(error, "call"), detail: detailOf(error) });
    }
  }
};
