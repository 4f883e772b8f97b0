"""The algorithm of an edition as frozen records: facts, nodes, statements, known states, thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.terms import Rule, Term, Text, read_rule, read_terms


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the algorithm asks of a patient.

    ``kind`` is ``count``, ``yes_no`` or ``drugs`` (yes, no, or which drugs). ``drug_class`` or ``drug`` say
    which drugs of a regimen conflict when the answer is yes.
    """

    name: str
    kind: str
    step: int
    label: Text
    question: Text
    why: Text
    help: Text | None
    holds: Text
    fails: Text
    minimum: int | None
    maximum: int | None
    drug_class: str | None
    drug: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A place of the algorithm with its condition. An ``aside`` stands outside the lines of therapy."""

    id: str
    title: Text
    aside: bool
    when: tuple[Term, ...]
    calculator: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What the document says of a patient beside the nodes; ``when`` empty: always.

    Where one that ``ends`` holds, nothing more is asked.
    """

    code: str
    ends: bool
    when: tuple[Term, ...]
    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownState:
    """A recorded gap, overlap, conflict or open point of the algorithm (U1, U2, ...).

    It is met when ``when`` holds, one of ``any_of`` (if there are any), one of the nodes ``in_nodes`` (if
    there are any), and, for ``unknown``, one of these facts is not known.
    """

    id: str
    kind: str
    nodes: tuple[str, ...]
    when: tuple[Term, ...]
    any_of: tuple[Term, ...]
    in_nodes: tuple[str, ...]
    unknown: tuple[str, ...]
    title: Text
    why: Text
    sources: tuple[str, ...]
    discrepancy: str | None


@dataclass(frozen=True, slots=True)
class RelapseTrigger:
    """Thresholds of the document's criteria for treating a relapse, and of the IMWG ones beside them.

    Increases in the document's criteria are strict (more than), the IMWG ones are "at least".
    """

    factor: Decimal
    within_months: int
    increase_above_mg_24h: Decimal
    increase_above_percent: Decimal
    sources: Mapping[str, tuple[str, ...]]
    imwg_factor: Decimal
    imwg_within_months: int
    imwg_reference_g_l: Decimal
    imwg_increase_g_l: Decimal
    imwg_increase_mg_24h: Decimal
    imwg_increase_mg_l: Decimal
    imwg_increase_percent: Decimal
    imwg_sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retransplant:
    """Months of response above which a further autologous transplant is assessed; the most in a lifetime."""

    without_maintenance_above_months: Decimal
    with_maintenance_above_months: Decimal
    maximum_autologous: int
    regimen: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the document places a regimen, for which drugs, and what keeps it from being calculated."""

    regimen: str
    acronym: str
    name: Text
    nodes: tuple[str, ...]
    sources: tuple[str, ...]
    mode: str
    """``any`` or ``all`` of ``when``; an empty ``when`` with a text cannot be assessed from the facts."""
    when: tuple[Term, ...]
    condition: Text | None
    condition_sources: tuple[str, ...]
    drugs: tuple[tuple[str, str], ...]
    """Each drug with its class."""
    blocked_by: str | None
    indication: Text | None
    indication_sources: tuple[str, ...]
    off_label: Text | None


@dataclass(frozen=True, slots=True, eq=False)
class Algorithm:
    """The whole algorithm."""

    facts: Mapping[str, Fact]
    rules: Mapping[str, Rule]
    nodes: Mapping[str, Node]
    statements: tuple[Statement, ...]
    known_states: tuple[KnownState, ...]
    relapse_trigger: RelapseTrigger
    retransplant: Retransplant
    concerns: Mapping[str, tuple[tuple[Fact, str, str], ...]]
    """For each regimen, its drugs that a refractory disease concerns: fact, drug, class."""
    conditional_asides: tuple[Node, ...]
    outside: Mapping[str, Node]
    """Places of regimens that this algorithm does not know, such as first line."""

    def node(self, name: str) -> Node:
        """Return a node, or a place outside the algorithm."""
        return self.nodes[name] if name in self.nodes else self.outside[name]


def read_algorithm(
    data: Mapping[str, Any], titles: Mapping[str, Mapping[str, Any]], placements: Mapping[str, Placement]
) -> Algorithm:
    """Read the algorithm of an edition's JSON; ``titles`` are the words of its nodes."""
    facts = {name: _fact(name, fact) for name, fact in data["facts"].items()}
    nodes = {
        name: Node(
            name,
            titles[name]["title"],
            node["aside"],
            read_terms(node["when"]),
            node["calculator"],
            tuple(node["source"]),
        )
        for name, node in data["nodes"].items()
    }
    return Algorithm(
        facts=facts,
        rules={name: read_rule(name, rule) for name, rule in data["rules"].items()},
        nodes=nodes,
        statements=tuple(
            Statement(code, s["ends"], read_terms(s["when"]), s["text"], tuple(s["source"]))
            for code, s in data["statements"].items()
        ),
        known_states=tuple(_known_state(name, state) for name, state in data["known_states"].items()),
        relapse_trigger=_relapse_trigger(data["relapse_trigger"]),
        retransplant=_retransplant(data["retransplant"]),
        concerns={name: _concerned(placement, facts) for name, placement in placements.items()},
        conditional_asides=tuple(node for node in nodes.values() if node.aside and node.when),
        outside={
            name: Node(name, words["title"], True, (), None, tuple(words["source"]))
            for name, words in titles.items()
            if name not in nodes
        },
    )


