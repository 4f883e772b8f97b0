// Answers requests under the built runtime, as the page's worker does, but in node.
//
//   node answer_in_node.mjs RUNTIME_FOLDER EDITION.json [SHA256]  < requests.jsonl  > answers.jsonl
//
// The first line written tells of the runtime. Then comes one line for each line read: {"text": answer} or
// {"error": message}. A runtime that cannot start ends the program with exit code 1 and one line on stderr.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [runtimeFolder, editionFile, expected] = process.argv.slice(2);
const write = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const lastLine = (error) => String(error?.message ?? error).trim().split("\n").at(-1);

async function start() {
  const folder = resolve(runtimeFolder) + sep;
  const began = performance.now();
  const { loadPyodide, lock } = await import(pathToFileURL(`${folder}start.mjs`));
  const pyodide = await loadPyodide({
    indexURL: folder,
    packageBaseUrl: folder, // without it Pyodide would turn to its own public host
    lockFileContents: JSON.stringify(lock),
    stdout: (line) => process.stderr.write(`${line}\n`), // nothing but answers on stdout
  });
  const browser = pyodide.pyimport("calculators.browser");
  const edition = await readFile(editionFile);
  browser.start(edition.toString("utf8"), expected ?? createHash("sha256").update(edition).digest("hex"));
  const sys = pyodide.pyimport("sys");
  write({
    magic: pyodide.pyimport("importlib.util").MAGIC_NUMBER.hex(),
    modules: [...sys.modules.keys()].sort(),
    pyodide: pyodide.version,
    python: sys.version.split(" ")[0],
    start_ms: Math.round(performance.now() - began),
  });
  return browser.answer;
}

let answer;
try {
  answer = await start();
} catch (error) {
  process.stderr.write(`the runtime did not start: ${lastLine(error)}\n`);
  process.exit(1);
}
for await (const request of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  try {
    write({ text: answer(request) });
  } catch (error) {
    write({ error: lastLine(error) });
  }
}
