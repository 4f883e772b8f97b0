"""Every calculator, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from calculators import anthropometry, calcium, dose_arithmetic, drug_rules, kidney
from calculators.advanced_therapies import eligibility, igg, lymphodepletion, step_up
from calculators.algorithm import relapse_trigger, retransplant
from calculators.algorithm.answer import CALCULATOR as ALGORITHM
from calculators.calculator import Calculator
from calculators.dose_plan import CALCULATOR as DOSE_PLAN
from calculators.scores import CALCULATORS as SCORES

CALCULATORS: Final[Mapping[str, Calculator]] = MappingProxyType(
    {
        calculator.name: calculator
        for calculator in (
            *anthropometry.CALCULATORS,
            *kidney.CALCULATORS,
            *dose_arithmetic.CALCULATORS,
            *drug_rules.CALCULATORS,
            *calcium.CALCULATORS,
            *SCORES,
            DOSE_PLAN,
            ALGORITHM,
            relapse_trigger.CALCULATOR,
            retransplant.CALCULATOR,
            lymphodepletion.CALCULATOR,
            step_up.CALCULATOR,
            igg.CALCULATOR,
            eligibility.CALCULATOR,
        )
    }
)
