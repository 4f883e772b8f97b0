"""What can be wrong in the algorithm as a whole: names, unreachable nodes, unrecorded gaps and overlaps."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from calculators.algorithm.answer import CALCULATOR
from calculators.algorithm.records import Algorithm, KnownState, Placement, read_algorithm, read_placements
from calculators.registry import CALCULATORS
from generator.algorithm.coverage import Covered, names_in, walk
from generator.content import Content
from generator.problems import Problem, nearest
from generator.records import TermText
from generator.yaml_source import Path, Source

FACTS, NODES, KNOWN = "algorithm/facts.yml", "algorithm/nodes.yml", "algorithm/known_states.yml"
Place = tuple[Source, Path]
STATEMENTS, RETRANSPLANT = "algorithm/statements.yml", "algorithm/retransplant.yml"
VARIANT = "algorithm/variant_001.yml"


def algorithm_mistakes(content: Content) -> Iterator[Problem]:
    """Yield every mistake; the state space is walked only when all names are right."""
    if any(name.startswith(("algorithm/", "pages.yml")) for name in content.broken):
        return
    named = list(_names(content))
    yield from named
    drugs = {block.drug for regimen in content.regimens.values() for block in regimen.drugs}
    if named or content.broken or not drugs <= set(content.drugs):
        return
    algorithm, placements = compiled(content)
    yield from _space(content, algorithm, placements)
    yield from _unused_facts(content, algorithm, placements)


def compiled(content: Content) -> tuple[Algorithm, list[Placement]]:
    """Return the algorithm and the places of the regimens as the calculators read them."""
    titles: dict[str, Any] = {
        str(name): words.model_dump(mode="json") for name, words in content.prose.nodes.items()
    }
    data = {
        "regimens": [r.model_dump(mode="json", by_alias=True) for r in content.regimens.values()],
        "drugs": [d.model_dump(mode="json", by_alias=True) for d in content.drugs.values()],
    }
    placements = read_placements(data)
    algorithm = read_algorithm(content.algorithm.model_dump(mode="json", by_alias=True), titles, placements)
    return algorithm, list(placements.values())


def _names(content: Content) -> Iterator[Problem]:
    yield from _facts_known(content)
    for place, term, rules in _terms(content):
        yield from _term_known(place, term, rules, content)
    algorithm = content.algorithm
    named: list[tuple[str, str, Path, str, Iterable[str]]] = [
        (NODES, "calculator", ("nodes", name, "calculator"), node.calculator, CALCULATORS)
        for name, node in algorithm.nodes.items()
        if node.calculator
    ]
    named += [
        (KNOWN, "fact", (name, "unknown", position), fact, algorithm.facts)
        for name, state in algorithm.known_states.items()
        for position, fact in enumerate(state.unknown)
    ]
    if variant := algorithm.variant:
        named += [
            (VARIANT, "regimen", ("groups", number, "regimens", position), name, content.names("regimens"))
            for number, group in enumerate(variant.groups)
            for position, name in enumerate(group.regimens)
        ]
    regimen = algorithm.retransplant.regimen
    named.append((RETRANSPLANT, "regimen", ("regimen",), regimen, content.names("regimens")))
    for file, what, path, name, known in named:
        if name not in known:
            yield content.files[file].problem(path, f"unknown {what} {name}", nearest(name, known))


def _facts_known(content: Content) -> Iterator[Problem]:
    """The facts are the calculator's inputs, and what they are refractory to exists."""
    source = content.files[FACTS]
    asked = {field.name for field in CALCULATOR.fields}
    for name, fact in content.algorithm.facts.items():
        if name not in asked:
            hint = nearest(name, asked)
            yield source.problem((name,), f"{name} is no input of the algorithm", hint, at_key=True)
        target = fact.refractory_to
        if target is None:
            continue
        kind, wanted = ("drug", target.drug) if target.drug else ("class", target.class_)
        known = content.names("drugs") if target.drug else set(content.drug_classes)
        judged = target.drug or "drug_classes.yml" not in content.broken
        if judged and wanted and wanted not in known:
            what = "drug" if target.drug else "drug class"
            place = (name, "refractory_to", kind)
            yield source.problem(place, f"unknown {what} {wanted}", nearest(wanted, known))
    for name in sorted(asked - set(content.algorithm.facts)):
        yield source.problem((), f"the algorithm's input {name} is not described here")


def _terms(content: Content) -> Iterator[tuple[Place, TermText, list[str]]]:
    """Yield every condition with its place and the rules that it may name (those above it)."""
    algorithm = content.algorithm
    names = list(algorithm.rules)
    lists: list[tuple[str, Path, list[TermText], list[str]]] = []
    for number, (name, rule) in enumerate(algorithm.rules.items()):
        mode = "any" if rule.any else "all"
        lists.append((NODES, ("rules", name, mode), rule.any or rule.all, names[:number]))
    lists += [(NODES, ("nodes", name, "when"), node.when, names) for name, node in algorithm.nodes.items()]
    lists += [(STATEMENTS, (code, "when"), one.when, names) for code, one in algorithm.statements.items()]
    for name, state in algorithm.known_states.items():
        lists += [(KNOWN, (name, "when"), state.when, names), (KNOWN, (name, "any"), state.any, names)]
    for regimen in content.regimens.values():
        if condition := regimen.placement.condition:
            mode = "any" if condition.any else "all"
            place: Path = ("placement", "condition", mode)
            lists.append((f"regimens/{regimen.id}.yml", place, condition.any or condition.all, names))
    for file, path, terms, rules in lists:
        for position, term in enumerate(terms):
            yield (content.files[file], (*path, position)), term, rules


