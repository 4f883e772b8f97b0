"""The algorithm as it is read: groups by number of prior lines, their nodes, their regimens, open ends.

The picture, the text beside it and the coverage page are all made from this outline, so they carry the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from calculators.algorithm.patient import Patient
from calculators.algorithm.records import Algorithm, Node, Placement
from calculators.edition import Edition
from calculators.quantity import exact
from calculators.terms import Term
from generator.algorithm.coverage import walk
from generator.locale import words


@dataclass(frozen=True, slots=True)
class Chip:
    """A regimen at a node, with the hues of its drug classes and what limits it."""

    regimen: str
    acronym: str
    name: str
    hues: tuple[str, ...]
    condition: str | None
    blocked: str | None


@dataclass(frozen=True, slots=True)
class Branch:
    """A node: its id, its title, its conditions in words (the number of lines apart), its regimens."""

    node: str
    title: str
    aside: bool
    conditions: tuple[str, ...]
    chips: tuple[Chip, ...]
    sources: tuple[str, ...]
    calculator: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """The nodes of one number of prior lines; ``open_ends``: titles of the recorded states without a node."""

    key: str
    label: str
    branches: tuple[Branch, ...]
    open_ends: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    groups: tuple[Group, ...]
    asides: tuple[Branch, ...]


def outline(edition: Edition, hues: dict[str, str], lang: str) -> Outline:
    """Return the outline of an edition's algorithm; ``hues`` are those of the drug classes."""
    algorithm = edition.algorithm
    assert algorithm is not None  # the page is made only with one
    placements = sorted(edition.placements.values(), key=lambda p: p.acronym.casefold())
    branches = {
        node.id: _branch(node, algorithm, placements, hues, lang) for node in algorithm.nodes.values()
    }
    groups: dict[str, list[Node]] = {}
    for node in algorithm.nodes.values():
        if not node.aside:
            groups.setdefault(_lines_key(node, algorithm), []).append(node)
    ends = _open_ends(algorithm, placements, lang)
    return Outline(
        groups=tuple(
            Group(
                key,
                term_words(next(_counts(nodes[0], algorithm)), algorithm, lang),
                tuple(branches[node.id] for node in nodes),
                tuple(ends.get(key, ())),
            )
            for key, nodes in groups.items()
        ),
        asides=tuple(branches[node.id] for node in algorithm.nodes.values() if node.aside),
    )


def term_words(term: Term, algorithm: Algorithm, lang: str) -> str:
    """Say a condition in words."""
    rule = algorithm.rules.get(term.name)
    if rule is not None:
        return rule.text[lang]
    fact = algorithm.facts[term.name]
    if term.operator == "holds":
        return (fact.fails if term.negated else fact.holds)[lang]
    assert not isinstance(term.value, str)
    assert term.value is not None
    return words(lang)[f"algorithm_count_{_NAMES[term.operator]}"].format(
        label=fact.holds[lang], value=exact(term.value)
    )


_NAMES = {"=": "equal", ">=": "least", "<=": "most", ">": "above", "<": "below"}


def _counts(node: Node, algorithm: Algorithm) -> Iterator[Term]:
    return (t for t in node.when if t.name in algorithm.facts and algorithm.facts[t.name].kind == "count")


def _lines_key(node: Node, algorithm: Algorithm) -> str:
    term = next(_counts(node, algorithm))
    return f"{term.operator}{term.value}"


def _branch(
    node: Node, algorithm: Algorithm, placements: Iterable[Placement], hues: dict[str, str], lang: str
) -> Branch:
    counts = list(_counts(node, algorithm))
    return Branch(
        node=node.id,
        title=node.title[lang],
        aside=node.aside,
        conditions=tuple(term_words(term, algorithm, lang) for term in node.when if term not in counts),
        chips=tuple(_chip(p, hues, lang) for p in placements if node.id in p.nodes),
        sources=node.sources,
        calculator=node.calculator,
    )


def _chip(placement: Placement, hues: dict[str, str], lang: str) -> Chip:
    classes = dict.fromkeys(hues[drug_class] for _, drug_class in placement.drugs)
    return Chip(
        regimen=placement.regimen,
        acronym=placement.acronym,
        name=placement.name[lang],
        hues=tuple(hue for hue in classes if hue != "grey"),
        condition=placement.condition[lang] if placement.condition else None,
        blocked=placement.blocked_by,
    )


def _open_ends(
    algorithm: Algorithm, placements: Iterable[Placement], lang: str
) -> dict[str, list[tuple[str, str]]]:
    """Return, for each group, the recorded gaps that some of its states meet: where the path ends open."""
    gaps = {state.id: state for state in algorithm.known_states if state.kind == "gap"}
    lines = [node for node in algorithm.nodes.values() if not node.aside]
    terms = {_lines_key(node, algorithm): next(_counts(node, algorithm)) for node in lines}
    found: dict[str, dict[str, str]] = {}
    for state in walk(algorithm, placements):
        if state.nodes:
            continue
        patient = Patient(algorithm, state.facts)
        for key, term in terms.items():
            if patient.holds(term):
                for name in state.states:
                    if name in gaps:
                        found.setdefault(key, {})[name] = gaps[name].title[lang]
                break  # a state belongs to the first group whose number of lines it has
    return {key: list(named.items()) for key, named in found.items()}
