"""What no single record can tell: references resolve, days fit, schedules have no gap and no overlap."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from calculators.api import field_names
from calculators.references import REFERENCES
from calculators.registry import CALCULATORS
from generator import grammar
from generator.advanced_therapy_check import advanced_therapy_problems
from generator.algorithm.check import algorithm_mistakes
from generator.content import Content, parse_parts, raise_for, record_id
from generator.evidence_check import trial_mistakes
from generator.problems import Problem, nearest
from generator.records import (
    Block,
    CalculatorRecord,
    Choice,
    CycleRange,
    DoseLine,
    Drug,
    DrugBlock,
    Note,
    Regimen,
    TermText,
)
from generator.states import State, all_states, described, holds
from generator.yaml_source import Path, Source

NUMBERS = ("age_years", "weight_kg", "bmi", "creatinine_clearance_ml_min", "bilirubin_x_uln")
FACTS = ("dialysis",)


def checked_content(texts: Mapping[str, str], label: str = "content") -> Content:
    """Read and check the content. Raises ContentError with the mistakes of every file, and across files."""
    content, problems = parse_parts(texts, label)
    raise_for([*problems, *_mistakes(content)], content.files)
    return content


def check(content: Content) -> None:
    """Raise ContentError with every mistake found across records."""
    raise_for(list(_mistakes(content)), content.files)


def _mistakes(content: Content) -> Iterator[Problem]:
    """Yield what is wrong across records; what depends on a file that is broken itself is not judged."""
    for name, source in content.files.items():
        yield from _references(source, content)
        yield from advanced_therapy_problems(name, source, content)
        section, identifier = name.partition("/")[0], record_id(name)
        if section == "regimens":
            yield from _drugs_known(source, content)
            if identifier in content.regimens:
                yield from _regimen(content.regimens[identifier], source, content)
        elif section == "drugs" and identifier in content.drugs:
            yield from _drug(content.drugs[identifier], source, content)
        elif section == "calculators" and identifier in content.calculators:
            yield from _calculator(content.calculators[identifier], source, content)
        elif section == "evidence" and identifier in content.evidence:
            yield from trial_mistakes(content.evidence[identifier], source, content)
        elif section == "companion" and identifier in content.companion:
            yield from _companion(source, content)
    yield from algorithm_mistakes(content)


def _companion(source: Source, content: Content) -> Iterator[Problem]:
    """Check what a companion page leads to: regimens, drugs and calculators."""
    known = {
        "regimens": (content.names("regimens"), "regimen"),
        "drugs": (content.names("drugs"), "drug"),
        "calculators": (set(CALCULATORS), "calculator"),
    }
    for path, key, value in _walk(source.data, ()):
        if key in known:
            names, what = known[key]
            for place, name in _listed(path, value):
                yield from _known(source, place, name, names, what)


def _drugs_known(source: Source, content: Content) -> Iterator[Problem]:
    for path, key, value in _walk(source.data, ()):
        if key == "drug":
            yield from _known(source, path, value, content.names("drugs"), "drug")


def _references(source: Source, content: Content) -> Iterator[Problem]:
    """Sources and discrepancies are named everywhere in the same way, so the raw data is walked."""
    for path, key, value in _walk(source.data, ()):
        if key == "source":
            for place, reference in _listed(path, value):
                yield from _source(source, place, reference, content)
        elif key in ("discrepancy", "discrepancies"):
            for place, identifier in _listed(path, value):
                yield from _known(source, place, identifier, content.names("discrepancies"), "discrepancy")


def _walk(data: Any, path: Path) -> Iterator[tuple[Path, str, Any]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield (*path, key), key, value
            yield from _walk(value, (*path, key))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from _walk(value, (*path, position))


def _listed(path: Path, value: Any) -> list[tuple[Path, Any]]:
    if isinstance(value, list):
        return [((*path, position), item) for position, item in enumerate(value)]
    return [(path, value)]


def _source(source: Source, path: Path, reference: Any, content: Content) -> Iterator[Problem]:
    try:
        key = grammar.source_key(grammar.source(reference))
    except ValueError:
        return  # the record says so
    if "sources.yml" in content.broken:
        return
    record = content.references.get(key)
    if record is None:
        if key in REFERENCES:  # a published score's own citation
            return
        yield source.problem(path, f"unknown source {key}", nearest(key, content.references))
    elif record.last_line is not None:
        last = int(reference.rpartition("-")[2] if "-" in reference else reference.rpartition(":")[2])
        if last > record.last_line:
            yield source.problem(
                path, f"document {key} ends at line {record.last_line}, {reference} is beyond it"
            )
    elif key == "decisions":
        yield from _known(
            source, path, reference.partition(" ")[2], content.names("discrepancies"), "decision"
        )


def _known(source: Source, path: Path, name: Any, known: Iterable[str], what: str) -> Iterator[Problem]:
    if isinstance(name, str) and name not in known:
        yield source.problem(path, f"unknown {what} {name}", nearest(name, known))


def _regimen(regimen: Regimen, source: Source, content: Content) -> Iterator[Problem]:
    drugs = [content.drugs[block.drug] for block in regimen.drugs if block.drug in content.drugs]
    choices = dict(regimen.choices)
    for drug in drugs:
        choices.update(drug.choices)
    known_choices = choices if len(drugs) == len(regimen.drugs) else None
    unknown = list(_terms_known(regimen, source, known_choices, content))
    yield from unknown
    yield from _unused(regimen, source)
    for position, block in enumerate(regimen.drugs):
        path: Path = ("drugs", position)
        yield from _other_drugs(block, path, source, content)
        yield from _days_fit(regimen, block, path, source)
        if known_choices is not None and not unknown:
            yield from _covered(regimen, block, path, source, choices)
    yield from _undetermined_is_blocked(regimen, source)
    yield from _cycle_lengths(regimen, source)


def _other_drugs(block: DrugBlock, path: Path, source: Source, content: Content) -> Iterator[Problem]:
    if block.premedication and block.premedication.satisfied_by:
        place = (*path, "premedication", "satisfied_by")
        yield from _known(source, place, block.premedication.satisfied_by, content.names("drugs"), "drug")
    if block.serves_as_premedication:
        for position, name in enumerate(block.serves_as_premedication.for_):
            place = (*path, "serves_as_premedication", "for", position)
            yield from _known(source, place, name, content.names("drugs"), "drug")
    choice = block.body_surface.choice if block.body_surface else None
    drug = content.drugs.get(block.drug)
    if choice and drug:
        yield from _known(source, (*path, "body_surface", "choice"), choice, drug.choices, "choice")


def _terms_known(
    regimen: Regimen, source: Source, choices: Mapping[str, Choice] | None, content: Content
) -> Iterator[Problem]:
    facts = _facts(content)
    for path, term in _regimen_terms(regimen):
        if path[0] == "rules" and term.operator == "holds" and term.name in regimen.rules:
            names = list(regimen.rules)
            if names.index(term.name) >= names.index(str(path[1])):
                message = f"rule {path[1]} names {term.name}, which does not stand above it"
                yield source.problem(path, message)
            continue
        known = None if facts is None else [*regimen.rules, *facts]
        yield from _term_known(source, path, term, choices, known)


def _facts(content: Content) -> list[str] | None:
    """Return the facts that a condition may name; None when they cannot be known."""
    return None if "conditions.yml" in content.broken else [*content.conditions, *FACTS]


def _regimen_terms(regimen: Regimen) -> Iterator[tuple[Path, TermText]]:
    for name, rule in regimen.rules.items():
        for mode, terms in (("any", rule.any), ("all", rule.all)):
            yield from _placed(("rules", name, mode), terms)
    yield from _choice_terms(regimen.choices)
    sections: dict[str, Sequence[Block | Note]] = {"blocks": regimen.blocks, "warnings": regimen.warnings}
    for section, entries in sections.items():
        for index, entry in enumerate(entries):
            yield from _placed((section, index, "when"), entry.when)
    for index, block in enumerate(regimen.drugs):
        parts: dict[str, Sequence[DoseLine | Note]] = {"doses": block.doses, "timing": block.timing}
        for part, lines in parts.items():
            for number, line in enumerate(lines):
                yield from _placed(("drugs", index, part, number, "when"), line.when)
        if serves := block.serves_as_premedication:
            yield from _placed(("drugs", index, "serves_as_premedication", "when"), serves.when)


def _choice_terms(choices: Mapping[str, Choice]) -> Iterator[tuple[Path, TermText]]:
    for name, choice in choices.items():
        if choice.requires:
            yield from _placed(("choices", name, "requires", "when"), choice.requires.when)


def _placed(path: Path, terms: Iterable[TermText]) -> Iterator[tuple[Path, TermText]]:
    """Yield each condition with its place; one that stands alone, in no list, is found at the path itself."""
    for position, term in enumerate(terms):
        yield (*path, position), term


def _term_known(
    source: Source,
    path: Path,
    term: TermText,
    choices: Mapping[str, Choice] | None,
    facts: Iterable[str] | None,
) -> Iterator[Problem]:
    """Check the name of a condition; without ``choices`` or ``facts``, those cannot be judged."""
    if term.operator == "is":
        if choices is None:
            return
        if term.name not in choices:
            yield source.problem(path, f"unknown choice {term.name}", nearest(term.name, choices))
        elif term.value not in choices[term.name].options:
            options = choices[term.name].options
            yield source.problem(
                path, f"{term.name} has no option {term.value}", nearest(str(term.value), options)
            )
    elif term.operator == "holds":
        if facts is not None and term.name not in facts:
            yield source.problem(path, f"unknown rule or fact {term.name}", nearest(term.name, facts))
    elif term.name not in NUMBERS:
        yield source.problem(path, f"unknown quantity {term.name}", nearest(term.name, NUMBERS))


def _unused(regimen: Regimen, source: Source) -> Iterator[Problem]:
    used = {term.name for _, term in _regimen_terms(regimen)}
    for section, names in (("rules", regimen.rules), ("choices", regimen.choices)):
        for name in names:
            if name not in used:
                yield source.problem((section, name), f"{name} is never used", at_key=True)


def _cycle_lengths(regimen: Regimen, source: Source) -> Iterator[Problem]:
    if regimen.cycle is None:
        return
    yield from _ranges(
        [length.cycles for length in regimen.cycle.lengths],
        source,
        ("cycle", "lengths"),
        regimen.cycle.last.cycle if regimen.cycle.last else None,
    )


def _ranges(ranges: list[CycleRange], source: Source, path: Path, last: int | None) -> Iterator[Problem]:
    """Cycle ranges that must follow one another from 1 to the end."""
    if ranges[0].first != 1:
        yield source.problem((*path, 0, "cycles"), "the first range must begin at cycle 1")
    for position, (left, right) in enumerate(pairwise(ranges), start=1):
        place = (*path, position, "cycles")
        if left.last is None or right.first <= left.last:
            yield source.problem(place, f"cycle {right.first} stands in two ranges")
        elif right.first > left.last + 1:
            missing = _span(left.last + 1, right.first - 1)
            yield source.problem(place, f"no range covers {missing}")
    end = ranges[-1].last
    if end is not None and (last is None or end < last):
        yield source.problem((*path, len(ranges) - 1, "cycles"), f"no range covers the cycles after {end}")


def _span(first: int, last: int) -> str:
    return f"cycle {first}" if first == last else f"cycles {first}-{last}"


def _days_fit(regimen: Regimen, block: DrugBlock, path: Path, source: Source) -> Iterator[Problem]:
    lengths = regimen.cycle.lengths if regimen.cycle else []
    for number, line in enumerate(block.doses):
        for length in lengths:
            if length.days is None or not _meet(line.cycles, length.cycles):
                continue
            for position, day in enumerate(line.days or []):
                if day > length.days:
                    place = (*path, "doses", number, "days", position)
                    yield source.problem(place, f"day {day} is outside a {length.days}-day cycle")
        if line.max and line.dose and (line.max.per or line.max.unit != line.dose.unit):
            yield source.problem(
                (*path, "doses", number, "max"), f"expected a flat maximum in {line.dose.unit}"
            )


def _meet(left: CycleRange, right: CycleRange) -> bool:
    return (right.last is None or left.first <= right.last) and (
        left.last is None or right.first <= left.last
    )


def _covered(
    regimen: Regimen, block: DrugBlock, path: Path, source: Source, choices: Mapping[str, Choice]
) -> Iterator[Problem]:
    """For every cycle and state: some line applies, and no two give the drug on the same day and route."""
    last = regimen.cycle.last.cycle if regimen.cycle and regimen.cycle.last else None
    starts = {1, *(line.cycles.first for line in block.doses)}
    starts |= {line.cycles.last + 1 for line in block.doses if line.cycles.last is not None}
    states = list(all_states([t for line in block.doses for t in line.when], regimen.rules, choices))
    reported: set[tuple[int, int]] = set()
    for cycle in sorted(start for start in starts if last is None or start <= last):
        uncovered = []
        for state in states:
            acting = list(_acting(regimen, block, cycle, state))
            if not acting:
                uncovered.append(state)
            for one, other, day in _overlaps(block, acting):
                if (one, other) in reported:
                    continue
                reported.add((one, other))
                example = f"cycle {cycle}" if day is None else f"day {day} of cycle {cycle}"
                message = f"{block.drug}: two lines give it at once, such as {example}{described(state)}"
                first = source.positions[(*path, "doses", one)][0]
                hint = f"the other line is at {source.file}:{first}"
                yield source.problem((*path, "doses", other), message, hint)
        if uncovered:
            when = described(uncovered[0]) if len(uncovered) < len(states) else ""
            message = f"{block.drug}: no line covers cycle {cycle}{when}"
            yield source.problem((*path, "doses"), message, "add a line, or `days: []` where none is given")


def _acting(regimen: Regimen, block: DrugBlock, cycle: int, state: State) -> Iterator[int]:
    """Yield the lines that apply in a cycle and a state."""
    for number, line in enumerate(block.doses):
        inside = line.cycles.first <= cycle and (line.cycles.last is None or cycle <= line.cycles.last)
        if inside and all(holds(term, state, regimen.rules) for term in line.when):
            yield number


def _overlaps(block: DrugBlock, acting: list[int]) -> Iterator[tuple[int, int, int | None]]:
    """Yield the pairs of lines that give the drug on the same day by the same route, with such a day."""
    taken: dict[tuple[int | None, str | None], int] = {}
    for number in acting:
        line = block.doses[number]
        for day in line.days if line.days is not None else [None]:
            other = taken.setdefault((day, line.route), number)
            if other != number:
                yield other, number, day


def _undetermined_is_blocked(regimen: Regimen, source: Source) -> Iterator[Problem]:
    always = any(
        not block.when and block.cycles.first == 1 and block.cycles.last is None for block in regimen.blocks
    )
    for index, drug in enumerate(regimen.drugs):
        for number, line in enumerate(drug.doses):
            if line.kind == "undetermined" and not always:
                place = ("drugs", index, "doses", number)
                yield source.problem(
                    place, "an undetermined dose needs an entry in `blocks`: it must not compute"
                )


def _calculator(record: CalculatorRecord, source: Source, content: Content) -> Iterator[Problem]:
    """Check the names in a calculator's record: its own, the inputs it fills, and where it matters."""
    yield from _known(source, ("id",), record.id, CALCULATORS, "calculator")
    for position, name in enumerate(record.fills):
        yield from _known(source, ("fills", position), name, field_names(), "input")
    for number, concern in enumerate(record.concerns):
        places = (
            ("regimens", concern.regimens, content.names("regimens"), "regimen"),
            ("drugs", concern.drugs, content.names("drugs"), "drug"),
            ("calculators", concern.calculators, CALCULATORS, "calculator"),
        )
        for key, names, known, what in places:
            for position, name in enumerate(names):
                yield from _known(source, ("concerns", number, key, position), name, known, what)


