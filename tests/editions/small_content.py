"""A small protocol, cut out of the real one: what tests about editions need, in half the time to build.

One regimen for every node and condition of the algorithm, and what those name. Everything else of the real
content is built by the tests of the generator.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from generator.content import read_texts

REGIMENS = frozenset(
    {
        *("krd", "drd", "erd", "ird", "kd", "isakd", "isapd", "epd"),
        *("belantamab", "pad", "vdt-pace", "mel100"),
    }
)
_OPTIONAL = ("measures.yml", "algorithm/variant_001.yml")
_FOLDERS = ("evidence", "companion", "advanced_therapies", "lymphodepletion", "step_up", "supportive_care")
_LISTED = re.compile(r"regimens: \[(.*?)\]")
_PROSE = ("drugs/", "discrepancies/", "sources.yml", "glossary.yml", "pages.yml")
"""Texts that may name a drug without needing it."""


def make_small(content: Path, regimens: AbstractSet[str] = REGIMENS) -> None:
    """Cut the content of a copied project down."""
    texts = read_texts(content)
    small = small_texts(texts, regimens)
    for name in texts:
        path = content / name
        if name not in small:
            path.unlink()
        elif small[name] != texts[name]:
            path.write_text(small[name], encoding="utf-8")
    cohort = content / "editions/cohort.yml"
    lines = cohort.read_text(encoding="utf-8").splitlines(keepends=True)
    cohort.write_text("".join(_fewer(lines)), encoding="utf-8")


def _fewer(lines: list[str]) -> Iterator[str]:
    """Leave the cohort one body and three cycles; ages and organ functions stay at the thresholds."""
    for line in lines:
        if line.startswith("cycles: "):
            yield "cycles: [1, 2, 13]\n"
        elif "weight_kg" not in line or '"70"' in line:
            yield line


def small_texts(texts: Mapping[str, str], regimens: AbstractSet[str]) -> dict[str, str]:
    """Return the files that stay, by name."""
    kept = {name: _trimmed(name, text, regimens) for name, text in texts.items() if _stays(name, regimens)}
    while unneeded := [name for name in kept if not _needed(name, kept)]:
        for name in unneeded:
            del kept[name]
    return kept


def _stays(name: str, regimens: AbstractSet[str]) -> bool:
    section, _, file = name.partition("/")
    if section == "regimens":
        return Path(file).stem in regimens
    return section not in _FOLDERS and name not in _OPTIONAL


def _trimmed(name: str, text: str, regimens: AbstractSet[str]) -> str:
    """A calculator matters for some regimens: of those that stay, or else for one of them."""
    if not name.startswith("calculators/"):
        return text

    def _these(listed: re.Match[str]) -> str:
        stay = [regimen for regimen in listed[1].split(", ") if regimen in regimens]
        return f"regimens: [{', '.join(stay) or 'krd'}]"

    return _LISTED.sub(_these, text)


def _needed(name: str, kept: Mapping[str, str]) -> bool:
    """Tell whether a drug or discrepancy is named by another file. Decisions are: by cases of calculators."""
    section, _, file = name.partition("/")
    if section not in ("drugs", "discrepancies") or file.startswith("dec-"):
        return True
    identifier = Path(file).stem
    sought = identifier.upper() if section == "discrepancies" else identifier
    pattern = re.compile(rf"(?<![\w-]){re.escape(sought)}(?![\w-])")
    without = _PROSE if section == "drugs" else ()
    others = (text for other, text in kept.items() if other != name and not other.startswith(without))
    return any(map(pattern.search, others))
