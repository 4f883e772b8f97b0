// Material follows a link in place only to an address in sitemap.xml, and wants it whole: host, port and folder.
// This site may be put anywhere, so its sitemap holds relative addresses, and they are made whole as Material parses them.
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
