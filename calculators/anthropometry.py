"""Body surface area, body mass index and weight change, in exact decimals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import Field
from calculators.messages import message, option_label
from calculators.outcome import Outcome, Step
from calculators.quantity import exact, exactly
from calculators.vocabulary import BASELINE_WEIGHT, BSA_FORMULAS, HEIGHT, WEIGHT

FORMULA_TEXT: Final = {
    "mosteller": "sqrt(height_cm * weight_kg / 3600)",
    "du_bois": "0.007184 * height_cm^0.725 * weight_kg^0.425",
    "haycock": "0.024265 * height_cm^0.3964 * weight_kg^0.5378",
    "gehan_george": "0.0235 * height_cm^0.42246 * weight_kg^0.51456",
    "boyd": "0.0003207 * weight_g^(0.7285 - 0.0188 * log10(weight_g)) * height_cm^0.3",
}
"""The published formulas: Mosteller 1987, Du Bois 1916, Haycock 1978, Gehan and George 1970, Boyd 1935."""


@exactly
def body_surface_area(height_cm: Decimal, weight_kg: Decimal, formula: str) -> Decimal:
    """Return the body surface area in m2, unrounded.

    Args:
        height_cm: height, above 0 cm (the calculator accepts 100 to 230).
        weight_kg: weight, above 0 kg (the calculator accepts 25 to 250).
        formula: mosteller, du_bois, haycock, gehan_george or boyd.

    Raises:
        KeyError: for any other formula name.
    """
    if formula == "mosteller":
        return (height_cm * weight_kg / 3600).sqrt()
    if formula == "boyd":
        grams = weight_kg * 1000
        return (
            Decimal("0.0003207")
            * grams ** (Decimal("0.7285") - Decimal("0.0188") * grams.log10())
            * height_cm ** Decimal("0.3")
        )
    factor, height_exponent, weight_exponent = {
        "du_bois": ("0.007184", "0.725", "0.425"),
        "haycock": ("0.024265", "0.3964", "0.5378"),
        "gehan_george": ("0.0235", "0.42246", "0.51456"),
    }[formula]
    return Decimal(factor) * height_cm ** Decimal(height_exponent) * weight_kg ** Decimal(weight_exponent)


@exactly
def body_mass_index(height_cm: Decimal, weight_kg: Decimal) -> Decimal:
    """Return the body mass index in kg/m2, unrounded: weight over the square of the height in metres."""
    return weight_kg * 10000 / (height_cm * height_cm)


@exactly
def weight_change_percent(baseline_kg: Decimal, current_kg: Decimal) -> Decimal:
    """Return the absolute weight change as a percentage of the baseline weight, unrounded."""
    return abs(current_kg - baseline_kg) * 100 / baseline_kg


@exactly
def changed_more_than(baseline_kg: Decimal, current_kg: Decimal, threshold_percent: Decimal) -> bool:
    """Tell whether the weight changed by strictly more than the threshold; compared without dividing."""
    return abs(current_kg - baseline_kg) * 100 > threshold_percent * baseline_kg


def bsa_step(
    height_cm: Decimal, weight_kg: Decimal, formula: str, lang: str, sources: tuple[str, ...] = ()
) -> Step:
    """Return the receipt line of a body surface area."""
    return Step(
        message("step_bsa", lang, formula=option_label(formula, lang)),
        FORMULA_TEXT[formula].replace("height_cm", exact(height_cm)).replace("weight_kg", exact(weight_kg)),
        body_surface_area(height_cm, weight_kg, formula),
        "m2",
        sources,
    )


def _bsa(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    step = bsa_step(values["height_cm"], values["weight_kg"], values["formula"], lang)
    return Outcome(value=step.value, unit="m2", steps=[step], details={"formula": values["formula"]})


def _bmi(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    height, weight = values["height_cm"], values["weight_kg"]
    value = body_mass_index(height, weight)
    step = Step(message("step_bmi", lang), f"{exact(weight)} / ({exact(height)} / 100)^2", value, "kg/m2")
    return Outcome(value=value, unit="kg/m2", steps=[step])


def _weight_change(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    baseline, current = values["baseline_weight_kg"], values["current_weight_kg"]
    threshold = values["threshold_percent"]
    value = weight_change_percent(baseline, current)
    category = "recalculate" if changed_more_than(baseline, current, threshold) else "keep"
    formula = f"|{exact(current)} - {exact(baseline)}| / {exact(baseline)} * 100"
    verdict = Step(
        message(category, lang),
        f"{exact(value)} {'>' if category == 'recalculate' else '<='} {exact(threshold)}",
        None,
        None,
    )
    step = Step(message("step_weight_change", lang), formula, value, "%")
    return Outcome(value=value, unit="%", category=category, steps=[step, verdict])


CALCULATORS: Final = (
    Calculator(
        "bsa",
        {"it": "Superficie corporea", "en": "Body surface area"},
        {
            "it": "Superficie corporea con la formula scelta, non arrotondata.",
            "en": "Body surface area by the chosen formula, unrounded.",
        },
        {
            "it": "Mosteller 1987; Du Bois 1916; Haycock 1978; Gehan-George 1970; Boyd 1935; da verificare",
            "en": "Mosteller 1987; Du Bois 1916; Haycock 1978; Gehan-George 1970; Boyd 1935; to be verified",
        },
        (
            HEIGHT,
            WEIGHT,
            Field("formula", "choice", {"it": "Formula", "en": "Formula"}, options=BSA_FORMULAS),
        ),
        {"it": "superficie corporea in m2", "en": "body surface area in m2"},
        "m2",
        _bsa,
        group="body",
    ),
    Calculator(
        "bmi",
        {"it": "Indice di massa corporea", "en": "Body mass index"},
        {
            "it": "Peso diviso per il quadrato dell'altezza in metri.",
            "en": "Weight divided by the square of the height in metres.",
        },
        {"it": "Quetelet", "en": "Quetelet"},
        (HEIGHT, WEIGHT),
        {"it": "indice di massa corporea in kg/m2", "en": "body mass index in kg/m2"},
        "kg/m2",
        _bmi,
        group="body",
    ),
    Calculator(
        "weight_change",
        {"it": "Variazione di peso", "en": "Weight change"},
        {
            "it": "Dice se il peso è cambiato dal basale di più della soglia (strettamente maggiore).",
            "en": "Tells whether the weight changed from baseline by strictly more than the threshold.",
        },
        {"it": "Aritmetica; la soglia è del protocollo", "en": "Arithmetic; the threshold is the protocol's"},
        (
            replace(BASELINE_WEIGHT, required=True),
            replace(WEIGHT, name="current_weight_kg"),
            Field(
                "threshold_percent",
                "decimal",
                {"it": "Soglia", "en": "Threshold"},
                "%",
                Decimal(0),
                Decimal(100),
            ),
        ),
        {
            "it": "variazione in % e categoria keep o recalculate",
            "en": "change in % and category keep or recalculate",
        },
        "%",
        _weight_change,
        group="body",
    ),
)
