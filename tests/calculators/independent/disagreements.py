"""Where another implementation answers otherwise than ours: each named, with its rule and who is right."""

from collections.abc import Callable
from dataclasses import dataclass

from calculators.scores.charlson import age_points
from tests.calculators.independent.packages import Inputs


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One difference of rule: where it shows, and what their rule makes of our answer there."""

    name: str
    package: str
    function: str
    holds: Callable[[Inputs], bool]
    by_their_rule: Callable[[Inputs, float], float]
    who_is_right: str


def _bench_weight(inputs: Inputs) -> float:
    """Return the weight that medcalc-bench puts into the formula, with its roundings."""
    height, weight = float(inputs["height_cm"]), float(inputs["weight_kg"])
    inches = round(height * 0.393701, 3)
    ideal = round((50 if inputs["sex"] == "male" else 45.5) + 2.3 * (inches - 60), 3)
    index = round(weight / round(height / 100, 3) ** 2, 3)
    if index < 18.5:
        return weight
    return min(ideal, weight) if index <= 24.9 else round(ideal + 0.4 * (weight - ideal), 3)


BOYD_IN_KILOGRAMS = 0.0333 / (0.0003207 * 1000 ** (0.7285 - 3 * 0.0188))
"""The factor of Boyd's formula in kilograms, rounded to three digits, over that of his formula in grams."""


def _clincalc_age_points(age_years: int) -> int:
    return (age_years - 51) // 10 + 1 if age_years > 50 else 0


def _clincalc_age(inputs: Inputs, ours: float) -> float:
    return ours - age_points(inputs["age_years"]) + _clincalc_age_points(inputs["age_years"])


DISAGREEMENTS: tuple[Disagreement, ...] = (
    Disagreement(
        "boyd-in-kilograms",
        "medimetry",
        "bsa_from_cm",
        lambda inputs: inputs["formula"] == "boyd",
        lambda _inputs, ours: ours * BOYD_IN_KILOGRAMS,
        "Ours. Boyd 1935 gives the formula in grams (0.0003207); theirs is its form in kilograms, whose"
        " factor 0.03330 is 0.033297 rounded: 0.01 % high, at times one more in the second decimal.",
    ),
    Disagreement(
        "male-knee",
        "medcalc-bench",
        "ckd_epi_2021_explanation",
        lambda inputs: inputs["sex"] == "male" and inputs["serum_creatinine"] <= 0.9,
        lambda _inputs, ours: ours * (0.7 / 0.9) ** 0.302,
        "Ours. Inker 2021: kappa is 0.9 for men on both sides of the knee; this function divides by 0.7, the"
        " women's, and comes out 7.3 % low. The package's own ckd_epi_2021 has 0.9 and agrees with ours.",
    ),
    Disagreement(
        "adjusted-weight",
        "medcalc-bench",
        "creatinine_clearance",
        lambda inputs: _bench_weight(inputs) != inputs["weight_kg"],
        lambda inputs, ours: ours * _bench_weight(inputs) / inputs["weight_kg"],
        "Ours, for the formula as published: Cockcroft and Gault 1976 used the actual weight, and the labels'"
        " thresholds were set with it. Theirs is a later habit: ideal weight up to a BMI of 24.9, adjusted"
        " weight above. The page says which weight ours takes.",
    ),
    Disagreement(
        "decade-begins-at-1",
        "clincalc",
        "charlson",
        lambda inputs: inputs["include_age"] and inputs["age_years"] in (50, 60, 70, 80),
        _clincalc_age,
        "Ours. Charlson 1994 counts 50-59, 60-69, 70-79: a person of 60 has two points. clincalc starts each"
        " decade a year late (51-60), against medcalc-bench and open-medicine too.",
    ),
    Disagreement(
        "no-most-points-for-age",
        "clincalc",
        "charlson",
        lambda inputs: inputs["include_age"] and inputs["age_years"] > 90,
        _clincalc_age,
        "Open. Ours stops at 4 from 80, as the dossier, medcalc-bench and open-medicine do; clincalc goes on"
        " with 5 from 91 and 6 from 101. The table of Charlson 1994 was not read again by anyone here.",
    ),
)
