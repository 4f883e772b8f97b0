"""What every score says beside its number: items, classes, references, and what is not verified."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from calculators import api
from calculators.calculator import GROUPS
from calculators.receipt import as_text, build_receipt
from calculators.references import REFERENCES, cited
from calculators.registry import CALCULATORS
from calculators.scores import CALCULATORS as SCORES
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