def _drug(drug: Drug, source: Source, content: Content) -> Iterator[Problem]:
    if "drug_classes.yml" not in content.broken:
        yield from _known(source, ("class",), drug.class_, content.drug_classes, "drug class")
    if drug.premedication and drug.premedication.satisfied_by:
        served = ("premedication", "satisfied_by")
        yield from _known(source, served, drug.premedication.satisfied_by, content.names("drugs"), "drug")
    facts = _facts(content)
    for place, term in _choice_terms(drug.choices):
        yield from _term_known(source, place, term, drug.choices, facts)
    for index, adjustment in enumerate(drug.adjustments):
        path: Path = ("adjustments", index, "rows")
        terms = [term for row in adjustment.rows for term in row.when]
        unknown = [
            problem
            for number, row in enumerate(adjustment.rows)
            for place, term in _placed((*path, number, "when"), row.when)
            for problem in _term_known(source, place, term, drug.choices, facts)
        ]
        yield from unknown
        if unknown:
            continue
        for state in all_states(terms, {}, drug.choices):
            acting = [
                number
                for number, row in enumerate(adjustment.rows)
                if all(holds(t, state, {}) for t in row.when)
            ]
            if not acting:
                yield source.problem(path, f"no row covers the case{described(state)}")
                break
            if len(acting) > 1:
                yield source.problem((*path, acting[1]), f"two rows act{described(state)}")
                break
