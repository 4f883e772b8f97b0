"""What is known of a patient for the algorithm: reading the facts, and the truth of conditions about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.algorithm.records import Algorithm, Fact
from calculators.algorithm.words import say
from calculators.edition import Edition
from calculators.fields import YES_NO_UNKNOWN, Field, Problem, Refused, read_value, refused, unknown_field
from calculators.terms import COMPARISONS, Term, joined, negated

Answer = int | str | tuple[str, ...]
"""A count; ``yes``, ``no`` or ``unknown``; or the drugs to which the disease is refractory."""


@dataclass(frozen=True, slots=True)
class Patient:
    """The facts given for one patient. What is absent is unknown."""

    algorithm: Algorithm
    facts: Mapping[str, Answer]

    def knows(self, name: str) -> bool:
        """Tell whether a fact is known."""
        return self.facts.get(name, "unknown") != "unknown"

    def holds(self, term: Term) -> bool | None:
        """Tell whether a condition holds; None when a fact that it needs is not known."""
        rule = self.algorithm.rules.get(term.name)
        truth: bool | None
        if rule is not None:
            truth = joined(rule.mode, [self.holds(inner) for inner in rule.terms])
        elif not self.knows(term.name):
            truth = None
        elif term.operator == "holds":
            truth = self.facts[term.name] != "no"
        else:
            truth = COMPARISONS[term.operator](self.facts[term.name], term.value)
        return negated(truth) if term.negated else truth

    def all_hold(self, terms: Iterable[Term]) -> bool | None:
        """Tell whether every condition holds."""
        return joined("all", [self.holds(term) for term in terms])

    def open_facts(self, terms: Iterable[Term]) -> Iterator[str]:
        """Yield the facts that undecided conditions wait for."""
        for term in terms:
            if self.holds(term) is None:
                rule = self.algorithm.rules.get(term.name)
                if rule is None:
                    yield term.name
                else:
                    yield from self.open_facts(rule.terms)

    def node_truths(self) -> dict[str, bool | None]:
        """Tell for every node of a line of therapy whether its condition holds."""
        return {node.id: self.all_hold(node.when) for node in self.algorithm.nodes.values() if not node.aside}


def read_patient(given: Mapping[str, Any], edition: Edition, lang: str) -> tuple[Patient, list[Problem]]:
    """Read the facts of a request. Unknown names, wrong types and values out of range are problems."""
    algorithm = edition.algorithm
    assert algorithm is not None  # the caller has looked
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for name, raw in given.items():
        fact = algorithm.facts.get(name)
        if fact is None:
            problems.append(unknown_field(name, algorithm.facts, lang))
        elif raw is not None and raw != "unknown":  # of a count, too
            field = field_of(fact)
            try:
                listed = fact.kind == "drugs" and isinstance(raw, list)
                answers[name] = _drugs(fact, raw, edition) if listed else read_value(field, raw)
            except Refused as refusal:
                problems.append(refused(field, refusal.code, raw, lang))
            except _NotInClass as error:
                text = say(
                    error.code,
                    lang,
                    label=fact.label[lang],
                    value=error.value[:40],
                    known=", ".join(error.known),
                )
                problems.append(Problem(name, error.code, text))
    return Patient(algorithm, answers), problems


class _NotInClass(ValueError):
    def __init__(self, code: str, value: str, known: list[str]) -> None:
        super().__init__(code)
        self.code, self.value, self.known = code, value, known


def _drugs(fact: Fact, raw: list[Any], edition: Edition) -> tuple[str, ...]:
    known = sorted(drug.id for drug in edition.drugs.values() if drug.drug_class == fact.drug_class)
    if not raw:
        raise _NotInClass("empty_list", "", known)
    for drug in raw:
        if drug not in known:
            raise _NotInClass("not_in_class", str(drug), known)
    return tuple(raw)


def field_of(fact: Fact) -> Field:
    """Return the field specification of a fact."""
    if fact.kind == "count":
        assert fact.minimum is not None
        assert fact.maximum is not None
        return Field(
            fact.name,
            "integer",
            fact.label,
            None,
            Decimal(fact.minimum),
            Decimal(fact.maximum),
            required=False,
        )
    return Field(fact.name, "condition", fact.label, options=YES_NO_UNKNOWN, required=False)
