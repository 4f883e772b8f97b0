"""What no single record can tell: references resolve, days fit, schedules have no gap and no overlap."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from generator.content import Content, raise_for
from generator.grammar import source_key
from generator.problems import Problem, nearest
from generator.records import Choice, CycleRange, Drug, DrugBlock, Regimen, TermText
from generator.states import State, all_states, described, holds
from generator.yaml_source import Path, Source

NUMBERS = ("age_years", "bmi", "creatinine_clearance_ml_min", "bilirubin_x_uln")
FACTS = ("dialysis",)


def check(content: Content) -> None:
    """Raise ContentError with every mistake found across records."""
    problems: list[Problem] = []
    for name, source in content.files.items():
        problems += _references(source, content)
        section = name.partition("/")[0]
        if section == "regimens":
            problems += _regimen(content.regimens[source.data["id"]], source, content)
        elif section == "drugs":
            problems += _drug(content.drugs[source.data["id"]], source, content)
    raise_for(problems, content.files)


def _references(source: Source, content: Content) -> Iterator[Problem]:
    """Sources and discrepancies are named everywhere in the same way, so the raw data is walked."""
    for path, key, value in _walk(source.data, ()):
        if key == "source":
            for place, reference in _listed(path, value):
                yield from _source(source, place, reference, content)
        elif key == "discrepancy" and value is not None:
            yield from _known(source, path, value, content.discrepancies, "discrepancy")
        elif key == "discrepancies":
            for place, identifier in _listed(path, value):
                yield from _known(source, place, identifier, content.discrepancies, "discrepancy")


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
    key = source_key(reference)
    record = content.references.get(key)
    if record is None:
        yield source.problem(path, f"unknown source {key}", nearest(key, content.references))
    elif record.last_line is not None:
        last = int(reference.rpartition("-")[2] if "-" in reference else reference.rpartition(":")[2])
        if last > record.last_line:
            yield source.problem(path, f"document {key} ends at line {record.last_line}, {reference} is beyond it")
    elif key == "decisions":
        yield from _known(source, path, reference.partition(" ")[2], content.discrepancies, "decision")


def _known(source: Source, path: Path, name: str, known: Mapping[str, Any], what: str) -> Iterator[Problem]:
    if name not in known:
        yield source.problem(path, f"unknown {what} {name}", nearest(name, known))


def _regimen(regimen: Regimen, source: Source, content: Content) -> Iterator[Problem]:
    choices = dict(regimen.choices)
    for block in regimen.drugs:
        drug = content.drugs.get(block.drug)
        choices.update(drug.choices if drug else {})
    before = len(list(_terms_known(regimen, source, choices, content)))
    yield from _terms_known(regimen, source, choices, content)
    yield from _unused(regimen, source)
    for position, block in enumerate(regimen.drugs):
        path: Path = ("drugs", position)
        yield from _known(source, (*path, "drug"), block.drug, content.drugs, "drug")
        yield from _other_drugs(block, path, source, content)
        yield from _days_fit(regimen, block, path, source)
        if not before:
            yield from _covered(regimen, block, path, source, choices)
    yield from _undetermined_is_blocked(regimen, source)
    yield from _cycle_lengths(regimen, source)


def _other_drugs(block: DrugBlock, path: Path, source: Source, content: Content) -> Iterator[Problem]:
    if block.premedication and block.premedication.satisfied_by:
        place = (*path, "premedication", "satisfied_by")
        yield from _known(source, place, block.premedication.satisfied_by, content.drugs, "drug")
    if block.serves_as_premedication:
        for position, name in enumerate(block.serves_as_premedication.for_):
            place = (*path, "serves_as_premedication", "for", position)
            yield from _known(source, place, name, content.drugs, "drug")
    choice = block.body_surface.choice if block.body_surface else None
    drug = content.drugs.get(block.drug)
    if choice and drug:
        yield from _known(source, (*path, "body_surface", "choice"), choice, drug.choices, "choice")


def _terms_known(
    regimen: Regimen, source: Source, choices: Mapping[str, Choice], content: Content
) -> Iterator[Problem]:
    for path, term in _regimen_terms(regimen):
        yield from _term_known(source, path, term, choices, {**regimen.rules, **content.conditions})


def _regimen_terms(regimen: Regimen) -> Iterator[tuple[Path, TermText]]:
    for name, rule in regimen.rules.items():
        for mode, terms in (("any", rule.any), ("all", rule.all)):
            for position, term in enumerate(terms):
                yield ("rules", name, mode, position), term
    for section, entries in (("blocks", regimen.blocks), ("warnings", regimen.warnings)):
        for index, entry in enumerate(entries):
            for term in entry.when:
                yield (section, index, "when"), term
    for index, block in enumerate(regimen.drugs):
        for line_number, line in enumerate(block.doses):
            for term in line.when:
                yield ("drugs", index, "doses", line_number, "when"), term
        for note_number, note in enumerate(block.timing):
            for term in note.when:
                yield ("drugs", index, "timing", note_number, "when"), term
        if block.serves_as_premedication:
            for term in block.serves_as_premedication.when:
                yield ("drugs", index, "serves_as_premedication", "when"), term


def _term_known(
    source: Source, path: Path, term: TermText, choices: Mapping[str, Choice], facts: Mapping[str, Any]
) -> Iterator[Problem]:
    if term.operator == "is":
        if term.name not in choices:
            yield source.problem(path, f"unknown choice {term.name}", nearest(term.name, choices))
        elif term.value not in choices[term.name].options:
            options = choices[term.name].options
            yield source.problem(
                path, f"{term.name} has no option {term.value}", nearest(str(term.value), options)
            )
    elif term.operator == "holds":
        known = [*facts, *FACTS]
        if term.name not in known:
            yield source.problem(path, f"unknown rule or fact {term.name}", nearest(term.name, known))
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
            yield source.problem((*path, "doses", number, "max"), f"expected a flat maximum in {line.dose.unit}")


def _meet(left: CycleRange, right: CycleRange) -> bool:
    return (right.last is None or left.first <= right.last) and (left.last is None or right.first <= left.last)


def _covered(
    regimen: Regimen, block: DrugBlock, path: Path, source: Source, choices: Mapping[str, Choice]
) -> Iterator[Problem]:
    """For every cycle and every state: some line applies, and no two give the drug on the same day and route."""
    last = regimen.cycle.last.cycle if regimen.cycle and regimen.cycle.last else None
    starts = {1, *(line.cycles.first for line in block.doses)}
    starts |= {line.cycles.last + 1 for line in block.doses if line.cycles.last is not None}
    states = list(all_states([t for line in block.doses for t in line.when], regimen.rules, choices))
    reported: set[str] = set()
    for cycle in sorted(start for start in starts if last is None or start <= last):
        for state in states:
            for problem in _cycle_state(regimen, block, path, source, cycle, state):
                key = f"{problem.line}{problem.message.partition(' when ')[0]}"
                if key not in reported:
                    reported.add(key)
                    yield problem


def _cycle_state(
    regimen: Regimen, block: DrugBlock, path: Path, source: Source, cycle: int, state: State
) -> Iterator[Problem]:
    taken: dict[tuple[int | None, str | None], int] = {}
    applies = False
    for number, line in enumerate(block.doses):
        inside = line.cycles.first <= cycle and (line.cycles.last is None or cycle <= line.cycles.last)
        if not inside or not all(holds(term, state, regimen.rules) for term in line.when):
            continue
        applies = True
        place = (*path, "doses", number)
        for day in line.days if line.days is not None else [None]:
            other = taken.setdefault((day, line.route), number)
            if other != number:
                first = source.positions[(*path, "doses", other)][0]
                message = f"{block.drug}: two lines give it on day {day} of cycle {cycle}{described(state)}"
                yield source.problem(place, message, f"the other line is at {source.file}:{first}")
    if not applies:
        message = f"{block.drug}: no line covers cycle {cycle}{described(state)}"
        yield source.problem((*path, "doses"), message, "add a line, or `days: []` where none is given")


def _undetermined_is_blocked(regimen: Regimen, source: Source) -> Iterator[Problem]:
    always = any(not block.when and block.cycles.first == 1 and block.cycles.last is None for block in regimen.blocks)
    for index, drug in enumerate(regimen.drugs):
        for number, line in enumerate(drug.doses):
            if line.kind == "undetermined" and not always:
                place = ("drugs", index, "doses", number)
                yield source.problem(place, "an undetermined dose needs an entry in `blocks`: it must not compute")


def _drug(drug: Drug, source: Source, content: Content) -> Iterator[Problem]:
    yield from _known(source, ("class",), drug.class_, content.drug_classes, "drug class")
    for index, adjustment in enumerate(drug.adjustments):
        path: Path = ("adjustments", index, "rows")
        terms = [term for row in adjustment.rows for term in row.when]
        unknown = [
            problem
            for number, row in enumerate(adjustment.rows)
            for term in row.when
            for problem in _term_known(source, (*path, number, "when"), term, drug.choices, content.conditions)
        ]
        yield from unknown
        if unknown:
            continue
        for state in all_states(terms, {}, drug.choices):
            acting = [
                number for number, row in enumerate(adjustment.rows) if all(holds(t, state, {}) for t in row.when)
            ]
            if not acting:
                yield source.problem(path, f"no row covers the case{described(state)}")
                break
            if len(acting) > 1:
                yield source.problem((*path, acting[1]), f"two rows act{described(state)}")
                break
