// Python in a module worker. One JSON text in, one JSON text out; no clinical logic here.
//
//   {type: "start", runtime, editionUrl, editionSha256, fullStdlib}
//       -> {type: "progress", stage, done, total} ... -> {type: "ready"} | {type: "failed", code, detail}
//   {type: "call", id, text}
//       -> {type: "answer", id, text} | {type: "failed", id, code, detail}
//   {type: "memory", id} -> {type: "answer", id, text: bytes}

/** The smallest WebAssembly module: tells at once whether WebAssembly is allowed (loadPyodide would hang). */
const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

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

/** Bytes are counted on a copy of the response; the original goes on, so the browser can cache compiled code. @param {Promise<Response>} asked */
async function counted(asked) {
  const response = await asked.catch((error) => { lost(error); throw error; });
  if (!response.ok) lost(`${response.status} ${response.url}`);
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

/** Everything is asked for at once: scripts, WebAssembly and library come side by side. @param {string} runtime @param {boolean} fullStdlib */
async function loadPython(runtime, fullStdlib) {
  const library = new URL(fullStdlib ? "python_stdlib_full.zip" : "python_stdlib.zip", runtime).href;
  fetchAhead(new URL("pyodide.asm.wasm", runtime).href);
  fetchAhead(library);
  const { loadPyodide, lock } = await import(new URL("start.mjs", runtime).href).catch((error) => { throw new Failure("network", error); });
  progress("python", 1);
  return loadPyodide({ indexURL: runtime, packageBaseUrl: runtime, lockFileContents: lock, stdLibURL: library });
}

/** @param {{runtime: string, editionUrl: string, editionSha256: string, fullStdlib: boolean}} order */
async function start(order) {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (error) {
    throw new Failure("wasm", error);
  }
  answer?.destroy();
  answer = null;
  const edition = text(order.editionUrl);
  edition.catch(() => {}); // awaited below; must not count as unhandled until then
  if (!python || runtimeOf !== order.runtime) {
    python = await loadPython(order.runtime, order.fullStdlib);
    runtimeOf = order.runtime;
  }
  const editionText = await edition;
  progress("edition", 1);
  const browser = python.pyimport("calculators.browser");
  try {
    browser.start(editionText, order.editionSha256);
  } catch (error) {
    throw new Failure(isMissingModule(error) ? "module" : "edition", error);
  }
  answer = browser.answer.copy(); // (a copy outlives the module's proxy)
  // one held proxy: a call through it is some ten times faster than running source text
  browser.destroy();
}

/** @param {unknown} error @param {string} otherwise */
const codeOf = (error, otherwise) =>
  error instanceof Failure ? error.code : isMissingModule(error) ? "module" : otherwise;

/** @param {unknown} error */
const detailOf = (error) => String(error instanceof Error ? error.message : error).slice(-2000);

self.onmessage = async ({ data }) => {
  if (data.type === "start") {
    try {
      await start(data);
      postMessage({ type: "ready" });
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
