"""Putting built editions in their places: status, addresses and links filled in, pages of before marked."""

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from generator.editions import marks
from generator.editions.status import Place, Version, entry_facts, fragments, selector
from generator.locale import LANGUAGES

FEED = '<link rel="alternate" type="application/atom+xml" href="{}feed.xml">'
SEARCH_INDEX = "search/search_index.json"


@dataclass(frozen=True)
class Built:
    """An edition's built pages, by language, as MkDocs left them."""

    place: Place
    folders: Mapping[str, Path]

    @cached_property
    def _pages(self) -> Mapping[str, frozenset[str]]:
        return {
            lang: frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
            for lang, folder in self.folders.items()
        }

    def has(self, lang: str, page: str) -> bool:
        return page in self._pages[lang]


def place_all(site: Path, editions: Sequence[Built]) -> None:
    """Put every edition, in both languages, in its place below ``site``. The first one is at the top."""
    for built in editions:
        for lang in LANGUAGES:
            _place(site, built, lang, editions)


def _place(site: Path, built: Built, lang: str, editions: Sequence[Built]) -> None:
    source, place = built.folders[lang], built.place
    target = site / place.folder(lang)
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source).as_posix()
        if path.is_dir() or (name == "404.html" and not place.top):
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".html":
            text = path.read_text(encoding="utf-8")
            (target / name).write_text(_filled(text, name, built, lang, editions), encoding="utf-8")
        else:
            shutil.copyfile(path, target / name)
    if (place.outdated and not place.top) or place.about:
        index = (editions[0].folders[lang] / SEARCH_INDEX).read_text(encoding="utf-8")
        to_top = to_root_of(f"{place.folder(lang)}x") + editions[0].place.folder(lang)
        (target / SEARCH_INDEX).write_text(leading_to(index, to_top), encoding="utf-8")


def _filled(text: str, name: str, built: Built, lang: str, editions: Sequence[Built]) -> str:
    place = built.place
    to_root = "/" if name == "404.html" else to_root_of(place.folder(lang) + name)
    top = editions[0]
    in_force = top.place if top.place.entry and top.place.status == "current" else None

    def address(other: Built) -> str:
        page = _address(name) if other.has(lang, name) else ""
        return to_root + other.place.folder(lang) + page or "./"

    if place.about:
        return marks.filled(text, to_root, "", _entries(editions, lang, to_root + place.folder(lang)), "")
    versions = [
        Version(other.place.title(lang), other.place.state(lang), address(other), _same(other, place))
        for other in editions
        if not other.place.about and (not other.place.top or other.place.alone)
    ]
    shown = fragments(
        place,
        lang,
        in_force.name if in_force else None,
        address(top),
        _head(place, top.has(lang, name), address(top)),
    )
    return marks.filled(text, to_root, place.status, shown, selector(versions, lang))


def _entries(editions: Sequence[Built], lang: str, feed_folder: str) -> dict[str, str]:
    """Return what the register says of every edition, for the list of them."""
    places = [built.place for built in editions if built.place.entry is not None]
    listed = {f"entry-{place.name}": entry_facts(place, lang) for place in places}
    return {**listed, "head": FEED.format(feed_folder)}


def _same(other: Built, place: Place) -> bool:
    return other.place.name == place.name


def _head(place: Place, has_counterpart: bool, counterpart: str) -> str:
    """Lead search engines to the edition in force; what is not in it, or is no edition, they leave out."""
    if place.top:
        return ""
    if has_counterpart and place.entry is not None and place.status != "draft":
        return str(Markup('<link rel="canonical" href="{}">').format(counterpart))
    return '<meta name="robots" content="noindex">'


def _address(name: str) -> str:
    """Return a page's address from its file: folders are addressed without index.html."""
    return re.sub(r"(^|/)index\.html$", r"\1", name)


def to_root_of(path: str) -> str:
    """Return the relative path from a file's page to the site's top."""
    return "../" * path.count("/")


def leading_to(index: str, to_top: str) -> str:
    """Return a search index whose results lead elsewhere: from an old edition to the one in force."""
    data = json.loads(index)
    for document in data["docs"]:
        document["location"] = to_top + document["location"]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
