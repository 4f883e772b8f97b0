"""Published scores: plain code, the reference beside each threshold, answers of one shape (``score.py``)."""

from typing import Final

from calculators.scores import (
    cell_therapy_risk,
    cell_therapy_toxicity,
    charlson,
    frailty,
    iec_hs,
    lymphoma,
    progression,
    slim_crab,
    staging,
)

CALCULATORS: Final = (
    *progression.CALCULATORS,
    *slim_crab.CALCULATORS,
    *staging.CALCULATORS,
    *charlson.CALCULATORS,
    *frailty.CALCULATORS,
    *cell_therapy_toxicity.CALCULATORS,
    *iec_hs.CALCULATORS,
    *cell_therapy_risk.CALCULATORS,
    *lymphoma.CALCULATORS,
)

__all__ = ["CALCULATORS"]
