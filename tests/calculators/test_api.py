"""The one entry point: any request gets a result of the contract."""

import json
import math
from decimal import ROUND_UP, Context, Decimal, localcontext
from typing import Any

import pytest

from calculators import __version__, api
from calculators.outcome import STATUSES
from calculators.registry import CALCULATORS
from tests.calculators.asking import EDITION, SOURCE, ask, ask_text, plan

RESULT_KEYS = [
    "id", "calculator", "status", "value", "unit", "category", "points", "details", "questions", "steps",
    "warnings", "errors", "sources", "edition", "edition_sha256", "calculators_version",
]  # fmt: skip
BSA = {"height_cm": 170, "weight_kg": 70, "formula": "mosteller"}


def codes(request: object) -> list[tuple[str, str]]:
    """Return field and code of every problem with a request."""
    result = api.answer(request, SOURCE)
    assert result["status"] in ("invalid", "needs_input")
    assert list(result) == RESULT_KEYS
    return [(error["field"], error["code"]) for error in result["errors"]]


def test_a_result_holds_the_keys_of_the_contract_in_order() -> None:
    result = ask("bsa", **BSA)
    assert list(result) == RESULT_KEYS
    assert result["edition"] is result["edition_sha256"] is result["points"] is result["category"] is None
    assert result["calculators_version"] == __version__
    assert [list(step) for step in result["steps"]] == [["label", "formula", "value", "unit", "sources"]]


def test_a_plan_names_its_edition_and_hash() -> None:
    result = plan("mp")
    assert (result["edition"], result["edition_sha256"]) == ("draft", EDITION.sha256)
    assert [list(entry)[:6] for entry in result["details"]["administrations"][:1]] == [
        ["day", "date", "drug", "dose", "unit", "route"]
    ]


def test_values_hold_at_least_thirty_four_digits() -> None:
    value = ask("bsa", **BSA)["value"]
    assert len(value.replace(".", "")) >= 34
    assert value.startswith("1.81811868577261906")


@pytest.mark.parametrize("request_", [None, [], "bsa", 1, True, Decimal(1)])
def test_what_is_no_object_is_no_request(request_: object) -> None:
    assert codes(request_) == [("request", "not_a_request")]


@pytest.mark.parametrize("name", [None, 1, True, ["bsa"], {"bsa": 1}, "", "BSA", "x" * 10_000])
def test_unknown_calculators_of_any_kind(name: object) -> None:
    assert codes({"calculator": name, "inputs": {}}) == [("calculator", "unknown_calculator")]


@pytest.mark.parametrize("lang", ["fr", None, 1, ["it"], {"it": 1}])
def test_unknown_languages_of_any_kind(lang: object) -> None:
    assert codes({"calculator": "bsa", "inputs": BSA, "lang": lang}) == [("lang", "unknown_language")]


@pytest.mark.parametrize("inputs", [None, [], "x", 1])
def test_inputs_must_be_an_object(inputs: object) -> None:
    assert codes({"calculator": "bsa", "inputs": inputs}) == [("inputs", "not_a_request")]
    assert codes({"calculator": "bsa"}) == [("inputs", "not_a_request")]


def test_an_unknown_key_of_the_request_is_named() -> None:
    assert codes({"calculator": "bsa", "inputs": BSA, "input": {}}) == [("input", "not_a_request")]


@pytest.mark.parametrize("edition", ["2031.1", 1, ["draft"], True, ""])
def test_an_unknown_edition_is_refused(edition: object) -> None:
    request = {"calculator": "dose_plan", "inputs": {"regimen": "mp", "cycle": 1}, "edition": edition}
    assert codes(request) == [("edition", "unknown_edition")]


def test_a_null_edition_is_the_default_and_a_score_needs_none() -> None:
    request = {"calculator": "dose_plan", "inputs": {"regimen": "mp", "cycle": 1}, "edition": None}
    assert api.answer(request, SOURCE)["status"] == "ok"
    assert api.answer({"calculator": "bsa", "inputs": BSA, "edition": "2031.1"}, SOURCE)["status"] == "ok"


@pytest.mark.parametrize(
    "id_", [None, 0, -1, 10**30, True, "", "è", "😀", [1, {"a": None}], {"nested": {"deep": ["x"]}}, 1.5, 0.1]
)
def test_the_id_comes_back_as_it_was(id_: object) -> None:
    text = json.dumps({"id": id_, "calculator": "bsa", "inputs": BSA})
    assert ask_text(text)["id"] == id_
    assert ask_text(text.replace("bsa", "nothing"))["id"] == id_


@pytest.mark.parametrize("digits", ["1e400", "-1e400", "0.12345678901234567890", "1e-400"])
def test_an_id_that_no_binary_number_holds_comes_back_as_text(digits: str) -> None:
    (number,) = ask_text(f'{{"id": [{digits}], "calculator": "bsa", "inputs": {{}}}}')["id"]
    assert isinstance(number, str)
    assert Decimal(number) == Decimal(digits)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[1,]", "{'a': 1}", '{"a": 1e99999999999999999999}', '{"id": "\\ud800"}', '{"\\uDFFF": 1}',
        "1" * 5000, "[" * 100_000, '{"id": ' * 50_000,
    ],
)  # fmt: skip
def test_unreadable_text_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        api.read_request(text)


