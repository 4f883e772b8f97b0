"""What the calculators' records have in common: nobody changes one after it is made."""

import dataclasses
import importlib
import pkgutil

import pytest

import calculators
from calculators.dose_plan.facts import Facts
from calculators.dose_plan.plan import Adjusted, Given, Worksheet
from calculators.outcome import Outcome

FILLED_IN = {Adjusted, Facts, Given, Outcome, Worksheet}
"""Those that are filled while a plan or an answer is made."""

RECORDS: set[type] = {
    value
    for module in pkgutil.walk_packages(calculators.__path__, "calculators.")
    if module.name != "calculators.__main__"
    for value in vars(importlib.import_module(module.name)).values()
    if isinstance(value, type) and dataclasses.is_dataclass(value)
}


@pytest.mark.parametrize("record", sorted(RECORDS, key=str))
def test_a_record_is_frozen_and_has_slots(record: type) -> None:
    assert "__slots__" in vars(record)
    frozen: bool = vars(record)["__dataclass_params__"].frozen
    assert frozen is (record not in FILLED_IN)
