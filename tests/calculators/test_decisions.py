"""What was decided where the document is open, as rules over many plans; what others would do."""

from datetime import date, timedelta
from typing import Any

import pytest

from calculators.receipt import build_receipt
from tests.calculators.asking import EDITION, plan
from tests.calculators.changed_edition import changed, entry, plan_in

ORGANS = {"creatinine_clearance_ml_min": 80, "dialysis": False, "bilirubin_x_uln": 1}
NO = dict.fromkeys(EDITION.conditions, "no")
PATIENT = {"age_years": 70, "height_cm": 180, "weight_kg": 80, **ORGANS, "conditions": NO}
EVERY_CHOICE = {
    "daratumumab_route": "iv",
    "dvd_reduced_dexamethasone_days": "1_8_15",
    "erd_dexamethasone": "label",
    "krd_days_8_9": "omit",
    "pcd_cyclophosphamide": "50_mg_daily",
    "cyclophosphamide_level": "1.2_g_m2",
    "dexamethasone_above_75": "20_mg_label",
}


def whole(regimen: str, cycle: int, **more: Any) -> list[dict[str, Any]]:
    """Return the administrations of a cycle for an ordinary patient."""
    result = plan(regimen, cycle, patient=PATIENT, choices=EVERY_CHOICE, **more)
    assert result["status"] == "ok", result
    given: list[dict[str, Any]] = result["details"]["administrations"]
    return given


def doses_by_week(regimen: str, lengths: list[int]) -> list[tuple[int, str]]:
    """Return week and date of every daratumumab dose over cycles of these lengths, from 5 January 2026."""
    first, found = date(2026, 1, 5), []
    start = first
    for cycle, length in enumerate(lengths, start=1):
        for given in whole(regimen, cycle, cycle_start=start.isoformat()):
            if given["drug"] == "daratumumab":
                week = ((start - first).days + given["day"] - 1) // 7 + 1
                found.append((week, given["date"]))
        start += timedelta(days=length)
    return found


DRD_WEEKS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 17, 19, 21, 23, 25, 29, 33]
DVD_WEEKS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 16, 19, 22, 25, 29, 33]


@pytest.mark.parametrize("regimen", ["drd", "daratumumab"])
def test_daratumumab_week_by_week_in_28_day_cycles(regimen: str) -> None:
    doses = doses_by_week(regimen, [28] * 9)
    assert [week for week, _ in doses] == DRD_WEEKS
    assert [day for week, day in doses if week in (8, 23, 33)] == ["2026-02-23", "2026-06-08", "2026-08-17"]


def test_daratumumab_week_by_week_in_dvd() -> None:
    doses = doses_by_week("dvd", [21] * 8 + [28] * 3)
    assert [week for week, _ in doses] == DVD_WEEKS
    assert [day for week, day in doses if week in (9, 22, 33)] == ["2026-03-02", "2026-06-01", "2026-08-17"]


def test_the_two_tables_of_daratumumab_are_not_swapped() -> None:
    until = {"drd": [28] * 6, "dvd": [21] * 8}
    assert {name: len(doses_by_week(name, lengths)) for name, lengths in until.items()} == {
        "drd": 16,
        "dvd": 14,
    }


def test_the_printed_split_dose_per_square_metre_is_never_computed() -> None:
    for regimen in ("drd", "dvd", "daratumumab"):
        choices = {**EVERY_CHOICE, "daratumumab_split_first_dose": True}
        given = plan(regimen, 1, patient=PATIENT, choices=choices)["details"]["administrations"]
        split = [entry for entry in given if entry["drug"] == "daratumumab" and entry["day"] <= 2]
        assert [(entry["day"], entry["dose"], entry["basis"]) for entry in split] == [
            (1, "640", "8 mg/kg"),
            (2, "640", "8 mg/kg"),
        ]
        # In monotherapy nothing is printed that could be corrected.
        kind = "reconstructed" if regimen == "daratumumab" else "corrected"
        assert all(kind in entry["kinds"] for entry in split)


def test_bvd_dexamethasone_is_flat_whatever_the_surface() -> None:
    for surface in (1.2, 1.8, 2.4):
        result = plan("bvd", 1, patient={"bsa_m2": surface, "bilirubin_x_uln": 1})
        doses = {
            given["dose"]
            for given in result["details"]["administrations"]
            if given["drug"] == "dexamethasone"
        }
        assert doses == {"20"}


