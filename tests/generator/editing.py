"""The content with an editor's change in it, in memory, and what the generator says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.check import checked_content
from generator.content import read_texts
from generator.problems import ContentError, Problem

ROOT = Path(__file__).resolve().parents[2]
CARET = "^"


@dataclass(frozen=True, slots=True)
class Report:
    """What the editor is shown."""

    problems: tuple[Problem, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """One edit: a fragment becomes another. A caret in `becomes`, or in `at`, marks where it is shown."""

    name: str
    file: str
    fragment: str
    becomes: str
    message: str
    hint: str = ""
    at: str = ""


@cache
def real_texts() -> Mapping[str, str]:
    """Return the content's files as they are, by their path below content/."""
    return read_texts(ROOT / "content")


def edited(file: str, fragment: str, becomes: str) -> dict[str, str]:
    """Return the content with the first `fragment` of a file replaced; carets only mark a place."""
    before, found, after = real_texts()[file].partition(fragment)
    assert found, f"{file} no longer holds {fragment!r}: choose another place for this mistake"
    return {**real_texts(), file: f"{before}{becomes.replace(CARET, '')}{after}"}


def report(texts: Mapping[str, str]) -> Report:
    """Return what is wrong with the content; that nothing is wrong is a failure of the test."""
    try:
        checked_content(texts)
    except ContentError as error:
        return Report(error.problems, str(error))
    raise AssertionError("the mistake was not noticed")


def place_of(text: str, marked: str) -> tuple[int, int]:
    """Return line and column of the caret of a marked fragment in a text."""
    before, caret, after = marked.partition(CARET)
    position = text.index(before + after) + len(before)
    assert caret
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
