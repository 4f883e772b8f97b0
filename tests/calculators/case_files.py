"""The cases of tests/cases: how they are read, asked and compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from calculators import api
from generator.editions.held import stated_days
from generator.yaml_source import read_yaml
from tests.calculators.asking import EDITION, JsonObject, ask_text

FOLDER = Path(__file__).resolve().parents[1] / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the request, what is expected of the answer, and where that is written."""

    id: str
    name: Mapping[str, str]
    calculator: str
    input: JsonObject
    output: JsonObject
    source: tuple[str, ...]
    example: bool

    def request(self, lang: str = "it") -> str:
        """Return the request as one line of JSON."""
        return json_text({"id": self.id, "calculator": self.calculator, "inputs": self.input, "lang": lang})


def json_text(value: Any) -> str:
    """Write JSON with decimals as they stand, digit by digit."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json_text(key)}: {json_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(json_text, value)) + "]"
    return str(value) if isinstance(value, Decimal) else api.write_result(value)


@cache
def all_cases() -> tuple[Case, ...]:
    """Read every file, strictly."""
    return tuple(case for path in sorted(FOLDER.glob("*/*.yml")) for case in _read(path))


def _read(path: Path) -> Iterable[Case]:
    source = read_yaml(path.name, path.read_text(encoding="utf-8"))
    assert not source.problems, source.problems
    calculator = path.stem if path.parent.name == "calculators" else "dose_plan"
    for position, entry in enumerate(source.data, start=1):
        yield Case(
            id=f"{path.parent.name}/{path.stem}/{position}: {entry['name']['en']}",
            name=entry["name"],
            calculator=calculator,
            input=entry["input"],
            output=entry["output"],
            source=tuple(entry["source"]),
            example=path.stem == "examples",
        )
        unknown = set(entry) - {"name", "input", "output", "source"}
        assert not unknown, (path, position, unknown)


def differences(case: Case, lang: str = "it") -> list[str]:
    """Ask a case and return what differs from what it expects."""
    result = ask_text(case.request(lang))
    return [
        f"{key}: expected {expected!r}, is {found!r}"
        for key, expected in case.output.items()
        if not _agree(found := _FOUND[key](result, expected), expected)
    ]


def _agree(found: Any, expected: Any) -> bool:
    if isinstance(expected, str) and expected.endswith("..."):
        return isinstance(found, str) and found.startswith(expected[:-3])
    if isinstance(expected, Mapping):
        return isinstance(found, Mapping) and list(found) == list(expected) and _agree_all(found, expected)
    if isinstance(expected, list):
        pairs = zip(found, expected, strict=True) if len(found) == len(expected) else [(1, 0)]
        return all(_agree(one, other) for one, other in pairs)
    return bool(found == expected)


def _agree_all(found: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    return all(_agree(found[key], expected[key]) for key in expected)


def _top(key: str) -> Any:
    return lambda result, _expected: result[key]


def _detail(key: str) -> Any:
    return lambda result, _expected: result["details"].get(key)


_ADMINISTRATION = ("drug", "dose", "unit", "route", "flags")


def _administrations(result: JsonObject, expected: list[JsonObject]) -> Any:
    """Return the expectation itself when the plan says the same, else the plan's lines, one by one."""
    wanted = [
        (
            day,
            line["drug"],
            line["dose"],
            line["unit"],
            line["route"],
            line.get("flags", []),
            line.get("condition"),
        )
        for line in expected
        for day in stated_days(line["days"])
    ]
    given = result["details"]["administrations"]
    found = [
        (entry["day"], *(entry[key] for key in _ADMINISTRATION), entry.get("condition")) for entry in given
    ]
    assert all(entry["sources"] for entry in given), "an administration without a source"
    order = _in_order(wanted, found)
    return expected if order else found


def _in_order(wanted: list[Any], found: list[Any]) -> bool:
    def by_day_and_drug(lines: list[Any]) -> list[Any]:
        return sorted(lines, key=lambda line: (line[0] or 0, line[1], line[4]))

    wanted, found = by_day_and_drug(wanted), by_day_and_drug(found)
    return len(wanted) == len(found) and all(
        _agree(list(one), list(other)) for one, other in zip(found, wanted, strict=True)
    )


def _dates(result: JsonObject, expected: Mapping[str, str]) -> dict[str, str]:
    given = {str(e["day"]): e["date"] for e in result["details"]["administrations"] if e["date"]}
    return {day: given.get(day, "none") for day in expected} if expected else given


def _premedication(result: JsonObject, expected: Mapping[str, Any]) -> dict[str, Any]:
    lines = result["details"]["premedication"]
    return {
        drug: {
            name: [
                line["day"]
                for line in lines
                if line["before"] == drug and bool(line["satisfied_by"]) is covered
            ]
            for name, covered in (("covered", True), ("missing", False))
        }
        for drug in expected
    }


def _step_up(result: JsonObject, expected: list[JsonObject]) -> list[JsonObject]:
    given = result["details"]["administrations"]
    assert all(entry["sources"] for entry in given), "a dose without a source"
    keys = list(expected[0])
    return [{key: entry[key] for key in keys} for entry in given]


def _verdicts(result: JsonObject, expected: Mapping[str, str]) -> dict[str, str]:
    if "therapies" not in result["details"]:  # the document's reading and that of the IMWG
        return {name: result["details"][name]["met"] for name in ("protocol", "imwg")}
    found = {
        f"{therapy['therapy']}/{one['set']}": one["verdict"]
        for therapy in result["details"]["therapies"]
        for one in therapy["sets"]
    }
    return {name: found.get(name, "no such set") for name in expected}


def _rounded(result: JsonObject, expected: str) -> str:
    places = Decimal(expected)
    return str(Decimal(result["value"]).quantize(places, rounding=ROUND_HALF_UP))


def _by_field(result: JsonObject, expected: Mapping[str, str], key: str, value: str) -> dict[str, str]:
    """Return field: value, in the order of the expectation where they are the same fields."""
    found = {entry["field"]: entry[value] for entry in result[key]}
    return {name: found[name] for name in expected} if set(found) == set(expected) else found


_FOUND: dict[str, Any] = {
    **{key: _top(key) for key in ("status", "value", "unit", "category", "points")},
    **{key: _detail(key) for key in ("cycle_length_days", "totals", "bsa_used_m2", "unused")},
    "administrations": _administrations,
    "dates": _dates,
    "premedication": _premedication,
    "warnings": lambda result, _expected: sorted({warning["code"] for warning in result["warnings"]}),
    "questions": lambda result, expected: _by_field(result, expected, "questions", "kind"),
    "errors": lambda result, expected: _by_field(result, expected, "errors", "code"),
    "blocked_by": lambda result, _expected: [
        entry["discrepancy"] for entry in result["details"]["blocked_by"]
    ],
    "placed": lambda result, _expected: {
        f"{place['node']}/{place['regimen']}": place["state"] for place in result["details"]["regimens"]
    },
    "catalogue": lambda result, expected: {
        entry["regimen"]: entry["state"]
        for entry in result["details"]["catalogue"]
        if entry["regimen"] in expected
    },
    "triggers": lambda result, _expected: {
        name: result["details"][name]["met"] for name in ("protocol", "imwg")
    },
    "which": lambda result, _expected: result["details"]["protocol"]["which"],
    "details": lambda result, expected: {key: result["details"].get(key) for key in expected},
    "options": lambda result, _expected: [option["dose"] for option in result["details"]["options"]],
    "rounded": _rounded,
    "step_up": _step_up,
    "verdicts": _verdicts,
}

REGIMENS = tuple(EDITION.regimens)
