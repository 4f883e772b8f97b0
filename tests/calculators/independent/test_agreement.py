"""Ours beside those of other packages: they agree everywhere but where a disagreement is listed."""

import json
import math
import re
from functools import cache
from importlib.metadata import version
from typing import Any

import pytest

from calculators import api
from tests.calculators.asking import ROOT, SOURCE
from tests.calculators.independent.disagreements import DISAGREEMENTS, Disagreement
from tests.calculators.independent.packages import OTHERS, Inputs, Other
from tests.calculators.independent.patients import REQUESTS, UNKNOWN_TO_OURS

REPORT = ROOT / "docs" / "independent-implementations.md"
BINARY = 1e-11
"""Theirs compute in binary floating point: each operation to 1 part in 10^16, powers to some fewer digits."""


@cache
def answered(calculator: str) -> tuple[tuple[Inputs, float], ...]:
    """Return the requests of a calculator of ours, each with our answer."""
    hidden = UNKNOWN_TO_OURS.get(calculator, ())
    return tuple((inputs, _ours(calculator, inputs, hidden)) for inputs in REQUESTS[calculator]())


def _ours(calculator: str, inputs: Inputs, hidden: tuple[str, ...]) -> float:
    known = {name: value for name, value in inputs.items() if name not in hidden}
    request = api.read_request(json.dumps({"calculator": calculator, "inputs": known}))
    result: dict[str, Any] = api.answer(request, SOURCE)
    assert result["status"] == "ok", (inputs, result["errors"])
    return float(result["points"] if result["value"] is None else result["value"])


def same(ours: float, theirs: float, places: int | None) -> bool:
    """Compare to the places that they round to: no more than half of the last one apart."""
    half = 0 if places is None else 0.5 * 10.0**-places
    return math.isclose(ours, theirs, rel_tol=BINARY, abs_tol=half * (1 + BINARY) + BINARY * abs(ours))


def listed(other: Other, inputs: Inputs) -> Disagreement | None:
    """Return the disagreement that is listed for a request."""
    found = [
        one
        for one in DISAGREEMENTS
        if (one.package, one.function) == (other.package, other.function) and one.holds(inputs)
    ]
    assert len(found) <= 1, (inputs, found)
    return found[0] if found else None


@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_agreement(other: Other) -> None:
    asked = [(inputs, ours) for inputs, ours in answered(other.calculator) if other.answers(inputs)]
    assert len(asked) > 100
    surprises = []
    for inputs, ours in asked:
        known = listed(other, inputs)
        expected = known.by_their_rule(inputs, ours) if known else ours
        if not same(expected, theirs := other.answer(inputs), other.places):
            surprises.append((dict(inputs), ours, theirs, known and known.name))
    assert surprises == []


@pytest.mark.parametrize("known", DISAGREEMENTS, ids=lambda known: known.name)
def test_a_listed_disagreement_still_happens(known: Disagreement) -> None:
    (other,) = [one for one in OTHERS if (one.package, one.function) == (known.package, known.function)]
    assert any(
        not same(ours, other.answer(inputs), other.places)
        for inputs, ours in answered(other.calculator)
        if other.answers(inputs) and known.holds(inputs)
    )


def test_the_report_names_every_package_as_locked_and_every_disagreement() -> None:
    text = REPORT.read_text(encoding="utf-8")
    compared = {other.package for other in OTHERS}
    assert {name: version(name) for name in compared} == {
        name: number for name, number in re.findall(r"`([a-z-]+)` ([0-9.]+)\b", text) if name in compared
    }
    assert set(re.findall(r"^\| `(\w+-[\w-]+)` \|", text, re.MULTILINE)) == {
        one.name for one in DISAGREEMENTS
    }


def test_half_of_the_last_place_is_the_limit() -> None:
    assert same(1.8149, 1.81, 2)
    assert not same(1.8151, 1.81, 2)
    assert same(1 / 3, 0.1 + 0.7 / 3, None)
    assert not same(1.0, 1.0000001, None)