@pytest.mark.parametrize("regimen", ["krd", "kd", "isakd"])
def test_the_surface_cap_is_carfilzomibs_alone(regimen: str) -> None:
    result = plan(regimen, 2, patient={**PATIENT, "bsa_m2": 2.6})
    assert result["details"]["bsa_used_m2"] == {"carfilzomib": "2.2"}
    assert plan("vd", 1, patient={**PATIENT, "bsa_m2": 2.6})["details"]["bsa_used_m2"] == {
        "bortezomib": "2.6"
    }


def test_the_caps_of_isakd_are_marked_as_the_labels() -> None:
    carfilzomib = [given for given in whole("isakd", 1) if given["drug"] == "carfilzomib"]
    assert carfilzomib
    assert all(
        "reconstructed" in given["kinds"] and "DX-20" in given["discrepancies"] for given in carfilzomib
    )


def test_an_antibody_is_never_reduced() -> None:
    antibodies = ("daratumumab", "isatuximab", "elotuzumab")
    frail = {
        **PATIENT,
        "age_years": 90,
        "creatinine_clearance_ml_min": 10,
        "bilirubin_x_uln": 5,
        "weight_kg": 80,
    }
    choices = {**EVERY_CHOICE, "lenalidomide_below_30": "7.5_mg_daily", "bortezomib_hepatic": "0.7_mg_m2"}
    for regimen, entry_ in EDITION.regimens.items():
        if not {block.drug for block in entry_.drugs} & set(antibodies):
            continue
        # IsaVRd has no lenalidomide dose below 30 mL/min (DX-86): its kidney stays at 40 here.
        kidney = {"creatinine_clearance_ml_min": 40} if regimen == "isa-vrd" else {}
        patients = (PATIENT, {**frail, **kidney})
        pairs = [plan(regimen, 2, patient=who, choices=choices)["details"] for who in patients]
        doses = [
            [(g["day"], g["drug"], g["dose"]) for g in details["administrations"] if g["drug"] in antibodies]
            for details in pairs
        ]
        assert doses[0] == doses[1] != []


def test_dexamethasone_that_serves_as_premedication_is_one_line() -> None:
    for given in whole("drd", 1):
        if given["drug"] == "dexamethasone":
            assert given["premedication_for"] == ["daratumumab"]
            assert given["dose"] == "40"
    assert [given["premedication_for"] for given in whole("drd", 3) if given["drug"] == "dexamethasone"] == [
        ["daratumumab"], [], ["daratumumab"], [],
    ]  # fmt: skip


def test_a_baseline_weight_beside_an_entered_surface_is_enough() -> None:
    result = plan("kd", 2, patient={"bsa_m2": 1.8, "baseline_weight_kg": 70})
    assert result["status"] == "ok"
    assert result["details"]["unused"] == ["baseline_weight_kg"]


def test_a_clearance_is_not_asked_on_dialysis_and_both_are_asked_before_it_is_known() -> None:
    fields = [question["field"] for question in plan("rd", 1, patient={"age_years": 70})["questions"]]
    assert fields == ["dialysis", "creatinine_clearance_ml_min"]
    assert plan("rd", 1, patient={"age_years": 70, "dialysis": True})["questions"] == []


# What another decision, or other content, would do.


def test_a_rejected_correction_blocks() -> None:
    edition = changed(
        lambda data: entry(data, "discrepancies", "DX-02")["decision"].update(status="rejected")
    )
    result = plan_in(edition, regimen="bvd", cycle=1, patient=PATIENT)
    assert result["status"] == "blocked"
    assert result["details"]["blocked_by"][0]["discrepancy"] == "DX-02"
    assert result["details"]["administrations"] == []
    assert "DX-02" in result["warnings"][0]["message"]
    assert plan_in(edition, regimen="vd", cycle=1, patient=PATIENT)["status"] == "ok"


def test_a_renal_dose_never_exceeds_the_regimens_own() -> None:
    def five_milligrams(data: dict[str, Any]) -> None:
        for block in entry(data, "regimens", "rd")["drugs"]:
            if block["drug"] == "lenalidomide":
                block["doses"][0]["dose"]["amount"] = "5"

    edition = changed(five_milligrams)
    for clearance, choices in ((40, {}), (20, {"lenalidomide_below_30": "7.5_mg_daily"})):
        patient = {**PATIENT, "creatinine_clearance_ml_min": clearance}
        given = plan_in(edition, regimen="rd", cycle=1, patient=patient, choices=choices)["details"]
        (first, *_) = [line for line in given["administrations"] if line["drug"] == "lenalidomide"]
        assert (first["dose"], first["basis"], first["flags"]) == ("5", "5 mg", [])
    patient = {**PATIENT, "creatinine_clearance_ml_min": 20}
    choices = {"lenalidomide_below_30": "15_mg_alternate_days"}
    given = plan_in(edition, regimen="rd", cycle=1, patient=patient, choices=choices)["details"]
    lines = [line for line in given["administrations"] if line["drug"] == "lenalidomide"]
    assert (len(lines), lines[0]["dose"], lines[0]["flags"]) == (11, "5", ["renal_reduced"])


