"""Immunoglobulin replacement: where an IgG value stands against the edition's limits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from calculators.advanced_therapies.shared import not_in_edition, notes
from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import Field, outside
from calculators.messages import message
from calculators.outcome import Caution, Outcome, Step, invalid
from calculators.quantity import exact, exactly, readable

MG_DL_PER_G_L: Final = 100
IGG_RANGES: Final = {"mg/dL": (Decimal(5), Decimal(15000)), "g/L": (Decimal("0.05"), Decimal(150))}
"""The same limits in either unit."""

IGG: Final = Field(
    "igg",
    "decimal",
    {"it": "IgG sieriche", "en": "Serum IgG"},
    help={
        "it": "Da 5 a 15000 mg/dL, o da 0,05 a 150 g/L",
        "en": "From 5 to 15000 mg/dL, or from 0.05 to 150 g/L",
    },
)
IGG_UNIT: Final = Field(
    "igg_unit", "choice", {"it": "Unità delle IgG", "en": "IgG unit"}, options=("mg/dL", "g/L")
)


@exactly
def igg_mg_dl(value: Decimal, unit: str) -> Decimal:
    """Return IgG in mg/dL from ``mg/dL`` or ``g/L``."""
    return value if unit == "mg/dL" else value * MG_DL_PER_G_L


def _igg_replacement(values: Mapping[str, Any], lang: str, edition: Edition | None) -> Outcome:
    """Compare with the edition's limits: start below one, go on until the other is reached."""
    assert edition is not None  # the registry hands the edition to every calculator that needs one
    record = edition.advanced.immunoglobulins
    if record is None:
        return not_in_edition(lang)
    typed, unit = values["igg"], values["igg_unit"]
    problems = outside(IGG, typed, unit, IGG_RANGES[unit], lang)
    if problems:
        return invalid(problems)
    igg, limit = igg_mg_dl(typed, unit), record.start_below
    category = "below" if igg < limit else "above" if igg > limit else "at_threshold"
    steps = []
    if unit != "mg/dL":
        steps.append(Step(message("step_igg", lang), f"{exact(typed)} * {MG_DL_PER_G_L}", igg, "mg/dL"))
    sign = {"below": "<", "above": ">", "at_threshold": "="}[category]
    comparison = f"{exact(igg)} {sign} {exact(limit)} mg/dL"
    steps.append(Step(record.start.text[lang], comparison, None, None, record.start.sources))
    reached = igg >= record.continue_until
    sign = ">=" if reached else "<"
    comparison = f"{exact(igg)} {sign} {exact(record.continue_until)} mg/dL"
    steps.append(Step(record.goal.text[lang], comparison, None, None, record.goal.sources))
    warnings = notes(record.notes, lang)
    if category == "at_threshold":
        text = message("igg_at_threshold", lang, value=readable(limit, lang))
        warnings.insert(0, Caution("at_threshold", text, record.goal.sources))
    return Outcome(
        category=category,
        steps=steps,
        warnings=warnings,
        sources=record.start.sources,
        details={"igg_mg_dl": exact(igg), "start_below_mg_dl": exact(limit), "goal_reached": reached},
    )


CALCULATOR: Final = Calculator(
    "igg_replacement",
    {"it": "Supplementazione di immunoglobuline", "en": "Immunoglobulin replacement"},
    {
        "it": "Confronta le IgG con i limiti del protocollo per la supplementazione. Non dà una dose.",
        "en": "Compares IgG with the protocol's limits for replacement. It gives no dose.",
    },
    {"it": "Limiti nell'edizione, supporto", "en": "Limits in the edition, supportive care"},
    (IGG, IGG_UNIT),
    {"it": "categoria below, at_threshold, above", "en": "category below, at_threshold, above"},
    None,
    _igg_replacement,
    needs_edition=True,
    group="cell_therapy",
)
