"""Conditions as an edition holds them, and three-valued truth: true, false, or not known (None).

A term compares a quantity, names a fact or a rule, or an option of a choice; it may be negated. ``unknown``
never counts as ``no``: what depends on it is None, by Kleene's logic.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

Text = Mapping[str, str]
"""A sentence in every language of the site: ``{"it": ..., "en": ...}``."""

COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: a comparison, a yes/no fact or rule, or a choice; possibly negated."""

    name: str
    operator: str
    value: Decimal | str | None
    negated: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: ``any`` or ``all`` of its terms."""

    name: str
    mode: str
    terms: tuple[Term, ...]
    text: Text
    sources: tuple[str, ...]
    kind: str
    discrepancy: str | None


def read_rule(name: str, data: Mapping[str, Any]) -> Rule:
    """Read a named rule of an edition's JSON."""
    mode = "any" if data["any"] else "all"
    return Rule(
        name,
        mode,
        read_terms(data[mode]),
        data["text"],
        tuple(data["source"]),
        data["kind"],
        data["discrepancy"],
    )


def read_terms(data: Iterable[Mapping[str, Any]]) -> tuple[Term, ...]:
    """Read the terms of an edition's JSON."""
    return tuple(
        Term(
            t["name"],
            t["operator"],
            t["value"] if t["operator"] in ("is", "holds") else Decimal(t["value"]),
            t["negated"],
        )
        for t in data
    )


def joined(mode: str, truths: Iterable[bool | None]) -> bool | None:
    """Join truths by ``any`` or ``all``: decided as soon as one of them decides, unknown while one could."""
    decisive = mode == "any"
    unknown = False
    for truth in truths:
        if truth is decisive:
            return decisive
        unknown = unknown or truth is None
    return None if unknown else not decisive


def negated(truth: bool | None) -> bool | None:
    """Return the opposite; what is not known stays so."""
    return None if truth is None else not truth
