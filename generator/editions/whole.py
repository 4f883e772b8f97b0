"""The whole site: every edition from its frozen file, the working draft, the runtime, stamped with status."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from generator.editions import about
from generator.editions.about import About, Listed
from generator.editions.built import build_units
from generator.editions.comparison import Comparison, with_impact
from generator.editions.described import with_calculators
from generator.editions.draft import Draft, draft_line, is_changed
from generator.editions.feed import feed
from generator.editions.frozen import FrozenEdition, read_frozen
from generator.editions.held import held_examples
from generator.editions.history import histories
from generator.editions.place import Built, place_all, to_root_of
from generator.editions.register import Register, read_register
from generator.editions.register_file import index_data
from generator.editions.status import Place
from generator.editions.units import about_units, edition_units
from generator.examples import read_calculator_examples, read_examples
from generator.known_answer import known_answer
from generator.locale import LANGUAGES
from generator.offline import write_offline
from generator.pages.site_data import SiteData
from generator.project import Project, load_project, write_draft
from generator.runtime import build_runtime
from generator.site import CASES, SHARED
from generator.stamp import stamp_site

DRAFT_PREFIX = "bozza/"


@dataclass(frozen=True, slots=True)
class Editions:
    """All that a build shows: frozen editions, the oldest first, and the working draft."""

    register: Register
    frozen: Mapping[str, FrozenEdition]
    project: Project

    @property
    def draft(self) -> FrozenEdition:
        """Return the working content as an edition like the others."""
        return FrozenEdition(self.project.text, self.project.edition, self.project.content)

    @property
    def last(self) -> FrozenEdition | None:
        """Return the edition that the working content goes on from."""
        return list(self.frozen.values())[-1] if self.frozen else None


def read_editions(root: Path) -> Editions:
    """Read and check the working content, the register and every frozen edition."""
    project = load_project(root)
    register = read_register(root).register
    frozen = {name: read_frozen(root, name, entry.sha256) for name, entry in register.editions.items()}
    return Editions(register, frozen, project)


def places(register: Register, *, with_draft: bool) -> Iterator[Place]:
    """Yield where editions stand: what is read first at the top, then the newest first, each at its own."""
    named = [Place(name, f"{name}/", entry) for name, entry in reversed(register.editions.items())]
    shown = [place for place in named if place.status != "draft"]
    top = next((place for place in shown if place.status == "current"), shown[0] if shown else None)
    if top is None:
        yield Place("draft", "", None, alone=not named, top=True)
    else:
        yield Place(top.name, "", top.entry, top=True)
    yield from named
    if with_draft and top is not None:
        yield Place("draft", DRAFT_PREFIX, None)
    yield Place(about.NAME, about.PREFIX, None, about=True)


@dataclass(frozen=True, slots=True)
class Whole:
    """What a build was made from, and what became of the working draft; nothing before the first freeze."""

    editions: Editions
    said: tuple[str, ...]


def build_whole(root: Path, site: Path, draft: Draft) -> Whole:
    """Build every edition into ``site``, which is made anew.

    Raises:
        ContentError: for mistakes in the content or the register.
        EditionRefused: for an edition that is not what was frozen.
        SiteFailure: when MkDocs warns or fails.
    """
    editions = read_editions(root)
    write_draft(editions.project)
    runtime = build_runtime(root, root / SHARED / "runtime")
    runtime_path = f"runtime/{runtime.directory}/"
    changed = editions.last is None or is_changed(editions.last, editions.draft)
    shown = list(places(editions.register, with_draft=draft.shown(changed=changed)))
    named = {place.name: place for place in shown if not place.about}
    steps = comparisons(root, editions, with_draft="draft" in named)
    sites = {name: site_data(root, editions, steps, name, runtime_path) for name in named}
    units = [unit for data in sites.values() for unit in edition_units(root, data)]
    units += about_units(root, about_pages(editions, steps, named))
    folders = build_units(root, units)
    shutil.rmtree(site, ignore_errors=True)
    place_all(
        site, [Built(place, {lang: folders[place.name, lang] for lang in LANGUAGES}) for place in shown]
    )
    shutil.copytree(root / SHARED / runtime_path, site / runtime_path)
    _write_data(site, editions, sites)
    stamp_site(site)
    top = next(place for place in shown if place.top)
    folders_of_others = frozenset(place.prefix.partition("/")[0] for place in shown if not place.top)
    write_offline(
        site, (top.name, sites[top.name]["it"].sha256), folders_of_others, index_data(editions.register)
    )
    if editions.last is None or top.name == "draft":
        return Whole(editions, ())
    return Whole(editions, (draft_line(draft, editions.last.id, changed=changed),))


def comparisons(root: Path, editions: Editions, *, with_draft: bool) -> list[Comparison]:
    """Return what leads from each edition to the next, the oldest first; the working draft comes last."""
    frozen = [*editions.frozen.values(), *([editions.draft] if with_draft else [])]
    return [with_impact(root, before, after) for before, after in pairwise(frozen)]


def about_pages(
    editions: Editions, steps: Sequence[Comparison], named: Mapping[str, Place]
) -> dict[str, About]:
    """Return what the pages about editions are made from, by language; the newest edition first."""
    led = {step.after: step for step in steps}
    listed = []
    for name in reversed([*editions.register.editions, *(["draft"] if "draft" in named else [])]):
        entry = editions.register.editions.get(name)
        prefix = DRAFT_PREFIX if name == "draft" and editions.frozen else f"{name}/" if entry else ""
        source = editions.frozen.get(name, editions.draft)
        summary = entry.summary if entry else None
        listed.append(Listed(name, source.sha256, prefix, entry is not None, summary, led.get(name)))
    owner = editions.project.content.edition.owner
    return {lang: About(lang, tuple(listed), owner) for lang in LANGUAGES}


def site_data(
    root: Path, editions: Editions, steps: Sequence[Comparison], name: str, runtime: str
) -> dict[str, SiteData]:
    """Return what an edition's pages are made from, by language: its frozen file, or the working content."""
    source = editions.frozen.get(name, editions.draft)
    edition = source.edition
    first = next(iter(editions.frozen.values()), editions.draft)
    order = [*editions.frozen, "draft"]
    until = [step for step in steps if order.index(step.after) <= order.index(name)]
    cases = {regimen: read_examples(root / CASES, regimen) for regimen in edition.regimens}
    examples = cases if name == "draft" else held_examples(cases, edition, source.content)
    content = with_calculators(source.content, editions.draft.content)
    of_calculators = {
        calculator: read_calculator_examples(root / CASES, calculator) for calculator in content.calculators
    }
    if name != "draft":
        of_calculators = held_examples(of_calculators, edition, content)
    known = known_answer(edition, examples)
    return {
        lang: SiteData(
            content,
            edition,
            lang,
            edition.sha256,
            runtime,
            examples,
            histories((first.id, first.content), until, lang) if editions.frozen else {},
            of_calculators,
            known,
        )
        for lang in LANGUAGES
    }


def _write_data(site: Path, editions: Editions, sites: Mapping[str, Mapping[str, SiteData]]) -> None:
    """Write each edition's data under its hash, byte by byte as frozen, and the list of editions."""
    (site / "data").mkdir()
    for name, data in sites.items():
        text = editions.frozen[name].text if name in editions.frozen else editions.project.text
        (site / data["it"].edition_path).write_bytes(text.encode("utf-8"))
    for lang in LANGUAGES:
        folder = about.PREFIX + ("" if lang == "it" else f"{lang}/")
        owner = getattr(editions.project.content.edition.owner, lang)
        text = feed(editions.register, lang, owner, to_root_of(folder))
        (site / folder / "feed.xml").write_text(text, encoding="utf-8")
    (site / "versions.json").write_text(versions_text(editions.register), encoding="utf-8")


def versions_text(register: Register) -> str:
    """Return the list of editions in the format of mike, which tools for Material read."""
    listed = [
        {"version": name, "title": name, "aliases": ["latest"] if entry.status == "current" else []}
        for name, entry in reversed(register.editions.items())
    ]
    return json.dumps(listed, indent=1) + "\n"
