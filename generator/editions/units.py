"""What MkDocs builds: an edition, or the pages about editions, in a language; named by all that shapes it."""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator.edition_file import sha256_of_bytes
from generator.locale import LANGUAGES
from generator.pages.site_data import SiteData

SOFTWARE = ("generator", "calculators", "site_overrides")
SOFTWARE_FILES = ("mkdocs.yml", "requirements/lock.txt", "package-lock.json")
"""Generator, calculators (forms and examples), theme and words; then the versions of everything they use."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One run of MkDocs: what its pages are made from, and the key under which the result is kept."""

    name: str
    lang: str
    site: SiteData
    key: str


def edition_units(root: Path, sites: Mapping[str, SiteData]) -> Iterator[Unit]:
    """Yield the units of an edition, one a language."""
    for lang in LANGUAGES:
        site = sites[lang]
        inputs = [site.edition.id, lang, site.sha256, site.runtime, site.examples, site.history]
        yield Unit(site.edition.id, lang, site, unit_key(root, inputs))


def unit_key(root: Path, inputs: Iterable[Any]) -> str:
    """Return the hash of the inputs together with that of the software."""
    text = json.dumps([software_hash(root), *inputs], default=str, sort_keys=True)
    return sha256_of_bytes(text.encode("utf-8"))[:32]


@cache
def software_hash(root: Path) -> str:
    """Return the hash of all code, templates, words and styles, and of the versions that are pinned."""
    digest = hashlib.sha256(sys.version.encode())
    paths = [path for name in SOFTWARE for path in (root / name).rglob("*") if _counts(path)]
    for path in sorted([*paths, *(root / name for name in SOFTWARE_FILES)]):
        if path.is_file():
            name = path.relative_to(root).as_posix()
            digest.update(f"{name} {sha256_of_bytes(path.read_bytes())}\n".encode())
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts
