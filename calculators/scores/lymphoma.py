"""Diffuse large B-cell lymphoma: IPI, R-IPI, CNS-IPI and the algorithm of Hans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.outcome import Caution, Outcome
from calculators.references import cited
from calculators.scores.inputs import ECOG, LDH_X_ULN, choice, count, optional, yes_no
from calculators.scores.score import Class, Item, criteria, criterion, item, point_score
from calculators.scores.staging import ldh_is_high
from calculators.scores.truth import Truth, all_of, any_of, is_yes, negated
from calculators.vocabulary import AGE

STAGE: Final = choice("ann_arbor_stage", "Stadio di Ann Arbor", "Ann Arbor stage", "I", "II", "III", "IV")
EXTRANODAL: Final = count("extranodal_sites", "Sedi extranodali (numero)", "Extranodal sites (number)", 0, 20)
KIDNEY_OR_ADRENAL: Final = yes_no(
    "kidney_or_adrenal", "Rene o surrene coinvolti", "Kidney or adrenal involved"
)

IPI_CLASSES: Final = (  # International NHL Prognostic Factors Project 1993
    Class("low", 0, 1),
    Class("low_intermediate", 2, 2),
    Class("high_intermediate", 3, 3),
    Class("high", 4, 5),
)
R_IPI_CLASSES: Final = (Class("very_good", 0, 0), Class("good", 1, 2), Class("poor", 3, 5))  # Sehn 2007
CNS_IPI_CLASSES: Final = (
    Class("low", 0, 1),
    Class("intermediate", 2, 3),
    Class("high", 4, 6),
)  # Schmitz 2016
IPI_MAXIMUM: Final = 5
CNS_IPI_MAXIMUM: Final = 6
INCONSISTENT: Final = {
    "it": "Rene o surrene è una sede extranodale, ma il numero di sedi è 0: verificare.",
    "en": "Kidney or adrenal is an extranodal site, but the number of sites is 0: check it.",
}

CD10: Final = optional(choice("cd10", "CD10", "CD10", "positive", "negative"))
BCL6: Final = optional(choice("bcl6", "BCL6", "BCL6", "positive", "negative"))
MUM1: Final = optional(choice("mum1", "MUM1", "MUM1", "positive", "negative"))
ORIGINS: Final = (Class("gcb"), Class("non_gcb"))


def _ipi_items(values: Mapping[str, Any]) -> tuple[Item, ...]:
    """Return the five items of the IPI (1993), one point each: age above 60, LDH above normal, ..."""
    return (
        item(AGE, values, 1 if values[AGE.name] > 60 else 0),
        item(LDH_X_ULN, values, 1 if ldh_is_high(values[LDH_X_ULN.name]) else 0),
        item(STAGE, values, 1 if values[STAGE.name] in ("III", "IV") else 0),
        item(ECOG, values, 1 if values[ECOG.name] >= 2 else 0),
        item(EXTRANODAL, values, 1 if values[EXTRANODAL.name] > 1 else 0),
    )


def _ipi(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    return point_score(_ipi_items(values), IPI_CLASSES, IPI_MAXIMUM, values, lang)


def _r_ipi(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    return point_score(_ipi_items(values), R_IPI_CLASSES, IPI_MAXIMUM, values, lang)


def _cns_ipi(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    involved = is_yes(values[KIDNEY_OR_ADRENAL.name])
    organ = item(KIDNEY_OR_ADRENAL, values, None if involved is None else int(involved))
    contradicting = involved and values[EXTRANODAL.name] == 0
    warnings = [Caution("inconsistent", INCONSISTENT[lang])] if contradicting else []
    items = (*_ipi_items(values), organ)
    return point_score(items, CNS_IPI_CLASSES, CNS_IPI_MAXIMUM, values, lang, warnings=warnings)


def germinal_centre(cd10: Truth, bcl6: Truth, mum1: Truth) -> Truth:
    """Tell whether the cell of origin is germinal centre (Hans 2004); None while it is not known.

    CD10 positive: germinal centre. CD10 negative: germinal centre only with BCL6 positive and MUM1 negative.
    """
    return any_of((cd10, all_of((bcl6, negated(mum1)))))


def _hans(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    cd10, bcl6, mum1 = (
        criterion(field, values, {"positive": True, "negative": False, None: None}[values.get(field.name)])
        for field in (CD10, BCL6, MUM1)
    )
    origin = germinal_centre(cd10.met, bcl6.met, mum1.met)
    category = {True: "gcb", False: "non_gcb", None: None}[origin]
    return criteria((cd10, bcl6, mum1), ORIGINS, category, values, lang)


_IPI_FIELDS: Final = (AGE, LDH_X_ULN, STAGE, ECOG, EXTRANODAL)

CALCULATORS: Final = (
    Calculator(
        "ipi",
        {"it": "IPI", "en": "IPI"},
        {
            "it": "Indice prognostico internazionale dei linfomi aggressivi.",
            "en": "International prognostic index of aggressive lymphomas.",
        },
        cited("ipi-1993"),
        _IPI_FIELDS,
        {
            "it": "punti e categoria low, low_intermediate, high_intermediate, high",
            "en": "points and category low, low_intermediate, high_intermediate, high",
        },
        None,
        _ipi,
        group="lymphoma",
        references=("ipi-1993",),
        not_verified=(
            {
                "it": "le quattro classi vengono da conoscenza generale; le cinque voci sono state lette",
                "en": "the four classes come from general knowledge; the five items were read",
            },
        ),
    ),
    Calculator(
        "r_ipi",
        {"it": "R-IPI", "en": "R-IPI"},
        {
            "it": "Indice rivisto per il linfoma diffuso a grandi cellule B: le stesse voci in tre classi.",
            "en": "Revised index for diffuse large B-cell lymphoma: the same items in three classes.",
        },
        cited("r-ipi-2007"),
        _IPI_FIELDS,
        {"it": "punti e categoria very_good, good, poor", "en": "points and category very_good, good, poor"},
        None,
        _r_ipi,
        group="lymphoma",
        references=("r-ipi-2007", "ipi-1993"),
        not_verified=(
            {
                "it": "le tre classi (0, 1-2, 3-5) vengono da conoscenza generale",
                "en": "the three classes (0, 1-2, 3-5) come from general knowledge",
            },
        ),
    ),
    Calculator(
        "cns_ipi",
        {"it": "CNS-IPI", "en": "CNS-IPI"},
        {
            "it": "Rischio di recidiva nel sistema nervoso centrale: IPI più rene o surrene.",
            "en": "Risk of relapse in the central nervous system: IPI plus kidney or adrenal.",
        },
        cited("cns-ipi-2016"),
        (*_IPI_FIELDS, KIDNEY_OR_ADRENAL),
        {
            "it": "punti e categoria low, intermediate, high",
            "en": "points and category low, intermediate, high",
        },
        None,
        _cns_ipi,
        group="lymphoma",
        references=("cns-ipi-2016", "ipi-1993"),
    ),
    Calculator(
        "hans",
        {"it": "Algoritmo di Hans", "en": "Hans algorithm"},
        {
            "it": "Origine del linfoma diffuso a grandi cellule B: centro germinativo o no.",
            "en": "Cell of origin of diffuse large B-cell lymphoma: germinal centre or not.",
        },
        cited("hans-2004"),
        (CD10, BCL6, MUM1),
        {"it": "categoria gcb o non_gcb", "en": "category gcb or non_gcb"},
        None,
        _hans,
        group="lymphoma",
        references=("hans-2004",),
        not_verified=(
            {
                "it": "la soglia di positività, 30 % delle cellule per ciascun marcatore, è da conoscenza"
                " generale",
                "en": "the cut-off for positive, 30 % of cells for each marker, is from general knowledge",
            },
        ),
    ),
)
