"""The effect of a change on virtual patients: counted, and exact at thresholds."""

from pathlib import Path

import pytest

from generator.editions.cohort import Cohort, patients, read_cohort, seen_by
from generator.editions.comparison import impact_from
from generator.editions.impact import Impact, Row, Side, impact
from generator.editions.impact_words import impact_lines, impact_summary
from generator.problems import ContentError
from tests.conftest import ROOT
from tests.editions.changed import (
    Change,
    Data,
    after,
    age_threshold,
    before,
    block,
    lower_dose,
    record,
    shorter_run,
    step,
    without_mp,
)

COHORT = read_cohort(ROOT)
SMALL = Cohort.model_validate(
    {
        **COHORT.model_dump(),
        "bodies": [{"weight_kg": "70", "height_cm": "170"}],
        "ages": [74, 75, 76],
        "organs": [
            {"creatinine_clearance_ml_min": "90", "dialysis": False, "bilirubin_x_uln": "1"},
            {"creatinine_clearance_ml_min": "25", "dialysis": False, "bilirubin_x_uln": "1"},
        ],
        "conditions": "none",
        "cycles": [1, 2],
        "states": [],
    }
)


def effect(*changes: Change, cohort: Cohort = SMALL) -> Impact:
    old, new = before(), after(*changes)
    return impact(Side(old.data, old.edition), Side(new.data, new.edition), cohort)


def rows(found: Impact) -> list[tuple[str, str, str, str, str]]:
    return [(row.subject, row.kind, row.drug, row.before, row.after) for row in found.rows]


def test_the_same_edition_has_no_effect_and_costs_nothing() -> None:
    found = effect()

    assert (found.computed, found.changed, found.rows) == (0, 0, [])


def test_a_threshold_that_becomes_inclusive_touches_exactly_that_age() -> None:
    found = effect(age_threshold)

    assert rows(found) == [("drd", "dose", "dexamethasone", "40 mg", "20 mg")]
    [row] = found.rows
    assert row.example["patient"]["age_years"] == 75
    assert row.percent == "-50.0"
    assert row.patients == 2  # the two organ functions


def test_a_changed_dose_is_found_in_its_regimen_alone() -> None:
    found = effect(lower_dose)

    assert set(found.by_subject) == {"krd"}
    assert rows(found) == [("krd", "dose", "lenalidomide", "25 mg", "20 mg")]
    changed, computed = found.by_subject["krd"]
    assert 0 < changed < computed  # below a clearance of 50 the dose is that of the kidney


def test_changed_days_are_no_changed_dose() -> None:
    found = effect(shorter_run)

    assert {row.kind for row in found.rows} == {"days"}


def test_a_regimen_that_comes_or_goes_is_a_row() -> None:
    assert rows(effect(without_mp)) == [("mp", "removed", "", "", "")]


def test_words_that_no_dose_depends_on_have_no_effect() -> None:
    def renamed(data: Data) -> None:
        record(data, "regimens", "krd")["aliases"] = ["KRD"]

    assert effect(renamed).computed == 0


def test_a_regimen_that_becomes_blocked_is_a_changed_outcome() -> None:
    def rejected(data: Data) -> None:
        record(data, "discrepancies", "DX-01")["decision"] = {
            "status": "rejected",
            "by": "GIC",
            "date": "2026-11-30",
        }

    found = effect(rejected)

    assert ("drd", "status", "", "ok", "blocked") in rows(found)


def test_one_drug_by_two_routes_on_a_day_is_two_doses() -> None:
    def less_by_vein(data: Data) -> None:
        for line in block(data, "epd", "dexamethasone")["doses"]:
            if line["route"] == "iv" and line["dose"]:
                line["dose"]["amount"] = "6"

    assert {row[3:] for row in rows(effect(less_by_vein))} == {("8 mg", "6 mg")}


def test_beyond_the_limit_the_counts_are_said_to_be_lower_bounds() -> None:
    limited = SMALL.model_copy(update={"limit": 10})
    found = effect(lower_dose, cohort=limited)

    assert found.cut
    assert found.computed == 10
    assert any("10" in line and "difetto" in line for line in impact_summary(found, "it"))


def test_patients_who_differ_only_in_what_is_not_asked_are_one_case() -> None:
    everyone = list(patients(SMALL, ("frailty",)))
    seen = {repr(seen_by(patient, frozenset({"age_years"}))) for patient in everyone}

    assert len(everyone) == 6
    assert len(seen) == 3


def test_the_cohort_stands_at_every_age_and_clearance_threshold_of_the_protocol() -> None:
    """A threshold that no virtual patient meets could move without anyone being counted."""
    ages = set(COHORT.ages)
    clearances = {float(one.creatinine_clearance_ml_min) for one in COHORT.organs}
    for regimen in before().edition.regimens.values():
        for rule in regimen.rules.values():
            for term in rule.terms:
                if term.name == "age_years":
                    assert {int(str(term.value)), int(str(term.value)) + 1} <= ages, regimen.id
    for drug in before().edition.drugs.values():
        for adjustment in drug.adjustments:
            for row in adjustment.rows:
                for term in row.when:
                    if term.name == "creatinine_clearance_ml_min":
                        assert float(str(term.value)) in clearances, (drug.id, term.value)


def test_every_row_is_said_in_both_languages() -> None:
    found = effect(age_threshold, lower_dose, shorter_run, without_mp)
    sides = step(age_threshold, lower_dose, without_mp).sides

    for lang, dose in (("it", "lenalidomide: dose"), ("en", "lenalidomide: dose")):
        lines = list(impact_lines(found, sides, lang))
        assert len(lines) == len(found.rows)
        assert dose in {line.what for line in lines}
        assert all(line.subject and line.what for line in lines)
        assert any(("anni" if lang == "it" else "years") in line.example for line in lines)


def test_what_is_kept_in_the_cache_is_what_was_found() -> None:
    found = effect(lower_dose)

    assert impact_from(found.as_data()) == found
    assert isinstance(found.rows[0], Row)


def test_a_mistake_in_the_cohort_is_shown_with_its_place(tmp_path: Path) -> None:
    text = (ROOT / "content/editions/cohort.yml").read_text(encoding="utf-8")
    folder = tmp_path / "content/editions"
    folder.mkdir(parents=True)
    (folder / "cohort.yml").write_text(text.replace("ages: [40", "ages: [forty", 1), encoding="utf-8")

    with pytest.raises(ContentError, match=r"content/editions/cohort.yml:\d+:\d+: expected a whole number"):
        read_cohort(tmp_path)
