"""Editions frozen under an older schema: still read, still rendered, never filled with what is said today."""

import json
from pathlib import Path
from typing import Any

import pytest

from calculators import api
from calculators.edition import load_edition
from calculators.upgrade import SCHEMA_VERSION, STEPS, UnknownSchema, adds, upgraded
from generator.edition_file import edition_text
from generator.editions.frozen import edition_data, frozen_from_text
from generator.editions.register import read_register
from tests.conftest import ROOT

SAMPLES = sorted(Path(__file__).parent.glob("schema-*.json"))
"""A small edition of every schema there ever was, as it was written then."""
FROZEN = [ROOT / "content/editions" / f"{name}.json" for name in read_register(ROOT).register.editions]
HOW = "the records grew: raise SCHEMA_VERSION in calculators/upgrade.py and write the step"


def test_every_schema_has_its_sample_and_its_step() -> None:
    assert [json.loads(path.read_text("utf-8"))["schema_version"] for path in SAMPLES] == list(
        range(1, SCHEMA_VERSION + 1)
    )
    assert sorted(STEPS) == list(range(1, SCHEMA_VERSION))


@pytest.mark.parametrize("path", [*SAMPLES, *FROZEN], ids=lambda path: path.name)
def test_an_edition_of_any_schema_is_read_whole(path: Path) -> None:
    """What the models read and write again is what the upgrade made: no field is missing, none is made up."""
    text = path.read_text(encoding="utf-8")
    frozen = frozen_from_text(text)

    again = json.loads(edition_text(frozen.content, frozen.id))

    assert again == json.loads(json.dumps(edition_data(text), default=str)), HOW


def test_the_calculators_answer_under_the_oldest_schema() -> None:
    edition = load_edition(SAMPLES[0].read_text(encoding="utf-8"))
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
