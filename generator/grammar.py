"""The small notations of a record: `13+`, `20 mg/m2`, `age_years > 75`, `000:132-134`."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from pydantic import BeforeValidator, ValidationInfo

FROZEN: Final = "frozen"
"""Validation context of an edition's JSON, where a notation has been read already."""

_CYCLES = re.compile(r"([1-9][0-9]*)(?:(\+)|-([1-9][0-9]*))?")
_DOSE = re.compile(r"((?:0|[1-9][0-9]*)(?:\.[0-9]+)?) (mg|g)(?:/(m2|kg))?")
_COMPARISON = re.compile(r"([a-z][a-z0-9_]*) (>=|<=|>|<|=) (-?[0-9]+(?:\.[0-9]+)?)")
_CHOICE = re.compile(r"([a-z][a-z0-9_]*) is ([A-Za-z0-9_.]+)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_DOCUMENT = re.compile(r"[0-9]{3}:([1-9][0-9]*)(?:-([1-9][0-9]*))?")
_OTHER_SOURCE = re.compile(r"[a-z][a-z0-9-]*(?: \S.*)?")


def notation(read: Callable[[Any], Any], json_schema_input_type: Any = Any) -> BeforeValidator:
    """Return the validator of a notation: editors write it, and a frozen edition holds what was read."""

    def validate(value: Any, info: ValidationInfo) -> Any:
        return value if info.context == FROZEN and isinstance(value, dict) else read(value)

    return BeforeValidator(validate, json_schema_input_type=json_schema_input_type)


def number(value: Any, info: ValidationInfo) -> Any:
    """Read a number: decimals come with their digits from YAML, and as texts from a frozen edition."""
    if isinstance(value, str) and info.context == FROZEN:
        return Decimal(value)
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def cycles(text: Any) -> dict[str, int | None]:
    """Read `1`, `1-2` or `13+` (quoted) as a range of cycles."""
    match = _CYCLES.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError('expected cycles in quotes: "1", "1-2" or "13+"')
    first = int(match[1])
    last = None if match[2] else int(match[3]) if match[3] else first
    if last is not None and last < first:
        raise ValueError(f"cycles {text} end before they begin")
    return {"first": first, "last": last}


def dose(text: Any) -> dict[str, str | None]:
    """Read `20 mg/m2`, `10 mg/kg` or `40 mg`."""
    match = _DOSE.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError("expected a dose with its unit: 20 mg/m2, 10 mg/kg or 40 mg")
    if not Decimal(match[1]):
        raise ValueError("a dose of zero: write `days: []` where none is given")
    return {"amount": match[1], "unit": match[2], "per": match[3]}


def term(text: Any) -> dict[str, Any]:
    """Read one condition: `age_years > 75`, `daratumumab_route is iv`, `dialysis`; `not ` negates it."""
    if not isinstance(text, str):
        raise ValueError("expected a condition such as: age_years > 75, or: daratumumab_route is iv")
    negated = text.startswith("not ")
    plain = text.removeprefix("not ")
    if match := _COMPARISON.fullmatch(plain):
        return {"name": match[1], "operator": match[2], "value": match[3], "negated": negated}
    if match := _CHOICE.fullmatch(plain):
        return {"name": match[1], "operator": "is", "value": match[2], "negated": negated}
    if _NAME.fullmatch(plain):
        return {"name": plain, "operator": "holds", "value": None, "negated": negated}
    raise ValueError(
        f"cannot read the condition {text!r}: "
        "write age_years > 75, or daratumumab_route is iv, or a rule's name"
    )


def date(text: Any) -> str:
    """Read a day of the calendar as `2026-11-21`."""
    try:
        if isinstance(text, str) and datetime.date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise ValueError('expected a day in quotes: "2026-11-21"')


def source(text: Any) -> str:
    """Read a source reference: `000:132-134`, or a key of sources.yml with an optional place."""
    if not isinstance(text, str):
        raise ValueError('expected a source: "000:132-134" or rcp-kyprolis 4.2')
    if match := _DOCUMENT.fullmatch(text):
        if match[2] and int(match[2]) < int(match[1]):
            raise ValueError(f"the lines of {text} end before they begin")
        return text
    if not _OTHER_SOURCE.fullmatch(text):
        raise ValueError(f'cannot read the source {text!r}: write "000:132-134" or rcp-kyprolis 4.2')
    return text


def source_key(reference: str) -> str:
    """Return the key in sources.yml of a reference."""
    return reference[:3] if reference[:3].isdigit() else reference.partition(" ")[0]
