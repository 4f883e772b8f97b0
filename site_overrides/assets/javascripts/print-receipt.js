// Prints one receipt alone: the style sheet hides the rest while the class is on the document.

/** The edition's status goes on the sheet: a sheet from an edition that is not in force says so. @param {HTMLElement} receipt */
function showStatus(receipt) {
  const state = document.querySelector("[data-strip] .strip__state")?.cloneNode(true);
  receipt.querySelector(".receipt__edition .strip__state")?.remove();
  if (state) receipt.querySelector(".receipt__edition")?.append(" ", state);
}

/** @param {HTMLElement} receipt */
export function printReceipt(receipt) {
  const root = document.documentElement;
  root.classList.add("print-receipt");
  receipt.setAttribute("data-printing", "");
  showStatus(receipt);
  // "afterprint" comes when the dialog closes; some phones return from print() at once.
  window.addEventListener("afterprint", () => {
    root.classList.remove("print-receipt");
    receipt.removeAttribute("data-printing");
  }, { once: true });
  window.print();
}
