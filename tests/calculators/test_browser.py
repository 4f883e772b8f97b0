"""The browser's door: the same results as the command line, with a receipt beside them."""

import hashlib
import json
from decimal import localcontext

import pytest

from calculators import api, browser
from calculators.edition import EditionError
from tests.calculators.asking import EDITION, EDITION_TEXT, SOURCE, ask_text
from tests.calculators.case_files import Case, all_cases


@pytest.fixture(autouse=True)
def started() -> None:
    browser.start(EDITION_TEXT, EDITION.sha256)


def test_it_refuses_an_edition_with_another_hash_and_keeps_the_one_it_has() -> None:
    with pytest.raises(EditionError):
        browser.start(EDITION_TEXT, "0" * 64)
    request = '{"calculator": "dose_plan", "inputs": {"regimen": "mp", "cycle": 1}}'
    assert json.loads(browser.answer_result(request))["edition_sha256"] == EDITION.sha256


@pytest.mark.parametrize("case", all_cases()[::7], ids=lambda case: case.id)
def test_a_result_is_the_one_of_the_command_line(case: Case) -> None:
    request = case.request()
    expected = api.write_result(api.answer(api.read_request(request), SOURCE))
    assert browser.answer_result(request) == expected
    assert json.loads(browser.answer(request))["result"] == json.loads(expected)


def test_a_score_has_a_receipt_without_an_edition() -> None:
    request = '{"calculator": "bmi", "inputs": {"height_cm": 170, "weight_kg": "53,465"}, "lang": "it"}'
    answer = json.loads(browser.answer(request))
    assert answer["result"]["value"] == "18.5"
    assert answer["receipt"]["value"]["text"] == "18,5 kg/m²"
    assert answer["receipt"]["edition"] is None


@pytest.mark.parametrize("text", ["", "nonsense", "[", '{"id": "\\ud800"}'])
def test_unreadable_text_is_invalid(text: str) -> None:
    assert json.loads(browser.answer_result(text))["errors"][0]["code"] == "bad_json"


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "[]",
        "1",
        "{}",
        '{"calculator": ["bsa"]}',
        '{"calculator": {}, "inputs": {"regimen": ["krd"]}}',
    ],
)
def test_any_json_has_a_receipt(text: str) -> None:
    answer = json.loads(browser.answer(text))
    assert answer["result"] == ask_text(text)
    assert answer["receipt"]["message"] == "Dati da correggere"
    assert answer["receipt"]["title"] == "Calcolo"


def test_it_answers_for_its_own_edition_alone() -> None:
    request = '{"calculator": "dose_plan", "inputs": {}, "edition": "2031.1"}'
    assert json.loads(browser.answer_result(request))["errors"][0]["code"] == "unknown_edition"


def test_an_answer_with_its_receipt_does_not_depend_on_the_decimal_context() -> None:
    request = '{"calculator": "dose_per_kg", "inputs": {"dose_mg_per_kg": "5.4321", "weight_kg": "71.234"}}'
    usual = browser.answer(request)
    with localcontext(prec=3):
        assert browser.answer(request) == usual


def test_it_proves_itself_on_a_known_answer_and_on_no_other() -> None:
    request = '{"calculator": "bmi", "inputs": {"height_cm": 170, "weight_kg": 70}, "lang": "it"}'
    known = hashlib.sha256(browser.answer(request).encode()).hexdigest()
    assert browser.proves(request, known)
    assert not browser.proves(request.replace("70}", "71}"), known)