def _concerned(placement: Placement, facts: Mapping[str, Fact]) -> tuple[tuple[Fact, str, str], ...]:
    return tuple(
        (fact, drug, drug_class)
        for fact in facts.values()
        for drug, drug_class in placement.drugs
        if drug == fact.drug or (fact.drug_class is not None and drug_class == fact.drug_class)
    )


def read_placements(data: Mapping[str, Any]) -> dict[str, Placement]:
    """Read where every regimen of an edition's JSON stands, those without doses included."""
    classes = {drug["id"]: drug["class"] for drug in data["drugs"]}
    return {regimen["id"]: _placement(regimen, classes) for regimen in data["regimens"]}


def _placement(regimen: Mapping[str, Any], classes: Mapping[str, str]) -> Placement:
    placement, indication = regimen["placement"], regimen["indication"]
    condition = placement["condition"] or {"text": None, "source": [], "any": [], "all": []}
    mode = "any" if condition.get("any") else "all"
    blocks = [b["discrepancy"] for b in regimen["blocks"] if not b["when"] and b["cycles"]["first"] == 1]
    return Placement(
        regimen=regimen["id"],
        acronym=regimen["acronym"],
        name=regimen["name"],
        nodes=tuple(placement["nodes"]),
        sources=tuple(placement["source"]),
        mode=mode,
        when=read_terms(condition.get(mode) or []),
        condition=condition["text"],
        condition_sources=tuple(condition["source"]),
        drugs=tuple((block["drug"], classes[block["drug"]]) for block in regimen["drugs"]),
        blocked_by=blocks[0] if blocks else None,
        indication=indication["text"] if indication else None,
        indication_sources=tuple(indication["source"]) if indication else (),
        off_label=regimen["off_label"]["text"] if regimen["off_label"] else None,
    )


def _fact(name: str, data: Mapping[str, Any]) -> Fact:
    refractory_to = data["refractory_to"] or {"class": None, "drug": None}
    return Fact(
        name=name,
        kind=data["kind"],
        step=data["step"],
        label=data["label"],
        question=data["question"],
        why=data["why"],
        help=data["help"],
        holds=data["holds"],
        fails=data["fails"],
        minimum=data["minimum"],
        maximum=data["maximum"],
        drug_class=refractory_to["class"],
        drug=refractory_to["drug"],
        sources=tuple(data["source"]),
    )


def _known_state(name: str, data: Mapping[str, Any]) -> KnownState:
    return KnownState(
        id=name,
        kind=data["kind"],
        nodes=tuple(data["nodes"]),
        when=read_terms(data["when"]),
        any_of=read_terms(data["any"]),
        in_nodes=tuple(data["in_nodes"]),
        unknown=tuple(data["unknown"]),
        title=data["title"],
        why=data["why"],
        sources=tuple(data["source"]),
        discrepancy=data["discrepancy"],
    )


def _relapse_trigger(data: Mapping[str, Any]) -> RelapseTrigger:
    protocol, imwg = data["protocol"], data["imwg"]
    return RelapseTrigger(
        factor=Decimal(protocol["m_component"]["factor"]),
        within_months=protocol["m_component"]["within_months"],
        increase_above_mg_24h=Decimal(protocol["bence_jones"]["increase_above_mg_24h"]),
        increase_above_percent=Decimal(protocol["free_light_chains"]["increase_above_percent"]),
        sources={name: tuple(criterion["source"]) for name, criterion in protocol.items()},
        imwg_factor=Decimal(imwg["m_component"]["factor"]),
        imwg_within_months=imwg["m_component"]["within_months"],
        imwg_reference_g_l=Decimal(imwg["m_component"]["reference_g_l"]),
        imwg_increase_g_l=Decimal(imwg["m_component_increase_g_l"]),
        imwg_increase_mg_24h=Decimal(imwg["urine_increase_mg_24h"]),
        imwg_increase_mg_l=Decimal(imwg["free_light_chains"]["increase_mg_l"]),
        imwg_increase_percent=Decimal(imwg["free_light_chains"]["increase_percent"]),
        imwg_sources=tuple(imwg["source"]),
    )


def _retransplant(data: Mapping[str, Any]) -> Retransplant:
    return Retransplant(
        without_maintenance_above_months=Decimal(data["without_maintenance_above_months"]),
        with_maintenance_above_months=Decimal(data["with_maintenance_above_months"]),
        maximum_autologous=data["maximum_autologous"],
        regimen=data["regimen"],
        sources=tuple(data["source"]),
    )
