"""Editions that are not the published one: what would be computed if the content said otherwise."""

import json
from collections.abc import Callable
from typing import Any

from calculators import api
from calculators.edition import Edition, load_edition
from tests.calculators.asking import EDITION_TEXT

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> Edition:
    """Return the edition after a change to its data."""
    data = json.loads(EDITION_TEXT)
    change(data)
    return load_edition(json.dumps(data))


def entry(data: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    """Return the data of one regimen, drug or discrepancy."""
    found: dict[str, Any] = next(item for item in data[kind] if item["id"] == name)
    return found


def plan_in(edition: Edition, **inputs: Any) -> dict[str, Any]:
    """Ask for a plan in another edition, as text."""
    request = json.dumps({"calculator": "dose_plan", "inputs": inputs})
    answer = api.answer(api.read_request(request), api.only(edition))
    result: dict[str, Any] = json.loads(api.write_result(answer))
    return result
