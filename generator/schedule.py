"""What the cycle picture shows: which cycles differ, and in each the rows of every drug.

A rule or a choice never multiplies the panels: what it changes is another row of the same drug.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from generator.content import Content
from generator.records import Choice, CycleLength, CycleRange, DoseLine, DrugBlock, Regimen, Route, TermText
from generator.states import all_states, holds
from generator.words import all_choices, is_run

Standing = Literal["base", "alternative", "choice"]


@dataclass(frozen=True, slots=True)
class Mark:
    """An administration on one day."""

    day: int
    line: DoseLine


@dataclass(frozen=True, slots=True)
class Run:
    """An administration on every day from first to last: oral, or a continuous infusion."""

    first: int
    last: int
    line: DoseLine


@dataclass(frozen=True, slots=True)
class Row:
    """One drug by one route in one situation.

    ``terms`` say the situation, ``new_terms`` what of it the row that it narrows (``depth``) has not said.
    ``together`` marks a row given with the one above it, in the same situation. ``also`` are lines of the
    panel's other cycles that prescribe the same. ``cycles`` is set where the row holds for part of the panel.
    """

    drug: str
    hue: str
    route: Route
    block: DrugBlock
    lines: tuple[DoseLine, ...]
    terms: tuple[TermText, ...]
    standing: Standing
    optional: bool
    new_terms: tuple[TermText, ...] = ()
    depth: int = 0
    together: bool = False
    also: tuple[DoseLine, ...] = ()
    cycles: CycleRange | None = None

    @property
    def continuous(self) -> bool:
        return self.block.infusion is not None and self.block.infusion.continuous

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the single administrations by day."""
        found = [Mark(day, line) for line in self.lines if not self._daily(line) for day in line.days or ()]
        return tuple(sorted(found, key=lambda mark: mark.day))

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return the unbroken stretches of daily administrations."""
        found: list[Run] = []
        for line in self.lines:
            if self._daily(line) and line.days:
                days = line.days
                breaks = [0, *(n for n, (a, b) in enumerate(pairwise(days), 1) if b - a > 1), len(days)]
                found += [Run(days[start], days[stop - 1], line) for start, stop in pairwise(breaks)]
        return tuple(sorted(found, key=lambda run: run.first))

    @property
    def undated(self) -> tuple[DoseLine, ...]:
        """Return the lines whose days are not stated."""
        return tuple(line for line in self.lines if line.days is None)

    def _daily(self, line: DoseLine) -> bool:
        return self.continuous or runs_daily(line)


@dataclass(frozen=True, slots=True)
class Panel:
    """The schedule of a range of cycles."""

    cycles: CycleRange
    length: CycleLength | None
    rows: tuple[Row, ...]
    not_given: tuple[str, ...]

    @property
    def days(self) -> int:
        """Return how many days to draw: the cycle's, or up to the last one used; 0 when no day is known."""
        if self.length and self.length.days:
            return self.length.days
        return max((day for row in self.rows for line in row.lines for day in line.days or ()), default=0)


def runs_daily(line: DoseLine) -> bool:
    """Tell whether a line is an oral dose on every day of a week or more."""
    return line.route == "po" and is_run(line.days or [])


def panels(regimen: Regimen, content: Content) -> list[Panel]:
    """Return a panel for each range of cycles in which the schedule differs."""
    found: list[Panel] = []
    for cycles in _segments(regimen):
        rows: list[Row] = []
        not_given: list[str] = []
        for block in regimen.drugs:
            new = _rows(regimen, content, block, cycles.first)
            rows += new
            if not new:
                not_given.append(block.drug)
        if not rows:
            continue
        panel = Panel(cycles, _length(regimen, cycles.first), tuple(rows), tuple(not_given))
        if found and _same(found[-1], panel):
            found[-1] = _merged(found[-1], panel)
        else:
            found.append(panel)
    return found


def covers(cycles: CycleRange, cycle: int) -> bool:
    """Tell whether a cycle is within a range."""
    return cycles.first <= cycle and (cycles.last is None or cycle <= cycles.last)


def _segments(regimen: Regimen) -> Iterator[CycleRange]:
    ranges = [line.cycles for block in regimen.drugs for line in block.doses]
    ranges += [length.cycles for length in regimen.cycle.lengths] if regimen.cycle else []
    starts = {one.first for one in ranges} | {one.last + 1 for one in ranges if one.last is not None}
    ordered = sorted(starts)
    for first, following in pairwise(ordered):
        yield CycleRange(first=first, last=following - 1)
    if ordered:
        yield CycleRange(first=ordered[-1], last=None)


def _length(regimen: Regimen, cycle: int) -> CycleLength | None:
    lengths = regimen.cycle.lengths if regimen.cycle else []
    return next((length for length in lengths if covers(length.cycles, cycle)), None)