def _term_known(place: Place, term: TermText, rules: list[str], content: Content) -> Iterator[Problem]:
    source, path = place
    facts = content.algorithm.facts
    if term.operator == "is":
        yield source.problem(path, "the algorithm has no choices", "write a fact, a rule or a comparison")
    elif term.name in rules:
        if term.operator != "holds":
            yield source.problem(path, f"rule {term.name} holds or does not: it has no number")
    elif term.name not in facts:
        yield source.problem(path, f"unknown fact or rule {term.name}", nearest(term.name, [*facts, *rules]))
    elif (facts[term.name].kind == "count") != (term.operator != "holds"):
        hint = (
            f"write {term.name} = 1" if term.operator == "holds" else f"write {term.name}, or not {term.name}"
        )
        yield source.problem(path, f"{term.name} cannot be compared in this way", hint)


def _space(content: Content, algorithm: Algorithm, placements: list[Placement]) -> Iterator[Problem]:
    """Walk every fully known state: each node reachable and different, each gap or overlap recorded."""
    source = content.files[NODES]
    states = list(walk(algorithm, placements))
    where: dict[str, set[int]] = defaultdict(set)
    for number, state in enumerate(states):
        for name in state.nodes:
            where[name].add(number)
    seen: dict[frozenset[int], str] = {}
    for name, node in algorithm.nodes.items():
        if node.aside:
            continue
        place: Path = ("nodes", name)
        if not where[name]:
            yield source.problem(
                place, f"node {name} can never hold", "no state meets its conditions", at_key=True
            )
            continue
        twin = seen.setdefault(frozenset(where[name]), name)
        if twin != name:
            yield source.problem(
                place, f"nodes {twin} and {name} hold in exactly the same states", at_key=True
            )
        if not any(name in placement.nodes for placement in placements):
            hint = "place a regimen here, or remove the node"
            yield source.problem(place, f"node {name} holds no regimen", hint, at_key=True)
    yield from _rules_can_hold(content, algorithm, placements)
    yield from _recorded(content.files[KNOWN], algorithm, states)
    yield from _records_met(content.files[KNOWN], algorithm, states)


def _rules_can_hold(content: Content, algorithm: Algorithm, placements: list[Placement]) -> Iterator[Problem]:
    used = {term.name for _, term, _ in _terms(content)}
    for name in algorithm.rules:
        if name not in used:
            yield content.files[NODES].problem(("rules", name), f"{name} is never used", at_key=True)
    for placement in placements:
        if placement.when and placement.mode == "all" and _contradict(placement):
            source = content.files[f"regimens/{placement.regimen}.yml"]
            yield source.problem(("placement", "condition"), "this condition can never hold", at_key=True)


def _contradict(placement: Placement) -> bool:
    said = {(term.name, term.negated) for term in placement.when if term.operator == "holds"}
    return any((name, not negated) in said for name, negated in said)


def _recorded(source: Source, algorithm: Algorithm, states: Iterable[Covered]) -> Iterator[Problem]:
    """Every state without a node, or with several, must be recorded; one message a kind of state."""
    kinds = {state.id: state for state in algorithm.known_states}
    reported: set[tuple[str, ...]] = set()
    for state in states:
        met = [kinds[name] for name in state.states]
        if not state.nodes and not any(record.kind == "gap" for record in met):
            if () not in reported:
                yield source.problem((), f"a state without a node is not recorded: {described(state)}", _HINT)
            reported.add(())
        elif len(state.nodes) > 1 and not any(_is_overlap(record, state) for record in met):
            if state.nodes not in reported:
                nodes = " and ".join(state.nodes)
                yield source.problem((), f"{nodes} hold together, unrecorded: {described(state)}", _HINT)
            reported.add(state.nodes)


_HINT = "if it comes from the document, record it in known_states.yml; if not, mend the conditions"


def _is_overlap(record: KnownState, state: Covered) -> bool:
    return record.kind == "overlap" and set(record.nodes) == set(state.nodes)


def _records_met(source: Source, algorithm: Algorithm, states: list[Covered]) -> Iterator[Problem]:
    """Every recorded gap or overlap must still be met by some state, and an overlap only by its own nodes."""
    for record in algorithm.known_states:
        if record.kind not in ("gap", "overlap"):
            continue
        met = [state for state in states if record.id in state.states]
        wrong = [state for state in met if record.kind == "overlap" and not _is_overlap(record, state)]
        if not met:
            yield source.problem(
                (record.id,), f"no state meets {record.id} any more", "remove it", at_key=True
            )
        elif wrong:
            nodes = ", ".join(wrong[0].nodes) or "no node"
            message = f"{record.id} is also met where the nodes are {nodes}: {described(wrong[0])}"
            yield source.problem((record.id,), message, at_key=True)


def described(state: Covered) -> str:
    """Say a state for an editor."""
    return ", ".join(f"{name} {answer}" for name, answer in state.facts.items())


def _unused_facts(content: Content, algorithm: Algorithm, placements: list[Placement]) -> Iterator[Problem]:
    used: set[str] = set()
    for terms in (
        *(node.when for node in algorithm.nodes.values()),
        *(statement.when for statement in algorithm.statements),
        *(placement.when for placement in placements),
    ):
        used |= set(names_in(terms, algorithm))
    drugs = {drug for placement in placements for drug, _ in placement.drugs}
    classes = {drug_class for placement in placements for _, drug_class in placement.drugs}
    for fact in algorithm.facts.values():
        if fact.name not in used and fact.drug not in drugs and fact.drug_class not in classes:
            source = content.files[FACTS]
            yield source.problem(
                (fact.name,), f"{fact.name} changes nothing: no condition asks for it", at_key=True
            )
