"""The records of the calculators: one each, naming only what exists; and the links made from them."""

from dataclasses import dataclass

import pytest

from calculators.api import field_names
from calculators.registry import CALCULATORS
from generator.calculator_links import filled_by, near_regimen, where_it_matters
from generator.content import Content
from generator.edition_file import edition_text
from generator.links import short_citation
from tests.generator.editing import edited, place_of, real_texts, report

BSA = "calculators/bsa.yml"
CYTOGENETICS = "calculators/cytogenetic_risk.yml"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One edit of a record: a fragment becomes another; a caret marks where the mistake is shown."""

    file: str
    fragment: str
    becomes: str
    message: str
    hint: str


MISTAKES = (
    Mistake(BSA, "id: bsa", "id: ^bsaa", "id bsaa is not the file's name", "expected bsa"),
    Mistake(
        BSA, "fills: [bsa_m2]", "fills: [^bsa_m22]", "unknown input bsa_m22", "the nearest name is bsa_m2"
    ),
    Mistake(
        BSA,
        "drugs: [carfilzomib]",
        "drugs: [^carfilzomb]",
        "unknown drug carfilzomb",
        "the nearest name is carfilzomib",
    ),
    Mistake(
        CYTOGENETICS,
        "regimens: [ird]",
        "regimens: [^irdd]",
        "unknown regimen irdd",
        "the nearest name is ird",
    ),
    Mistake(
        "calculators/iss.yml",
        "calculators: [r_iss, r2_iss]",
        "calculators: [r_iss, ^r2_is]",
        "unknown calculator r2_is",
        "the nearest name is r2_iss",
    ),
    Mistake(
        BSA,
        "source: bsa-formulas",
        "source: ^bsa-formula",
        "unknown source bsa-formula",
        "the nearest name is bsa-formulas",
    ),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.message)
def test_a_mistake_is_shown_where_it_stands(mistake: Mistake) -> None:
    texts = edited(mistake.file, mistake.fragment, mistake.becomes)
    place = place_of(texts[mistake.file], mistake.becomes)

    shown = [problem for problem in report(texts).problems if problem.message == mistake.message]

    assert [(problem.hint, problem.line, problem.column) for problem in shown] == [(mistake.hint, *place)]


def test_a_calculator_without_its_record_is_a_mistake() -> None:
    texts = {name: text for name, text in real_texts().items() if name != "calculators/iss.yml"}

    problems = report(texts).problems

    assert [(p.file, p.message) for p in problems] == [("content/calculators/iss.yml", "the file is missing")]


def test_a_record_without_a_calculator_is_a_mistake() -> None:
    text = real_texts()["calculators/iss.yml"].replace("id: iss", "id: isss")

    problems = report({**real_texts(), "calculators/isss.yml": text}).problems

    assert [(p.message, p.hint, p.line, p.column) for p in problems] == [
        ("unknown calculator isss", "the nearest name is iss", 1, 5)
    ]


def test_a_concern_says_where() -> None:
    texts = edited(CYTOGENETICS, "    regimens: [ird]\n", "")

    assert [p.message for p in report(texts).problems] == [
        "say where: `regimens`, `drugs`, `nodes` or `calculators`"
    ]


def test_every_calculator_is_described_and_says_what_it_is_not_for(content: Content) -> None:
    assert set(content.calculators) == set(CALCULATORS)
    assert all(record.not_for and record.references for record in content.calculators.values())


def test_what_a_calculator_cites_is_among_the_references_of_its_record(content: Content) -> None:
    for name, calculator in CALCULATORS.items():
        record = content.calculators[name]
        told = {one.source for one in record.references} | {one.source for one in record.criteria}
        assert set(calculator.references) <= told, name


def test_every_input_that_a_calculator_fills_is_asked_for_somewhere(content: Content) -> None:
    assert {name for record in content.calculators.values() for name in record.fills} <= field_names()
    assert filled_by(content, ["creatinine_clearance_ml_min", "age_years"]) == {
        "creatinine_clearance_ml_min": ["creatinine_clearance"]
    }


def test_a_regimen_is_told_of_what_matters_to_it_its_place_and_its_drugs(content: Content) -> None:
    found = [name for name, _ in near_regimen(content, content.regimens["ird"])]

    assert found[0] == "cytogenetic_risk"
    assert {"ixazomib_dose", "lenalidomide_renal"} <= set(found)
    assert len(found) == len(set(found))
    assert "ixazomib_dose" in [name for name, _ in where_it_matters(content, "drugs", "ixazomib")]


def test_the_records_are_part_of_the_edition(content: Content) -> None:
    assert '"calculators": [\n{"id":"advanced_therapy_eligibility"' in edition_text(content, "draft")


@pytest.mark.parametrize(
    ("citation", "short"),
    [
        ("Greipp e altri, International Staging System, J Clin Oncol 2005; 23:3412", "Greipp e altri 2005"),
        ("Definition of the trials, as reported in document 002", "Definition of the trials"),
        ("No comma at all 2005; 1", "No comma at all 2005; 1"),
    ],
)
def test_a_citation_is_shortened_to_authors_and_year(citation: str, short: str) -> None:
    assert short_citation(citation) == short
