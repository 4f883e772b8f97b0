"""Every distinguishable state that a set of conditions can meet, for proving rules complete and exclusive.

A number is tried at each threshold, below the lowest, between neighbours and above the highest; a fact is
tried both ways; a choice at each option, and absent when it is optional. That is exact: no condition of the
records can tell two values of the same cell apart.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

from generator.records import Choice, Rule, TermText

State = Mapping[str, Any]

_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}


def atoms(terms: Iterable[TermText], rules: Mapping[str, Rule]) -> Iterator[TermText]:
    """Yield the terms that are no names of rules, looking into rules."""
    for term in terms:
        rule = rules.get(term.name) if term.operator == "holds" else None
        if rule is None:
            yield term
        else:
            yield from atoms([*rule.any, *rule.all], rules)


def all_states(
    terms: Sequence[TermText], rules: Mapping[str, Rule], choices: Mapping[str, Choice]
) -> Iterator[State]:
    """Yield every state of the facts, numbers and choices that the terms name."""
    thresholds: dict[str, set[Decimal]] = {}
    values: dict[str, list[Any]] = {}
    for atom in atoms(terms, rules):
        if atom.operator == "is":
            choice = choices[atom.name]
            values[atom.name] = [*choice.options, *([None] if choice.optional else [])]
        elif atom.operator == "holds":
            values[atom.name] = [True, False]
        else:
            thresholds.setdefault(atom.name, set()).add(Decimal(str(atom.value)))
    for name, points in thresholds.items():
        ordered = sorted(points)
        between = [(low + high) / 2 for low, high in pairwise(ordered)]
        values[name] = sorted([ordered[0] - 1, *ordered, *between, ordered[-1] + 1])
    names = list(values)
    for combination in product(*values.values()):
        yield dict(zip(names, combination, strict=True))


def holds(term: TermText, state: State, rules: Mapping[str, Rule]) -> bool:
    """Tell whether a term is true in a state."""
    rule = rules.get(term.name) if term.operator == "holds" else None
    if rule is not None:
        truths = [holds(inner, state, rules) for inner in (rule.any or rule.all)]
        truth = any(truths) if rule.any else all(truths)
    elif term.operator == "is":
        truth = state[term.name] == term.value
    elif term.operator == "holds":
        truth = bool(state[term.name])
    else:
        truth = _COMPARE[term.operator](state[term.name], Decimal(str(term.value)))
    return truth is not term.negated


def described(state: State) -> str:
    """Say a state in words for an editor."""
    words = [f"{name} = {_word(value)}" for name, value in state.items()]
    return f" when {', '.join(words)}" if words else ""


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not given" if value is None else str(value)
