"""C-reactive protein, whose unit must be stated: mg/L read as mg/dL is a tenfold error."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from calculators.fields import Field, Problem, outside
from calculators.messages import message
from calculators.outcome import Step
from calculators.quantity import exact, exactly
from calculators.scores.inputs import choice

CRP: Final = Field(
    "crp",
    "decimal",
    {"it": "Proteina C reattiva (PCR)", "en": "C-reactive protein (CRP)"},
    help={
        "it": "Da 0,01 a 60 mg/dL, o da 0,1 a 600 mg/L. Guardare l'unità sul referto",
        "en": "From 0.01 to 60 mg/dL, or from 0.1 to 600 mg/L. Look at the unit on the report",
    },
)
CRP_UNIT: Final = choice("crp_unit", "Unità della PCR", "CRP unit", "mg/dL", "mg/L")
MG_L_PER_MG_DL: Final = 10
CRP_RANGES: Final = {
    "mg/dL": (Decimal("0.01"), Decimal(60)),
    "mg/L": (Decimal("0.1"), Decimal(600)),
}
"""The same limits in either unit."""


@exactly
def crp_mg_dl(value: Decimal, unit: str) -> Decimal:
    """Return C-reactive protein in mg/dL from ``mg/dL`` or ``mg/L``."""
    return value if unit == "mg/dL" else value / MG_L_PER_MG_DL


def read_crp(values: Mapping[str, Any], lang: str) -> tuple[Decimal, list[Step], list[Problem]]:
    """Return C-reactive protein in mg/dL, the receipt line that converts it, and what is wrong with it."""
    typed, unit = values["crp"], values["crp_unit"]
    value = crp_mg_dl(typed, unit)
    problems = outside(CRP, typed, unit, CRP_RANGES[unit], lang)
    if unit == "mg/dL":
        return value, [], problems
    return (
        value,
        [Step(message("step_crp", lang), f"{exact(typed)} / {MG_L_PER_MG_DL}", value, "mg/dL")],
        problems,
    )
