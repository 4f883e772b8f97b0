"""Whether conditions of the algorithm can hold at all: tried over every answer to the facts they name."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from calculators.algorithm.patient import Patient
from calculators.algorithm.records import Algorithm
from calculators.terms import Term, joined
from generator.algorithm.coverage import answers, names_in

Condition = tuple[str, Sequence[Term]]
"""``any`` or ``all``, and its terms."""


def can_hold(conditions: Iterable[Condition], algorithm: Algorithm) -> bool:
    """Tell whether some patient meets all of these conditions at once."""
    listed = list(conditions)
    names = {name for _, terms in listed for name in names_in(terms, algorithm)}
    return any(
        all(joined(mode, [patient.holds(term) for term in terms]) for mode, terms in listed if terms)
        for patient in patients(names, algorithm)
    )


def same(one: Condition, other: Condition, algorithm: Algorithm) -> bool:
    """Tell whether two conditions hold for exactly the same patients."""
    names = {name for _, terms in (one, other) for name in names_in(terms, algorithm)}
    return all(
        joined(one[0], [patient.holds(term) for term in one[1]])
        == joined(other[0], [patient.holds(term) for term in other[1]])
        for patient in patients(names, algorithm)
    )


def patients(names: Iterable[str], algorithm: Algorithm) -> Iterator[Patient]:
    """Yield a patient for every combination of known answers to these facts."""
    facts = [algorithm.facts[name] for name in sorted(names)]
    for combination in product(*(answers(fact, algorithm, unknown=False) for fact in facts)):
        yield Patient(algorithm, {f.name: given for f, given in zip(facts, combination, strict=True)})
