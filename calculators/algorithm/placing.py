"""Where the document places a patient: nodes, regimens with their conflicts, recorded open points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from calculators.algorithm.patient import Patient
from calculators.algorithm.records import Fact, KnownState, Node, Placement
from calculators.terms import joined

STATES = ("applicable", "conflicting", "not_assessable", "not_applicable")
"""Of a regimen, the strongest first: one that stands in several nodes has the strongest of its states."""

MET = {True: "met", False: "not_met", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A drug of a regimen to which, or to whose class, the disease is or may be refractory.

    ``same_drug`` is None where the drug that failed is not named; ``known`` is False where it is not known
    whether the disease is refractory.
    """

    fact: str
    drug: str
    drug_class: str
    same_drug: bool | None
    known: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A regimen at one node: does the node hold, does the regimen's own condition, in which state is it."""

    placement: Placement
    node: Node
    node_truth: bool | None
    condition_truth: bool | None
    state: str


def conflicts(patient: Patient, placement: Placement) -> list[Conflict]:
    """Return the conflicts of a regimen, known and possible: by class or by drug, as the fact says."""
    found = []
    for fact, drug, drug_class in patient.algorithm.concerns[placement.regimen]:
        answer = patient.facts.get(fact.name, "unknown")
        if answer != "no":
            same = _same(fact, answer, drug)
            found.append(Conflict(fact.name, drug, drug_class, same, known=answer != "unknown"))
    return found


def _same(fact: Fact, answer: object, drug: str) -> bool | None:
    if isinstance(answer, tuple):
        return drug in answer
    return True if fact.drug is not None and answer == "yes" else None


def places(patient: Patient, placement: Placement, *, conflicting: bool) -> Iterator[Place]:
    """Yield a regimen at each of its nodes; ``conflicting``: one of its conflicts is known."""
    algorithm = patient.algorithm
    condition = _condition(patient, placement)
    for name in placement.nodes:
        node = algorithm.node(name)
        truth = patient.all_hold(node.when) if node.when else None
        closed = _closed(patient, node)
        if truth is False or condition is False or closed:
            state = "not_applicable"
        elif truth is None or condition is None:
            state = "not_assessable"
        else:
            state = "conflicting" if conflicting else "applicable"
        yield Place(placement, node, truth, condition, state)


def _closed(patient: Patient, node: Node) -> bool:
    """Tell whether an aside that stands for the whole of the care (palliative) takes the node's place."""
    return any(
        patient.all_hold(other.when) for other in patient.algorithm.conditional_asides if other.id != node.id
    )


def _condition(patient: Patient, placement: Placement) -> bool | None:
    if placement.condition is None:
        return True
    if not placement.when:
        return None
    return joined(placement.mode, [patient.holds(term) for term in placement.when])


def strongest(states: Iterable[str]) -> str:
    """Return the strongest of a regimen's states."""
    return min(states, key=STATES.index)


def known_states(patient: Patient, truths: dict[str, bool | None]) -> Iterator[KnownState]:
    """Yield the recorded open points that this patient certainly meets."""
    for state in patient.algorithm.known_states:
        if state.kind != "outside" and state_met(state, patient, truths):
            yield state


def state_met(state: KnownState, patient: Patient, truths: dict[str, bool | None]) -> bool:
    """Tell whether a patient certainly meets a recorded open point.

    A gap is met only where no node holds or can hold; what is unknown only where it leaves a node open.
    """
    if state.unknown and all(patient.knows(name) for name in state.unknown):
        return False
    if state.unknown and not state.in_nodes and None not in truths.values():
        return False
    if state.in_nodes and not any(truths[name] for name in state.in_nodes):
        return False
    if state.kind == "gap" and not set(truths.values()) <= {False}:
        return False
    return patient.all_hold(state.when) is True and (
        not state.any_of or any(patient.holds(term) for term in state.any_of)
    )
