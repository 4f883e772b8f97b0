"""Stages of myeloma at diagnosis (ISS, R-ISS, R2-ISS) and cytogenetic risk."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.outcome import Outcome
from calculators.references import FROM_MEMORY, cited
from calculators.scores.inputs import (
    ALBUMIN_G_DL,
    BETA2_MICROGLOBULIN,
    DEL_17P,
    LDH_X_ULN,
    T_4_14,
    T_14_16,
    count,
    optional,
    yes_no,
)
from calculators.scores.score import Class, Item, criteria, criterion, item, point_score, rule
from calculators.scores.truth import Truth, all_of, any_of, is_yes, negated

STAGES: Final = (Class("I"), Class("II"), Class("III"))
HALF: Final = Decimal("0.5")
R2_ISS_CLASSES: Final = (  # D'Agostino 2022, table 3
    Class("I", 0, 0),
    Class("II", HALF, 1),
    Class("III", Decimal("1.5"), Decimal("2.5")),
    Class("IV", 3, 5),
)
ISS_POINTS: Final[Mapping[str, int | Decimal]] = {"I": 0, "II": 1, "III": Decimal("1.5")}
R2_ISS_MAXIMUM: Final = 5
RISKS: Final = (Class("standard"), Class("high"))
GAIN_1Q: Final = yes_no(
    "gain_1q",
    "Guadagno o amplificazione di 1q (3 o più copie)",
    "Gain or amplification of 1q (3 or more copies)",
)
COPIES_1Q21: Final = optional(count("copies_1q21", "Copie di 1q21", "Copies of 1q21", 0, 20))


def iss_stage(beta2_microglobulin_mg_l: Decimal, albumin_g_dl: Decimal) -> str:
    """Return the stage I, II or III of the International Staging System (Greipp 2005).

    I: beta-2 microglobulin below 3.5 mg/L and albumin at least 3.5 g/dL. III: beta-2 microglobulin at least
    5.5 mg/L. II: all others.
    """
    if beta2_microglobulin_mg_l >= Decimal("5.5"):
        return "III"
    low = beta2_microglobulin_mg_l < Decimal("3.5") and albumin_g_dl >= Decimal("3.5")
    return "I" if low else "II"


def ldh_is_high(ldh_x_uln: Decimal) -> bool:
    """Tell whether LDH is above the laboratory's upper limit; equal to it is normal."""
    return ldh_x_uln > 1


def _iss_of(values: Mapping[str, Any]) -> str:
    return iss_stage(values[BETA2_MICROGLOBULIN.name], values[ALBUMIN_G_DL.name])


def _iss_items(values: Mapping[str, Any]) -> tuple[Item, ...]:
    beta2, albumin = values[BETA2_MICROGLOBULIN.name], values[ALBUMIN_G_DL.name]
    return (
        criterion(BETA2_MICROGLOBULIN, values, beta2 >= Decimal("3.5")),
        criterion(ALBUMIN_G_DL, values, albumin < Decimal("3.5")),
    )


