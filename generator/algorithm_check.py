"""What can be wrong in the algorithm as a whole: names, unreachable or equal nodes, unrecorded gaps and overlaps."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from calculators.algorithm.answer import CALCULATOR
from calculators.algorithm.records import Algorithm, KnownState, Placement, read_algorithm, read_placements
from calculators.registry import CALCULATORS
from generator.content import Content
from generator.coverage import Covered, names_in, walk
from generator.problems import Problem, nearest
from generator.records import TermText
from generator.yaml_source import Path, Source

FACTS, NODES, KNOWN = "algorithm/facts.yml", "algorithm/nodes.yml", "algorithm/known_states.yml"
STATEMENTS, RETRANSPLANT = "algorithm/statements.yml", "algorithm/retransplant.yml"


def algorithm_mistakes(content: Content) -> Iterator[Problem]:
    """Yield every mistake; the state space is walked only when all names are right."""
    if any(name.startswith(("algorithm/", "pages.yml")) for name in content.broken):
        return
    named = list(_names(content))
    yield from named
    if named or content.broken:
        return
    algorithm, placements = compiled(content)
    yield from _space(content, algorithm, placements)
    yield from _unused_facts(content, algorithm, placements)


def compiled(content: Content) -> tuple[Algorithm, list[Placement]]:
    """Return the algorithm and the places of the regimens as the calculators read them."""
    titles = {name: words.model_dump(mode="json") for name, words in content.prose.nodes.items()}
    data = {
        "regimens": [r.model_dump(mode="json", by_alias=True) for r in content.regimens.values()],
        "drugs": [d.model_dump(mode="json", by_alias=True) for d in content.drugs.values()],
    }
    algorithm = read_algorithm(content.algorithm.model_dump(mode="json", by_alias=True), titles)
    return algorithm, list(read_placements(data).values())


def _names(content: Content) -> Iterator[Problem]:
    facts, nodes = content.files[FACTS], content.files[NODES]
    asked = {field.name for field in CALCULATOR.fields}
    for name, fact in content.algorithm.facts.items():
        if name not in asked:
            yield facts.problem((name,), f"{name} is no input of the algorithm", nearest(name, asked), at_key=True)
        target = fact.refractory_to
        if target and target.drug and target.drug not in content.names("drugs"):
            place = (name, "refractory_to", "drug")
            yield facts.problem(place, f"unknown drug {target.drug}", nearest(target.drug, content.drugs))
        if target and target.class_ and target.class_ not in content.drug_classes:
            place = (name, "refractory_to", "class")
            hint = nearest(target.class_, content.drug_classes)
            yield facts.problem(place, f"unknown drug class {target.class_}", hint)
    for name in asked - set(content.algorithm.facts):
        yield facts.problem((), f"the algorithm's input {name} is not described here")
    for source, path, term, rules in _terms(content):
        yield from _term_known(source, path, term, rules, content)
    for name, node in content.algorithm.nodes.items():
        if node.calculator and node.calculator not in CALCULATORS:
            place = ("nodes", name, "calculator")
            yield nodes.problem(place, f"unknown calculator {node.calculator}", nearest(node.calculator, CALCULATORS))
    known = content.files[KNOWN]
    for name, state in content.algorithm.known_states.items():
        for position, fact_name in enumerate(state.unknown):
            if fact_name not in content.algorithm.facts:
                hint = nearest(fact_name, content.algorithm.facts)
                yield known.problem((name, "unknown", position), f"unknown fact {fact_name}", hint)
    regimen = content.algorithm.retransplant.regimen
    if regimen not in content.names("regimens"):
        source = content.files[RETRANSPLANT]
        yield source.problem(("regimen",), f"unknown regimen {regimen}", nearest(regimen, content.regimens))


def _terms(content: Content) -> Iterator[tuple[Source, Path, TermText, list[str]]]:
    """Yield every condition with its place and the rules that it may name (those above it)."""
    algorithm, files = content.algorithm, content.files
    names = list(algorithm.rules)
    for number, (name, rule) in enumerate(algorithm.rules.items()):
        for mode, terms in (("any", rule.any), ("all", rule.all)):
            for position, term in enumerate(terms):
                yield files[NODES], ("rules", name, mode, position), term, names[:number]
    for node_name, node in algorithm.nodes.items():
        for position, term in enumerate(node.when):
            yield files[NODES], ("nodes", node_name, "when", position), term, names
    for code, statement in algorithm.statements.items():
        for position, term in enumerate(statement.when):
            yield files[STATEMENTS], (code, "when", position), term, names
    for name, state in algorithm.known_states.items():
        for mode, terms in (("when", state.when), ("any", state.any)):
            for position, term in enumerate(terms):
                yield files[KNOWN], (name, mode, position), term, names
    for regimen in content.regimens.values():
        if condition := regimen.placement.condition:
            for mode, terms in (("any", condition.any), ("all", condition.all)):
                for position, term in enumerate(terms):
                    source = files[f"regimens/{regimen.id}.yml"]
                    yield source, ("placement", "condition", mode, position), term, names


def _term_known(
    source: Source, path: Path, term: TermText, rules: list[str], content: Content
) -> Iterator[Problem]:
    facts = content.algorithm.facts
    if term.operator == "is":
        yield source.problem(path, "the algorithm has no choices", "write a fact, a rule or a comparison")
    elif term.name in rules:
        if term.operator != "holds":
            yield source.problem(path, f"rule {term.name} holds or does not: it has no number")
    elif term.name not in facts:
        yield source.problem(path, f"unknown fact or rule {term.name}", nearest(term.name, [*facts, *rules]))
    elif (facts[term.name].kind == "count") != (term.operator != "holds"):
        hint = f"write {term.name} = 1" if term.operator == "holds" else f"write {term.name}, or not {term.name}"
        yield source.problem(path, f"{term.name} cannot be compared in this way", hint)


def _space(content: Content, algorithm: Algorithm, placements: list[Placement]) -> Iterator[Problem]:
    """Walk every fully known state: each node must be reachable, different, and each gap or overlap recorded."""
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
            yield source.problem(place, f"node {name} can never hold", "no state meets its conditions", at_key=True)
            continue
        twin = seen.setdefault(frozenset(where[name]), name)
        if twin != name:
            yield source.problem(place, f"nodes {twin} and {name} hold in exactly the same states", at_key=True)
        if not any(name in placement.nodes for placement in placements):
            hint = "place a regimen here, or remove the node"
            yield source.problem(place, f"node {name} holds no regimen", hint, at_key=True)
    yield from _rules_can_hold(content, algorithm, placements)
    yield from _recorded(content.files[KNOWN], algorithm, states)
    yield from _records_met(content.files[KNOWN], algorithm, states)


def _rules_can_hold(content: Content, algorithm: Algorithm, placements: list[Placement]) -> Iterator[Problem]:
    used = {term.name for _, _, term, _ in _terms(content)}
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
            yield source.problem((record.id,), f"no state meets {record.id} any more", "remove it", at_key=True)
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
            yield source.problem((fact.name,), f"{fact.name} changes nothing: no condition asks for it", at_key=True)
