"""Worked examples under a frozen edition: computed there, and shown only where what they state holds."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from calculators import api
from calculators.edition import Edition
from calculators.references import REFERENCES
from generator.content import Content
from generator.grammar import source_key

Case = Mapping[str, Any]


def held_examples(
    cases: Mapping[str, list[Case]], edition: Edition, content: Content
) -> dict[str, list[Case]]:
    """Return the cases, by regimen, whose stated output this edition gives, and whose sources it has."""
    return {
        regimen: [case for case in listed if _sources_known(case, content) and holds(case, edition)]
        for regimen, listed in cases.items()
    }


def holds(case: Case, edition: Edition) -> bool:
    """Tell whether the edition answers what the case states: status, doses, totals, questions, blocks.

    Warnings and the wording of details are for the tests; they do not make an example right or wrong.
    """
    request = {"calculator": case.get("calculator", "dose_plan"), "inputs": case["input"]}
    result = api.answer(request, api.only(edition))
    return all(_agrees(key, expected, result) for key, expected in case["output"].items())


def _agrees(key: str, expected: Any, result: Mapping[str, Any]) -> bool:
    details: Mapping[str, Any] = result["details"]
    if key == "administrations":
        return _stated(expected) == _given(details["administrations"])
    if key == "questions":
        return same({question["field"]: question["kind"] for question in result["questions"]}, expected)
    if key == "blocked_by":
        return same([entry["discrepancy"] for entry in details.get("blocked_by", [])], expected)
    if key in ("status", "value", "unit", "category", "points"):
        return same(result[key], expected)
    if key in ("totals", "cycle_length_days"):
        return same(details.get(key), expected)
    return True


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, str) and expected.endswith("..."):
        return str(found).startswith(expected[:-3])
    return bool(found == expected)


def _stated(lines: list[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    return {(day, *_line(line)) for line in lines for day in stated_days(line["days"])}


def _given(entries: list[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    return {(entry["day"], *_line(entry)) for entry in entries}


def _line(line: Mapping[str, Any]) -> tuple[Any, ...]:
    dose = str(line["dose"])
    stated = dose[:-3] if dose.endswith("...") else str(Decimal(dose).normalize())
    return line["drug"], stated, line["unit"], line["route"], line.get("condition")


def stated_days(days: Any) -> list[int | None]:
    """Return the days that a case states: a list, a range such as "1-21", or no day at all."""
    if days is None:
        return [None]
    if isinstance(days, str):
        first, last = days.split("-")
        return list(range(int(first), int(last) + 1))
    return list(days)


def _sources_known(case: Case, content: Content) -> bool:
    listed = case["source"] if isinstance(case["source"], list) else [case["source"]]
    return all(_source_known(reference, content) for reference in listed)


def _source_known(reference: str, content: Content) -> bool:
    """A decision is a record of its own; what scores are published in is known to every edition."""
    key = source_key(reference)
    if key == "decisions":
        return reference.partition(" ")[2] in content.discrepancies
    return key in content.references or key in REFERENCES
