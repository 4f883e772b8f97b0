// <filter-list>: filters a list or table by data attributes, and by words of their data-search. The state is in the page only, never in its address.
import { t } from "./strings.js";

/** @param {string} text @returns {string} without capitals and accents */
const bare = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

/** @param {string} text @param {string[]} words */
const holds = (text, words) => words.every((word) => text.includes(word));

class FilterList extends HTMLElement {
  /** @type {AbortController | null} */ #life = null;

  connectedCallback() {
    const form = this.querySelector("form");
    const target = this.dataset.target ? document.getElementById(this.dataset.target) : this;
    if (this.#life || !form || !target) return;
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.form = form;
    this.items = /** @type {HTMLElement[]} */ ([...target.querySelectorAll("[data-filter-item]")]);
    this.groups = /** @type {HTMLElement[]} */ ([...target.querySelectorAll("[data-filter-group]")]);
    form.hidden = false;
    form.addEventListener("input", () => this.#apply(), { signal });
    form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    // The event comes before the fields are emptied.
    form.addEventListener("reset", () => setTimeout(() => this.#apply()), { signal });
    this.#apply();
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#life = null;
  }

  /** Values of one filter widen the list, filters among themselves narrow it. @returns {Map<string, Set<string>>} */
  #wanted() {
    const wanted = new Map();
    for (const [name, value] of new FormData(this.form)) {
      if (value === "") continue;
      wanted.set(name, (wanted.get(name) ?? new Set()).add(String(value)));
    }
    return wanted;
  }

  /** The words of the search field; an entry must hold each of them, whatever accents were typed. @returns {string[]} */
  #searched() {
    const field = this.form?.querySelector("[data-filter-search]");
    return field instanceof HTMLInputElement ? bare(field.value).split(/\s+/).filter(Boolean) : [];
  }

  #apply() {
    const wanted = [...this.#wanted()];
    const searched = this.#searched();
    const items = this.items ?? [];
    let shown = 0;
    for (const item of items) {
      const fits = wanted.every(([name, values]) =>
        (item.getAttribute(`data-${name}`) ?? "").split(/\s+/).some((value) => values.has(value)))
        && (searched.length === 0 || holds(bare(item.dataset.search ?? ""), searched));
      item.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const group of this.groups ?? []) {
      group.hidden = !group.querySelector("[data-filter-item]:not([hidden])");
    }
    const count = this.querySelector("[data-filter-count]");
    const text = t("filters_count", { shown, total: items.length });
    if (count) count.textContent = shown === 0 ? t("filters_none") : text;
  }
}

customElements.define("filter-list", FilterList);
