"""An editor's mistakes in the records of advanced therapies are shown in their place."""

import pytest

from tests.generator.editing import edited, place_of, report

BREXU = "lymphodepletion/brexu_cel_all.yml"
TECLISTAMAB = "step_up/teclistamab.yml"
MELFLUFEN = "advanced_therapies/melflufen.yml"
IDE_CEL = "advanced_therapies/ide_cel.yml"
IGG = "supportive_care/igg.yml"


@pytest.mark.parametrize(
    ("file", "fragment", "becomes", "message"),
    [
        (BREXU, "drug: fludarabine", "drug: ^fludarabin", "unknown drug fludarabin"),
        (BREXU, "product: brexucabtagene-autoleucel", "product: ^brexu", "unknown drug brexu"),
        (BREXU, "dose: 25 mg/m2", "dose: 25 mg", "lymphodepletion is dosed per m2"),
        (BREXU, "days: [-4, -3, -2]", "days: [-3, -4]", "days must rise and not repeat"),
        (BREXU, "days: [-2]", "days: [^2]", "less than or equal to -1"),
        (TECLISTAMAB, "drug: teclistamab", "drug: ^tecl", "unknown drug tecl"),
        (TECLISTAMAB, "dose: 0.06 mg/kg", "dose: 0.06 mg/m2", "a step-up dose is in mg or mg/kg"),
        (TECLISTAMAB, "day: 3", "day: 1", "the days of the doses must rise and not repeat"),
        (TECLISTAMAB, "role: step_up", "role: step_up\n    days_since_last: {at_least: 1}", "none before it"),
        (MELFLUFEN, '"prior_lines >= 3"', '^"prior_line >= 3"', "unknown fact of the calculator prior_line"),
        (
            MELFLUFEN,
            '"not prior_autologous"',
            '^"not autologous"',
            "unknown fact of the calculator autologous",
        ),
        (MELFLUFEN, "drugs: [", 'drugs: [^"none", ', "unknown drug none"),
        (IDE_CEL, 'date: "2024-03"', "date: null", "a label's criteria need its `date`"),
        (
            MELFLUFEN,
            'any: ["not prior_autologous"',
            'all: ["exposed_pi"]\n        any: ["not prior_autologous"',
            "a criterion has either `all` or `any`",
        ),
        (IGG, "value: 400", 'value: ^"400 mg"', "expected a number"),
    ],
)
def test_a_mistake_is_shown_in_its_place(file: str, fragment: str, becomes: str, message: str) -> None:
    texts = edited(file, fragment, becomes)
    found = report(texts)
    own = [problem for problem in found.problems if problem.file.endswith(file)]
    assert any(message in problem.message for problem in own), found.text
    if "^" in becomes:
        line, column = place_of(texts[file], becomes)
        assert any((p.line, p.column) == (line, column) for p in own), found.text


def test_a_product_that_the_calculator_does_not_offer() -> None:
    texts = edited(BREXU, "id: brexu_cel_all", "id: other_cel")
    texts["lymphodepletion/other_cel.yml"] = texts.pop(BREXU)
    assert "unknown product of the calculator other_cel" in report(texts).text


def test_a_schedule_that_the_calculator_does_not_offer() -> None:
    texts = edited(TECLISTAMAB, "id: teclistamab", "id: teclistamab_monthly")
    texts["step_up/teclistamab_monthly.yml"] = texts.pop(TECLISTAMAB)
    assert "unknown schedule of the calculator teclistamab_monthly" in report(texts).text
