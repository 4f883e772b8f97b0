"""The effect of a change: virtual patients computed under two editions by the calculators themselves.

A plan depends on the regimen's record, its drugs, the conditions and the settings, and on nothing else; where
these are equal the doses are equal, and nothing is computed. Patients who differ only in what a regimen does
not ask are one case. So an editor's usual change is computed in a second or two, and a whole new edition
within the cohort's limit.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from calculators import api
from calculators.edition import Choice, Edition
from calculators.registry import CALCULATORS
from generator.editions.cohort import Cohort, patients, seen_by

Data = Mapping[str, Any]
Result = Mapping[str, Any]
Choices = dict[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """One edition: its data for telling what is equal, and its records for computing."""

    data: Data
    edition: Edition


@dataclass(slots=True)
class Row:
    """Changes of one sort in one regimen (or calculator): how many, and the largest or first of them."""

    subject: str
    kind: str
    drug: str = ""
    cases: int = 0
    patients: int = 0
    before: str = ""
    after: str = ""
    percent: str = ""
    example: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Impact:
    """What was computed and what changed."""

    patients: int = 0
    computed: int = 0
    changed: int = 0
    cut: bool = False
    by_subject: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Cases that changed and cases computed, by regimen or calculator."""
    rows: list[Row] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def impact(before: Side, after: Side, cohort: Cohort) -> Impact:
    """Compute the cohort under both editions and return what changes."""
    conditions = tuple(dict.fromkeys([*before.edition.conditions, *after.edition.conditions]))
    cohort_patients = list(patients(cohort, conditions))
    found = Impact(patients=len(cohort_patients))
    old, new = before.edition.regimens, after.edition.regimens
    for regimen in dict.fromkeys([*new, *old]):
        if regimen not in old or regimen not in new:
            found.rows.append(Row(regimen, "added" if regimen in new else "removed"))
        elif _inputs(before.edition, regimen) != _inputs(after.edition, regimen):
            _regimen(regimen, before.edition, after.edition, cohort, cohort_patients, found)
    for states in cohort.states:
        _states(states.calculator, list(states.all()), before, after, found)
    return found


def _inputs(edition: Edition, regimen: str) -> Any:
    """Return all that a regimen's plans are computed from, as the calculators hold it."""
    record = edition.regimens[regimen]
    named = {*record.discrepancies}.union(*(line.discrepancies for b in record.drugs for line in b.lines))
    return (
        asdict(record),
        [asdict(edition.drugs[block.drug]) for block in record.drugs],
        {name: asdict(condition) for name, condition in edition.conditions.items()},
        edition.bsa_formula,
        [(n, edition.discrepancies[n].kind, edition.discrepancies[n].decision) for n in sorted(named)],
    )


def _regimen(
    regimen: str,
    before: Edition,
    after: Edition,
    cohort: Cohort,
    everyone: list[dict[str, Any]],
    found: Impact,
) -> None:
    fields = frozenset(asked["name"] for edition in (before, after) for asked in api.form(edition, regimen))
    weights: dict[str, tuple[dict[str, Any], int]] = {}
    for patient in everyone:
        seen = seen_by(patient, fields)
        key = repr(seen)
        weights[key] = (seen, weights[key][1] + 1 if key in weights else 1)
    tally = _Tally(regimen)
    for patient, weight in weights.values():
        touched = False
        for cycle in cohort.cycles:
            known: _Known = {}
            for choices in _all_choices(regimen, cycle, patient, (before, after), known):
                if found.computed >= cohort.limit:
                    found.cut = True
                    continue
                found.computed += 1
                tally.computed += 1
                results = [_plan(e, regimen, cycle, patient, choices, known) for e in (before, after)]
                changes = list(changes_between(*results))
                if changes:
                    touched = True
                    tally.changed += 1
                    example = {"cycle": cycle, "patient": patient, "choices": choices}
                    for change in changes:
                        tally.add(change, example)
        tally.end_of_patient(weight if touched else 0)
    found.changed += tally.changed
    found.by_subject[regimen] = (tally.changed, tally.computed)
    found.rows += tally.rows.values()


_Known = dict[tuple[str, ...], Result]
"""Plans of one patient and cycle that were computed already, by edition and choices."""


