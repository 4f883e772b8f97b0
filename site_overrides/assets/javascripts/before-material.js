// What Material is told before it starts.

// It follows a link in place only to an address in sitemap.xml, and wants it whole: host, port and folder. This site may
// be put anywhere, so its sitemap holds relative addresses, and they are made whole as Material parses them.
{
  const root = new URL(document.currentScript?.dataset.root ?? "", document.baseURI);
  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function (text, type) {
    const parsed = parse.call(this, text, type);
    if (type === "text/xml") {
      for (const loc of parsed.querySelectorAll("url > loc")) loc.textContent = new URL(loc.textContent ?? "", root).href;
    }
    return parsed;
  };
}

// It fetches the search index, two fifths of what a page weighs, at once. Here it waits until the reader turns to the search.
{
  const turned = new Promise((resolve) => {
    if (new URLSearchParams(location.search).has("q")) resolve(null);
    for (const kind of ["pointerover", "touchstart", "focusin", "change"]) {
      document.addEventListener(kind, ({ target }) => {
        if (target instanceof Element && target.closest("[data-md-component=search], [for=__search], #__search")) resolve(null);
      }, { passive: true });
    }
  });
  const open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function (method, address, ...more) {
    if (/\/search_index\.json$/.test(String(address))) {
      this.send = () => turned.then(() => XMLHttpRequest.prototype.send.call(this));
    }
    return open.call(this, method, address, ...more);
  };
}
