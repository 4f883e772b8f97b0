// Which runtime and edition an element asks for: absolute addresses from its data attributes.

/** @param {HTMLElement} element @returns {import("./runtime-client.js").Order} */
export function orderOf(element) {
  const absolute = (/** @type {string} */ address) => new URL(address, document.baseURI).href;
  const { runtime: directory = "", editionUrl = "", editionSha256 = "", knownAnswer = "" } = element.dataset;
  return { runtime: absolute(directory.endsWith("/") ? directory : `${directory}/`), editionUrl: absolute(editionUrl), editionSha256, knownAnswer };
}
