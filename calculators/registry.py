"""Every calculator, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from calculators import anthropometry, dose_arithmetic, drug_rules, kidney
from calculators.algorithm import relapse_trigger, retransplant
from calculators.algorithm.answer import CALCULATOR as ALGORITHM
from calculators.calculator import Calculator
from calculators.dose_plan import CALCULATOR as DOSE_PLAN

CALCULATORS: Final[Mapping[str, Calculator]] = MappingProxyType(
    {
        calculator.name: calculator
        for calculator in (
            *anthropometry.CALCULATORS,
            *kidney.CALCULATORS,
            *dose_arithmetic.CALCULATORS,
            *drug_rules.CALCULATORS,
            DOSE_PLAN,
            ALGORITHM,
            relapse_trigger.CALCULATOR,
            retransplant.CALCULATOR,
        )
    }
)
