"""What can be wrong in the algorithm as a whole: names, unreachable nodes, unrecorded gaps and overlaps."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from calculators.algorithm.answer import CALCULATOR
from calculators.algorithm.patient import Patient
from calculators.algorithm.placing import state_met
from calculators.algorithm.records import Algorithm, KnownState, Placement, read_algorithm, read_placements
from calculators.registry import CALCULATORS
from generator.algorithm.coverage import Covered, facts_of_nodes, names_in, patients, walk
from generator.algorithm.satisfiable import can_hold, same
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
    lines = {str(name) for name, node in algorithm.nodes.items() if not node.aside}
    named += [
        (KNOWN, "node of a line of therapy", (name, key, position), node, lines)
        for name, state in algorithm.known_states.items()
        for key, nodes in (("nodes", state.nodes), ("in_nodes", state.in_nodes))
        for position, node in enumerate(nodes)
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
    """Every rule is used, can hold and is no other's twin; every other condition can hold where it stands."""
    source = content.files[NODES]
    used = {term.name for _, term, _ in _terms(content)}
    rules = list(algorithm.rules.values())
    for number, rule in enumerate(rules):
        place: Path = ("rules", rule.name)
        condition = (rule.mode, rule.terms)
        if rule.name not in used:
            yield source.problem(place, f"{rule.name} is never used", at_key=True)
        if not can_hold([condition], algorithm):
            yield source.problem(place, f"rule {rule.name} can never hold", at_key=True)
        for other in rules[:number]:
            if same(condition, (other.mode, other.terms), algorithm):
                yield source.problem(place, f"rules {other.name} and {rule.name} say the same", at_key=True)
    for node in algorithm.conditional_asides:
        if not can_hold([("all", node.when)], algorithm):
            yield source.problem(("nodes", node.id), f"{node.id} can never hold", at_key=True)
    for statement in algorithm.statements:
        if not can_hold([("all", statement.when)], algorithm):
            file = content.files[STATEMENTS]
            yield file.problem((statement.code,), f"{statement.code} can never be said", at_key=True)
    for placement in placements:
        yield from _condition_can_hold(content, algorithm, placement)


def _condition_can_hold(content: Content, algorithm: Algorithm, placement: Placement) -> Iterator[Problem]:
    source = content.files[f"regimens/{placement.regimen}.yml"]
    own = (placement.mode, placement.when)
    at: Path = ("placement", "condition")
    if not placement.when:
        return
    if not can_hold([own], algorithm):
        yield source.problem(at, "this condition can never hold", at_key=True)
        return
    for name in placement.nodes:
        if name in algorithm.nodes and not can_hold([own, ("all", algorithm.nodes[name].when)], algorithm):
            yield source.problem(at, f"this condition can never hold at node {name}", at_key=True)


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
    """Every record is met by some state; a gap only where no node holds, an overlap only at its nodes."""
    for record in algorithm.known_states:
        if record.kind == "outside":
            continue
        if not _is_met(record, algorithm, states):
            message = f"no state meets {record.id} any more"
            yield source.problem((record.id,), message, "remove it", at_key=True)
            continue
        for state in states:
            if (
                record.kind in ("gap", "overlap")
                and _said(record, algorithm, state)
                and _is_wrong(record, state)
            ):
                nodes = ", ".join(state.nodes) or "no node"
                message = f"{record.id} is also met where the nodes are {nodes}: {described(state)}"
                yield source.problem((record.id,), message, at_key=True)
                break


def _is_met(record: KnownState, algorithm: Algorithm, states: list[Covered]) -> bool:
    if record.kind in ("gap", "overlap"):
        return any(record.id in state.states for state in states)
    names = {*names_in((*record.when, *record.any_of), algorithm), *record.unknown}
    facts = facts_of_nodes(algorithm)
    facts += [algorithm.facts[name] for name in sorted(names) if algorithm.facts[name] not in facts]
    wider = patients(algorithm, unknown=record.kind == "unknown", facts=facts)
    return any(state_met(record, patient, patient.node_truths()) for patient in wider)


def _said(record: KnownState, algorithm: Algorithm, state: Covered) -> bool:
    """Tell whether a record's own conditions hold in a state, whatever its nodes."""
    patient = Patient(algorithm, state.facts)
    return patient.all_hold(record.when) is True and (
        not record.any_of or any(patient.holds(term) for term in record.any_of)
    )


def _is_wrong(record: KnownState, state: Covered) -> bool:
    return bool(state.nodes) if record.kind == "gap" else not _is_overlap(record, state)


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
