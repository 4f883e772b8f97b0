"""Kidney function: creatinine clearance by Cockcroft and Gault."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import refused
from calculators.messages import message
from calculators.outcome import Outcome, Step, invalid
from calculators.quantity import exact, exactly
from calculators.vocabulary import AGE, CREATININE_UNIT, SERUM_CREATININE, SEX, WEIGHT

UMOL_PER_MG_DL: Final = Decimal("88.4")
"""1 mg/dL of creatinine is 88.4 umol/L."""

MINIMUM_MG_DL: Final = Decimal("0.2")
MAXIMUM_MG_DL: Final = Decimal(20)


@exactly
def creatinine_mg_dl(value: Decimal, unit: str) -> Decimal:
    """Return creatinine in mg/dL from ``mg/dL`` or ``umol/L``."""
    return value if unit == "mg/dL" else value / UMOL_PER_MG_DL


@exactly
def cockcroft_gault(age_years: int, weight_kg: Decimal, sex: str, serum_creatinine_mg_dl: Decimal) -> Decimal:
    """Return the creatinine clearance in mL/min, unrounded (Cockcroft and Gault, Nephron 1976;16:31).

    (140 - age) * weight / (72 * creatinine), times 0.85 for women. Weight is the one given: the formula's
    authors used actual weight.

    Args:
        age_years: completed years, 18 to 110.
        weight_kg: kilograms, 25 to 250.
        sex: ``female`` or ``male``.
        serum_creatinine_mg_dl: mg/dL, above 0.
    """
    clearance = (140 - age_years) * weight_kg / (72 * serum_creatinine_mg_dl)
    return clearance * Decimal("0.85") if sex == "female" else clearance


def _creatinine_clearance(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    unit = values["creatinine_unit"]
    typed = values["serum_creatinine"]
    creatinine = creatinine_mg_dl(typed, unit)
    if not MINIMUM_MG_DL <= creatinine <= MAXIMUM_MG_DL:
        expected = message(
            "expected_range", lang, minimum=exact(MINIMUM_MG_DL), maximum=exact(MAXIMUM_MG_DL), unit=" mg/dL"
        )
        problem = refused(SERUM_CREATININE, "out_of_range", f"{exact(typed)} {unit}", lang)
        return invalid([type(problem)(problem.field, problem.code, f"{problem.message} {expected}")])
    steps = []
    if unit != "mg/dL":
        steps.append(
            Step(message("step_umol", lang), f"{exact(typed)} / {exact(UMOL_PER_MG_DL)}", creatinine, "mg/dL")
        )
    value = cockcroft_gault(values["age_years"], values["weight_kg"], values["sex"], creatinine)
    formula = f"(140 - {values['age_years']}) * {exact(values['weight_kg'])} / (72 * {exact(creatinine)})"
    formula += " * 0.85" if values["sex"] == "female" else ""
    steps.append(Step(message("step_clearance", lang), formula, value, "mL/min"))
    return Outcome(value=value, unit="mL/min", steps=steps)


CALCULATORS: Final = (
    Calculator(
        "creatinine_clearance",
        {"it": "Clearance della creatinina", "en": "Creatinine clearance"},
        {
            "it": "Stima di Cockcroft e Gault con il peso inserito, come nelle soglie renali delle RCP.",
            "en": "Cockcroft and Gault estimate with the weight given, as in the labels' thresholds.",
        },
        {"it": "Cockcroft e Gault 1976 (da verificare)", "en": "Cockcroft and Gault 1976 (to be verified)"},
        (AGE, WEIGHT, SEX, SERUM_CREATININE, CREATININE_UNIT),
        {"it": "clearance in mL/min", "en": "clearance in mL/min"},
        "mL/min",
        _creatinine_clearance,
    ),
)
