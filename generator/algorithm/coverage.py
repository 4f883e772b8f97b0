"""The algorithm over its whole state space: states with no node, several, or a conflict, and those recorded.

A state gives every fact that a node's condition names an answer: each count up to one above the highest
threshold, yes or no, and (for the pages) unknown. The calculators' own logic evaluates it, so that page,
check and guided walk cannot differ.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from calculators.algorithm.patient import Answer, Patient
from calculators.algorithm.placing import conflicts, known_states, places
from calculators.algorithm.records import Algorithm, Fact, Placement
from calculators.terms import Term


@dataclass(frozen=True, slots=True)
class Covered:
    """What the algorithm says of one state."""

    facts: Mapping[str, Answer]
    nodes: tuple[str, ...]
    undecided: tuple[str, ...]
    states: tuple[str, ...]
    """Ids of the recorded states that it meets."""
    regimens: tuple[tuple[str, str, str], ...]
    """Node, regimen and state of every regimen at a node that holds."""

    @property
    def known(self) -> bool:
        return "unknown" not in self.facts.values()

    @property
    def conflicting(self) -> bool:
        return any(state == "conflicting" for _, _, state in self.regimens)

    @property
    def verdict(self) -> str:
        """Name the case: open, gap, overlap, conflict or clean."""
        if self.undecided:
            return "open"
        if not self.nodes:
            return "gap"
        if len(self.nodes) > 1:
            return "overlap"
        return "conflict" if self.conflicting else "clean"


def facts_of_nodes(algorithm: Algorithm) -> list[Fact]:
    """Return the facts that the conditions of the lines' nodes name, in the order of the walk."""
    names = {
        name for node in algorithm.nodes.values() if not node.aside for name in names_in(node.when, algorithm)
    }
    return [fact for fact in algorithm.facts.values() if fact.name in names]


def names_in(terms: Iterable[Term], algorithm: Algorithm) -> Iterator[str]:
    """Yield the facts that conditions name, looking into rules."""
    for term in terms:
        rule = algorithm.rules.get(term.name)
        if rule is None:
            yield term.name
        else:
            yield from names_in(rule.terms, algorithm)


def answers(fact: Fact, algorithm: Algorithm, *, unknown: bool) -> list[Answer]:
    """Return the answers of a fact that conditions can tell apart."""
    if fact.kind == "count":
        assert fact.minimum is not None  # a count has one
        thresholds = [int(term.value) for term in _comparisons(algorithm) if term.name == fact.name]  # type: ignore[arg-type]
        known: list[Answer] = list(range(fact.minimum, max(thresholds, default=fact.minimum) + 2))
    else:
        known = ["yes", "no"]
    return [*known, *(["unknown"] if unknown else [])]


def _comparisons(algorithm: Algorithm) -> Iterator[Term]:
    conditions = [node.when for node in algorithm.nodes.values()]
    conditions += [rule.terms for rule in algorithm.rules.values()]
    conditions += [(*state.when, *state.any_of) for state in algorithm.known_states]
    for terms in conditions:
        yield from (term for term in terms if term.operator not in ("holds", "is"))


def patients(algorithm: Algorithm, *, unknown: bool = False, facts: Sequence[Fact] = ()) -> Iterator[Patient]:
    """Yield a patient in every state of the facts (default: those of the nodes)."""
    asked = list(facts) or facts_of_nodes(algorithm)
    for combination in product(*(answers(fact, algorithm, unknown=unknown) for fact in asked)):
        yield Patient(algorithm, {fact.name: answer for fact, answer in zip(asked, combination, strict=True)})


def walk(
    algorithm: Algorithm,
    placements: Iterable[Placement],
    *,
    unknown: bool = False,
    facts: Sequence[Fact] = (),
) -> Iterator[Covered]:
    """Yield what the algorithm says of every state of the facts (default: those of the nodes)."""
    placed = list(placements)
    return (covered(patient, placed) for patient in patients(algorithm, unknown=unknown, facts=facts))


def covered(patient: Patient, placements: Iterable[Placement]) -> Covered:
    """Return what the algorithm says of one patient."""
    truths = patient.node_truths()
    held = [name for name, truth in truths.items() if truth]
    found = [
        (place.node.id, placement.regimen, place.state)
        for placement in placements
        if any(truths.get(name) for name in placement.nodes)
        for place in places(patient, placement, conflicting=bool(conflict_names(patient, placement)))
        if truths.get(place.node.id)
    ]
    return Covered(
        facts=patient.facts,
        nodes=tuple(held),
        undecided=tuple(name for name, truth in truths.items() if truth is None),
        states=tuple(state.id for state in known_states(patient, truths)),
        regimens=tuple(sorted(found)),
    )


def counts(states: Iterable[Covered]) -> Counter[str]:
    """Count states by their verdict, and those with a conflict apart (a state may also be an overlap)."""
    found: Counter[str] = Counter()
    for state in states:
        found[state.verdict] += 1
        found["all"] += 1
        found["any_conflict"] += state.conflicting
    return found


def conflict_names(patient: Patient, placement: Placement) -> list[str]:
    """Return the drugs of a regimen to which the disease is known to be refractory, by class or by name."""
    return [conflict.drug for conflict in conflicts(patient, placement) if conflict.known]
