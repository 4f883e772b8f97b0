"""One edition of the protocol as the calculators see it: regimens, drugs, rules, choices, as frozen records.

The generator checks the editors' YAML and writes the edition's JSON; this module reads that JSON. Both the
page and the calculator come from the same file, whose SHA-256 is shown on every result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from calculators.advanced_therapies.records import (
    AdvancedTherapies,
    KidneyLimits,
    read_advanced_therapies,
    read_kidney_limits,
)
from calculators.algorithm.records import Algorithm, Placement, read_algorithm, read_placements
from calculators.quantity import exact
from calculators.terms import Rule, Term, Text, read_rule, read_terms
from calculators.upgrade import SCHEMA_VERSION as SCHEMA_VERSION  # noqa: PLC0414 - whoever reads editions needs it
from calculators.upgrade import UnknownSchema, upgraded


class EditionError(ValueError):
    """The edition's text is not what was published: unreadable, of another schema, or with another hash."""


class EditionWithdrawn(Exception):
    """The edition was recalled: nothing is computed from it."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice. It may settle a condition under which doses are planned (`if_tolerated`)."""

    name: str
    label: Text
    sources: tuple[str, ...]
    verified: bool
    settles: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that the document leaves to the prescriber. An optional one need not be answered."""

    name: str
    question: Text
    why: Text
    options: Mapping[str, Option]
    optional: bool
    requires: tuple[Term, ...]
    requires_text: Text | None
    first_cycle: int
    last_cycle: int | None
    sources: tuple[str, ...]
    discrepancy: str | None

    def reads(self, raw: object) -> str | None:
        """Return the option that ``raw`` names (true and false are yes and no), or None."""
        name = {True: "yes", False: "no"}[raw] if isinstance(raw, bool) else raw
        return name if isinstance(name, str) and name in self.options else None


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount with its basis: ``per`` is ``m2``, ``kg`` or None for a flat dose."""

    amount: Decimal
    unit: str
    per: str | None

    def text(self) -> str:
        """Print with its unit, e.g. ``20 mg/m2``."""
        return f"{exact(self.amount)} {self.unit}" + (f"/{self.per}" if self.per else "")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value comes from: sources, kind (as_printed, reconstructed, ...), discrepancy record."""

    sources: tuple[str, ...]
    kind: str
    discrepancy: str | None


@dataclass(frozen=True, slots=True)
class SurfaceLimit:
    """The most that a flat dose may be per m2, given in whole units of ``whole`` mg."""

    per_m2: Decimal
    whole: Decimal
    text: Text
    provenance: Provenance


@dataclass(frozen=True, slots=True, eq=False)
class DoseLine:
    """One line of a drug's schedule. ``days`` None: the document gives no day; empty: no administration.

    ``sources``, ``kinds`` (other than as printed) and ``discrepancies`` join those of dose, days, route and
    maximum; ``parts`` says which of these has which kind, from which sources.
    """

    first_cycle: int
    last_cycle: int | None
    days: tuple[int, ...] | None
    route: str | None
    dose: Dose | None
    maximum: Decimal | None
    when: tuple[Term, ...]
    reduced: bool
    condition: str | None
    note: Text | None
    surface_limit: SurfaceLimit | None
    verified: bool
    provenance: Provenance
    sources: tuple[str, ...]
    kinds: tuple[str, ...]
    parts: tuple[tuple[str, str, tuple[str, ...]], ...]
    discrepancies: tuple[str, ...]

    def covers(self, cycle: int) -> bool:
        """Tell whether the line applies in this cycle."""
        return self.first_cycle <= cycle and (self.last_cycle is None or cycle <= self.last_cycle)


@dataclass(frozen=True, slots=True)
class BodySurfaceRule:
    """How a drug uses the body surface area: cap in m2, baseline weight, re-weighing threshold in percent."""

    cap_m2: Decimal | None
    baseline: bool
    recalculate_above_percent: Decimal | None
    recalculate_choice: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with its source, shown on page and receipt (timing, infusion, warnings)."""

    code: str
    text: Text
    when: tuple[Term, ...]
    first_cycle: int
    last_cycle: int | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Premedication:
    """What must be given before a drug, and which drug of the regimen serves as it on the same day."""

    satisfied_by: str | None
    text: Text
    also: Text | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Infusion:
    """Length of an infusion in minutes, or a continuous one."""

    minutes: Decimal | None
    continuous: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Serves:
    """The drug's own doses count as premedication for these drugs, under these terms."""

    drugs: tuple[str, ...]
    when: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class DrugBlock:
    """One drug within a regimen: its schedule lines and what applies to all of them."""

    drug: str
    lines: tuple[DoseLine, ...]
    body_surface: BodySurfaceRule | None
    infusion: Infusion | None
    timing: tuple[Note, ...]
    premedication: Premedication | None
    serves_as_premedication: Serves | None