def test_a_warning_of_some_cycles_is_shown_in_those_alone() -> None:
    edition = changed(
        lambda data: entry(data, "regimens", "vd")["warnings"][0].update(cycles={"first": 2, "last": 3})
    )
    shown = [
        "age_warning"
        in [
            warning["code"]
            for warning in plan_in(edition, regimen="vd", cycle=cycle, patient={**PATIENT, "age_years": 80})[
                "warnings"
            ]
        ]
        for cycle in (1, 2, 3, 4)
    ]
    assert shown == [False, True, True, False]


def test_premedication_without_other_components_reads_well() -> None:
    def steroid_only(data: dict[str, Any]) -> None:
        entry(data, "drugs", "isatuximab")["premedication"]["also"] = None

    edition = changed(steroid_only)
    inputs = {"regimen": "isapd", "cycle": 1, "patient": PATIENT}
    result = plan_in(edition, **inputs)
    request = {"calculator": "dose_plan", "inputs": inputs}
    (line,) = build_receipt(request, result, edition)["premedication"]
    assert line["text"] == "desametasone: la dose dello schema vale come premedicazione"
    assert line["day"] == "1, 8, 15, 22"


def test_a_rule_of_all_terms_needs_every_one() -> None:
    def both(data: dict[str, Any]) -> None:
        rule = entry(data, "regimens", "pcd")["rules"]["reduced_dexamethasone"]
        rule["all"], rule["any"] = rule["any"], []

    edition = changed(both)

    def dose(age: int | None, comorbidity: str) -> str:
        patient = {"age_years": age, "conditions": {"severe_comorbidity": comorbidity}}
        result = plan_in(
            edition,
            regimen="pcd",
            cycle=1,
            patient=patient,
            choices={"pcd_cyclophosphamide": "300_mg_weekly"},
        )
        if result["status"] != "ok":
            return str(result["status"])
        return str(result["details"]["totals"]["dexamethasone"])

    assert [dose(80, "yes"), dose(80, "no"), dose(60, "yes")] == ["80 mg", "160 mg", "160 mg"]
    assert [dose(80, "unknown"), dose(60, "unknown"), dose(None, "no")] == ["needs_input", "160 mg", "160 mg"]


@pytest.mark.parametrize("dialysis", [True, False])
def test_an_organ_value_without_a_rule_is_said_to_be_unused_on_dialysis_too(dialysis: bool) -> None:
    patient = {**PATIENT, "creatinine_clearance_ml_min": 20, "dialysis": dialysis}
    for regimen in ("dcep", "isapd", "mel100"):
        codes = [warning["code"] for warning in plan(regimen, 1, patient=patient)["warnings"]]
        assert "organ_function_unused" in codes, regimen


def test_an_entered_surface_asks_for_no_recalculation_that_could_not_happen() -> None:
    patient = {"bsa_m2": "1.8", "baseline_weight_kg": 60, "weight_kg": 80}
    found = plan("kd", 2, patient=patient)
    assert found["status"] == "ok"
    assert "baseline_weight_kg" in found["details"]["unused"]
    codes = [warning["code"] for warning in found["warnings"]]
    assert {"bsa_entered", "bsa_entered_weight_changed"} <= set(codes)
    near = plan("kd", 2, patient={**patient, "weight_kg": 72})  # 20 % exactly is no change
    assert "bsa_entered_weight_changed" not in [warning["code"] for warning in near["warnings"]]
    assert {
        entry["dose"] for entry in found["details"]["administrations"] if entry["drug"] == "carfilzomib"
    } == {"100.8"}


@pytest.mark.parametrize(("answer", "met"), [("yes", True), (None, False)])
def test_a_stated_tolerance_meets_the_condition_of_the_doses(answer: str | None, met: bool) -> None:
    choices = {} if answer is None else {"escalation_tolerated": answer}
    found = plan("kd", 2, patient={"bsa_m2": "1.8"}, choices=choices)
    doses = [entry for entry in found["details"]["administrations"] if entry["drug"] == "carfilzomib"]
    assert {(entry["condition"], entry["condition_met"]) for entry in doses} == {("if_tolerated", met)}
    others = [entry for entry in found["details"]["administrations"] if entry["drug"] != "carfilzomib"]
    assert {(entry["condition"], entry["condition_met"]) for entry in others} == {(None, None)}
