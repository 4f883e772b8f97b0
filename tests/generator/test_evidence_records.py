"""Trials: a slip of an editor is shown where it stands; an edition without trials is still an edition."""

import json

import pytest

from calculators.edition import load_edition
from generator.check import checked_content
from generator.content import Content
from generator.edition_file import edition_text
from tests.generator.editing import Mistake, edited, place_of, real_texts, report

ICARIA = "evidence/icaria-mm.yml"
IKEMA = "evidence/ikema.yml"
KARMMA = "evidence/karmma.yml"


SLIPS = (
    Mistake(
        "an unknown measure",
        ICARIA,
        "- measure: pfs",
        "- measure: ^pfss",
        "unknown measure pfss",
        "the nearest name is pfs",
    ),
    Mistake(
        "an unknown arm",
        ICARIA,
        "pd: {value: 6.5",
        "^pdd: {value: 6.5",
        "unknown arm pdd",
        "the nearest name is pd",
    ),
    Mistake(
        "a regimen that does not exist",
        ICARIA,
        "regimens: [isapd, pd]",
        "regimens: [isapd, pd, ^isapdd]",
        "unknown regimen isapdd",
        "the nearest name is isapd",
    ),
    Mistake(
        "a drug that does not exist",
        ICARIA,
        "drugs: [isatuximab,",
        "drugs: [^isatuximap,",
        "unknown drug isatuximap",
        "the nearest name is isatuximab",
    ),
    Mistake(
        "an interval that begins after its end",
        ICARIA,
        "ci: [0.44, 0.81]",
        "ci: ^[0.81, 0.44]",
        "the interval ends at 0.44, before it begins at 0.81",
    ),
    Mistake(
        "an interval of one number",
        ICARIA,
        "ci: [0.44, 0.81]",
        "ci: ^[0.44]",
        "expected two ends: [8.9, 13.9], or [4.17, null] where there is no upper one",
    ),
    Mistake(
        "a hazard ratio outside its interval",
        ICARIA,
        "hazard_ratio: {value: 0.596,",
        "hazard_ratio: ^{value: 0.956,",
        "the hazard ratio 0.956 is outside its interval",
    ),
    Mistake(
        "two digits of an interval changed places",
        ICARIA,
        "{value: 0.58, ci: [0.38, 0.88]}",
        "{value: ^0.58, ci: [0.38, 0.68]}",
        "the hazard ratio is far from the middle of its interval on a log scale",
        "check the three numbers; if they are printed so, name the `discrepancy`",
    ),
    Mistake(
        "a median outside its interval",
        ICARIA,
        "isapd: {value: 11.5,",
        "isapd: ^{value: 15.1,",
        "15.1 is outside its ci",
    ),
    Mistake(
        "a hundred and more in a hundred",
        ICARIA,
        "isapd: {value: 60.4}",
        "isapd: {value: ^604}",
        "604 is no percentage",
    ),
    Mistake(
        "more patients in a group than in its arm",
        ICARIA,
        "isapd: {value: 9.5, patients: 55}",
        "isapd: {value: 9.5, patients: ^155}",
        "155 patients of an arm of 154",
    ),
    Mistake(
        "a value that was reached and was not",
        IKEMA,
        "isakd: {not_reached: true}",
        "isakd: ^{not_reached: true, value: 19}",
        "an arm has a `value`, or `not_reached: true`",
    ),
    Mistake(
        "a check that names nothing",
        IKEMA,
        "check: {status: agrees, source: ikema-cytogenetics}",
        "check: ^{status: agrees}",
        "a check names what was read in `source`; `not_reread` names nothing",
    ),
    Mistake(
        "a check that differs and does not say how",
        IKEMA,
        "check: {status: agrees, source: ikema-cytogenetics}",
        "check: ^{status: differs, source: ikema-cytogenetics}",
        "a check that does not agree says in `text` what was read instead",
    ),
    Mistake(
        "a hazard ratio of one arm",
        KARMMA,
        "      ide_cel: {value: 11}\n",
        "      ide_cel: {value: 11}\n    hazard_ratio: ^{value: 0.5}\n",
        "a hazard ratio compares two arms; there is one",
    ),
    Mistake(
        "a leading outcome that there is not",
        KARMMA,
        "headline: dor",
        "headline: ^pfs",
        "no result has the measure pfs",
        "expected one of: dor, prior_lines",
    ),
    Mistake(
        "an interval from elsewhere without the interval",
        IKEMA,
        "hazard_ratio: {value: 0.569}",
        "hazard_ratio: ^{value: 0.569, ci_source: {source: ikema-1q21, kind: reconstructed}}",
        "`ci_source` belongs to an interval: `ci` is missing",
    ),
    Mistake(
        "lines beyond the document's end",
        ICARIA,
        'source: "002:585-589"',
        'source: ^"002:585-5890"',
        "document 002 ends at line 850, 002:585-5890 is beyond it",
    ),
)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_shown_where_it_stands(slip: Mistake) -> None:
    texts = edited(slip.file, slip.fragment, slip.becomes)
    line, column = place_of(texts[slip.file], slip.becomes)

    [problem] = report(texts).problems

    assert (problem.message, problem.hint) == (slip.message, slip.hint)
    assert (problem.file, problem.line, problem.column) == (f"content/{slip.file}", line, column)


def test_the_same_measure_of_the_same_patients_twice_is_pointed_at() -> None:
    twice = '{it: "Senza insufficienza renale", en: "Without renal impairment"}'
    once = '{it: "Filtrato sotto 60 mL/min/1,73 m2", en: "Filtration rate below 60 mL/min/1.73 m2"}'

    [problem] = report(edited(ICARIA, once, twice)).problems

    assert problem.message == "pfs of this population is given twice"
    assert problem.hint.startswith(f"the other is at content/{ICARIA}:")


def test_the_edition_holds_every_trial_with_every_digit(content: Content) -> None:
    data = json.loads(edition_text(content, "draft"))

    assert [trial["id"] for trial in data["evidence"]] == sorted(content.evidence)
    [icaria] = [trial for trial in data["evidence"] if trial["id"] == "icaria-mm"]
    assert icaria["results"][3]["hazard_ratio"]["value"] == "0.50"
    assert set(data["measures"]) == set(content.measures)


def test_the_calculators_read_an_edition_that_has_no_trials(content: Content) -> None:
    data = json.loads(edition_text(content, "draft"))
    del data["evidence"], data["measures"]

    edition = load_edition(json.dumps(data))

    assert set(edition.drugs) == set(content.drugs)


def test_content_without_trials_and_measures_is_content() -> None:
    texts = {
        name: text
        for name, text in real_texts().items()
        if not name.startswith("evidence/") and name != "measures.yml"
    }

    assert checked_content(texts).evidence == {}


def test_every_measure_is_used(content: Content) -> None:
    used = {result.measure for trial in content.evidence.values() for result in trial.results}

    assert set(content.measures) == used


def test_every_trial_says_its_cut_off_and_its_patients_in_both_languages(content: Content) -> None:
    for trial in content.evidence.values():
        for statement in (trial.cut_off, trial.population, trial.design):
            assert statement.text.it != statement.text.en, trial.id