def _all_choices(
    regimen: str, cycle: int, patient: Mapping[str, Any], editions: tuple[Edition, ...], known: _Known
) -> list[Choices]:
    """Return every way of answering the choices that either edition asks for."""
    found: dict[str, Choices] = {}
    for edition in editions:
        for choices in _answered(regimen, cycle, patient, edition, {}, known):
            found.setdefault(repr(sorted(choices.items())), choices)
    return list(found.values())


def _answered(
    regimen: str,
    cycle: int,
    patient: Mapping[str, Any],
    edition: Edition,
    choices: Choices,
    known: _Known,
) -> Iterator[Choices]:
    result = _plan(edition, regimen, cycle, patient, choices, known)
    asked = next((q for q in result["questions"] if q["kind"] == "choice"), None)
    if result["status"] != "needs_choice" or asked is None or asked["field"] in choices:
        yield choices
        yield from _volunteered(regimen, cycle, patient, edition, choices, known)
        return
    for option in asked["options"]:
        more = {**choices, asked["field"]: str(option)}
        yield from _answered(regimen, cycle, patient, edition, more, known)


def _volunteered(
    regimen: str,
    cycle: int,
    patient: Mapping[str, Any],
    edition: Edition,
    choices: Choices,
    known: _Known,
) -> Iterator[Choices]:
    """Yield choices that nobody asks for but a prescriber may make, such as a split first dose.

    One that changes nothing in this edition is left to the other one.
    """
    without = _substance(_plan(edition, regimen, cycle, patient, choices, known))
    for name, choice in known_choices(edition, regimen).items():
        if not choice.optional or name in choices or not covers(choice, cycle):
            continue
        for option in choice.options:
            more = {**choices, name: option}
            result = _plan(edition, regimen, cycle, patient, more, known)
            if result["status"] != "invalid" and _substance(result) != without:
                yield more


def _substance(result: Result) -> Any:
    given = result["details"].get("administrations", [])
    doses = [(one["day"], one["drug"], one["dose"], one["unit"], one["route"]) for one in given]
    return result["status"], doses, [question["field"] for question in result["questions"]]


def known_choices(edition: Edition, regimen: str) -> dict[str, Choice]:
    """Return the choices of a regimen and of its drugs."""
    record = edition.regimens[regimen]
    found = dict(record.choices)
    for block in record.drugs:
        found |= edition.drugs[block.drug].choices
    return found


def covers(choice: Choice, cycle: int) -> bool:
    """Tell whether a choice matters in a cycle."""
    return choice.first_cycle <= cycle and (choice.last_cycle is None or cycle <= choice.last_cycle)


def _plan(
    edition: Edition,
    regimen: str,
    cycle: int,
    patient: Mapping[str, Any],
    choices: Choices,
    known: _Known,
) -> Result:
    """Compute a plan; of what the case says, only what this edition knows is passed on."""
    key = (edition.sha256, *(f"{name}={option}" for name, option in sorted(choices.items())))
    if key in known:
        return known[key]
    options = known_choices(edition, regimen)
    conditions = patient.get("conditions", {})
    given = {
        **patient,
        "conditions": {n: answer for n, answer in conditions.items() if n in edition.conditions},
    }
    chosen = {n: o for n, o in choices.items() if n in options and o in options[n].options}
    inputs = {"regimen": regimen, "cycle": cycle, "patient": given, "choices": chosen}
    known[key] = api.answer({"calculator": "dose_plan", "inputs": inputs}, api.only(edition))
    return known[key]


@dataclass(frozen=True, slots=True)
class Change:
    """One change between two results: of what sort, of which drug, from what to what."""

    kind: str
    drug: str
    before: str
    after: str
    percent: Decimal | None = None


def changes_between(before: Result, after: Result) -> Iterator[Change]:
    """Yield what differs between two plans: outcome, questions, then days, doses and routes by drug."""
    if before["status"] != after["status"]:
        yield Change("status", "", before["status"], after["status"])
        return
    old_questions, new_questions = (
        sorted(f"{q['field']}: {', '.join(map(str, q.get('options') or []))}" for q in r["questions"])
        for r in (before, after)
    )
    if old_questions != new_questions:
        yield Change("questions", "", "; ".join(old_questions), "; ".join(new_questions))
    old, new = _by_drug(before), _by_drug(after)
    for drug in dict.fromkeys([*new, *old]):
        yield from _drug_changes(drug, old.get(drug, []), new.get(drug, []))