def _iss(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    return criteria(_iss_items(values), STAGES, _iss_of(values), values, lang)


def r_iss_stage(iss: str, high_risk: Truth, *, ldh_high: bool) -> str | None:
    """Return the R-ISS stage (Palumbo 2015), or None while what is not known could change it.

    I: ISS I without del(17p), t(4;14), t(14;16), and LDH not above normal. III: ISS III with any of these
    chromosomes or LDH above normal. II: all others.
    """
    first = all_of((iss == "I", negated(high_risk), not ldh_high))
    third = all_of((iss == "III", any_of((high_risk, ldh_high))))
    if first is None or third is None:
        return None
    return "I" if first else "III" if third else "II"


def _r_iss(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    chromosomes = [
        criterion(field, values, is_yes(values[field.name])) for field in (DEL_17P, T_4_14, T_14_16)
    ]
    ldh_high = ldh_is_high(values[LDH_X_ULN.name])
    iss = _iss_of(values)
    category = r_iss_stage(iss, any_of(one.met for one in chromosomes), ldh_high=ldh_high)
    items = (*_iss_items(values), criterion(LDH_X_ULN, values, ldh_high), *chromosomes)
    outcome = criteria(items, STAGES, category, values, lang)
    outcome.details["iss"] = iss
    return outcome


def _r2_iss(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    iss = _iss_of(values)
    stage = Item(
        "iss",
        {"it": "Stadio ISS", "en": "ISS stage"},
        iss,
        None,
        ISS_POINTS[iss],
        iss != "I",
        (BETA2_MICROGLOBULIN, ALBUMIN_G_DL),
    )
    items = (  # weights: D'Agostino 2022, table 3
        stage,
        item(DEL_17P, values, _if_yes(values, DEL_17P.name, 1)),
        item(LDH_X_ULN, values, 1 if ldh_is_high(values[LDH_X_ULN.name]) else 0),
        item(T_4_14, values, _if_yes(values, T_4_14.name, 1)),
        item(GAIN_1Q, values, _if_yes(values, GAIN_1Q.name, HALF)),
    )
    outcome = point_score(items, R2_ISS_CLASSES, R2_ISS_MAXIMUM, values, lang)
    outcome.details["iss"] = iss
    return outcome


def _if_yes(values: Mapping[str, Any], name: str, points: int | Decimal) -> int | Decimal | None:
    return {True: points, False: 0, None: None}[is_yes(values[name])]


def _cytogenetic_risk(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    chromosomes = [
        criterion(field, values, is_yes(values[field.name])) for field in (T_4_14, DEL_17P, T_14_16)
    ]
    category = {True: "high", False: "standard", None: None}[any_of(one.met for one in chromosomes)]
    copies = values.get(COPIES_1Q21.name)
    gain = None if copies is None else copies >= 3  # 002:755-757
    shown = rule(
        "gain_1q",
        {"it": "Guadagno 1q21 (non conta nel rischio)", "en": "1q21 gain (not part of the risk)"},
        gain,
    )
    outcome = criteria((*chromosomes, shown), RISKS, category, values, lang, asks=chromosomes)
    outcome.details["gain_1q"] = gain
    outcome.details["status_1q21"] = None if copies is None else status_1q21(copies)
    return outcome


def status_1q21(copies: int) -> str:
    """Return normal, gain (3 copies) or amp (4 or more) for a number of copies of 1q21 (002:755-757)."""
    return "amp" if copies >= 4 else "gain" if copies == 3 else "normal"


CALCULATORS: Final = (
    Calculator(
        "iss",
        {"it": "ISS", "en": "ISS"},
        {
            "it": "Stadio del mieloma alla diagnosi, da beta-2 microglobulina e albumina.",
            "en": "Stage of myeloma at diagnosis, from beta-2 microglobulin and albumin.",
        },
        cited("iss-2005"),
        (BETA2_MICROGLOBULIN, ALBUMIN_G_DL),
        {"it": "categoria I, II o III", "en": "category I, II or III"},
        None,
        _iss,
        group="staging",
        references=("iss-2005",),
        not_verified=(FROM_MEMORY,),
    ),
    Calculator(
        "r_iss",
        {"it": "R-ISS", "en": "R-ISS"},
        {
            "it": "Stadio rivisto: ISS, LDH e tre alterazioni cromosomiche.",
            "en": "Revised stage: ISS, LDH and three chromosome abnormalities.",
        },
        cited("r-iss-2015"),
        (BETA2_MICROGLOBULIN, ALBUMIN_G_DL, LDH_X_ULN, DEL_17P, T_4_14, T_14_16),
        {"it": "categoria I, II o III", "en": "category I, II or III"},
        None,
        _r_iss,
        group="staging",
        references=("r-iss-2015",),
        not_verified=(FROM_MEMORY,),
    ),
    Calculator(
        "r2_iss",
        {"it": "R2-ISS", "en": "R2-ISS"},
        {
            "it": "Seconda revisione dello stadio, a punti: ISS, LDH, del(17p), t(4;14) e 1q.",
            "en": "Second revision of the stage, by points: ISS, LDH, del(17p), t(4;14) and 1q.",
        },
        cited("r2-iss-2022"),
        (BETA2_MICROGLOBULIN, ALBUMIN_G_DL, LDH_X_ULN, DEL_17P, T_4_14, GAIN_1Q),
        {"it": "punti e categoria da I a IV", "en": "points and category I to IV"},
        None,
        _r2_iss,
        group="staging",
        references=("r2-iss-2022",),
        not_verified=(FROM_MEMORY,),
    ),
    Calculator(
        "cytogenetic_risk",
        {"it": "Rischio citogenetico", "en": "Cytogenetic risk"},
        {
            "it": "Rischio alto se c'è almeno una di t(4;14), del(17p), t(14;16); 1q21 è mostrato a parte.",
            "en": "High risk with at least one of t(4;14), del(17p), t(14;16); 1q21 is shown apart.",
        },
        cited("icaria-cytogenetics"),
        (T_4_14, DEL_17P, T_14_16, COPIES_1Q21),
        {
            "it": "categoria standard o high; details.gain_1q",
            "en": "category standard or high; details.gain_1q",
        },
        None,
        _cytogenetic_risk,
        group="staging",
        references=("icaria-cytogenetics",),
        not_verified=(
            {
                "it": "i valori soglia della FISH (percentuale di cellule) sono esterni al documento e del"
                " laboratorio",
                "en": "the FISH cut-offs (percentage of cells) are not in the document and are the"
                " laboratory's",
            },
        ),
    ),
)
