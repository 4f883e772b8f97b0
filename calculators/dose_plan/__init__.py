"""The dose plan of one patient, for one cycle of one regimen, from the edition's records."""

from calculators.dose_plan.form import plan_fields
from calculators.dose_plan.plan import CALCULATOR, dose_plan

__all__ = ["CALCULATOR", "dose_plan", "plan_fields"]
