"""What every score says beside its number: items, classes, references, and what is not verified."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from calculators import api
from calculators.calcium import albumin_in, corrected_calcium
from calculators.calculator import GROUPS
from calculators.kidney import cockcroft_gault, creatinine_mg_dl
from calculators.receipt import as_text, build_receipt
from calculators.references import REFERENCES, cited
from calculators.registry import CALCULATORS
from calculators.scores import CALCULATORS as SCORES
from calculators.scores.cell_therapy_risk import easix
from calculators.scores.crp import crp_mg_dl
from tests.calculators.asking import SOURCE, ask
from tests.calculators.case_files import Case, all_cases

PUBLISHED = [c for c in CALCULATORS.values() if c.references]
ITEM = ["name", "label", "value", "unit", "text", "points", "met"]
CLASS = ["name", "label", "minimum", "maximum", "span", "current"]

RANGES = {
    "nadir_g_dl": ("0", "15"),
    "current_g_dl": ("0", "15"),
    "nadir_mg_24h": ("0", "50000"),
    "current_mg_24h": ("0", "50000"),
    "nadir_mg_l": ("0", "100000"),
    "current_mg_l": ("0", "100000"),
    "bmpc_percent": ("0", "100"),
    "calcium_mg_dl": ("4", "25"),
    "calcium_uln_mg_dl": ("8", "13"),
    "creatinine_mg_dl": ("0.2", "20"),
    "creatinine_clearance_ml_min": ("0", "300"),
    "hb_g_dl": ("2", "25"),
    "hb_lln_g_dl": ("9", "18"),
    "osteolytic_lesions": ("0", "500"),
    "flc_involved_mg_l": ("0", "200000"),
    "flc_ratio": ("0", "100000"),
    "mri_focal_lesions": ("0", "500"),
    "beta2_microglobulin_mg_l": ("0.1", "100"),
    "albumin_g_dl": ("0.5", "8"),
    "ldh_x_uln": ("0.1", "100"),
    "copies_1q21": ("0", "20"),
    "age_years": ("18", "110"),
    "katz_adl": ("0", "6"),
    "lawton_iadl": ("0", "8"),
    "charlson_index": ("0", "37"),
    "ecog_ps": ("0", "4"),
    "orientation": ("0", "4"),
    "naming": ("0", "3"),
    "following_commands": ("0", "1"),
    "writing": ("0", "1"),
    "attention": ("0", "1"),
    "ice_score": ("0", "10"),
    "ferritin_ng_ml": ("1", "500000"),
    "ferritin_uln_ng_ml": ("20", "1000"),
    "ferritin_baseline_ng_ml": ("1", "500000"),
    "fibrinogen_mg_dl": ("5", "2000"),
    "transaminases_x_uln": ("0.1", "1000"),
    "anc_10e9_l": ("0", "200"),
    "ldh_u_l": ("50", "20000"),
    "extranodal_sites": ("0", "20"),
}
"""What each number of a score may be; a change here is a change of what is refused."""


def computed(name: str) -> Iterator[Case]:
    return (case for case in all_cases() if case.calculator == name and case.output["status"] == "ok")


def shown(case: Case, lang: str) -> str:
    request = api.read_request(case.request(lang))
    return as_text(build_receipt(request, api.answer(request, SOURCE), None))


def test_every_calculator_belongs_to_a_group() -> None:
    assert {calculator.name for calculator in CALCULATORS.values() if calculator.group not in GROUPS} == set()


def test_accepted_ranges() -> None:
    easix = ("easix", "m_easix")
    for score in SCORES:
        for field in score.fields:
            limits = (str(field.minimum), str(field.maximum))
            if field.name == "platelets_10e9_l":
                assert limits == (("1", "1500") if score.name in easix else ("1", "3000"))
            elif field.minimum is not None:
                assert limits == RANGES[field.name], field.name


MAXIMA = {
    "r2_iss": 5,
    "imwg_frailty": 5,
    "simplified_frailty": 5,
    "crs_grade": 4,
    "ice_score": 10,
    "icans_grade": 4,
    "car_hematotox": 7,
    "ipi": 5,
    "r_ipi": 5,
    "cns_ipi": 6,
}


@pytest.mark.parametrize("name", MAXIMA)
def test_the_most_points_there_can_be(name: str) -> None:
    maxima = {details_of(case)["maximum"] for case in computed(name)}
    assert maxima == {MAXIMA[name]}
    assert max(case.output["points"] for case in computed(name)) == MAXIMA[name]


def test_the_most_points_of_charlson_depend_on_the_age() -> None:
    for case in computed("charlson"):
        assert details_of(case)["maximum"] == (37 if case.input["include_age"] else 33)


def details_of(case: Case) -> dict[str, Any]:
    details: dict[str, Any] = api.answer(api.read_request(case.request()), SOURCE)["details"]
    return details


@pytest.mark.parametrize(
    ("beta2", "albumin", "met"),
    [
        ("3.49", "3.5", [False, False]),
        ("3.5", "3.5", [True, False]),
        ("3.51", "3.49", [True, True]),
        ("3.49", "3.51", [False, False]),
        ("2", "3.4", [False, True]),
    ],
)
def test_what_is_unfavourable_is_marked(beta2: str, albumin: str, met: list[bool]) -> None:
    shown_items = ask("iss", beta2_microglobulin_mg_l=beta2, albumin_g_dl=albumin)["details"]["items"]
    assert [one["met"] for one in shown_items] == met


@pytest.mark.parametrize("name", [name for name in MAXIMA if name != "crs_grade"])
def test_an_item_counts_when_it_has_points(name: str) -> None:
    for case in computed(name):
        for item in details_of(case)["items"]:
            assert item["met"] == (None if item["points"] is None else item["points"] > 0)


def test_the_stage_counts_as_met_from_ii() -> None:
    for case in computed("r2_iss"):
        details = details_of(case)
        assert details["items"][0]["met"] is (details["iss"] != "I")
        assert details["items"][0]["value"] == details["iss"]


def test_every_score_names_its_references() -> None:
    assert {score.name for score in SCORES if not score.references} == set()
    for calculator in PUBLISHED:
        assert set(calculator.references) <= set(REFERENCES)
    used = {key for calculator in PUBLISHED for key in calculator.references}
    assert set(REFERENCES) - used == set()
    assert cited("iss-2005", "hans-2004")["en"].endswith("; Hans et al., Blood 2004; 103:275")


@pytest.mark.parametrize("calculator", PUBLISHED, ids=lambda calculator: calculator.name)
def test_a_result_names_its_sources_and_what_is_not_verified(calculator: object) -> None:
    name = calculator.name  # type: ignore[attr-defined]
    for case in computed(name):
        for lang in ("it", "en"):
            result = api.answer(api.read_request(case.request(lang)), SOURCE)
            assert result["sources"] == list(CALCULATORS[name].references)
            assert result["edition"] is None
            told = [w["message"] for w in result["warnings"] if w["code"] == "not_verified"]
            assert len(told) == len(CALCULATORS[name].not_verified)
            for text, sentence in zip(CALCULATORS[name].not_verified, told, strict=True):
                assert sentence.endswith(text[lang])


@pytest.mark.parametrize("score", SCORES, ids=lambda score: score.name)
def test_items_and_classes_have_one_shape(score: object) -> None:
    name = score.name  # type: ignore[attr-defined]
    for case in computed(name):
        result = api.answer(api.read_request(case.request()), SOURCE)
        details = result["details"]
        if "easix" in name:
            assert "items" not in details
            continue
        assert [list(item) for item in details["items"]] == [ITEM] * len(details["items"])
        assert [list(one) for one in details["classes"]] == [CLASS] * len(details["classes"])
        assert len({item["name"] for item in details["items"]}) == len(details["items"])
        current = [one["name"] for one in details["classes"] if one["current"]]
        assert current == ([result["category"]] if details["classes"] else [])


@pytest.mark.parametrize("score", SCORES, ids=lambda score: score.name)
def test_the_receipt_reads_in_both_languages(score: object) -> None:
    name = score.name  # type: ignore[attr-defined]
    case = next(computed(name))
    italian, english = shown(case, "it"), shown(case, "en")
    assert italian.startswith(CALCULATORS[name].title["it"])
    assert english.startswith(CALCULATORS[name].title["en"])
    for text, lang in ((italian, "it"), (english, "en")):
        assert CALCULATORS[name].reference[lang] in text
        for field in CALCULATORS[name].fields:
            if case.input.get(field.name) is not None:
                assert f"{field.label[lang]}: " in text


def test_a_score_shows_points_class_and_sum() -> None:
    case = next(case for case in computed("r2_iss") if case.output["points"] == 3)
    text = shown(case, "it")
    assert "R2-ISS: 3 pt, IV\n" in text
    assert "- Stadio ISS: III = 1,5 pt" in text
    assert "- Somma dei punti: 1,5 + 0 + 1 + 0 + 0,5 = 3 pt" in text
    assert "- Classe: IV: 3 in 3–5" in text
    result = api.answer(api.read_request(case.request()), SOURCE)
    assert [one["span"] for one in result["details"]["classes"]] == ["0", "0,5–1", "1,5–2,5", "3–5"]
    assert json.loads(api.write_result(result))["points"] == 3
    whole = ask("r2_iss", **{name: str(value) for name, value in case.input.items()} | {"ldh_x_uln": 1})
    assert (whole["points"], type(whole["points"])) == (2, int)


def test_a_grade_names_the_worst_domain() -> None:
    case = next(case for case in computed("crs_grade") if case.output["points"] == 4)
    assert "The worst decides the grade: max(1; 4; 4) = 4 pt" in shown(case, "en")


def test_a_conversion_shows_both_values() -> None:
    for name, typed, converted in (
        ("m_easix", "7,9 / 10", "0,79 mg/dL"),
        ("corrected_calcium", "25 / 10", "2,5 g/dL"),
        ("egfr", "88,4 / 88,4", "1 mg/dL"),
    ):
        texts = [shown(case, "it") for case in computed(name)]
        assert any(f"{typed} = {converted}" in text for text in texts), name


def test_what_is_not_known_is_asked_with_its_reason() -> None:
    result = ask("hans", "en", cd10="negative", bcl6="positive")
    assert [question["field"] for question in result["questions"]] == ["mum1"]
    text = as_text(build_receipt({"calculator": "hans", "inputs": {}, "lang": "en"}, result, None))
    assert "? MUM1: MUM1: missing. Choices: Positive, Negative." in text
    assert "! " not in text
    case = next(case for case in all_cases() if "Kidney not known" in case.name["en"])
    told = ask("cns_ipi", "it", **{name: str(value) for name, value in case.input.items()})["errors"]
    assert [error["message"] for error in told] == [
        "Rene o surrene coinvolti: non noto, e può cambiare la risposta."
    ]


def test_only_another_unit_is_converted() -> None:
    for unit, lines in (("mg/dL", 2), ("mg/L", 3)):
        steps = ask("m_easix", ldh_u_l=400, crp=10, crp_unit=unit, platelets_10e9_l=100)["steps"]
        assert len(steps) == lines


def test_what_was_not_given_has_no_value() -> None:
    items = {item["name"]: item for item in ask("hans", cd10="positive")["details"]["items"]}
    assert (items["cd10"]["value"], items["cd10"]["text"]) == ("positive", "Positivo")
    assert (items["mum1"]["value"], items["mum1"]["text"]) == (None, "Non noto")


def test_the_relative_increase_is_exact() -> None:
    inputs = {"component": "serum_m_protein", "nadir_g_dl": 3, "current_g_dl": 4, "confirmed": "yes"}
    steps = ask("imwg_progression", **inputs)["steps"]
    assert steps[1]["value"] == f"33.{'3' * 48}"


def test_ferritin_on_its_limit_is_shown_as_not_above_it() -> None:
    case = next(case for case in computed("iec_hs_checklist") if "exactly twice" in case.name["en"])
    assert "500 <= 2 × 250" in shown(case, "en")


def test_a_function_called_by_itself_has_every_digit_too() -> None:
    """Whatever the caller's own decimal context is: Python's default keeps 28 digits."""
    long = Decimal("1.23456789012345678901234567890123456789")
    assert str(cockcroft_gault(70, Decimal(70), "male", Decimal(1))) == f"68.0{'5' * 46}6"
    assert str(creatinine_mg_dl(Decimal(1), "umol/L"))[:20] == "0.011312217194570135"
    assert len(str(creatinine_mg_dl(Decimal(1), "umol/L"))) > 50
    assert str(corrected_calcium(long, "mg/dL", Decimal(4))) == str(long)
    assert str(albumin_in(long, "g/L", "g/dL")) == "0.123456789012345678901234567890123456789"
    assert str(crp_mg_dl(long, "mg/L")) == "0.123456789012345678901234567890123456789"
    assert str(easix(Decimal(100), Decimal(1), Decimal(300))) == f"0.{'3' * 50}"


def test_a_sign_that_is_absent_counts_nothing() -> None:
    for case in computed("crs_grade"):
        for item in details_of(case)["items"]:
            assert item["value"] != "none" or item["points"] == 0


def test_a_grade_has_five_classes() -> None:
    for name in ("crs_grade", "icans_grade"):
        classes = details_of(next(computed(name)))["classes"]
        assert [one["name"] for one in classes] == [f"grade_{grade}" for grade in range(5)]


def test_age_is_unused_by_charlson_only_where_it_was_given_and_not_asked_for() -> None:
    for case in computed("charlson"):
        given = "age_years" in case.input and not case.input["include_age"]
        assert ("unused" in details_of(case)) is given
