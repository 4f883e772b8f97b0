// Small page-wide helpers. Listeners sit on the document, so they survive instant navigation.

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
});

// Instant navigation does not know the links of an SVG: each goes on as a link of the page would, and Python stays loaded.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("svg a") : null;
  const address = link?.getAttributeNS("http://www.w3.org/1999/xlink", "href");
  if (!address || !(event instanceof MouseEvent) || event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
  event.preventDefault();
  event.stopPropagation();
  const twin = document.createElement("a");
  twin.href = address;
  twin.hidden = true;
  document.body.append(twin);
  twin.click();
  twin.remove();
}, { capture: true });

// A button that needs a script is shown by the script.
const showTools = () => {
  for (const button of document.querySelectorAll("[data-print][hidden]")) button.removeAttribute("hidden");
};
showTools();

// The exact table is long: on a phone it starts folded, so that the form follows the picture.
const foldOnPhone = () => {
  if (!matchMedia("(max-width: 45em)").matches) return;
  for (const table of document.querySelectorAll("details.exact-table[open]:not([data-seen])")) table.removeAttribute("open");
  for (const table of document.querySelectorAll("details.exact-table")) table.setAttribute("data-seen", "");
};
foldOnPhone();

// Material's search is a dialog without a name.
document.querySelector(".md-search[role=dialog]:not([aria-label])")
  ?.setAttribute("aria-label", document.querySelector(".md-search__input")?.getAttribute("placeholder") ?? "");

// Instant navigation leaves the header as it was: the edition selector of the new page leads to the new page elsewhere.
/** @type {Element | null} */
let versions = document.querySelector("template[data-versions]");
const refreshVersions = () => {
  const found = document.querySelector("template[data-versions]");
  if (!(found instanceof HTMLTemplateElement) || found === versions) return;
  versions = found;
  document.querySelector(".md-header .md-version")?.replaceWith(found.content.cloneNode(true));
};
new MutationObserver(() => { showTools(); foldOnPhone(); refreshVersions(); }).observe(document.body, { childList: true, subtree: true });

// Material blurs the search on Tab; WebKit then starts again at the top of the page, and the keyboard is trapped there.
// Closing the search without the blur lets the browser go on from the field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || !(event.target instanceof Element) || !event.target.matches(".md-search__input")) return;
  event.stopPropagation();
  const open = document.querySelector("#__search");
  if (open instanceof HTMLInputElement && open.checked) open.click();
}, { capture: true });

// On paper nothing of the page is folded away; afterwards each fold is as it was. A receipt prints as its reader left it.
/** @type {HTMLDetailsElement[]} */
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")]
    .filter((d) => d instanceof HTMLDetailsElement && !d.closest("[data-calc-receipt]"));
  for (const fold of opened) fold.open = true;
});
window.addEventListener("afterprint", () => {
  for (const fold of opened) fold.open = false;
  opened = [];
});
