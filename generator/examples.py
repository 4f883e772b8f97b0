"""Worked examples of a regimen's page: test cases, computed anew at every build."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup

from calculators import api
from calculators.edition import Edition
from calculators.quantity import readable
from calculators.receipt import build_receipt
from calculators.receipt_words import ROUTES
from generator.links import Links
from generator.words import day_list, is_run, phrase

FEWEST_EXAMPLES, MOST_EXAMPLES = 3, 6
"""How many worked examples stand on a calculator's page."""


def read_examples(cases: Path, regimen: str) -> list[Mapping[str, Any]]:
    """Read the cases that a regimen's page shows: its `examples.yml`, if there is one."""
    path = cases / regimen / "examples.yml"
    if not path.is_file():
        return []
    found: list[Mapping[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


def read_calculator_examples(cases: Path, name: str) -> list[Mapping[str, Any]]:
    """Read the cases that a calculator's page shows: `examples.yml` of its folder, else a spread of all."""
    folder, single = cases / name, cases / "calculators" / f"{name}.yml"
    if (folder / "examples.yml").is_file():
        return read_examples(cases, name)
    paths = sorted(folder.glob("*.yml")) if folder.is_dir() else [single] if single.is_file() else []
    found: list[Mapping[str, Any]] = []
    for path in paths:
        found += yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for case in found:
        case.setdefault("calculator", name)  # type: ignore[attr-defined]
    return spread(found)


def spread(cases: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Choose cases that differ in their outcome: the first of each, then more that compute, in file order."""
    first: dict[tuple[object, object], int] = {}
    computing = []
    for position, case in enumerate(cases):
        output = case["output"]
        if output.get("status") == "ok":
            first.setdefault(("ok", output.get("category", output.get("points"))), position)
            computing.append(position)
    chosen = [*first.values()][:MOST_EXAMPLES]
    more = [position for position in computing if position not in chosen]
    return [cases[position] for position in sorted([*chosen, *more[: max(0, FEWEST_EXAMPLES - len(chosen))]])]


def worked_examples(cases: list[Mapping[str, Any]], edition: Edition, links: Links) -> list[dict[str, Any]]:
    """Return what the page shows of each example: its inputs, its result in a line a dose, its sources."""
    return [_worked(case, edition, links) for case in cases]


def _worked(case: Mapping[str, Any], edition: Edition, links: Links) -> dict[str, Any]:
    request = {"calculator": case.get("calculator", "dose_plan"), "inputs": case["input"], "lang": links.lang}
    result = api.answer(request, api.only(edition))
    receipt = build_receipt(request, result, edition)
    questions = [question["text"] for question in receipt["questions"]]
    sources = case["source"] if isinstance(case["source"], list) else [case["source"]]
    return {
        "name": case["name"][links.lang],
        "inputs": receipt["inputs"],
        "message": receipt["message"],
        "results": [*_results(result, receipt, links), *questions],
        "source": Markup(" ").join(links.source(source) for source in sources),
    }


def _results(result: Mapping[str, Any], receipt: Mapping[str, Any], links: Links) -> list[str]:
    if result["calculator"] == "dose_plan":
        return _doses(result["details"], links)
    value, score = receipt["value"], receipt["score"]
    found = " · ".join(part for part in (score["category"], score["points"]) if part) if score else ""
    lines = [f"{value['label']}: {value['exact'] or value['text']}"] if value else []
    return [*lines, *([found] if found else []), *(row["said"] for row in receipt["schedule"])]


def _doses(details: Mapping[str, Any], links: Links) -> list[str]:
    """Say each dose once, with its days."""
    groups: dict[tuple[str, str, str, str], list[int | None]] = {}
    for given in details["administrations"]:
        key = (given["drug"], given["dose"], given["unit"], given["route"])
        groups.setdefault(key, []).append(given["day"])
    return [
        f"{links.drug_name(drug)} {readable(Decimal(dose), links.lang)} {unit}, "
        f"{ROUTES[route][links.lang]}, {_days(days, links.lang)}"
        for (drug, dose, unit, route), days in groups.items()
    ]


def _days(days: list[int | None], lang: str) -> str:
    known = [day for day in days if day is not None]
    if not known:
        return phrase("days_unknown", lang)
    if is_run(known):
        return phrase("on_run", lang, first=known[0], last=known[-1])
    return phrase("on_day" if len(known) == 1 else "on_days", lang, days=day_list(known))
