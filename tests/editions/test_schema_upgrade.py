"""Editions frozen under an older schema: still read, still rendered, never filled with what is said today."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from calculators import api
from calculators.edition import load_edition
from calculators.upgrade import SCHEMA_VERSION, STEPS, UnknownSchema, adds, upgraded
from generator.edition_file import edition_text
from generator.editions.frozen import content_of, edition_data
from generator.editions.register import read_register
from tests.conftest import ROOT

FROZEN = [ROOT / "content/editions" / f"{name}.json" for name in read_register(ROOT).register.editions]
HOW = """The records have fields that this frozen edition does not have. If an edition of the present schema
is frozen, raise SCHEMA_VERSION in calculators/upgrade.py; then let the last step add these, empty:"""


def test_every_schema_of_the_past_has_its_frozen_edition_and_its_step() -> None:
    schemas = {json.loads(path.read_text("utf-8"))["schema_version"] for path in FROZEN}

    assert schemas | {SCHEMA_VERSION} == set(range(1, SCHEMA_VERSION + 1))
    assert sorted(STEPS) == list(range(1, SCHEMA_VERSION))


def missing(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """Yield the places where the new data has a field that the old has not, or another value."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**new, **old}:
            if key not in old:
                yield f"{path}.{key}: {new[key]!r}"
            elif key not in new:
                yield f"{path}.{key} is known no more"
            else:
                yield from missing(old[key], new[key], f"{path}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from missing(one, other, f"{path}[]")
    elif old != new:
        yield f"{path}: {old!r} is read as {new!r}"


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.name)
def test_an_edition_of_any_schema_is_read_whole(path: Path) -> None:
    """What the models read and write again is what the upgrade made: no field is missing, none is made up."""
    text = path.read_text(encoding="utf-8")
    data = json.loads(json.dumps(edition_data(text), default=str))
    content = content_of({**_empty_sections(), **edition_data(text)})

    again = json.loads(edition_text(content, data["id"]))

    assert sorted(set(missing(data, again))) == [], HOW


def _empty_sections() -> dict[str, Any]:
    """Return every section of the present schema, empty: what no step adds is then named, not stumbled on."""
    draft = json.loads((ROOT / "content/editions/draft.json").read_text(encoding="utf-8"))
    return {name: type(value)() for name, value in draft.items() if isinstance(value, list | dict)}


def test_the_calculators_answer_under_the_oldest_schema() -> None:
    edition = load_edition(FROZEN[0].read_text(encoding="utf-8"))
    patient = {"age_years": 70, "bsa_m2": "1.8", "creatinine_clearance_ml_min": 80, "dialysis": False}
    inputs = {"regimen": "krd", "cycle": 1, "patient": patient}

    result = api.answer({"calculator": "dose_plan", "inputs": inputs}, api.only(edition))

    assert (result["status"], result["edition"]) == ("ok", "2025.1")


def renamed(data: dict[str, Any]) -> None:
    for record in data["regimens"]:
        record["acronym"] = record.pop("short")


STEPS_OF_THREE = {1: adds(algorithm=None, evidence=[]), 2: renamed}
OLD = {"schema_version": 1, "regimens": [{"id": "krd", "short": "KRd"}]}


def test_steps_follow_one_another_and_leave_the_old_data_alone() -> None:
    before = json.dumps(OLD)

    new = upgraded(OLD, STEPS_OF_THREE, current=3)

    assert new == {
        "schema_version": 3,
        "regimens": [{"id": "krd", "acronym": "KRd"}],
        "algorithm": None,
        "evidence": [],
    }
    assert json.dumps(OLD) == before


def test_an_edition_of_the_middle_takes_only_the_steps_that_are_left() -> None:
    middle = {**OLD, "schema_version": 2, "algorithm": {"nodes": []}}

    assert "evidence" not in upgraded(middle, STEPS_OF_THREE, current=3)


def test_a_section_that_is_there_is_kept_and_an_empty_one_is_not_shared() -> None:
    step = adds(evidence=[])
    first, second = {"evidence": [1]}, dict[str, Any]()
    step(first)
    step(second)
    second["evidence"].append(2)
    third = dict[str, Any]()
    step(third)

    assert (first["evidence"], third["evidence"]) == ([1], [])


def test_data_of_the_present_schema_is_only_copied() -> None:
    data = {"schema_version": SCHEMA_VERSION}

    assert upgraded(data) == data
    assert upgraded(data) is not data


@pytest.mark.parametrize("version", [0, -1, SCHEMA_VERSION + 1, "1", True, None, 1.0])
def test_a_schema_that_is_not_known_is_refused(version: Any) -> None:
    with pytest.raises(UnknownSchema, match="is not one of 1 to"):
        upgraded({"schema_version": version})
