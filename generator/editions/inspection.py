"""What a site must be before it is published: links that lead somewhere, a strict policy, no other host."""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LARGEST_PAGE = 3_000_000
LARGEST_SITE = 900_000_000
"""In bytes: what GitHub Pages takes is 1 GB."""
_FETCHING = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src")}
_DATA_TYPES = ("application/json", "application/ld+json")
_CSS_HOST = re.compile(r"(?:@import\s+|url\(\s*)[\"']?(?:https?:)?//", re.IGNORECASE)
_WITHDRAWN = re.compile(r'data-strip data-edition="[^"]*" data-status="withdrawn"')
_LEFT_OPEN = re.compile(r"~site-root~|~status~|<!--status:")


@dataclass(slots=True)
class PageFacts:
    """What is looked at in a page."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    inline: list[tuple[str, str]] = field(default_factory=list)
    """Scripts and styles in the page, as (kind, text)."""
    policy: str = ""
    handlers: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = PageFacts()
        self._inline: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        facts = self.facts
        facts.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            facts.links.append(given["href"])
        facts.fetched += [given[name] for of, name in _FETCHING if of == tag and name in given]
        facts.handlers += [name for name in given if name.startswith("on")]
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            facts.policy = given.get("content", "")
        executed = tag == "script" and "src" not in given and given.get("type", "") not in _DATA_TYPES
        self._inline = (tag, []) if executed or tag == "style" else None

    def handle_data(self, data: str) -> None:
        if self._inline:
            self._inline[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._inline and self._inline[0] == tag:
            if text := "".join(self._inline[1]):
                self.facts.inline.append((tag, text))
            self._inline = None


def read_page(text: str) -> PageFacts:
    """Return what is looked at in a page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.facts


def inspect(site: Path) -> list[str]:
    """Return everything that is wrong with a built site, a line each."""
    files = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*")) if path.is_file()}
    texts = {n: p.read_text(encoding="utf-8") for n, p in files.items() if p.suffix == ".html"}
    pages = {name: read_page(text) for name, text in texts.items()}
    found = []
    for name, text in texts.items():
        found += [f"{name}: {problem}" for problem in _page(name, text, pages, files)]
    for name, path in files.items():
        if path.suffix == ".css" and _CSS_HOST.search(path.read_text(encoding="utf-8")):
            found.append(f"{name}: asks another host")
    size = sum(path.stat().st_size for path in files.values())
    if size > LARGEST_SITE:
        found.append(f"the site has {size:,} bytes, more than {LARGEST_SITE:,}")
    return found


def _page(name: str, text: str, pages: Mapping[str, PageFacts], files: Mapping[str, Path]) -> Iterator[str]:
    facts = pages[name]
    if len(text) > LARGEST_PAGE:
        yield f"{len(text):,} characters, more than {LARGEST_PAGE:,}"
    if _LEFT_OPEN.search(text):
        yield "a mark was not filled in"
    if _WITHDRAWN.search(text) and "data-runtime=" in text:
        yield "a withdrawn edition has a calculator"
    yield from _policy(facts)
    for address in facts.fetched:
        if urlsplit(address).netloc:
            yield f"asks another host: {address}"
    for address in [*facts.links, *facts.fetched]:
        problem = _link(name, address, pages, files)
        if problem:
            yield problem


def _policy(facts: PageFacts) -> Iterator[str]:
    if "default-src 'none'" not in facts.policy:
        yield "no Content Security Policy, or not a strict one"
    if "unsafe-inline" in facts.policy or "'unsafe-eval'" in facts.policy or "http" in facts.policy:
        yield "the policy allows more than it should"
    for kind, text in facts.inline:
        digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
        if f"'sha256-{digest}'" not in facts.policy:
            yield f"the policy does not know an inline {kind}: {text[:40]!r}"
    for handler in facts.handlers:
        yield f"an inline {handler} handler, which the policy refuses"


def _link(name: str, address: str, pages: Mapping[str, PageFacts], files: Mapping[str, Path]) -> str | None:
    """Tell what is wrong with a link inside the site; links to other sites are for the reader to follow."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or name == "404.html" or name.endswith("/404.html"):
        return None
    target = name if not parts.path else _resolved(name, unquote(parts.path))
    if target is None or (
        target not in files and f"{target.rstrip('/')}/index.html".lstrip("/") not in files
    ):
        return f"a link leads nowhere: {address}"
    if target not in files:
        target = f"{target.rstrip('/')}/index.html".lstrip("/")
    fragment = unquote(parts.fragment)
    if fragment and target in pages and fragment not in pages[target].ids:
        return f"a link leads to no place on its page: {address}"
    return None


def _resolved(page: str, path: str) -> str | None:
    """Return the file or folder that a relative address leads to; None above the site's top."""
    if path.startswith("/"):
        return None
    steps = page.split("/")[:-1]
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps) + ("/" if path.endswith(("/", "..", ".")) else "")
