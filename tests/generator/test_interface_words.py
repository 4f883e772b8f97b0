"""The interface's words: in both languages, each one used, none missing."""

import re
from typing import Any

import pytest
import yaml

from tests.generator.editing import ROOT

LOCALE = ROOT / "generator/locale"
FILES = ("interface", "pages", "cycle", "algorithm", "editions", "evidence")
COMPOSED = {"cycle_", "only_cycle_", "state_", "section_", "field_", "impact_"}
"""Beginnings of names that are put together from a parameter, a status or a field of a record."""
USERS = {
    "interface": (
        "generator/**/*.j2",
        "generator/**/*.py",
        "site_overrides/**/*.html",
        "site_overrides/**/*.js",
    ),
    "pages": ("generator/**/*.j2", "generator/**/*.py"),
    "cycle": ("generator/**/*.py",),
    "algorithm": ("generator/**/*.j2", "generator/**/*.py"),
    "editions": ("generator/**/*.j2", "generator/**/*.py"),
    "evidence": ("generator/**/*.j2", "generator/**/*.py"),
}
# A name in full: t.name, ui.name, "name"; or its beginning: f"rule_{...}", `stage_${...}`, "group_" ~ ...
NAMED = re.compile(r"""(?:\b(?:t|ui)\.|["'`])([a-z][a-z0-9_]*)\b(?!["'`]?\s*~)""")
BEGUN = re.compile(r"""["'`]([a-z][a-z_]*_)(?:\{|\$\{|["']\s*~)""")


def words_of(name: str) -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = yaml.safe_load((LOCALE / f"{name}.yml").read_text(encoding="utf-8"))
    return read


def text_of(patterns: tuple[str, ...]) -> str:
    paths = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(paths))


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_there_are_no_other_files_of_words() -> None:
    assert {path.stem for path in LOCALE.glob("*.yml")} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_word_is_there_in_both_languages_with_the_same_values_to_fill_in(name: str) -> None:
    for key, pair in words_of(name).items():
        assert set(pair) == {"it", "en"}, key
        assert all(isinstance(text, str) and text.strip() for text in pair.values()), key
        assert placeholders(pair["it"]) == placeholders(pair["en"]), key


def test_no_word_is_given_twice() -> None:
    for name in FILES:
        keys = re.findall(r"^([a-z]\w*):", (LOCALE / f"{name}.yml").read_text(encoding="utf-8"), re.MULTILINE)
        assert sorted(keys) == sorted(set(keys))
    shared = [key for name in ("interface", "pages", "algorithm", "evidence") for key in words_of(name)]
    assert sorted(shared) == sorted(set(shared))


@pytest.mark.parametrize("name", FILES)
def test_every_word_is_used(name: str) -> None:
    text = text_of(USERS[name])
    used, begun = set(NAMED.findall(text)), set(BEGUN.findall(text)) | COMPOSED
    unused = [key for key in words_of(name) if key not in used and not any(key.startswith(b) for b in begun)]

    assert unused == []


def test_every_word_that_a_template_names_is_there() -> None:
    files = ("interface", "pages", "algorithm", "editions", "evidence")
    known = {
        "t": {key: pair for name in files for key, pair in words_of(name).items()},
        "ui": words_of("interface"),
    }
    text = text_of(("generator/templates/**/*.j2", "site_overrides/**/*.html"))
    named = set(re.findall(r"\b(t|ui)\.([a-z]\w*)", text))

    assert [f"{where}.{key}" for where, key in sorted(named) if key not in known[where]] == []


def test_every_word_that_a_script_names_is_there() -> None:
    text = text_of(("site_overrides/**/*.js",))
    whole, begun = (
        set(re.findall(r"""\bt\(["']([a-z]\w*)["']""", text)),
        set(re.findall(r"\bt\(`([a-z_]+)\$", text)),
    )
    known = words_of("interface")

    assert len(whole) > 20
    assert sorted(whole - set(known)) == []
    assert [one for one in sorted(begun) if not any(key.startswith(one) for key in known)] == []