def _by_drug(result: Result) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for given in result["details"].get("administrations", []):
        found.setdefault(given["drug"], []).append(given)
    return found


def _drug_changes(
    drug: str, before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]
) -> Iterator[Change]:
    old_days, new_days = ([given["day"] for given in one] for one in (before, after))
    if old_days != new_days:
        yield Change("days", drug, _days(old_days), _days(new_days))
    old_routes, new_routes = ([given["route"] for given in one] for one in (before, after))
    if old_days == new_days and old_routes != new_routes:
        yield Change("route", drug, ", ".join(set(old_routes)), ", ".join(set(new_routes)))
    there = {(given["day"], given["route"]): given for given in after}
    if old_routes != new_routes and old_days == new_days:
        pairs = list(zip(before, after, strict=True))
    else:
        both = [(given, there.get((given["day"], given["route"]))) for given in before]
        pairs = [(one, other) for one, other in both if other is not None]
    doses = {
        (Decimal(one["dose"]), Decimal(other["dose"]), one["unit"])
        for one, other in pairs
        if Decimal(one["dose"]) != Decimal(other["dose"])
    }
    if doses:
        old, new, unit = max(doses, key=lambda pair: abs(pair[1] - pair[0]) / pair[0])
        yield Change("dose", drug, f"{old} {unit}", f"{new} {unit}", (new - old) / old * 100)


def _days(days: list[int | None]) -> str:
    return ", ".join("?" if day is None else str(day) for day in days)


class _Tally:
    """The changes of one regimen, gathered by sort and drug; outcomes also by from and to."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.computed = self.changed = 0
        self.rows: dict[tuple[str, ...], Row] = {}
        self._largest: dict[tuple[str, ...], Decimal] = {}
        self._of_patient: Counter[tuple[str, ...]] = Counter()

    def add(self, change: Change, example: Mapping[str, Any]) -> None:
        key: tuple[str, ...] = (change.kind, change.drug)
        if change.percent is None:
            key = (*key, change.before, change.after)
        row = self.rows.setdefault(key, Row(self.subject, change.kind, change.drug))
        row.cases += 1
        self._of_patient[key] += 1
        size = abs(change.percent) if change.percent is not None else Decimal(0)
        if not row.before or size > self._largest[key]:
            self._largest[key] = size
            row.before, row.after, row.example = change.before, change.after, example
            row.percent = "" if change.percent is None else f"{change.percent:+.1f}"

    def end_of_patient(self, weight: int) -> None:
        for key in self._of_patient:
            self.rows[key].patients += weight
        self._of_patient.clear()


def _states(
    calculator: str, requests: list[dict[str, Any]], before: Side, after: Side, found: Impact
) -> None:
    """Compare the answers of another calculator, where it is there and the edition is what it reads."""
    known = CALCULATORS.get(calculator)
    sections = [side.data.get(calculator) for side in (before, after)]
    if known is None or not known.needs_edition or sections[0] == sections[1]:
        return
    tally = _Tally(calculator)
    for inputs in requests:
        found.computed += 1
        tally.computed += 1
        old, new = (
            api.answer({"calculator": calculator, "inputs": inputs}, api.only(side.edition))
            for side in (before, after)
        )
        one, other = answer_in_brief(old), answer_in_brief(new)
        if one != other:
            tally.changed += 1
            tally.add(Change("result", "", one, other), {"inputs": inputs})
        tally.end_of_patient(1 if one != other else 0)
    found.changed += tally.changed
    found.by_subject[calculator] = (tally.changed, tally.computed)
    found.rows += tally.rows.values()


def answer_in_brief(result: Result) -> str:
    """Say the substance of any answer: outcome, value, category, nodes and regimens."""
    details = result["details"]
    regimens = details.get("regimens") or []
    parts = [
        result["status"],
        *(str(result[key]) for key in ("value", "category", "points") if result.get(key) is not None),
        *map(str, details.get("nodes") or []),
        *(str(one.get("regimen", one) if isinstance(one, Mapping) else one) for one in regimens),
    ]
    return ", ".join(parts)