@dataclass(frozen=True, slots=True)
class Block:
    """A reason for which nothing is computed until somebody answers ``question``."""

    first_cycle: int
    last_cycle: int | None
    when: tuple[Term, ...]
    question: Text
    discrepancy: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CycleLength:
    """Length of the cycles of a range in days; None where the document gives none."""

    first_cycle: int
    last_cycle: int | None
    days: int | None
    text: Text | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class LastCycle:
    """The last cycle that the document covers."""

    cycle: int
    text: Text
    sources: tuple[str, ...]
    discrepancy: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """After this cycle, a reminder."""

    cycle: int
    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Regimen:
    """A regimen of the catalogue."""

    id: str
    acronym: str
    name: Text
    cycle_lengths: tuple[CycleLength, ...]
    count_stated: bool
    last_cycle: LastCycle | None
    reviews: tuple[Review, ...]
    off_label: Note | None
    rules: Mapping[str, Rule]
    choices: Mapping[str, Choice]
    blocks: tuple[Block, ...]
    warnings: tuple[Note, ...]
    drugs: tuple[DrugBlock, ...]
    discrepancies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """One row of an adjustment table: under ``when``, keep the dose, limit it, or replace it."""

    when: tuple[Term, ...]
    effect: str
    dose: Dose | None
    days: tuple[int, ...] | None
    text: Text
    later_cycles: Text | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A label rule on kidney or liver. Its rows are exclusive and complete: the build proves it."""

    id: str
    about: str
    rows: tuple[AdjustmentRow, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug of the catalogue, with the rules that follow it into every regimen."""

    id: str
    inn: Text
    drug_class: str
    choices: Mapping[str, Choice]
    adjustments: tuple[Adjustment, ...]
    premedication: Premedication | None
    kidney_limits: KidneyLimits | None


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A place where the document is wrong, silent or ambiguous, and what was decided."""

    id: str
    kind: str
    title: Text
    decision: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A clinical condition that a rule asks for."""

    name: str
    question: Text
    help: Text


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """A whole edition: id, SHA-256 of its text, records. Compared by identity, so that it can be a key."""

    id: str
    sha256: str
    title: Text
    bsa_formula: str
    bsa_formula_sources: tuple[str, ...]
    regimens: Mapping[str, Regimen]
    drugs: Mapping[str, Drug]
    conditions: Mapping[str, Condition]
    discrepancies: Mapping[str, Discrepancy]
    source_titles: Mapping[str, Text]
    source_kinds: Mapping[str, str]
    drug_class_names: Mapping[str, Text]
    placements: Mapping[str, Placement]
    algorithm: Algorithm | None
    """None in an edition without one."""
    advanced: AdvancedTherapies

    def from_label(self, references: Iterable[str]) -> bool:
        """Tell whether one of these sources is a label."""
        return any(self.source_kinds.get(each.partition(" ")[0]) == "label" for each in references)


