"""The whole site: every edition from its frozen file, the working draft, the runtime, stamped with status."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.editions.built import build_units
from generator.editions.frozen import FrozenEdition, read_frozen
from generator.editions.held import held_examples
from generator.editions.place import Built, place_all
from generator.editions.register import Register, read_register
from generator.editions.status import Place
from generator.editions.units import edition_units
from generator.examples import read_examples
from generator.locale import LANGUAGES
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


def build_whole(root: Path, site: Path, *, with_draft: bool) -> Editions:
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
    shown = list(places(editions.register, with_draft=with_draft))
    sites = {place.name: site_data(root, editions, place.name, runtime_path) for place in shown}
    units = [unit for data in sites.values() for unit in edition_units(root, data)]
    folders = build_units(root, units)
    shutil.rmtree(site, ignore_errors=True)
    place_all(
        site, [Built(place, {lang: folders[place.name, lang] for lang in LANGUAGES}) for place in shown]
    )
    shutil.copytree(root / SHARED / runtime_path, site / runtime_path)
    _write_data(site, editions, sites)
    stamp_site(site)
    return editions


def site_data(root: Path, editions: Editions, name: str, runtime: str) -> dict[str, SiteData]:
    """Return what an edition's pages are made from, by language: its frozen file, or the working content."""
    source = editions.frozen.get(name) or editions.project
    edition = source.edition
    cases = {regimen: read_examples(root / CASES, regimen) for regimen in edition.regimens}
    examples = cases if name == "draft" else held_examples(cases, edition, source.content)
    return {
        lang: SiteData(source.content, edition, lang, edition.sha256, runtime, examples) for lang in LANGUAGES
    }


def _write_data(site: Path, editions: Editions, sites: Mapping[str, Mapping[str, SiteData]]) -> None:
    """Write each edition's data under its hash, byte by byte as frozen, and the list of editions."""
    folder = site / "data"
    folder.mkdir()
    for name, data in sites.items():
        text = editions.frozen[name].text if name in editions.frozen else editions.project.text
        (site / data["it"].edition_path).write_bytes(text.encode("utf-8"))
    (site / "versions.json").write_text(versions_text(editions.register), encoding="utf-8")


def versions_text(register: Register) -> str:
    """Return the list of editions in the format of mike, which tools for Material read."""
    listed = [
        {"version": name, "title": name, "aliases": ["latest"] if entry.status == "current" else []}
        for name, entry in reversed(register.editions.items())
    ]
    return json.dumps(listed, indent=1) + "\n"
