"""Calcium corrected for albumin."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import Field, outside
from calculators.messages import message
from calculators.outcome import Caution, Outcome, Step, invalid
from calculators.quantity import exact, exactly
from calculators.references import FROM_MEMORY, cited

CORRECTION: Final = {  # calcium's unit: per unit of albumin, reference albumin, albumin's unit (Payne 1973)
    "mg/dL": (Decimal("0.8"), Decimal("4.0"), "g/dL"),
    "mmol/L": (Decimal("0.02"), Decimal(40), "g/L"),
}
CALCIUM_RANGES: Final = {
    "mg/dL": (Decimal(4), Decimal(25)),
    "mmol/L": (Decimal(1), Decimal("6.25")),
}
ALBUMIN_RANGES: Final = {
    "g/dL": (Decimal("0.5"), Decimal(8)),
    "g/L": (Decimal(5), Decimal(80)),
}
G_L_PER_G_DL: Final = 10
REFERENCE_NOTE: Final = {
    "it": "Albumina sopra il riferimento: la formula abbassa il calcio; molti laboratori non correggono in su"
    " l'albumina. Preferire il calcio ionizzato.",
    "en": "Albumin above the reference: the formula lowers the calcium, and many laboratories do not correct"
    " then. Prefer ionised calcium.",
}

CALCIUM: Final = Field(
    "calcium",
    "decimal",
    {"it": "Calcio totale", "en": "Total calcium"},
    help={
        "it": "Da 4 a 25 mg/dL, o da 1 a 6,25 mmol/L",
        "en": "From 4 to 25 mg/dL, or from 1 to 6.25 mmol/L",
    },
)
CALCIUM_UNIT: Final = Field(
    "calcium_unit",
    "choice",
    {"it": "Unità del calcio", "en": "Calcium unit"},
    options=("mg/dL", "mmol/L"),
)
ALBUMIN: Final = Field(
    "albumin",
    "decimal",
    {"it": "Albumina", "en": "Albumin"},
    help={"it": "Da 0,5 a 8 g/dL, o da 5 a 80 g/L", "en": "From 0.5 to 8 g/dL, or from 5 to 80 g/L"},
)
ALBUMIN_UNIT: Final = Field(
    "albumin_unit",
    "choice",
    {"it": "Unità dell'albumina", "en": "Albumin unit"},
    options=("g/dL", "g/L"),
)


@exactly
def albumin_in(value: Decimal, unit: str, wanted: str) -> Decimal:
    """Return albumin in ``g/dL`` or ``g/L`` from either."""
    if unit == wanted:
        return value
    return value * G_L_PER_G_DL if wanted == "g/L" else value / G_L_PER_G_DL


@exactly
def corrected_calcium(calcium: Decimal, calcium_unit: str, albumin: Decimal) -> Decimal:
    """Return calcium corrected for albumin, in the calcium's own unit, unrounded.

    calcium + 0.8 * (4.0 - albumin) in mg/dL and g/dL; calcium + 0.02 * (40 - albumin) in mmol/L and g/L
    (Payne 1973, in the form of current practice). Linear on both sides of the reference albumin.

    Args:
        calcium: total calcium, 4 to 25 mg/dL or 1 to 6.25 mmol/L.
        calcium_unit: ``mg/dL`` or ``mmol/L``.
        albumin: in g/dL with calcium in mg/dL, in g/L with calcium in mmol/L.

    Raises:
        KeyError: for any other unit.
    """
    per_unit, reference, _ = CORRECTION[calcium_unit]
    return calcium + per_unit * (reference - albumin)


def _corrected_calcium(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    calcium, calcium_unit = values["calcium"], values["calcium_unit"]
    typed, albumin_unit = values["albumin"], values["albumin_unit"]
    problems = [
        *outside(CALCIUM, calcium, calcium_unit, CALCIUM_RANGES[calcium_unit], lang),
        *outside(ALBUMIN, typed, albumin_unit, ALBUMIN_RANGES[albumin_unit], lang),
    ]
    if problems:
        return invalid(problems)
    per_unit, reference, wanted = CORRECTION[calcium_unit]
    albumin = albumin_in(typed, albumin_unit, wanted)
    steps = []
    if albumin_unit != wanted:
        sign = "*" if wanted == "g/L" else "/"
        formula = f"{exact(typed)} {sign} {G_L_PER_G_DL}"
        steps.append(Step(message("step_albumin", lang, unit=wanted), formula, albumin, wanted))
    value = corrected_calcium(calcium, calcium_unit, albumin)
    formula = f"{exact(calcium)} + {exact(per_unit)} * ({exact(reference)} - {exact(albumin)})"
    steps.append(Step(message("step_calcium", lang), formula, value, calcium_unit))
    warnings = [Caution("albumin_above_reference", REFERENCE_NOTE[lang])] if albumin > reference else []
    return Outcome(value=value, unit=calcium_unit, steps=steps, warnings=warnings)


CALCULATORS: Final = (
    Calculator(
        "corrected_calcium",
        {"it": "Calcio corretto per l'albumina", "en": "Albumin-corrected calcium"},
        {
            "it": "Calcio totale corretto per l'albumina, nell'unità in cui è stato inserito.",
            "en": "Total calcium corrected for albumin, in the unit in which it was entered.",
        },
        cited("payne-1973"),
        (CALCIUM, CALCIUM_UNIT, ALBUMIN, ALBUMIN_UNIT),
        {"it": "calcio corretto nell'unità del calcio", "en": "corrected calcium in the calcium's unit"},
        None,
        _corrected_calcium,
        group="myeloma",
        references=("payne-1973",),
        not_verified=(FROM_MEMORY,),
    ),
)