def test_an_escaped_pair_of_surrogates_is_one_character() -> None:
    assert ask_text('{"id": "\\ud83d\\ude00", "calculator": "bsa", "inputs": {}}')["id"] == "😀"


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_json_constants_are_no_numbers(text: str) -> None:
    request = (
        f'{{"calculator": "bsa", "inputs": {{"height_cm": {text}, "weight_kg": 70, "formula": "boyd"}}}}'
    )
    assert [error["code"] for error in ask_text(request)["errors"]] == ["not_a_number"]


def test_decimals_of_a_request_keep_every_digit() -> None:
    result = ask_text(
        '{"calculator": "dose_per_kg", "inputs": {"dose_mg_per_kg": 1, "weight_kg": 70.00000000000000000001}}'
    )
    assert result["value"] == "70.00000000000000000001"


def test_python_numbers_are_accepted_as_a_program_has_them() -> None:
    for weight in (70, 70.0, Decimal(70), "70", "70,0"):
        request = {"calculator": "dose_per_kg", "inputs": {"dose_mg_per_kg": 2, "weight_kg": weight}}
        assert api.answer(request, SOURCE)["value"] == "140"
    for weight in (math.nan, math.inf, Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), 1e-300, 7e300):
        request = {"calculator": "dose_per_kg", "inputs": {"dose_mg_per_kg": 2, "weight_kg": weight}}
        assert api.answer(request, SOURCE)["status"] == "invalid"


def test_the_answer_does_not_depend_on_the_callers_decimal_context() -> None:
    request = {"calculator": "bsa", "inputs": BSA}
    expected = api.answer(request, SOURCE)
    with localcontext(Context(prec=3, rounding=ROUND_UP)):
        assert api.answer(request, SOURCE) == expected
        assert api.answer({"calculator": "dose_plan", "inputs": {"regimen": "mp", "cycle": 1}}, SOURCE)


ANSWERS_ANYTHING = ("advanced_therapy_eligibility",)
"""What is absent is not known, and an answer of itself."""


@pytest.mark.parametrize("name", [name for name in CALCULATORS if name not in ANSWERS_ANYTHING])
def test_every_calculator_asks_for_each_required_field(name: str) -> None:
    result = ask(name)
    assert result["status"] == "needs_input"
    asked = [question["field"] for question in result["questions"]]
    required = [field.name for field in CALCULATORS[name].fields if field.required]
    assert {question["kind"] for question in result["questions"]} == {"input"}
    if required:
        assert [error["field"] for error in result["errors"]] == required
        assert asked == required
    else:  # nothing is always needed: what could tell is asked for
        assert asked
        assert set(asked) <= {field.name for field in CALCULATORS[name].fields}
    assert result["details"]["questions"] == result["questions"]


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_has_a_form_in_both_languages(name: str) -> None:
    italian, english = api.calculator_form(name, "it"), api.calculator_form(name, "en")
    names = [field.name for field in CALCULATORS[name].fields]
    assert [field["name"] for field in italian] == [field["name"] for field in english] == names
    assert {field["group"] for field in italian} <= {"inputs"}


def test_statuses_are_those_of_the_contract_in_order_of_precedence() -> None:
    assert STATUSES == ("invalid", "blocked", "not_covered", "needs_choice", "needs_input", "ok")


def precedence(**more: Any) -> str:
    status: str = ask("dose_plan", **{"regimen": "krd", "cycle": 13, **more})["status"]
    return status


def test_the_first_status_that_applies_is_given() -> None:
    no_escalation = {"escalation_tolerated": "no"}
    data = {"age_years": 70, "bsa_m2": 1.8, "creatinine_clearance_ml_min": 80, "dialysis": False}
    assert precedence(choices=no_escalation, patient={"age_years": "x"}) == "invalid"
    assert precedence(choices=no_escalation) == "blocked"
    assert precedence() == "needs_choice"
    assert precedence(choices={"krd_days_8_9": "omit"}) == "needs_input"
    assert precedence(choices={"krd_days_8_9": "omit"}, patient=data) == "ok"
    assert ask("dose_plan", regimen="vd", cycle=9)["status"] == "not_covered"


def test_forms_are_known_for_every_regimen_and_for_no_other() -> None:
    for regimen in EDITION.regimens:
        assert api.form(EDITION, regimen)
    with pytest.raises(KeyError):
        api.form(EDITION, "allogeneic")
    with pytest.raises(KeyError):
        api.calculator_form("nothing")


def test_an_unknown_name_is_repeated_in_eighty_characters_at_most() -> None:
    inputs = {"product": "axi_cel", "bsa_m2": "1.8", "creatinine_clearance_ml_min": 90}
    asked = (
        {"calculator": "x" * 100, "inputs": {}},
        {"calculator": "lymphodepletion", "inputs": inputs, "edition": "x" * 100},
    )
    for request in asked:
        (error,) = ask_text(json.dumps(request))["errors"]
        assert "x" * 80 in error["message"]
        assert "x" * 81 not in error["message"]


def test_every_field_of_a_form_has_a_name_that_is_known() -> None:
    assert {"age_years", "height_cm", "igg", "prior_lines"} <= api.field_names()