def _rows(regimen: Regimen, content: Content, block: DrugBlock, cycle: int) -> list[Row]:
    lines = [line for line in block.doses if covers(line.cycles, cycle) and line.days != []]
    choices = all_choices(regimen, content)
    drug = content.drugs[block.drug]
    hue = content.drug_classes[drug.class_].hue
    rows: list[Row] = []
    for positions in _situations(lines, regimen, choices):
        held = tuple(lines[position] for position in positions)
        terms = _distinguishing(held, choices)
        route = held[0].route
        assert route is not None  # a line with administrations has a route
        kinds = [choices[term.name].optional for term in terms if term.operator == "is"]
        standing: Standing = "choice" if False in kinds else "alternative" if terms else "base"
        rows.append(Row(block.drug, hue, route, block, held, terms, standing, True in kinds))
    return _nested(rows)


def _situations(
    lines: Sequence[DoseLine], regimen: Regimen, choices: Mapping[str, Choice]
) -> list[tuple[int, ...]]:
    """Return which lines hold together, by route, over every state of what they depend on."""
    terms = [term for line in lines for term in line.when]
    found: set[tuple[int, ...]] = set()
    for state in all_states(terms, regimen.rules, choices):
        by_route: dict[Route | None, list[int]] = {}
        for position, line in enumerate(lines):
            if all(holds(term, state, regimen.rules) for term in line.when):
                by_route.setdefault(line.route, []).append(position)
        found.update(tuple(positions) for positions in by_route.values())
    return sorted(found)


def _distinguishing(lines: Sequence[DoseLine], choices: Mapping[str, Choice]) -> tuple[TermText, ...]:
    """Return what must be so for the lines to hold; what is so unless said otherwise is left out."""
    found: dict[TermText, None] = {}
    for line in lines:
        for term in line.when:
            mandatory = term.operator == "is" and not choices[term.name].optional
            if not term.negated or mandatory:
                found[term] = None
    return tuple(found)


def _nested(rows: Sequence[Row]) -> list[Row]:
    """Put a row that narrows another one's situation under it."""
    ordered: list[Row] = []
    placed: list[Row] = []
    for row in rows:
        if any(_narrows(row, other) for other in rows):
            continue
        ordered.append(replace(row, new_terms=row.terms))
        for inner in rows:
            if _narrows(inner, row) and inner not in placed:
                placed.append(inner)
                new = tuple(term for term in inner.terms if term not in row.terms)
                ordered.append(replace(inner, new_terms=new, depth=1))
    for position, (before, row) in enumerate(pairwise(ordered), 1):
        if row.terms and row.terms == before.terms:
            ordered[position] = replace(row, together=True)
    return ordered


def _narrows(row: Row, other: Row) -> bool:
    return bool(other.terms) and set(other.terms) < set(row.terms)


def _same(panel: Panel, following: Panel) -> bool:
    """Tell whether two panels differ, if at all, only in rows that are given when someone asks for them."""
    lengths = [one.length and (one.length.days, one.length.kind) for one in (panel, following)]
    rows = [[_prescribed(row) for row in one.rows if not row.optional] for one in (panel, following)]
    return lengths[0] == lengths[1] and rows[0] == rows[1] and panel.not_given == following.not_given


def _prescribed(row: Row) -> object:
    """Return what a row says to give, day by day, however its lines divide it."""
    given = frozenset(
        (day, line.dose, line.max, line.condition) for line in row.lines for day in (line.days or (None,))
    )
    return row.drug, row.route, row.terms, given


def _merged(panel: Panel, following: Panel) -> Panel:
    rows: list[Row] = []
    rest = list(following.rows)
    for row in panel.rows:
        same = next((other for other in rest if _continues(other, following, row)), None)
        if same is None:
            rows.append(replace(row, cycles=row.cycles or panel.cycles))
            continue
        rest.remove(same)
        wider = CycleRange(first=row.cycles.first, last=following.cycles.last) if row.cycles else None
        rows.append(replace(row, also=(*row.also, *same.lines), cycles=wider))
    for row in rest:
        place = max((n for n, other in enumerate(rows, 1) if other.drug == row.drug), default=len(rows))
        rows.insert(place, replace(row, cycles=following.cycles))
    cycles = CycleRange(first=panel.cycles.first, last=following.cycles.last)
    return replace(panel, cycles=cycles, rows=tuple(rows))


def _continues(row: Row, panel: Panel, earlier: Row) -> bool:
    adjacent = earlier.cycles is None or earlier.cycles.last == panel.cycles.first - 1
    return adjacent and _prescribed(row) == _prescribed(earlier)
