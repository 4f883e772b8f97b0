// The interface's words, in the page's language, from the data block that main.html renders.

/** @type {Record<string, string> | null} */
let words = null;

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values] replaces {name} in the text
 * @returns {string} the key itself when a word is missing, so that a gap is seen
 */
export function t(key, values = {}) {
  if (!words) {
    const block = document.getElementById("ui-strings");
    words = block ? JSON.parse(block.textContent || "{}") : {};
  }
  const text = words?.[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
