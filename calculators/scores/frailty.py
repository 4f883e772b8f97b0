"""Frailty in myeloma: the IMWG score and the simplified scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.outcome import Outcome
from calculators.references import cited
from calculators.scores.inputs import CHARLSON_INDEX, ECOG, count
from calculators.scores.score import Class, item, point_score
from calculators.vocabulary import AGE

KATZ_ADL: Final = count(
    "katz_adl", "Attività quotidiane di Katz (ADL)", "Katz activities of daily living (ADL)", 0, 6
)
LAWTON_IADL: Final = count(
    "lawton_iadl",
    "Attività strumentali di Lawton (IADL)",
    "Lawton instrumental activities of daily living (IADL)",
    0,
    8,
)
IMWG_CLASSES: Final = (Class("fit", 0, 0), Class("intermediate", 1, 1), Class("frail", 2, 5))  # Palumbo 2015
SIMPLIFIED_CLASSES: Final = (Class("non_frail", 0, 1), Class("frail", 2, 5))  # Facon 2020
MAXIMUM: Final = 5


def age_points(age_years: int) -> int:
    """Return the points for age, the same in both scales: up to 75 years 0, 76 to 80 1, above 80 2."""
    return 0 if age_years <= 75 else 1 if age_years <= 80 else 2


def _imwg_frailty(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    items = (  # Palumbo 2015, table 3
        item(AGE, values, age_points(values[AGE.name])),
        item(KATZ_ADL, values, 1 if values[KATZ_ADL.name] <= 4 else 0),
        item(LAWTON_IADL, values, 1 if values[LAWTON_IADL.name] <= 5 else 0),
        item(CHARLSON_INDEX, values, 1 if values[CHARLSON_INDEX.name] >= 2 else 0),
    )
    return point_score(items, IMWG_CLASSES, MAXIMUM, values, lang)


def _simplified_frailty(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    items = (  # Facon 2020
        item(AGE, values, age_points(values[AGE.name])),
        item(CHARLSON_INDEX, values, 1 if values[CHARLSON_INDEX.name] > 1 else 0),
        item(ECOG, values, min(values[ECOG.name], 2)),
    )
    return point_score(items, SIMPLIFIED_CLASSES, MAXIMUM, values, lang)


CALCULATORS: Final = (
    Calculator(
        "imwg_frailty",
        {"it": "Fragilità IMWG", "en": "IMWG frailty score"},
        {
            "it": "Fragilità da età, autonomia e comorbidità.",
            "en": "Frailty from age, independence and comorbidity.",
        },
        cited("imwg-frailty-2015"),
        (AGE, KATZ_ADL, LAWTON_IADL, CHARLSON_INDEX),
        {
            "it": "punti e categoria fit, intermediate, frail",
            "en": "points and category fit, intermediate, frail",
        },
        None,
        _imwg_frailty,
        group="frailty",
        references=("imwg-frailty-2015",),
        not_verified=(
            {
                "it": "le soglie di ADL (4 o meno), IADL (5 o meno) e Charlson (2 o più) sono da conoscenza"
                " generale",
                "en": "the cut-offs of ADL (4 or less), IADL (5 or less) and Charlson (2 or more) are from"
                " general"
                " knowledge",
            },
        ),
    ),
    Calculator(
        "simplified_frailty",
        {"it": "Scala semplificata di fragilità", "en": "Simplified frailty scale"},
        {
            "it": "Fragilità da età, Charlson ed ECOG, come nell'analisi a posteriori di ICARIA-MM"
            " (002:644-648).",
            "en": "Frailty from age, Charlson and ECOG, as in the post hoc analysis of ICARIA-MM"
            " (002:644-648).",
        },
        cited("simplified-frailty-2020"),
        (AGE, CHARLSON_INDEX, ECOG),
        {"it": "punti e categoria non_frail, frail", "en": "points and category non_frail, frail"},
        None,
        _simplified_frailty,
        group="frailty",
        references=("simplified-frailty-2020",),
        not_verified=(
            {
                "it": "in ICARIA-MM il Charlson era «modificato», ricavato dall'anamnesi: il documento non"
                " dice come",
                "en": "in ICARIA-MM the Charlson index was «modified», derived from medical history: the"
                " document"
                " does not say how",
            },
        ),
    ),
)
