"""The requests that are put to every implementation: grids over the whole accepted range, always the same."""

import itertools
import random
from collections.abc import Iterator
from typing import Any

from calculators.scores.charlson import SEVERER, WEIGHTS

HEIGHTS = (100, 118, 133.5, 150, 152.4, 160, 165, 170, 172.5, 180, 191, 205, 230)
WEIGHTS_KG = (25, 33.3, 40, 48, 52.5, 60, 66.6, 70, 75, 81.2, 90, 104, 120, 150.5, 200, 250)
AGES = (18, 25, 34, 40, 49, 50, 51, 59, 60, 61, 69, 70, 71, 75, 79, 80, 81, 85, 90, 91, 100, 101, 110)
CREATININE_MG_DL = (
    *(0.2, 0.35, 0.5, 0.6, 0.69, 0.7, 0.71, 0.8, 0.89, 0.9, 0.91, 1),
    *(1.1, 1.27, 1.5, 1.9, 2.3, 3, 4.4, 6, 8.8, 12.5, 17, 20),
)
CREATININE_UMOL_L = (17.68, 44.2, 61.88, 70, 79.56, 88.4, 120, 177, 300.5, 700, 1768)
CREATININE = (
    *((value, "mg/dL") for value in CREATININE_MG_DL),
    *((value, "umol/L") for value in CREATININE_UMOL_L),
)
SEXES = ("female", "male")


def _over(**values: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
    """Yield every combination."""
    for combination in itertools.product(*values.values()):
        yield dict(zip(values, combination, strict=True))


def _bsa() -> Iterator[dict[str, Any]]:
    formulas = ("mosteller", "du_bois", "haycock", "gehan_george", "boyd")
    return _over(height_cm=HEIGHTS, weight_kg=WEIGHTS_KG, formula=formulas)


def _bmi() -> Iterator[dict[str, Any]]:
    return _over(height_cm=HEIGHTS, weight_kg=WEIGHTS_KG)


def _with_creatinine(requests: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for request, (value, unit) in itertools.product(requests, CREATININE):
        yield {**request, "serum_creatinine": value, "creatinine_unit": unit}


def _creatinine_clearance() -> Iterator[dict[str, Any]]:
    """Heights are for the implementation that asks for one; ours does not."""
    some = _over(age_years=AGES[::3], weight_kg=WEIGHTS_KG[::2], sex=SEXES, height_cm=HEIGHTS[3:12:2])
    return itertools.islice(_with_creatinine(some), 0, None, 7)


def _egfr() -> Iterator[dict[str, Any]]:
    return _with_creatinine(_over(age_years=AGES, sex=SEXES, equation=("ckd_epi_2021", "mdrd_175")))


def _corrected_calcium() -> Iterator[dict[str, Any]]:
    calcium = {
        "mg/dL": (4, 6.1, 7.25, 8.2, 8.8, 9.4, 10, 10.55, 11, 11.3, 14.2, 25),
        "mmol/L": (1, 1.5, 1.85, 2.05, 2.2, 2.37, 2.5, 2.6, 2.75, 2.83, 3.6, 6.25),
    }
    albumin = {
        "g/dL": (0.5, 0.99, 1, 2.2, 3.5, 3.9, 4, 4.1, 5.3, 7, 8),
        "g/L": (5, 9.9, 10, 22, 35.5, 39, 40, 41, 53, 70, 80),
    }
    for calcium_unit, albumin_unit in itertools.product(calcium, albumin):
        for one, other in itertools.product(calcium[calcium_unit], albumin[albumin_unit]):
            yield {
                "calcium": one,
                "calcium_unit": calcium_unit,
                "albumin": other,
                "albumin_unit": albumin_unit,
            }


def _charlson() -> Iterator[dict[str, Any]]:
    """No disease, each alone, each with each, all, and a thousand sets by chance; every age once or more."""
    names = [field.name for field, _ in WEIGHTS]
    chance = random.Random(1987)
    sets: list[set[str]] = [set(), set(names), set(SEVERER), set(SEVERER.values())]
    sets += [{one, other} for one, other in itertools.combinations_with_replacement(names, 2)]
    sets += [
        {name for name in names if chance.random() < share} for share in (0.1, 0.3, 0.6) for _ in range(333)
    ]
    ages = itertools.cycle(range(18, 111))
    for diseases, include_age in itertools.product(sets, (True, False)):
        answers = {name: "yes" if name in diseases else "no" for name in names}
        yield {"age_years": next(ages), "include_age": include_age, **answers}


REQUESTS = {
    "bsa": _bsa,
    "bmi": _bmi,
    "creatinine_clearance": _creatinine_clearance,
    "egfr": _egfr,
    "corrected_calcium": _corrected_calcium,
    "charlson": _charlson,
}
UNKNOWN_TO_OURS = {"creatinine_clearance": ("height_cm",)}
"""What a request holds for the others alone."""
