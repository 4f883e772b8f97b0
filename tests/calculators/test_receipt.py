"""The receipt: what a reader sees, in the reader's language."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from calculators import api
from calculators.algorithm.placing import STATES
from calculators.edition import load_edition
from calculators.receipt import as_text, build_receipt
from tests.calculators.asking import EDITION, EDITION_FILE, SOURCE, plan
from tests.calculators.case_files import Case, all_cases

PATIENT = {
    "age_years": 76,
    "height_cm": "180",
    "weight_kg": "101,25",
    "creatinine_clearance_ml_min": 49.99,
    "dialysis": False,
}
KRD = {"regimen": "krd", "cycle": 1, "patient": PATIENT, "cycle_start": "2026-01-05"}


def receipt(lang: str, calculator: str = "dose_plan", /, **inputs: Any) -> dict[str, Any]:
    """Return the receipt of one request, as JSON gives it to the page."""
    return receipt_of(json.dumps({"calculator": calculator, "inputs": inputs, "lang": lang}))


def receipt_of(text: str) -> dict[str, Any]:
    request = api.read_request(text)
    result = api.answer(request, SOURCE)
    shown: dict[str, Any] = json.loads(
        api.write_result(build_receipt(request, result, EDITION if result["edition"] else None))
    )
    return shown


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a receipt with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from strings(item, f"{path}/{key}")
    elif isinstance(value, list):
        for item in value:
            yield from strings(item, path)


def test_the_decimal_mark_is_the_languages() -> None:
    italian, english = receipt("it", **KRD), receipt("en", **KRD)
    eighth = [shown["calendar"]["rows"][7] for shown in (italian, english)]
    assert [row["day"] for row in eighth] == ["8", "8"]
    assert [row["cells"]["carfilzomib-iv"]["dose"] for row in eighth] == ["59,4 mg", "59.4 mg"]
    assert [row["date"] for row in eighth] == ["lun 12 gen 2026", "Mon 12 Jan 2026"]


def test_inputs_are_echoed_as_they_were_understood() -> None:
    lines = {line["label"]: line["text"] for line in receipt("it", **KRD)["inputs"]}
    assert lines["Altezza"] == "180 cm"
    assert lines["Peso attuale"] == "101,25 kg"
    assert lines["Clearance della creatinina"] == "49,99 mL/min"
    assert lines["In dialisi"] == "No"
    assert lines["Data del giorno 1 del ciclo"] == "lun 5 gen 2026"
    assert lines["Ciclo"] == "1"


def test_choices_and_conditions_are_echoed_in_words() -> None:
    conditions = {"poorly_controlled_diabetes": "unknown", "steroid_intolerance": True}
    choices = {
        "daratumumab_route": "sc",
        "daratumumab_split_first_dose": False,
        "carfilzomib_rebaseline": None,
    }
    shown = receipt("en", regimen="dvd", cycle=1, patient={"conditions": conditions}, choices=choices)
    texts = [line["text"] for line in shown["inputs"]]
    assert "Not known" in texts
    assert "1" in texts
    assert len(texts) == 5


def test_a_choice_is_called_as_its_own_regimen_calls_it() -> None:
    patient = {"age_years": 80, "creatinine_clearance_ml_min": 80, "dialysis": "no"}
    for regimen, label in (("rd", "20 mg (first-line label)"), ("pd", "20 mg (label)")):
        choices = {"dexamethasone_above_75": "20_mg_label"}
        shown = receipt("en", regimen=regimen, cycle=1, patient=patient, choices=choices)
        assert label in [line["text"] for line in shown["inputs"]]
        asked = receipt("en", regimen=regimen, cycle=1, patient=patient)["questions"]
        assert label in asked[0]["options"]


def test_what_cannot_be_read_is_not_echoed() -> None:
    shown = receipt("it", regimen="krd", cycle="x", patient={"age_years": "x", "none": 1}, choices={"a": 1})
    assert shown["inputs"] == []
    assert {error["field"] for error in shown["errors"]} == {"cycle", "age_years", "none", "a"}


def test_flags_badges_and_limits_are_said() -> None:
    shown = receipt("it", **KRD)
    columns = {column["key"]: column for column in shown["calendar"]["columns"]}
    assert columns["carfilzomib-iv"]["flags"] == ["superficie limitata"]
    assert columns["carfilzomib-iv"]["basis"] == "20 mg/m² poi 27 mg/m²"
    assert columns["lenalidomide-po"]["flags"] == ["ridotta per il rene"]
    assert columns["lenalidomide-po"]["basis"] == "10 mg"
    assert columns["dexamethasone-po_or_iv"]["flags"] == ["ridotta per età"]
    assert [badge["text"] for badge in columns["carfilzomib-iv"]["badges"]] == [
        "giorni: da RCP, assente nel documento"
    ]
    assert any(step["formula"] == "min(2,25; 2,2)" for step in shown["steps"])


def test_every_digit_stands_beside_a_rounded_dose() -> None:
    shown = receipt("it", regimen="mel100", cycle=1, patient={"height_cm": 170, "weight_kg": 70})
    cell = shown["calendar"]["rows"][0]["cells"]["melphalan-iv"]
    assert cell["dose"] == "181,81 mg"
    assert cell["exact"].startswith("181,811868577261906")
    assert shown["calendar"]["rows"][0]["day"] == "giorno non indicato"


def test_a_page_never_shows_a_calendar_that_is_not_complete() -> None:
    shown = receipt("it", regimen="krd", cycle=13)
    assert shown["calendar"] is None
    assert shown["message"] == "Serve una scelta del prescrittore"
    assert shown["questions"][0]["kind"] == "choice"
    assert len(shown["questions"][0]["options"]) == 2


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_edition_and_its_hash_are_on_every_receipt_of_a_plan(lang: str) -> None:
    line = receipt(lang, regimen="mp", cycle=1)["edition"]
    assert line["sha12"] == EDITION.sha256[:12]
    assert line["status"] == {"it": "bozza non validata", "en": "draft, not validated"}[lang]


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.id)
def test_numbers_of_a_receipt_keep_the_languages_mark_and_units(case: Case) -> None:
    for lang, wrong in (("it", r"[0-9]\.[0-9]"), ("en", r"[0-9],[0-9]")):
        shown = receipt_of(case.request(lang))
        counted = {"calendar": shown["calendar"], "totals": shown["totals"], "steps": shown["steps"]}
        for path, text in strings({**counted, "value": shown["value"]}):
            if path.rpartition("/")[2] in ("dose", "text", "exact", "basis") and "/sources" not in path:
                assert not re.search(wrong, text), (path, text)
                assert not re.search(r"(^|[^0-9])[.,][0-9]", text), (path, text)
                assert not re.search(r"[0-9][.,][0-9]*0($| )", text), (path, text)
        assert as_text(shown).strip()


def sentences(shown: dict[str, Any]) -> set[str]:
    """Return the sentences of a receipt that a reader reads, without numbers and names of drugs."""
    kept = {
        key: shown[key] for key in ("message", "warnings", "instructions", "errors", "questions", "steps")
    }
    return {
        text
        for path, text in strings(kept)
        if path.rpartition("/")[2] in ("text", "message", "why", "label") and len(text.split()) > 3
    }


@pytest.mark.parametrize("case", all_cases()[::3], ids=lambda case: case.id)
def test_no_sentence_is_the_same_in_both_languages(case: Case) -> None:
    italian, english = (sentences(receipt_of(case.request(lang))) for lang in ("it", "en"))
    titles = {title for text in EDITION.source_titles.values() for title in text.values()}
    assert {text for text in italian & english if not any(title in text for title in titles)} == set()


def test_a_request_of_any_kind_has_a_receipt() -> None:
    requests: list[object] = [None, [], {"lang": []}, {"calculator": 7}, {"calculator": "bsa", "inputs": []}]
    for request in requests:
        result = api.answer(request, SOURCE)
        assert as_text(build_receipt(request, result, None))
    result = api.answer({"calculator": "dose_plan", "inputs": {"regimen": []}}, SOURCE)
    assert (
        build_receipt({"calculator": "dose_plan", "inputs": {"regimen": []}}, result, EDITION)["inputs"] == []
    )


def test_a_dose_from_elsewhere_than_a_label_says_so() -> None:
    badges = [
        badge["text"]
        for regimen in ("dvd", "bvd", "isakd")
        for column in receipt(
            "it",
            regimen=regimen,
            cycle=1,
            patient={
                "age_years": 70,
                "height_cm": 180,
                "weight_kg": 80,
                "bilirubin_x_uln": 1,
                "conditions": {"poorly_controlled_diabetes": "no", "steroid_intolerance": "no"},
            },
            choices={"daratumumab_route": "iv", "daratumumab_split_first_dose": "yes"},
        )["calendar"]["columns"]
        for badge in column["badges"]
    ]
    assert {"giorni: da RCP, assente nel documento", "dose: corretto, da confermare"} <= set(badges)


def test_what_was_left_empty_is_not_echoed() -> None:
    shown = receipt(
        "en", regimen="isapd", cycle=1, patient={"age_years": 70, "weight_kg": 70, "height_cm": None}
    )
    assert "Height" not in [line["label"] for line in shown["inputs"]]


def test_a_cap_and_an_infusion_that_are_not_in_the_document_say_where_they_are_from() -> None:
    shown = receipt(
        "it", regimen="kd", cycle=1, patient={"height_cm": 190, "weight_kg": 120, "baseline_weight_kg": 120}
    )
    marked = [step["label"] for step in shown["steps"] if "assente nel documento" in step["label"]]
    assert marked == ["Superficie corporea per carfilzomib: limite (da RCP, assente nel documento)"]
    assert "infusione di 30 minuti (assente nel documento, da confermare)" in [
        line["text"] for line in shown["instructions"]
    ]


def test_a_dose_is_called_tolerated_only_when_that_was_said() -> None:
    def notes(**choices: str) -> set[str]:
        shown = receipt("it", regimen="kd", cycle=2, patient={"bsa_m2": 1.8}, choices=choices)
        cells = [row["cells"].get("carfilzomib-iv") for row in shown["calendar"]["rows"]]
        return {note for cell in cells if cell for note in cell["notes"]}

    assert notes() == {"se tollerata"}
    assert notes(escalation_tolerated="yes") == {"tolleranza dichiarata"}


def test_ten_decimals_of_what_was_typed_are_echoed() -> None:
    typed = {**KRD, "patient": {**PATIENT, "weight_kg": "101,12345678956"}}
    lines = {line["label"]: line["text"] for line in receipt("it", **typed)["inputs"]}
    assert lines["Peso attuale"] == "101,1234567896 kg"


def test_the_rule_that_acted_is_a_step_with_its_own_sources() -> None:
    (rule,) = EDITION.regimens["isapd"].rules.values()
    answer = plan("isapd", 1, "en", patient={"age_years": 75, "weight_kg": 70})
    acted = [step for step in answer["steps"] if step["label"].startswith("Rule that acted")]
    assert [(step["label"], step["sources"]) for step in acted] == [
        (f"Rule that acted: {rule.text['en']}", list(rule.sources))
    ]


def test_sources_of_criteria_stand_once_at_the_last_of_those_that_share_them() -> None:
    given = {"prior_lines": 2, "refractory_lenalidomide": "yes"}
    request = {"calculator": "algorithm", "inputs": given, "lang": "it"}
    answer = api.answer(request, SOURCE)
    drawn = build_receipt(request, answer, EDITION)["placement"]
    shown = {regimen["id"]: regimen for group in drawn["groups"] for regimen in group["regimens"]}
    said = 0
    for entry in answer["details"]["catalogue"]:
        for place in entry["places"]:
            criteria = place["criteria"]
            there = next(one for one in shown[entry["regimen"]]["places"] if one["node"] == place["node"])
            pairs = zip(criteria, [*criteria[1:], None], there["criteria"], strict=True)
            for criterion, following, line in pairs:
                is_last = following is None or following["sources"] != criterion["sources"]
                assert bool(line["sources"]) == (is_last and bool(criterion["sources"]))
                said += not is_last
    assert said > 10


def test_an_edition_with_the_algorithm_alone_groups_its_regimens_by_state() -> None:
    older = load_edition((EDITION_FILE.parent / "2025.1.json").read_text(encoding="utf-8"))
    request = {"calculator": "algorithm", "inputs": {"prior_lines": 1}, "lang": "it"}
    answer = api.answer(request, api.only(older))
    drawn = build_receipt(request, answer, older)["placement"]
    assert tuple(group["state"] for group in drawn["groups"]) == STATES
