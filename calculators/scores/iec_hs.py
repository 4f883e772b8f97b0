"""Checklist of IEC-HS, the hyperinflammation after CAR-T. It counts items; it never makes a diagnosis."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import Text
from calculators.messages import message, option_label
from calculators.outcome import Caution, Outcome, Step
from calculators.quantity import exact, exactly
from calculators.references import cited
from calculators.scores.inputs import FERRITIN, measure, optional, yes_no
from calculators.scores.score import Item, details, rule
from calculators.scores.truth import Truth, any_of, is_yes

FERRITIN_ULN: Final = measure(
    "ferritin_uln_ng_ml", "Ferritina: limite superiore", "Ferritin: upper limit", "ng/mL", "20", "1000"
)
FERRITIN_BASELINE: Final = optional(
    measure("ferritin_baseline_ng_ml", "Ferritina basale", "Baseline ferritin", "ng/mL", "1", "500000")
)
FERRITIN_RISING: Final = yes_no("ferritin_rising", "Ferritina in rapido aumento", "Ferritin rapidly rising")
CRS_RESOLVING: Final = yes_no(
    "crs_resolving",
    "Esordio con CRS in risoluzione, o peggioramento dopo un miglioramento",
    "Onset with resolving CRS, or worsening after improvement",
)
FIBRINOGEN: Final = measure("fibrinogen_mg_dl", "Fibrinogeno", "Fibrinogen", "mg/dL", "5", "2000")
TRANSAMINASES: Final = measure(
    "transaminases_x_uln",
    "Transaminasi, in multipli del limite superiore",
    "Transaminases, as a multiple of the upper limit",
    "{ULN}",
    "0.1",
    "1000",
)
CYTOPENIA: Final = yes_no(
    "grade_4_cytopenia",
    "Citopenia di grado 4 nuova, in peggioramento o refrattaria",
    "New, worsening or refractory grade 4 cytopenia",
)
HAEMOPHAGOCYTOSIS: Final = yes_no("haemophagocytosis", "Emofagocitosi", "Haemophagocytosis")

TIMES_FERRITIN: Final = 2  # Hines 2023, table 1: above twice the upper limit or the baseline
FIBRINOGEN_BELOW_MG_DL: Final = 150  # Hines 2023, table 1
TRANSAMINASES_ABOVE_ULN: Final = 5  # Hines 2023, table 1

REQUIRED: Final[Text] = {
    "it": "Ferritina oltre 2 volte il limite o il basale, o in rapido aumento (necessario)",
    "en": "Ferritin above 2 times the limit or the baseline, or rapidly rising (required)",
}
NOT_A_DIAGNOSIS: Final[Text] = {
    "it": "È un elenco di voci, non una diagnosi: la diagnosi di IEC-HS è clinica ed esclude altre cause.",
    "en": "This is a list of items, not a diagnosis: IEC-HS is diagnosed clinically, excluding other causes.",
}
NOT_DOCUMENTED: Final[Text] = {
    "it": "Criterio necessario non documentato con i dati inseriti.",
    "en": "Required criterion not documented with the data entered.",
}


@exactly
def ferritin_criterion(
    ferritin: Decimal, upper_limit: Decimal, baseline: Decimal | None, rising: Truth
) -> Truth:
    """Tell whether the required criterion holds: ferritin above twice the limit or the baseline, or rising.

    Args:
        ferritin: ng/mL.
        upper_limit: the laboratory's upper limit in ng/mL.
        baseline: the patient's own value before, in ng/mL; without one only the limit is compared, and the
            answer no means «not documented with these data».
        rising: whether ferritin rises rapidly, in the physician's judgement.
    """
    above_baseline = baseline is not None and ferritin > TIMES_FERRITIN * baseline
    return any_of((ferritin > TIMES_FERRITIN * upper_limit, above_baseline, rising))


def _iec_hs_checklist(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    ferritin, limit = values[FERRITIN.name], values[FERRITIN_ULN.name]
    baseline, rising = values.get(FERRITIN_BASELINE.name), is_yes(values[FERRITIN_RISING.name])
    required = ferritin_criterion(ferritin, limit, baseline, rising)
    others = _other_items(values)
    met = sum(one.met is True for one in others)
    shown = details((rule("ferritin", REQUIRED, required), *others), (), None, None, lang)
    references = [limit] if baseline is None else [limit, baseline]
    formulas = [_comparison(ferritin, reference) for reference in references]
    steps = [Step(REQUIRED[lang], f"{', '.join(formulas)}: {_answer(required, lang)}", None, None)]
    steps += [Step(one.label[lang], _answer(one.met, lang), None, None) for one in others]
    steps.append(Step(message("step_items_met", lang), f"{met} / {len(others)}", None, None))
    warnings = [Caution("not_a_diagnosis", NOT_A_DIAGNOSIS[lang])]
    if required is not True:
        warnings.append(Caution("required_not_documented", NOT_DOCUMENTED[lang]))
    return Outcome(
        steps=steps, warnings=warnings, details={**shown, "required_met": required, "items_met": met}
    )


@exactly
def _comparison(ferritin: Decimal, reference: Decimal) -> str:
    sign = ">" if ferritin > TIMES_FERRITIN * reference else "<="
    return f"{exact(ferritin)} {sign} {TIMES_FERRITIN} * {exact(reference)}"


def _other_items(values: Mapping[str, Any]) -> tuple[Item, ...]:
    return (
        rule("crs_resolving", CRS_RESOLVING.label, is_yes(values[CRS_RESOLVING.name]), CRS_RESOLVING),
        rule(
            "fibrinogen",
            {
                "it": f"Fibrinogeno sotto {FIBRINOGEN_BELOW_MG_DL} mg/dL",
                "en": f"Fibrinogen below {FIBRINOGEN_BELOW_MG_DL} mg/dL",
            },
            values[FIBRINOGEN.name] < FIBRINOGEN_BELOW_MG_DL,
        ),
        rule(
            "transaminases",
            {
                "it": f"Transaminasi oltre {TRANSAMINASES_ABOVE_ULN} volte il limite",
                "en": f"Transaminases above {TRANSAMINASES_ABOVE_ULN} times the limit",
            },
            values[TRANSAMINASES.name] > TRANSAMINASES_ABOVE_ULN,
        ),
        rule("grade_4_cytopenia", CYTOPENIA.label, is_yes(values[CYTOPENIA.name]), CYTOPENIA),
        rule(
            "haemophagocytosis",
            HAEMOPHAGOCYTOSIS.label,
            is_yes(values[HAEMOPHAGOCYTOSIS.name]),
            HAEMOPHAGOCYTOSIS,
        ),
    )


def _answer(met: Truth, lang: str) -> str:
    return option_label({True: "yes", False: "no", None: "unknown"}[met], lang)


CALCULATORS: Final = (
    Calculator(
        "iec_hs_checklist",
        {"it": "Elenco IEC-HS", "en": "IEC-HS checklist"},
        {
            "it": "Voci dell'iperinfiammazione dopo CAR-T presenti nei dati inseriti. Non fa diagnosi.",
            "en": "Items of hyperinflammation after CAR-T that the data entered show. It makes no diagnosis.",
        },
        cited("iec-hs-2023"),
        (
            FERRITIN,
            FERRITIN_ULN,
            FERRITIN_BASELINE,
            FERRITIN_RISING,
            CRS_RESOLVING,
            FIBRINOGEN,
            TRANSAMINASES,
            CYTOPENIA,
            HAEMOPHAGOCYTOSIS,
        ),
        {"it": "details.required_met e details.items", "en": "details.required_met and details.items"},
        None,
        _iec_hs_checklist,
        group="cell_therapy",
        references=("iec-hs-2023",),
        not_verified=(
            {
                "it": "voci e soglie del consenso del 2023 da conoscenza generale, da rileggere"
                " nell'originale",
                "en": "items and cut-offs of the 2023 consensus from general knowledge, to be read in the"
                " original",
            },
        ),
    ),
)
