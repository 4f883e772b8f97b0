// An edition that is no longer in force: superseded opens only on an explicit step, withdrawn not at all.
// The status is read from the strip, the one place that is re-stamped after a recall.
import { h } from "./dom.js";
import { t } from "./strings.js";

/**
 * Closes what calculates where the edition asks for it.
 * @param {HTMLElement} gate where the reason stands
 * @param {(closed: boolean) => void} close
 * @param {() => void} opened after the reader's explicit step
 * @param {AbortSignal} signal
 * @returns {boolean} whether it is open at once
 */
export function editionGate(gate, close, opened, signal) {
  const status = document.querySelector("[data-strip]")?.getAttribute("data-status");
  if (status !== "superseded" && status !== "withdrawn") return true;
  close(true);
  gate.replaceChildren(h("p", {}, t(`gate_${status}`)));
  gate.dataset.status = status;
  gate.hidden = false;
  if (status === "superseded") {
    const open = h("button", { type: "button", class: "action" }, t("gate_open"));
    open.addEventListener("click", () => {
      open.remove();
      close(false);
      opened();
    }, { signal });
    gate.append(open);
  }
  return false;
}