def distinct(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Join groups of names, each once, in order of first appearance."""
    return tuple(dict.fromkeys(chain.from_iterable(groups)))


def load_edition(text: str, expected_sha256: str | None = None) -> Edition:
    """Read an edition's JSON text; with ``expected_sha256`` refuse any other text.

    Raises:
        EditionError: if the hash, the schema version or the shape is not the expected one.
    """
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if expected_sha256 is not None and digest != expected_sha256:
        raise EditionError(f"edition hash {digest[:12]} is not the published {expected_sha256[:12]}")
    try:
        data = json.loads(text, parse_float=Decimal)
        return _edition(upgraded(data), digest)
    except UnknownSchema as error:
        raise EditionError(str(error)) from error
    except (
        KeyError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
        json.JSONDecodeError,
    ) as error:
        raise EditionError(f"edition cannot be read: {error!r}") from error


def _edition(data: Mapping[str, Any], digest: str) -> Edition:
    placements = read_placements(data)
    formula = data["edition"]["settings"]["bsa_formula"]
    return Edition(
        id=data["id"],
        sha256=digest,
        title=data["edition"]["title"],
        bsa_formula=formula["value"],
        bsa_formula_sources=tuple(formula["source"]),
        regimens={r["id"]: _regimen(r) for r in data["regimens"] if r["drugs"] or r["blocks"]},
        drugs={d["id"]: _drug(d) for d in data["drugs"]},
        conditions={n: Condition(n, c["question"], c["help"]) for n, c in data["conditions"].items()},
        discrepancies={
            d["id"]: Discrepancy(d["id"], d["kind"], d["title"], d["decision"]["status"])
            for d in data["discrepancies"]
        },
        source_titles={key: source["short"] for key, source in data["sources"].items()},
        source_kinds={key: source["kind"] for key, source in data["sources"].items()},
        drug_class_names={name: record["name"] for name, record in data["drug_classes"].items()},
        placements=placements,
        algorithm=read_algorithm(data["algorithm"], data["prose"]["nodes"], placements)
        if data.get("algorithm")
        else None,
        advanced=read_advanced_therapies(data, _dose, read_terms),
    )


def _regimen(data: Mapping[str, Any]) -> Regimen:
    # A regimen without doses says in a block why it has none; it has no cycle either.
    no_cycle: Mapping[str, Any] = {"lengths": [], "count_stated": True, "last": None, "review_after": []}
    cycle = data["cycle"] if data["drugs"] else no_cycle
    last = cycle["last"]
    return Regimen(
        id=data["id"],
        acronym=data["acronym"],
        name=data["name"],
        cycle_lengths=tuple(
            CycleLength(*_cycles(c["cycles"]), c["days"], c["text"], _provenance(c)) for c in cycle["lengths"]
        ),
        count_stated=cycle["count_stated"],
        last_cycle=LastCycle(last["cycle"], last["text"], tuple(last["source"]), last["discrepancy"])
        if last
        else None,
        reviews=tuple(Review(r["cycle"], r["text"], tuple(r["source"])) for r in cycle["review_after"]),
        off_label=_note(data["off_label"]) if data["off_label"] else None,
        rules={name: read_rule(name, rule) for name, rule in data["rules"].items()},
        choices={name: _choice(name, choice) for name, choice in data["choices"].items()},
        blocks=tuple(
            Block(
                *_cycles(b["cycles"]),
                read_terms(b["when"]),
                b["question"],
                b["discrepancy"],
                tuple(b["source"]),
            )
            for b in data["blocks"]
        ),
        warnings=tuple(_note(w) for w in data["warnings"]),
        drugs=tuple(_drug_block(d) for d in data["drugs"]),
        discrepancies=tuple(data["discrepancies"]),
    )


def _drug_block(data: Mapping[str, Any]) -> DrugBlock:
    surface = data["body_surface"]
    infusion = data["infusion"]
    serves = data["serves_as_premedication"]
    return DrugBlock(
        drug=data["drug"],
        lines=tuple(_dose_line(line) for line in data["doses"]),
        body_surface=BodySurfaceRule(
            _number(surface["cap_m2"]),
            surface["weight"] == "baseline",
            _number(surface["recalculate_above_percent"]),
            surface["choice"],
            _provenance(surface),
        )
        if surface
        else None,
        infusion=Infusion(_number(infusion["minutes"]), infusion["continuous"], _provenance(infusion))
        if infusion
        else None,
        timing=tuple(_note(t) for t in data["timing"]),
        premedication=_premedication(data["premedication"]),
        serves_as_premedication=Serves(tuple(serves["for"]), read_terms(serves["when"])) if serves else None,
    )


def _dose_line(data: Mapping[str, Any]) -> DoseLine:
    maximum = _dose(data["max"])
    places = (data, data["days_source"], data["route_source"], data["max_source"])
    parts = [_provenance(place) for place in places if place]
    named = zip(("dose", "days", "route", "max"), places, strict=True)
    standing = [(name, _provenance(place)) for name, place in named if place]
    return DoseLine(
        *_cycles(data["cycles"]),
        days=None if data["days"] is None else tuple(data["days"]),
        route=data["route"],
        dose=_dose(data["dose"]),
        maximum=maximum.amount if maximum else None,
        when=read_terms(data["when"]),
        reduced=data["reduced"],
        condition=data["condition"],
        note=data["note"],
        surface_limit=_surface_limit(data.get("surface_limit")),
        verified=data.get("verified", True),
        provenance=parts[0],
        sources=distinct(part.sources for part in parts),
        kinds=distinct((part.kind,) for part in parts if part.kind != "as_printed"),
        parts=tuple((name, part.kind, part.sources) for name, part in standing if part.kind != "as_printed"),
        discrepancies=distinct((part.discrepancy,) for part in parts if part.discrepancy),
    )


def _surface_limit(data: Mapping[str, Any] | None) -> SurfaceLimit | None:
    if data is None:
        return None
    limit, whole = Decimal(data["dose"]["amount"]), Decimal(data["whole"]["amount"])
    return SurfaceLimit(limit, whole, data["text"], _provenance(data))


def _drug(data: Mapping[str, Any]) -> Drug:
    return Drug(
        id=data["id"],
        inn=data["inn"],
        drug_class=data["class"],
        choices={name: _choice(name, choice) for name, choice in data["choices"].items()},
        adjustments=tuple(
            Adjustment(
                a["id"],
                a["about"],
                tuple(
                    AdjustmentRow(
                        read_terms(row["when"]),
                        row["effect"],
                        _dose(row["dose"]),
                        None if row["days"] is None else tuple(row["days"]),
                        row["text"],
                        row["later_cycles"],
                        row["verified"],
                    )
                    for row in a["rows"]
                ),
                _provenance(a),
            )
            for a in data["adjustments"]
        ),
        premedication=_premedication(data["premedication"]),
        kidney_limits=read_kidney_limits(data.get("kidney_limits")),
    )


def _choice(name: str, data: Mapping[str, Any]) -> Choice:
    options = {
        option: Option(option, o["label"], tuple(o["source"]), o["verified"], o.get("settles"))
        for option, o in data["options"].items()
    }
    requires = data["requires"]
    return Choice(
        name,
        data["question"],
        data["why"],
        options,
        data["optional"],
        read_terms(requires["when"]) if requires else (),
        requires["text"] if requires else None,
        *_cycles(data["cycles"]),
        sources=tuple(data["source"]),
        discrepancy=data["discrepancy"],
    )


def _premedication(data: Mapping[str, Any] | None) -> Premedication | None:
    if data is None:
        return None
    return Premedication(data["satisfied_by"], data["text"], data["also"], _provenance(data))


def _note(data: Mapping[str, Any]) -> Note:
    return Note(
        data.get("code") or "",
        data["text"],
        read_terms(data.get("when") or []),
        *_cycles(data.get("cycles") or {"first": 1, "last": None}),
        provenance=_provenance(data),
    )


def _cycles(data: Mapping[str, Any]) -> tuple[int, int | None]:
    return data["first"], data["last"]


def _dose(data: Mapping[str, Any] | None) -> Dose | None:
    """Read a dose; every dose is held in milligrams, so that no two units meet in a comparison or a total."""
    if data is None:
        return None
    amount = Decimal(data["amount"])
    if data["unit"] == "g":
        amount *= 1000
    elif data["unit"] != "mg":
        raise EditionError(f"a dose in {data['unit']}: only mg and g are known")
    return Dose(amount, "mg", data["per"])


def _number(value: str | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _provenance(data: Mapping[str, Any]) -> Provenance:
    return Provenance(tuple(data["source"]), data["kind"], data.get("discrepancy"))
