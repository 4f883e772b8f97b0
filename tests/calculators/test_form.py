"""The form of each regimen: what is asked, and only what can matter."""

import pytest

from calculators import api
from calculators.dose_plan.inputs import PATIENT_FIELDS, PLAN_FIELDS
from tests.calculators.asking import EDITION, plan

FULL = {
    "age_years": 70,
    "height_cm": 170,
    "weight_kg": 70,
    "creatinine_clearance_ml_min": 80,
    "dialysis": False,
    "bilirubin_x_uln": 1,
    "conditions": dict.fromkeys(EDITION.conditions, "no"),
}


def names(regimen: str, group: str | None = None) -> list[str]:
    return [field["name"] for field in api.form(EDITION, regimen) if group in (None, field["group"])]


@pytest.mark.parametrize("regimen", EDITION.regimens)
def test_a_form_has_each_field_once_with_strings_in_both_languages(regimen: str) -> None:
    italian, english = api.form(EDITION, regimen, "it"), api.form(EDITION, regimen, "en")
    assert [field["name"] for field in italian] == [field["name"] for field in english]
    assert len({field["name"] for field in italian}) == len(italian)
    assert all(field["label"] for field in italian + english)
    assert {field["group"] for field in italian} <= {"choices", "plan", "patient", "conditions"}
    assert {field["required"] for field in italian} <= {True, False, "sometimes"}
    assert [field["label"] for field in italian] != [field["label"] for field in english]


@pytest.mark.parametrize("regimen", EDITION.regimens)
def test_every_question_of_a_plan_has_its_field_on_the_form(regimen: str) -> None:
    fields = set(names(regimen))
    for cycle in (1, 2, 9, 13):
        for patient in ({}, FULL, {**FULL, "age_years": 80, "bilirubin_x_uln": 2}, {"weight_kg": 98}):
            asked = {question["field"] for question in plan(regimen, cycle, patient=patient)["questions"]}
            assert asked <= fields


@pytest.mark.parametrize("regimen", EDITION.regimens)
def test_nothing_on_a_form_is_unknown_to_the_plan(regimen: str) -> None:
    fields = api.form(EDITION, regimen)
    choices = {field["name"]: field["options"][0]["value"] for field in fields if field["group"] == "choices"}
    patient = {name: FULL[name] for name in names(regimen, "patient") if name in FULL}
    result = plan(regimen, patient=patient, choices=choices)
    assert [error for error in result["errors"] if error["code"] == "unknown_field"] == []


def test_fields_that_cannot_matter_are_not_asked() -> None:
    assert names("mp") == ["cycle", "cycle_start"]
    assert "age_years" not in names("kd")
    assert "dialysis" not in names("pd")
    assert "bilirubin_x_uln" not in names("rd")
    assert names("dvd", "conditions") == ["poorly_controlled_diabetes", "steroid_intolerance"]
    assert names("pcd", "conditions") == ["severe_comorbidity"]


def test_the_cycles_of_a_choice_are_said() -> None:
    cycles = {
        (regimen, field["name"]): field["cycles"]
        for regimen in EDITION.regimens
        for field in api.form(EDITION, regimen)
        if field["group"] == "choices"
    }
    assert cycles["krd", "krd_days_8_9"] == "13+"
    assert cycles["dvd", "dvd_reduced_dexamethasone_days"] == "1-8"
    assert cycles["drd", "daratumumab_split_first_dose"] == "1"
    assert cycles["drd", "daratumumab_route"] is None
    assert cycles["kd", "carfilzomib_rebaseline"] is None
    assert cycles["cyclophosphamide-intermediate", "cyclophosphamide_level"] == "1-6"


def test_the_last_cycle_limits_the_field() -> None:
    limits = {
        regimen: next(field["maximum"] for field in api.form(EDITION, regimen) if field["name"] == "cycle")
        for regimen in ("vd", "mel100", "cyclophosphamide-intermediate", "krd")
    }
    assert limits == {"vd": "8", "mel100": "1", "cyclophosphamide-intermediate": "6", "krd": "200"}


def test_options_read_in_the_readers_language() -> None:
    fields = {field["name"]: field for field in api.form(EDITION, "dvd", "it")}
    assert [option["label"] for option in fields["steroid_intolerance"]["options"]] == [
        "Sì",
        "No",
        "Non noto",
    ]
    assert fields["steroid_intolerance"]["kind"] == "yes_no"
    assert fields["age_years"]["unit"] is None
    assert fields["weight_kg"]["unit"] == "kg"
    assert fields["daratumumab_route"]["why"]


def test_accepted_ranges_of_a_dose_plan() -> None:
    fields = {**PLAN_FIELDS, **PATIENT_FIELDS}.values()
    ranges = {f.name: (str(f.minimum), str(f.maximum)) for f in fields if f.minimum is not None}
    assert ranges == {
        "cycle": ("1", "200"),
        "age_years": ("18", "110"),
        "height_cm": ("100", "230"),
        "weight_kg": ("25", "250"),
        "baseline_weight_kg": ("25", "250"),
        "bsa_m2": ("0.7", "4"),
        "creatinine_clearance_ml_min": ("0", "300"),
        "bilirubin_x_uln": ("0", "50"),
    }
