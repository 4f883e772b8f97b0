// Prints one receipt alone: the style sheet hides the rest while the class is on the document.

/** @param {HTMLElement} receipt */
export function printReceipt(receipt) {
  const root = document.documentElement;
  root.classList.add("print-receipt");
  receipt.setAttribute("data-printing", "");
  // "afterprint" comes when the dialog closes; some phones return from print() at once.
  window.addEventListener("afterprint", () => {
    root.classList.remove("print-receipt");
    receipt.removeAttribute("data-printing");
  }, { once: true });
  window.print();
}
