"""Every case of tests/cases, in both languages, and what the cases as a whole must hold."""

import re
from collections import Counter

import pytest

from calculators.references import REFERENCES
from calculators.registry import CALCULATORS
from tests.calculators.asking import EDITION
from tests.calculators.case_files import REGIMENS, Case, all_cases, differences

CASES = all_cases()
DOCUMENT = re.compile(r"00[0-4]:[0-9]+(-[0-9]+)?")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    assert differences(case) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case_in_english(case: Case) -> None:
    assert differences(case, "en") == []


def test_every_regimen_has_at_least_six_cases_and_an_example() -> None:
    plans = [
        case for case in CASES if case.calculator == "dose_plan" and not case.id.startswith("calculators/")
    ]
    count = Counter(case.input["regimen"] for case in plans)
    with_doses = {name for name in REGIMENS if EDITION.regimens[name].drugs}
    assert set(count) == set(REGIMENS)
    assert {name: count[name] for name in with_doses if count[name] < 6} == {}
    assert {case.input["regimen"] for case in plans if case.example} == with_doses


def test_every_calculator_has_at_least_fifteen_cases() -> None:
    count = Counter(case.calculator for case in CASES)
    assert {name: count[name] for name in CALCULATORS if count[name] < 15} == {}


def test_a_folder_holds_the_cases_of_its_regimen() -> None:
    assert [
        case.id
        for case in CASES
        if "calculators/" not in case.id and case.id.split("/")[0] != case.input["regimen"]
    ] == []


def test_every_case_has_a_name_in_both_languages_and_a_source_that_resolves() -> None:
    for case in CASES:
        assert set(case.name) == {"it", "en"}, case.id
        assert case.source, case.id
        for source in case.source:
            key = source.partition(" ")[0]
            known = key in EDITION.source_titles or key in REFERENCES
            assert DOCUMENT.fullmatch(source) or known, (case.id, source)


def test_names_are_not_repeated_within_a_file() -> None:
    names = Counter((case.id.rpartition("/")[0], case.name[lang]) for case in CASES for lang in ("it", "en"))
    assert [name for name, number in names.items() if number > 2] == []
    assert len({case.id for case in CASES}) == len(CASES)
