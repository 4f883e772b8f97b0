"""An edition of an older schema is brought to the present one step by step; frozen data stay as they are."""

from typing import Any

from calculators.upgrade import upgraded


def _first(data: dict[str, Any]) -> None:
    data["order"].append("first")


def _second(data: dict[str, Any]) -> None:
    data["order"].append("second")


def test_every_step_from_its_own_schema_on_is_taken_in_order() -> None:
    frozen = {"schema_version": 1, "order": []}
    assert upgraded(frozen, {1: _first, 2: _second}, 3) == {"schema_version": 3, "order": ["first", "second"]}
    assert upgraded({"schema_version": 2, "order": []}, {1: _first, 2: _second}, 3)["order"] == ["second"]
    assert frozen == {"schema_version": 1, "order": []}
