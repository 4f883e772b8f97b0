"""Kidney function: creatinine clearance by Cockcroft and Gault, and estimated filtration rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import Field, Problem, outside
from calculators.messages import message
from calculators.outcome import Outcome, Step, invalid
from calculators.quantity import exact, exactly, exactly_guarded
from calculators.references import FROM_MEMORY, cited
from calculators.vocabulary import AGE, CREATININE_UNIT, SERUM_CREATININE, SEX, WEIGHT

UMOL_PER_MG_DL: Final = Decimal("88.4")
"""1 mg/dL of creatinine is 88.4 umol/L."""

CREATININE_RANGES: Final = {
    "mg/dL": (Decimal("0.2"), Decimal(20)),
    "umol/L": (Decimal("17.68"), Decimal(1768)),
}
"""The same limits in either unit."""
EGFR_UNIT: Final = "mL/min/{1.73_m2}"


@dataclass(frozen=True, slots=True)
class CkdEpi:
    """The coefficients of one CKD-EPI creatinine equation; those that differ by sex are by sex."""

    factor: int
    low_exponent: Mapping[str, Decimal]
    high_exponent: Decimal
    per_year: Decimal
    female: Decimal


CREATININE_KNEE: Final = {"female": Decimal("0.7"), "male": Decimal("0.9")}
"""Creatinine in mg/dL at which the slope changes (kappa), the same in both CKD-EPI equations."""

CKD_EPI: Final[Mapping[str, CkdEpi]] = {
    "ckd_epi_2021": CkdEpi(  # Inker 2021: no race term
        142,
        {"female": Decimal("-0.241"), "male": Decimal("-0.302")},
        Decimal("-1.200"),
        Decimal("0.9938"),
        Decimal("1.012"),
    ),
    "ckd_epi_2009": CkdEpi(  # Levey 2009, its race term left out
        141,
        {"female": Decimal("-0.329"), "male": Decimal("-0.411")},
        Decimal("-1.209"),
        Decimal("0.993"),
        Decimal("1.018"),
    ),
}


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


@exactly_guarded
def filtration_rate(age_years: int, sex: str, serum_creatinine_mg_dl: Decimal, equation: str) -> Decimal:
    """Return the estimated glomerular filtration rate in mL/min/1.73 m2, unrounded, without a race term.

    CKD-EPI: factor * min(creatinine/kappa, 1)^alpha * max(creatinine/kappa, 1)^beta * per_year^age, times a
    factor for women. MDRD (Levey 2006): 175 * creatinine^-1.154 * age^-0.203, times 0.742 for women.

    Args:
        age_years: completed years, 18 to 110.
        sex: ``female`` or ``male``.
        serum_creatinine_mg_dl: mg/dL, above 0.
        equation: ``ckd_epi_2021``, ``ckd_epi_2009`` or ``mdrd_175``.

    Raises:
        KeyError: for any other equation or sex.
    """
    if equation == "mdrd_175":
        rate = 175 * serum_creatinine_mg_dl ** Decimal("-1.154") * Decimal(age_years) ** Decimal("-0.203")
        return rate * Decimal("0.742") if sex == "female" else rate
    terms = CKD_EPI[equation]
    ratio = serum_creatinine_mg_dl / CREATININE_KNEE[sex]
    exponent = terms.low_exponent[sex] if ratio < 1 else terms.high_exponent  # the other power is that of 1
    rate = terms.factor * ratio**exponent * terms.per_year**age_years
    return rate * terms.female if sex == "female" else rate


def filtration_formula(age_years: int, sex: str, creatinine: Decimal, equation: str) -> str:
    """Return the formula of an estimate with its numbers in place."""
    if equation == "mdrd_175":
        female = " * 0.742" if sex == "female" else ""
        return f"175 * {exact(creatinine)}^-1.154 * {age_years}^-0.203{female}"
    terms, knee = CKD_EPI[equation], exact(CREATININE_KNEE[sex])
    ratio = f"{exact(creatinine)} / {knee}"
    female = f" * {exact(terms.female)}" if sex == "female" else ""
    return (
        f"{terms.factor} * min({ratio}, 1)^{exact(terms.low_exponent[sex])}"
        f" * max({ratio}, 1)^{exact(terms.high_exponent)} * {exact(terms.per_year)}^{age_years}{female}"
    )


def _creatinine(values: Mapping[str, Any], lang: str) -> tuple[Decimal, list[Step], list[Problem]]:
    """Return the creatinine in mg/dL, the line that converts it, and what is wrong with it."""
    typed, unit = values["serum_creatinine"], values["creatinine_unit"]
    problems = outside(SERUM_CREATININE, typed, unit, CREATININE_RANGES[unit], lang)
    creatinine = creatinine_mg_dl(typed, unit)
    if unit == "mg/dL":
        return creatinine, [], problems
    formula = f"{exact(typed)} / {exact(UMOL_PER_MG_DL)}"
    return creatinine, [Step(message("step_umol", lang), formula, creatinine, "mg/dL")], problems


def _creatinine_clearance(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    creatinine, steps, problems = _creatinine(values, lang)
    if problems:
        return invalid(problems)
    value = cockcroft_gault(values["age_years"], values["weight_kg"], values["sex"], creatinine)
    formula = f"(140 - {values['age_years']}) * {exact(values['weight_kg'])} / (72 * {exact(creatinine)})"
    formula += " * 0.85" if values["sex"] == "female" else ""
    steps.append(Step(message("step_clearance", lang), formula, value, "mL/min"))
    return Outcome(value=value, unit="mL/min", steps=steps)


def _egfr(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    creatinine, steps, problems = _creatinine(values, lang)
    if problems:
        return invalid(problems)
    asked = (values["age_years"], values["sex"], creatinine, values["equation"])
    value = filtration_rate(*asked)
    steps.append(Step(message("step_egfr", lang), filtration_formula(*asked), value, EGFR_UNIT))
    return Outcome(value=value, unit=EGFR_UNIT, steps=steps, details={"equation": values["equation"]})


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
        group="kidney",
        references=("cockcroft-gault-1976",),
        not_verified=(FROM_MEMORY,),
    ),
    Calculator(
        "egfr",
        {"it": "Filtrato glomerulare stimato (eGFR)", "en": "Estimated glomerular filtration rate (eGFR)"},
        {
            "it": "Filtrato stimato dalla creatinina, per 1,73 m2, con l'equazione scelta e senza termine"
            " di etnia.",
            "en": "Filtration estimated from creatinine, per 1.73 m2, by the chosen equation, without a"
            " race term.",
        },
        cited("ckd-epi-2021", "ckd-epi-2009", "mdrd-2006"),
        (
            AGE,
            SEX,
            SERUM_CREATININE,
            CREATININE_UNIT,
            Field(
                "equation",
                "choice",
                {"it": "Equazione", "en": "Equation"},
                options=("ckd_epi_2021", "ckd_epi_2009", "mdrd_175"),
            ),
        ),
        {"it": "filtrato in mL/min/1,73 m2", "en": "filtration rate in mL/min/1.73 m2"},
        EGFR_UNIT,
        _egfr,
        group="kidney",
        references=("ckd-epi-2021", "ckd-epi-2009", "mdrd-2006"),
        not_verified=(FROM_MEMORY,),
    ),
)
