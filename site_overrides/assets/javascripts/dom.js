// A tiny element builder. Text only ever enters through text nodes: no innerHTML anywhere.

/**
 * @typedef {Node | string | null | undefined | false} Child
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes] true: present; null, false: left out
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/**
 * A link to a source, or its label alone when the address is missing or not a page.
 * @param {{label: string, href?: string | null}} source
 * @param {URL} base what relative addresses are relative to
 */
export function sourceLink(source, base) {
  if (!source.href) return h("span", { class: "src" }, source.label);
  let url;
  try {
    url = new URL(source.href, base);
  } catch {
    return h("span", { class: "src" }, source.label);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return h("span", { class: "src" }, source.label);
  return h("a", { class: "src", href: url.href }, source.label);
}
