"""The edition's records of advanced therapies, as the calculators see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from calculators.terms import Term, Text

if TYPE_CHECKING:
    from calculators.edition import Dose


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its sources."""

    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LymphodepletionLine:
    """One drug: mg per m2 on each of the days, which are negative: day 0 is the infusion."""

    drug: str
    dose: Dose
    days: tuple[int, ...]
    route: str
    kind: str
    discrepancy: str | None
    sources: tuple[str, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class Lymphodepletion:
    """Chemotherapy before one CAR-T product."""

    id: str
    name: Text
    lines: tuple[LymphodepletionLine, ...]
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class KidneyLimits:
    """Clearances (mL/min) below which a full dose must be chosen, and below which the drug is not given."""

    choose_below: Decimal
    blocked_below: Decimal
    largest_reduction_percent: Decimal
    text: Text
    sources: tuple[str, ...]
    discrepancy: str | None


@dataclass(frozen=True, slots=True)
class StepUpDose:
    """One dose: day, mg or mg/kg, concentration in mg/mL, and the days that may pass since the one before."""

    day: int
    dose: Dose
    mg_per_ml: Decimal
    role: str
    at_least_days: int | None
    at_most_days: int | None
    kind: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepUp:
    """The step-up schedule of a bispecific antibody."""

    id: str
    drug: str
    name: Text
    jurisdiction: str
    route: str
    doses: tuple[StepUpDose, ...]
    then: Said
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion. Without conditions only a person can tell whether it is met."""

    id: str
    text: Text
    mode: str
    terms: tuple[Term, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionSet:
    """What one document or one label asks for."""

    id: str
    title: Text
    origin: str
    date: str | None
    jurisdiction: str
    verified: bool
    criteria: tuple[Criterion, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Therapy:
    """A therapy with its sets of criteria, which are never merged."""

    id: str
    name: Text
    sets: tuple[CriterionSet, ...]
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """When immunoglobulins are replaced: limits in mg/dL with their sentences."""

    name: Text
    start_below: Decimal
    start: Said
    continue_until: Decimal
    goal: Said
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class AdvancedTherapies:
    """All of an edition's records of this kind; empty where the edition has none."""

    lymphodepletion: Mapping[str, Lymphodepletion]
    step_up: Mapping[str, StepUp]
    therapies: tuple[Therapy, ...]
    immunoglobulins: Replacement | None


def read_advanced_therapies(
    data: Mapping[str, Any],
    dose: Callable[[Any], Dose | None],
    terms: Callable[[list[Mapping[str, Any]]], tuple[Term, ...]],
) -> AdvancedTherapies:
    """Read the sections of an edition's JSON; those that it does not have are empty."""
    care = {record["id"]: record for record in data.get("supportive_care", [])}
    ordered = sorted(data.get("advanced_therapies", []), key=lambda record: record["order"])
    return AdvancedTherapies(
        lymphodepletion={r["id"]: _lymphodepletion(r, dose) for r in data.get("lymphodepletion", [])},
        step_up={r["id"]: _step_up(r, dose) for r in data.get("step_up", [])},
        therapies=tuple(_therapy(record, terms) for record in ordered),
        immunoglobulins=_replacement(care["igg"]) if "igg" in care else None,
    )


def read_kidney_limits(data: Mapping[str, Any] | None) -> KidneyLimits | None:
    """Read a drug's kidney limits, if it has any."""
    if data is None:
        return None
    return KidneyLimits(
        Decimal(data["choose_below_ml_min"]),
        Decimal(data["blocked_below_ml_min"]),
        Decimal(data["largest_reduction_percent"]),
        data["text"],
        tuple(data["source"]),
        data["discrepancy"],
    )


def _lymphodepletion(data: Mapping[str, Any], dose: Callable[[Any], Any]) -> Lymphodepletion:
    return Lymphodepletion(
        data["id"],
        data["name"],
        tuple(
            LymphodepletionLine(
                line["drug"],
                dose(line["dose"]),
                tuple(line["days"]),
                line["route"],
                line["kind"],
                line["discrepancy"],
                tuple(line["source"]),
                line["verified"],
            )
            for line in data["lines"]
        ),
        _notes(data),
    )


def _step_up(data: Mapping[str, Any], dose: Callable[[Any], Any]) -> StepUp:
    return StepUp(
        data["id"],
        data["drug"],
        data["name"],
        data["jurisdiction"],
        data["route"],
        tuple(
            StepUpDose(
                one["day"],
                dose(one["dose"]),
                Decimal(one["mg_per_ml"]),
                one["role"],
                one["days_since_last"]["at_least"] if one["days_since_last"] else None,
                one["days_since_last"]["at_most"] if one["days_since_last"] else None,
                one["kind"],
                tuple(one["source"]),
            )
            for one in data["doses"]
        ),
        _said(data["then"]),
        _notes(data),
    )


def _therapy(data: Mapping[str, Any], terms: Callable[[Any], tuple[Term, ...]]) -> Therapy:
    sets = tuple(
        CriterionSet(
            one["id"],
            one["title"],
            one["origin"],
            one["date"],
            one["jurisdiction"],
            one["verified"],
            tuple(_criterion(criterion, terms) for criterion in one["criteria"]),
            tuple(one["source"]),
        )
        for one in data["sets"]
    )
    return Therapy(data["id"], data["name"], sets, _notes(data))


def _criterion(data: Mapping[str, Any], terms: Callable[[Any], tuple[Term, ...]]) -> Criterion:
    mode = "any" if data["any"] else "all"
    return Criterion(data["id"], data["text"], mode, terms(data[mode]), tuple(data["source"]))


def _replacement(data: Mapping[str, Any]) -> Replacement:
    start, goal = data["start_below"], data["continue_until"]
    return Replacement(
        data["name"], Decimal(start["value"]), _said(start), Decimal(goal["value"]), _said(goal), _notes(data)
    )


def _said(data: Mapping[str, Any]) -> Said:
    return Said(data["text"], tuple(data["source"]))


def _notes(data: Mapping[str, Any]) -> tuple[Said, ...]:
    return tuple(_said(note) for note in data["notes"])
