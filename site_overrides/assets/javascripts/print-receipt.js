// Prints one receipt alone: the style sheet hides the rest while the class is on the document.
// A receipt is one sheet of A4: it is measured as print.css lays it out and, if it is too long, set smaller.

const SHEET = { width: 186, height: 277 }; // millimetres within the margins of print.css; two are kept in hand
const SMALLEST = 0.75; // of the sizes in print.css: below this it would not be read

/** Lay the page out as on paper while `measure` runs; nothing is painted meanwhile. @param {() => void} measure */
function asOnPaper(measure) {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSMediaRule && rule.media.mediaText === "print")
    .map((rule) => /** @type {CSSMediaRule} */ (rule));
  for (const rule of rules) rule.media.mediaText = "all";
  try {
    measure();
  } finally {
    for (const rule of rules) rule.media.mediaText = "print";
  }
}

/** Set the receipt as large as one sheet allows. @param {HTMLElement} receipt */
function fit(receipt) {
  receipt.removeAttribute("data-dense");
  receipt.style.removeProperty("--fit");
  asOnPaper(() => {
    // Set smaller, lines hold more: measured as a wider sheet of the same proportions.
    const fits = (/** @type {number} */ scale) => {
      receipt.style.width = `${SHEET.width / scale}mm`;
      return receipt.scrollHeight / receipt.offsetWidth <= SHEET.height / SHEET.width;
    };
    let scale = 1;
    if (!fits(scale)) receipt.dataset.dense = "true";
    while (!fits(scale) && scale > SMALLEST) scale -= 0.01;
    receipt.style.removeProperty("width");
    if (scale < 1) receipt.style.setProperty("--fit", scale.toFixed(2));
  });
}

/** The edition's status goes on the sheet: a sheet from an edition that is not in force says so. @param {HTMLElement} receipt */
function showStatus(receipt) {
  for (const old of receipt.querySelectorAll(".receipt__edition .strip__state")) old.remove();
  for (const state of document.querySelectorAll("[data-strip] .strip__state")) {
    receipt.querySelector(".receipt__edition")?.append(" ", state.cloneNode(true));
  }
}

/** @param {HTMLElement} receipt */
export function printReceipt(receipt) {
  const root = document.documentElement;
  root.classList.add("print-receipt");
  receipt.setAttribute("data-printing", "");
  showStatus(receipt);
  fit(receipt);
  // "afterprint" comes when the dialog closes; some phones return from print() at once.
  window.addEventListener("afterprint", () => {
    root.classList.remove("print-receipt");
    receipt.removeAttribute("data-printing");
  }, { once: true });
  window.print();
}
