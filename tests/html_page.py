"""A built page as the tests look at it: its tags in order, its ids, its links, and the text a reader sees."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

UNSEEN = ("script", "style", "template")


@dataclass(frozen=True, slots=True)
class Tag:
    """One opening tag and the line it stands on."""

    name: str
    attributes: dict[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What stands in one HTML file."""

    path: str
    tags: list[Tag]
    text: str
    own: list[Tag] = field(default_factory=list)
    """The tags within the article: our markup, not the theme's."""

    @property
    def ids(self) -> list[str]:
        return [tag.attributes["id"] for tag in self.tags if "id" in tag.attributes]

    @property
    def links(self) -> set[str]:
        """Where the links of the article lead."""
        return {tag.attributes["href"] for tag in self.own if tag.name == "a" and "href" in tag.attributes}

    def has(self, words: str) -> bool:
        """Tell whether the page says something, whatever the white space between the words."""
        return " ".join(words.split()) in self.text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.own: list[Tag] = []
        self.words: list[str] = []
        self.unseen = 0
        self.in_article = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = Tag(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        self.tags.append(found)
        if self.in_article:
            self.own.append(found)
        self.in_article |= tag == "article"
        self.unseen += tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self.in_article &= tag != "article"
        self.unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(data)


@cache
def read_site(site: Path) -> dict[str, HtmlPage]:
    """Return every HTML page of a built site by its path."""
    return {path.relative_to(site).as_posix(): read_page(path, site) for path in sorted(site.rglob("*.html"))}


def read_page(path: Path, site: Path) -> HtmlPage:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    text = " ".join("".join(reader.words).split())
    return HtmlPage(path.relative_to(site).as_posix(), reader.tags, text, reader.own)


def page_of(pages: Mapping[str, HtmlPage], lang: str, folder: str) -> HtmlPage:
    """Return the page of a folder in a language."""
    return pages[f"{'en/' if lang == 'en' else ''}{folder}index.html"]
