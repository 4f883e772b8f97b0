"""SLiM-CRAB: myeloma that needs treatment, by the IMWG diagnostic criteria of 2014."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import Field, Text
from calculators.outcome import Outcome
from calculators.quantity import exactly
from calculators.references import FROM_MEMORY, cited
from calculators.scores.inputs import CREATININE_MG_DL, HAEMOGLOBIN, count, measure, optional, yes_no
from calculators.scores.score import Class, Item, criteria, rule
from calculators.scores.truth import Truth, all_of, any_of, is_yes
from calculators.vocabulary import CREATININE_CLEARANCE

PLASMA_CELLS: Final = optional(
    measure(
        "bmpc_percent",
        "Plasmacellule clonali nel midollo",
        "Clonal bone marrow plasma cells",
        "%",
        "0",
        "100",
    )
)
PLASMACYTOMA: Final = optional(
    yes_no("plasmacytoma_biopsy", "Plasmocitoma provato da biopsia", "Biopsy-proven plasmacytoma")
)
CALCIUM: Final = optional(
    measure("calcium_mg_dl", "Calcio (corretto)", "Calcium (corrected)", "mg/dL", "4", "25")
)
CALCIUM_ULN: Final = optional(
    measure("calcium_uln_mg_dl", "Calcio: limite superiore", "Calcium: upper limit", "mg/dL", "8", "13")
)
CREATININE: Final = optional(CREATININE_MG_DL)
CLEARANCE: Final = optional(CREATININE_CLEARANCE)
HB: Final = optional(HAEMOGLOBIN)
HB_LLN: Final = optional(
    measure("hb_lln_g_dl", "Emoglobina: limite inferiore", "Haemoglobin: lower limit", "g/dL", "9", "18")
)
LESIONS: Final = optional(
    count("osteolytic_lesions", "Lesioni osteolitiche (numero)", "Osteolytic lesions (number)", 0, 500)
)
FLC_INVOLVED: Final = optional(
    measure("flc_involved_mg_l", "Catena leggera coinvolta", "Involved light chain", "mg/L", "0", "200000")
)
FLC_RATIO: Final = optional(
    measure(
        "flc_ratio",
        "Rapporto tra catena coinvolta e non coinvolta",
        "Ratio of involved to uninvolved chain",
        "1",
        "0",
        "100000",
    )
)
FOCAL_LESIONS: Final = optional(
    count("mri_focal_lesions", "Lesioni focali alla RM (numero)", "Focal lesions on MRI (number)", 0, 500)
)
CLASSES: Final = (Class("not_met"), Class("met"))

LABELS: Final[Mapping[str, Text]] = {
    "clone": {
        "it": "Plasmacellule clonali almeno 10 % o plasmocitoma provato",
        "en": "Clonal plasma cells at least 10 % or proven plasmacytoma",
    },
    "C": {
        "it": "C: calcio oltre 1 mg/dL sopra il limite o oltre 11 mg/dL",
        "en": "C: calcium more than 1 mg/dL above the limit or above 11 mg/dL",
    },
    "R": {
        "it": "R: clearance sotto 40 mL/min o creatinina oltre 2 mg/dL",
        "en": "R: clearance below 40 mL/min or creatinine above 2 mg/dL",
    },
    "A": {
        "it": "A: emoglobina oltre 2 g/dL sotto il limite o sotto 10 g/dL",
        "en": "A: haemoglobin more than 2 g/dL below the limit or below 10 g/dL",
    },
    "B": {"it": "B: almeno una lesione osteolitica", "en": "B: at least one osteolytic lesion"},
    "S": {"it": "S: plasmacellule clonali almeno 60 %", "en": "S: clonal plasma cells at least 60 %"},
    "Li": {
        "it": "Li: rapporto almeno 100 e catena coinvolta almeno 100 mg/L",
        "en": "Li: ratio at least 100 and involved chain at least 100 mg/L",
    },
    "M": {"it": "M: più di una lesione focale alla RM", "en": "M: more than one focal lesion on MRI"},
}


def _above(value: Decimal | None, limit: Decimal | None) -> Truth:
    return None if value is None or limit is None else value > limit


def _at_least(value: Decimal | int | None, limit: int) -> Truth:
    return None if value is None else value >= limit


@exactly
def _beyond(first: Decimal | None, second: Decimal | None, by: int) -> Truth:
    """Tell whether the first exceeds the second by more than so much."""
    return None if first is None or second is None else first - second > by


@exactly
def _items(values: Mapping[str, Any]) -> tuple[Item, ...]:
    """Return the clone and the seven events (Rajkumar 2014, table 2), each true, false or not known."""

    def of(field: Field) -> Any:
        return values.get(field.name)

    def line(name: str, met: Truth, *asks: Field) -> Item:
        return rule(name, LABELS[name], met, *asks)

    cells = of(PLASMA_CELLS)
    return (
        line("clone", any_of((_at_least(cells, 10), is_yes(of(PLASMACYTOMA)))), PLASMA_CELLS, PLASMACYTOMA),
        line(
            "C",
            any_of((_beyond(of(CALCIUM), of(CALCIUM_ULN), 1), _above(of(CALCIUM), Decimal(11)))),
            CALCIUM,
            CALCIUM_ULN,
        ),
        line(
            "R",
            any_of((_above(Decimal(40), of(CLEARANCE)), _above(of(CREATININE), Decimal(2)))),
            CREATININE,
            CLEARANCE,
        ),
        line("A", any_of((_beyond(of(HB_LLN), of(HB), 2), _above(Decimal(10), of(HB)))), HB, HB_LLN),
        line("B", _at_least(of(LESIONS), 1), LESIONS),
        line("S", _at_least(cells, 60), PLASMA_CELLS),
        line(
            "Li",
            all_of((_at_least(of(FLC_RATIO), 100), _at_least(of(FLC_INVOLVED), 100))),
            FLC_INVOLVED,
            FLC_RATIO,
        ),
        line("M", _at_least(of(FOCAL_LESIONS), 2), FOCAL_LESIONS),
    )


def _slim_crab(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    clone, *events = _items(values)
    event = any_of(one.met for one in events)
    category = {True: "met", False: "not_met", None: None}[all_of((clone.met, event))]
    asks = (clone, *(events if event is None else ()))
    outcome = criteria((clone, *events), CLASSES, category, values, lang, asks=asks)
    outcome.details["flags"] = {one.name: one.met for one in events}
    return outcome


CALCULATORS: Final = (
    Calculator(
        "slim_crab",
        {"it": "SLiM-CRAB", "en": "SLiM-CRAB"},
        {
            "it": "Criteri IMWG 2014 di mieloma da trattare: clone di plasmacellule e almeno un evento.",
            "en": "IMWG 2014 criteria of myeloma that needs treatment: a plasma cell clone and at least one"
            " event.",
        },
        cited("imwg-diagnosis-2014"),
        (
            PLASMA_CELLS,
            PLASMACYTOMA,
            CALCIUM,
            CALCIUM_ULN,
            CREATININE,
            CLEARANCE,
            HB,
            HB_LLN,
            LESIONS,
            FLC_INVOLVED,
            FLC_RATIO,
            FOCAL_LESIONS,
        ),
        {"it": "categoria met o not_met; details.flags", "en": "category met or not_met; details.flags"},
        None,
        _slim_crab,
        group="myeloma",
        references=("imwg-diagnosis-2014",),
        not_verified=(FROM_MEMORY,),
    ),
)
