"""Compute a dose plan: which lines apply, what each dose is, and everything a reader needs to check it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from calculators.anthropometry import bsa_step, changed_more_than, weight_change_percent
from calculators.calculator import Calculator
from calculators.dose_arithmetic import limited, multiplied, rounded
from calculators.dose_plan.facts import Facts
from calculators.dose_plan.inputs import PATIENT_FIELDS, PLAN_FIELDS, Inputs, read_inputs
from calculators.edition import (
    AdjustmentRow,
    BodySurfaceRule,
    CycleLength,
    Dose,
    DoseLine,
    Drug,
    DrugBlock,
    Edition,
    Infusion,
    Note,
    Premedication,
    Provenance,
    Regimen,
    SurfaceLimit,
    distinct,
)
from calculators.fields import Problem
from calculators.messages import message
from calculators.outcome import Caution, Outcome, Question, Step, invalid
from calculators.quantity import exact, readable
from calculators.terms import Term

UNIT: Final = "mg"
"""The edition holds every dose in milligrams."""

ORGAN_FUNCTION: Final = ("creatinine_clearance_ml_min", "dialysis", "bilirubin_x_uln")
"""What a reader who enters it expects to count: said when the regimen has no rule for it."""

FLAG_ORDER: Final = (
    "bsa_capped",
    "dose_capped",
    "age_reduced",
    "renal_reduced",
    "hepatic_reduced",
    "condition_reduced",
)


@dataclass(slots=True)
class Adjusted:
    """A dose under the label's rules: its days, its limits, and which rules acted."""

    dose: Dose
    days: tuple[int, ...] | None
    limits: list[Decimal] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    acted: list[Provenance] = field(default_factory=list)


@dataclass(slots=True)
class Given:
    """One administration of the plan, before it becomes JSON."""

    drug: str
    line: DoseLine
    dose: Decimal
    basis: str
    flags: list[str]
    sources: tuple[str, ...]
    days: tuple[int, ...] | None
    kinds: tuple[str, ...]
    parts: tuple[tuple[str, str, tuple[str, ...]], ...]
    discrepancies: tuple[str, ...]


@dataclass(slots=True)
class Worksheet:
    """What accumulates while one plan is worked out."""

    edition: Edition
    regimen: Regimen
    cycle: int
    lang: str
    facts: Facts
    formula: str
    steps: list[Step] = field(default_factory=list)
    warnings: list[Caution] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    blocked_by: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    surfaces: dict[str, Decimal] = field(default_factory=dict)
    bsa_steps: dict[str, Step] = field(default_factory=dict)

    def say(self, code: str, **values: object) -> str:
        """Return a sentence in the reader's language."""
        return message(code, self.lang, **values)

    def warn(self, code: str, text: str, sources: tuple[str, ...] = (), level: str = "caution") -> None:
        """Add a warning, once."""
        warning = Caution(code, text, sources, level)
        if warning not in self.warnings:
            self.warnings.append(warning)

    def note(self, step: Step) -> None:
        """Add a step of the receipt, once."""
        if step not in self.steps:
            self.steps.append(step)

    def name(self, drug: str) -> str:
        """Return the drug's full name in the reader's language."""
        return self.edition.drugs[drug].inn[self.lang]

    def ask_input(self, name: str, drug: str) -> None:
        """Record an input that is needed for ``drug``."""
        self.questions.setdefault(
            name, Question(name, "input", (), self.say("why_input", drug=self.name(drug)))
        )

    def ask_for(self, terms: Iterable[Term], drug: str) -> None:
        """Record what undecided terms wait for: choices, or the inputs of rules."""
        for term in self.facts.open_terms(terms):
            if term.operator == "is":
                choice = self.facts.known_choices[term.name]
                why = f"{choice.question[self.lang]} {choice.why[self.lang]}"
                self.questions.setdefault(
                    term.name, Question(term.name, "choice", tuple(choice.options), why)
                )
            else:
                for name in self.facts.inputs_of(term):
                    self.ask_input(name, drug)


def dose_plan(values: Mapping[str, Any], lang: str, edition: Edition | None) -> Outcome:
    """Answer the ``dose_plan`` calculator.

    ``values`` are the raw groups ``regimen``, ``cycle``, ``patient``, ``choices`` and ``cycle_start``; the
    regimen decides which fields are needed. See the public contract for the shape of ``details``.
    """
    assert edition is not None  # the registry hands the edition to every calculator that needs one
    inputs, problems = read_inputs(values, edition, lang)
    if inputs is None:
        return invalid(problems)
    sheet = Worksheet(edition, inputs.regimen, inputs.cycle, lang, inputs.facts, inputs.bsa_formula)
    problems += _forbidden_choices(sheet)
    not_covered = _not_covered(sheet)
    _blocks(sheet)
    for block in inputs.regimen.drugs:
        _plan_drug(sheet, block)
    if problems:
        return invalid(problems, sheet.questions.values())
    return _answer(sheet, inputs, not_covered)


def _forbidden_choices(sheet: Worksheet) -> list[Problem]:
    problems: list[Problem] = []
    for name, option in sheet.facts.choices.items():
        choice = sheet.facts.known_choices[name]
        if option != "no" and choice.requires and sheet.facts.all_hold(choice.requires) is False:
            assert choice.requires_text is not None
            problems.append(Problem(name, "not_an_option", choice.requires_text[sheet.lang]))
    return problems


def _not_covered(sheet: Worksheet) -> Caution | None:
    last = sheet.regimen.last_cycle
    if last is None or sheet.cycle <= last.cycle:
        return None
    text = sheet.say("cycle_not_covered", cycle=sheet.cycle, reason=last.text[sheet.lang])
    return Caution("not_covered", text, last.sources, "stop")


def _blocks(sheet: Worksheet) -> None:
    for block in sheet.regimen.blocks:
        covered = block.first_cycle <= sheet.cycle and (
            block.last_cycle is None or sheet.cycle <= block.last_cycle
        )
        if covered and sheet.facts.all_hold(block.when):
            text = sheet.say(
                "blocked_until", discrepancy=block.discrepancy, question=block.question[sheet.lang]
            )
            sheet.blocked_by.append((block.discrepancy, text, block.sources))


def _plan_drug(sheet: Worksheet, block: DrugBlock) -> None:
    drug = sheet.edition.drugs[block.drug]
    for line in block.lines:
        if not line.covers(sheet.cycle):
            continue
        truth = sheet.facts.all_hold(line.when)
        if truth is None:
            sheet.ask_for(line.when, drug.id)
        elif truth and line.dose is not None:
            _give(sheet, block, drug, line, line.dose)


def _give(sheet: Worksheet, block: DrugBlock, drug: Drug, line: DoseLine, dose: Dose) -> None:
    _refuse_rejected(sheet, line)
    adjusted = _adjust(sheet, drug, line, dose)
    quantity, capped = _quantity(sheet, block, drug, dose.per)
    if quantity is None or adjusted is None:
        return
    flags = [*(["bsa_capped"] if capped else []), *adjusted.flags]
    planned = multiplied(adjusted.dose.amount, quantity)
    basis = adjusted.dose.text()
    _dose_step(sheet, drug, basis, quantity, dose.per, planned, line.provenance.sources)
    value, over = limited(planned, line.maximum if adjusted.dose is dose else None)
    if over:
        flags.append("dose_capped")
        label = sheet.say("step_max", drug=sheet.name(drug.id))
        sheet.note(Step(label, f"min({exact(planned)}, {exact(value)})", value, UNIT, line.sources))
    if line.surface_limit:
        within = _within_surface_limit(sheet, block, drug, value, line.surface_limit)
        if within is None:
            return
        flags += ["dose_capped"] if within < value else []
        value = within
    before = value
    for limit in adjusted.limits:
        value, lowered = limited(value, limit)
        if lowered:
            label = sheet.say("step_limit", drug=sheet.name(drug.id))
            sheet.note(Step(label, f"min({exact(before)}, {exact(value)})", value, UNIT))
            basis = f"{exact(limit)} {UNIT}"
    if adjusted.limits and value == before and adjusted.days == line.days:  # the limit changed nothing
        flags = [flag for flag in flags if flag not in ("renal_reduced", "hepatic_reduced")]
    if line.reduced:
        flags += sheet.facts.effects_of(line.when)
        _rule_steps(sheet, line)
    acted = adjusted.acted
    sheet.given.append(
        Given(
            drug.id,
            line,
            value,
            basis,
            [flag for flag in FLAG_ORDER if flag in flags],
            distinct([line.sources, *(origin.sources for origin in acted)]) if acted else line.sources,
            adjusted.days,
            distinct([line.kinds, [origin.kind for origin in acted]]) if acted else line.kinds,
            (*line.parts, *(("rule", origin.kind, origin.sources) for origin in acted)),
            distinct([line.discrepancies, [origin.discrepancy for origin in acted if origin.discrepancy]])
            if acted
            else line.discrepancies,
        )
    )


def _within_surface_limit(
    sheet: Worksheet, block: DrugBlock, drug: Drug, planned: Decimal, rule: SurfaceLimit
) -> Decimal | None:
    """Return the dose, or the most whole units within so much per m2; None while an input is missing."""
    surface, _ = _surface(sheet, block, drug)
    if surface is None:
        return None
    name, sources = sheet.name(drug.id), rule.provenance.sources
    limit = multiplied(rule.per_m2, surface)
    formula = f"{exact(rule.per_m2)} mg/m2 * {exact(surface)} m2"
    sheet.note(Step(sheet.say("step_surface_limit", drug=name), formula, limit, UNIT, sources))
    if planned <= limit:
        return planned
    value = rounded(limit, rule.whole, "down")
    label = sheet.say("step_whole", drug=name, whole=readable(rule.whole, sheet.lang))
    formula = f"floor({exact(limit)} / {exact(rule.whole)}) * {exact(rule.whole)}"
    sheet.note(Step(label, formula, value, UNIT, sources))
    sheet.warn("surface_limit", rule.text[sheet.lang], sources)
    return value


def _adjust(sheet: Worksheet, drug: Drug, line: DoseLine, dose: Dose) -> Adjusted | None:
    """Return what the label's rules on kidney and liver make of a dose; None while one of them is open."""
    rows = [_adjustment_row(sheet, drug, position) for position in range(len(drug.adjustments))]
    adjusted = Adjusted(dose, line.days)
    for adjustment, found in zip(drug.adjustments, rows, strict=True):
        if found is None:
            return None
        row, effects = found
        if row.effect == "as_planned":
            continue
        assert row.dose is not None  # a row that limits or replaces says by which dose
        if row.effect == "replace":
            adjusted.dose = row.dose
        else:
            adjusted.limits.append(row.dose.amount)
        if row.days is not None and adjusted.days is not None:
            adjusted.days = tuple(day for day in adjusted.days if day in row.days)
        adjusted.flags += effects
        adjusted.acted.append(adjustment.provenance)
        text, sources = row.text[sheet.lang], adjustment.provenance.sources
        label = sheet.say("step_adjustment", drug=sheet.name(drug.id), text=text)
        sheet.note(Step(label, "", None, None, sources))
        if row.later_cycles and sheet.cycle > 1:
            sheet.warn("later_cycles", row.later_cycles[sheet.lang], sources)
        if not row.verified:
            sheet.warn("not_verified", sheet.say("not_verified", text=text), sources)
    return adjusted


def _refuse_rejected(sheet: Worksheet, line: DoseLine) -> None:
    origin = line.provenance
    if origin.kind != "corrected" or origin.discrepancy is None:
        return
    if sheet.edition.discrepancies[origin.discrepancy].decision == "rejected":
        text = sheet.say("rejected_correction", discrepancy=origin.discrepancy)
        sheet.blocked_by.append((origin.discrepancy, text, origin.sources))


def _adjustment_row(sheet: Worksheet, drug: Drug, position: int) -> tuple[AdjustmentRow, list[str]] | None:
    """Return the row that acts and its flags, or None when an input or choice is still open.

    Rows that cannot be told apart for lack of an input, but would do the same, need no question.
    """
    open_rows = [
        (row, truth)
        for row in drug.adjustments[position].rows
        if (truth := sheet.facts.all_hold(row.when)) is not False
    ]
    first = open_rows[0][0]
    if all(
        (row.effect, row.dose, row.days) == (first.effect, first.dose, first.days) for row, _ in open_rows
    ):
        row = next((row for row, truth in open_rows if truth), open_rows[-1][0])
        effects = [flag for candidate, _ in open_rows for flag in sheet.facts.effects_of(candidate.when[-1:])]
        if not effects:
            effects = sheet.facts.effects_of(row.when)[-1:]
        return row, effects
    for row, _ in open_rows:
        sheet.ask_for(row.when, drug.id)
    return None


def _quantity(sheet: Worksheet, block: DrugBlock, drug: Drug, per: str | None) -> tuple[Decimal | None, bool]:
    if per is None:
        return Decimal(1), False
    if per == "kg":
        weight = sheet.facts.number("weight_kg")
        if weight is None:
            sheet.ask_input("weight_kg", drug.id)
            return None, False
        return Decimal(weight), False
    return _surface(sheet, block, drug)


def _surface(sheet: Worksheet, block: DrugBlock, drug: Drug) -> tuple[Decimal | None, bool]:
    rule = block.body_surface
    patient = sheet.facts.patient
    weight_field = "weight_kg"
    if rule is not None and rule.baseline and patient.get("bsa_m2") is None:
        chosen = _baseline_field(sheet, block, drug)
        if chosen is None:
            return None, False
        weight_field = chosen
    if patient.get("bsa_m2") is not None:
        sheet.facts.used.add("bsa_m2")
        surface: Decimal = patient["bsa_m2"]
        step = Step(sheet.say("step_bsa_entered"), "", surface, "m2")
        sheet.warn("bsa_entered", sheet.say("bsa_entered"))
        if rule is not None and rule.baseline:
            _warn_of_entered_surface(sheet, rule)
    else:
        absent = [name for name in ("height_cm", weight_field) if patient.get(name) is None]
        for name in absent:
            sheet.ask_input(name, drug.id)
        if absent:
            return None, False
        sheet.facts.used.update(("height_cm", weight_field, "bsa_formula"))
        if weight_field not in sheet.bsa_steps:
            sheet.bsa_steps[weight_field] = bsa_step(
                patient["height_cm"],
                patient[weight_field],
                sheet.formula,
                sheet.lang,
                sheet.edition.bsa_formula_sources,
            )
        step = sheet.bsa_steps[weight_field]
        assert step.value is not None
        surface = step.value
    sheet.note(step)
    used, capped = limited(surface, rule.cap_m2 if rule else None)
    if capped:
        assert rule is not None
        cap_step = Step(
            _marked(sheet, sheet.say("step_bsa_cap", drug=sheet.name(drug.id)), rule.provenance),
            f"min({exact(surface)}, {exact(used)})",
            used,
            "m2",
            rule.provenance.sources,
        )
        sheet.note(cap_step)
    sheet.surfaces[drug.id] = used
    return used, capped


def _warn_of_entered_surface(sheet: Worksheet, rule: BodySurfaceRule) -> None:
    """Say of an entered surface that a change of weight cannot be applied to it: nobody knows its weight."""
    current, baseline = (sheet.facts.patient.get(name) for name in ("weight_kg", "baseline_weight_kg"))
    threshold = rule.recalculate_above_percent
    if current is None or baseline is None or threshold is None:
        return
    if changed_more_than(baseline, current, threshold):
        percent = readable(weight_change_percent(baseline, current), sheet.lang)
        text = sheet.say("bsa_entered_weight_changed", percent=percent)
        sheet.warn("bsa_entered_weight_changed", text, rule.provenance.sources)


def _baseline_field(sheet: Worksheet, block: DrugBlock, drug: Drug) -> str | None:
    """Return the weight field to use under a baseline-weight rule; None while a question is open."""
    rule, patient = block.body_surface, sheet.facts.patient
    assert rule is not None
    current, baseline = patient.get("weight_kg"), patient.get("baseline_weight_kg")
    if baseline is None:
        if current is not None:
            sheet.warn(
                "baseline_assumed",
                sheet.say("baseline_assumed", drug=sheet.name(drug.id)),
                rule.provenance.sources,
            )
        return "weight_kg"
    if current is None:
        sheet.ask_input("weight_kg", drug.id)
        return None
    sheet.facts.used.update(("weight_kg", "baseline_weight_kg"))
    threshold, choice_name = rule.recalculate_above_percent, rule.recalculate_choice
    if threshold is None or choice_name is None or not changed_more_than(baseline, current, threshold):
        return "baseline_weight_kg"
    percent = weight_change_percent(baseline, current)
    chosen = sheet.facts.choices.get(choice_name)
    if chosen is None:
        choice = sheet.facts.known_choices[choice_name]
        why = sheet.say("rebaseline_question", percent=readable(percent, sheet.lang))
        sheet.questions.setdefault(choice_name, Question(choice_name, "choice", tuple(choice.options), why))
        return None
    sheet.facts.used.add(choice_name)
    step = Step(
        sheet.say("step_weight_change"),
        f"|{exact(current)} - {exact(baseline)}| / {exact(baseline)} * 100 > {exact(threshold)}",
        percent,
        "%",
        rule.provenance.sources,
    )
    sheet.note(step)
    return "weight_kg" if chosen == "yes" else "baseline_weight_kg"


def _dose_step(
    sheet: Worksheet,
    drug: Drug,
    basis: str,
    quantity: Decimal,
    per: str | None,
    value: Decimal,
    sources: tuple[str, ...],
) -> None:
    formula = f"{basis} * {exact(quantity)} {per}" if per else basis
    step = Step(sheet.say("step_dose", drug=sheet.name(drug.id)), formula, value, "mg", sources)
    sheet.note(step)


def _rule_steps(sheet: Worksheet, line: DoseLine) -> None:
    for term in line.when:
        rule = sheet.regimen.rules.get(term.name)
        if rule is not None and not term.negated:
            step = Step(sheet.say("step_rule", text=rule.text[sheet.lang]), "", None, None, rule.sources)
            sheet.note(step)


def _answer(sheet: Worksheet, inputs: Inputs, not_covered: Caution | None) -> Outcome:
    kinds = {question.kind for question in sheet.questions.values()}
    status = (
        "blocked"
        if sheet.blocked_by
        else "not_covered"
        if not_covered
        else "needs_choice"
        if "choice" in kinds
        else "needs_input"
        if kinds
        else "ok"
    )
    outcome = Outcome(status=status, questions=list(sheet.questions.values()))
    length = _cycle_length(sheet)
    outcome.details = {
        "regimen": sheet.regimen.id,
        "cycle": sheet.cycle,
        "administrations": [],
        "premedication": [],
        "instructions": [],
        "cycle_length_days": length.days if length else None,
        "totals": {},
        "unused": [],
    }
    if status == "ok":
        try:
            _complete(sheet, inputs, outcome)
        except OverflowError:
            text = sheet.say("date_overflow", label=PLAN_FIELDS["cycle_start"].label[sheet.lang])
            return invalid([Problem("cycle_start", "not_a_date", text)])
    else:
        _explain_why_not(sheet, not_covered, outcome)
    return outcome


def _explain_why_not(sheet: Worksheet, not_covered: Caution | None, outcome: Outcome) -> None:
    outcome.warnings = [Caution("blocked", text, sources, "stop") for _, text, sources in sheet.blocked_by]
    outcome.details["blocked_by"] = [
        {"discrepancy": discrepancy, "message": text} for discrepancy, text, _ in sheet.blocked_by
    ]
    if not_covered is not None:
        outcome.warnings.append(not_covered)
    outcome.sources = distinct(warning.sources for warning in outcome.warnings)


def _cycle_length(sheet: Worksheet) -> CycleLength | None:
    for length in sheet.regimen.cycle_lengths:
        if length.first_cycle <= sheet.cycle and (
            length.last_cycle is None or sheet.cycle <= length.last_cycle
        ):
            return length
    return None  # a cycle beyond the last one that the document covers


def _complete(sheet: Worksheet, inputs: Inputs, outcome: Outcome) -> None:
    days_of: dict[str, set[int]] = {}
    for given in sheet.given:
        days_of.setdefault(given.drug, set()).update(given.days or ())
    serves, settled = _serving(sheet), _settled(sheet)
    entries: list[dict[str, Any]] = []
    totals: dict[str, Decimal] = {}
    for given in sheet.given:  # in the regimen's order of drugs: sorting by day keeps it
        met = given.line.condition in settled if given.line.condition else None
        entries += _entries(given, inputs.cycle_start, serves.get(given.drug), days_of, met=met)
        count = 1 if given.days is None else len(given.days)
        totals[given.drug] = totals.get(given.drug, 0) + given.dose * count
    entries.sort(key=lambda entry: entry["day"] or 0)
    outcome.details["administrations"] = entries
    outcome.details["totals"] = {drug: f"{exact(amount)} {UNIT}" for drug, amount in totals.items()}
    outcome.details["premedication"] = _premedication(sheet, days_of, serves)
    outcome.details["instructions"] = _instructions(sheet)
    if sheet.surfaces:
        outcome.details["bsa_used_m2"] = {drug: exact(value) for drug, value in sheet.surfaces.items()}
    _warnings(sheet, inputs)
    outcome.details["unused"] = sorted(name for name in inputs.known_names if name not in sheet.facts.used)
    outcome.steps, outcome.warnings = sheet.steps, sheet.warnings
    outcome.sources = distinct(
        [
            *(g.sources for g in sheet.given),
            *(s.sources for s in sheet.steps),
            *(w.sources for w in sheet.warnings),
        ]
    )


def _entries(
    given: Given,
    start: date | None,
    serves: tuple[str, ...] | None,
    days_of: Mapping[str, set[int]],
    *,
    met: bool | None,
) -> list[dict[str, Any]]:
    """Return one entry a day; what the days have in common is built once."""
    first: dict[str, Any] = {
        "day": None,
        "date": None,
        "drug": given.drug,
        "dose": exact(given.dose),
        "unit": UNIT,
        "route": given.line.route,
        "basis": given.basis,
        "flags": given.flags,
        "condition": given.line.condition,
        "condition_met": met,
        "kinds": list(given.kinds),
        "parts": [{"part": part, "kind": kind, "sources": list(s)} for part, kind, s in given.parts],
        "discrepancies": list(given.discrepancies),
        "sources": list(given.sources),
    }
    if given.days is None:
        return [first]
    entries: list[dict[str, Any]] = []
    for day in given.days:
        entry = first.copy()
        entry["day"] = day
        if start is not None:
            entry["date"] = (start + timedelta(days=day - 1)).isoformat()
        if serves is not None:
            entry["premedication_for"] = [drug for drug in serves if day in days_of.get(drug, ())]
        entries.append(entry)
    return entries


def _settled(sheet: Worksheet) -> set[str | None]:
    """Return the conditions of planned doses that the reader's answers say are met."""
    known = sheet.facts.known_choices
    return {known[name].options[option].settles for name, option in sheet.facts.choices.items()}


def _serving(sheet: Worksheet) -> dict[str, tuple[str, ...]]:
    """Return which drugs' own doses count as premedication, and for which drugs, under the choices made."""
    return {
        block.drug: block.serves_as_premedication.drugs
        for block in sheet.regimen.drugs
        if block.serves_as_premedication and sheet.facts.all_hold(block.serves_as_premedication.when)
    }


def _instructions(sheet: Worksheet) -> list[dict[str, Any]]:
    """Return how each drug is given: length of the infusion, timing, notes on its lines."""
    found: list[dict[str, Any]] = []
    for block in sheet.regimen.drugs:
        lines = [given.line for given in sheet.given if given.drug == block.drug]
        if not lines:
            continue
        said: list[tuple[str, tuple[str, ...]]] = []
        if block.infusion:
            origin = block.infusion.provenance
            said.append((_marked(sheet, _infusion_text(sheet, block.infusion), origin), origin.sources))
        said += [
            (note.text[sheet.lang], note.provenance.sources) for note in block.timing if _applies(sheet, note)
        ]
        said += [(line.note[sheet.lang], line.sources) for line in lines if line.note]
        found += [
            {"drug": block.drug, "text": text, "sources": list(sources)}
            for text, sources in dict.fromkeys(said)
        ]
    return found


def _marked(sheet: Worksheet, text: str, origin: Provenance) -> str:
    """Say of a value that is not in the document that it is not, and whether a label has it."""
    if origin.kind != "reconstructed":
        return text
    code = "from_label" if sheet.edition.from_label(origin.sources) else "from_elsewhere"
    return sheet.say(code, text=text)


def _infusion_text(sheet: Worksheet, infusion: Infusion) -> str:
    if infusion.minutes is None:
        return sheet.say("infusion_continuous")
    return sheet.say("infusion_minutes", minutes=exact(infusion.minutes))


def _premedication(
    sheet: Worksheet, days_of: Mapping[str, set[int]], serves: Mapping[str, tuple[str, ...]]
) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for block in sheet.regimen.drugs:
        rule = block.premedication or sheet.edition.drugs[block.drug].premedication
        if rule is None:
            continue
        days = sorted(days_of.get(block.drug, ()))
        server = (
            rule.satisfied_by
            if rule.satisfied_by and block.drug in serves.get(rule.satisfied_by, ())
            else None
        )
        bare = [day for day in days if server is None or day not in days_of.get(server, ())]
        lines += [_premedication_line(sheet, block.drug, rule, day, day not in bare) for day in days]
        if bare:
            text = sheet.say(
                "premedication_missing_day" if len(bare) == 1 else "premedication_missing",
                days=", ".join(map(str, bare)),
                drug=sheet.name(block.drug),
                text=rule.text[sheet.lang],
            )
            sheet.warn("premedication_missing", text, rule.provenance.sources)
    return lines


def _premedication_line(
    sheet: Worksheet, drug: str, rule: Premedication, day: int, satisfied: bool
) -> dict[str, Any]:
    return {
        "day": day,
        "before": drug,
        "satisfied_by": rule.satisfied_by if satisfied else None,
        "text": rule.text[sheet.lang],
        "also": rule.also[sheet.lang] if rule.also else None,
        "sources": list(rule.provenance.sources),
    }


def _warnings(sheet: Worksheet, inputs: Inputs) -> None:
    _warn_of_regimen(sheet)
    _warn_of_doses(sheet)
    _warn_of_organs(sheet, inputs)


def _warn_of_regimen(sheet: Worksheet) -> None:
    regimen, lang = sheet.regimen, sheet.lang
    for note in regimen.warnings:
        truth = _applies(sheet, note)
        if truth:
            sheet.warn(note.code, note.text[lang], note.provenance.sources)
        elif truth is None:
            text = sheet.say("warning_not_assessed", text=note.text[lang])
            sheet.warn(f"{note.code}_not_assessed", text, note.provenance.sources, "info")
    length = _cycle_length(sheet)
    if length is not None and length.days is None and length.text is not None:
        text = sheet.say("cycle_length_not_stated", text=length.text[lang])
        sheet.warn("cycle_length_not_stated", text, length.provenance.sources, "info")
    elif length is not None and length.provenance.kind == "reconstructed":
        text = sheet.say("cycle_length_reconstructed", days=length.days)
        sheet.warn("cycle_length_reconstructed", text, length.provenance.sources, "info")
    if regimen.off_label:
        sheet.warn("off_label", regimen.off_label.text[lang], regimen.off_label.provenance.sources)
    for review in regimen.reviews:
        if sheet.cycle > review.cycle:
            sheet.warn("review_reminder", review.text[lang], review.sources)
    if not regimen.count_stated:
        sheet.warn("cycles_not_stated", sheet.say("cycles_not_stated"))


def _warn_of_doses(sheet: Worksheet) -> None:
    for given in sheet.given:
        if given.line.provenance.kind == "corrected":
            text = sheet.say(
                "corrected", drugs=sheet.name(given.drug), discrepancy=given.line.provenance.discrepancy
            )
            sheet.warn("corrected", text, given.line.provenance.sources)
        if given.days is None:
            sheet.warn("day_not_stated", sheet.say("day_not_stated", drug=sheet.name(given.drug)))
    for name, option in sheet.facts.choices.items():
        choice = sheet.regimen.choices.get(name)
        if choice is not None and name in sheet.facts.used and not choice.options[option].verified:
            text = sheet.say("not_verified", text=choice.options[option].label[sheet.lang])
            sheet.warn("not_verified", text, choice.options[option].sources)
    unread = dict.fromkeys(given.drug for given in sheet.given if not given.line.verified)
    if unread:
        sheet.warn("not_verified", sheet.say("dose_not_verified", drugs=", ".join(map(sheet.name, unread))))
    for kind in ("reconstructed", "gap"):
        drugs = dict.fromkeys(given.drug for given in sheet.given if kind in given.kinds)
        if drugs:
            sheet.warn(kind, sheet.say(kind, drugs=", ".join(map(sheet.name, drugs))), level="info")


def _warn_of_organs(sheet: Worksheet, inputs: Inputs) -> None:
    """Say which values of kidney and liver were entered although no rule of the regimen looks at them."""
    entered = [name for name in ORGAN_FUNCTION if name in inputs.known_names and name not in sheet.facts.used]
    ignored = [name for name in entered if not _has_rule(sheet, name)]
    if ignored:
        labels = ", ".join(PATIENT_FIELDS[name].label[sheet.lang].lower() for name in ignored)
        sheet.warn("organ_function_unused", sheet.say("organ_function_unused", fields=labels))
    if (
        "creatinine_clearance_ml_min" in inputs.known_names
        and sheet.facts.patient.get("dialysis")
        and "dialysis" in sheet.facts.used
    ):
        sheet.warn("dialysis_clearance_ignored", sheet.say("dialysis_clearance_ignored"))


def _has_rule(sheet: Worksheet, name: str) -> bool:
    """Tell whether a drug of the regimen has a label rule on this quantity, in whatever cycle."""
    adjustments = [
        rule for block in sheet.regimen.drugs for rule in sheet.edition.drugs[block.drug].adjustments
    ]
    return any(term.name == name for rule in adjustments for row in rule.rows for term in row.when)


def _applies(sheet: Worksheet, note: Note) -> bool | None:
    """Tell whether a note holds for this cycle and patient; None when that is not known."""
    if sheet.cycle < note.first_cycle or (note.last_cycle is not None and sheet.cycle > note.last_cycle):
        return False
    return sheet.facts.all_hold(note.when)


CALCULATOR: Final = Calculator(
    "dose_plan",
    {"it": "Piano delle dosi", "en": "Dose plan"},
    {
        "it": "Somministrazioni di un ciclo di uno schema del protocollo, per un paziente.",
        "en": "Administrations of one cycle of a regimen of the protocol, for one patient.",
    },
    {"it": "Edizione del protocollo", "en": "Edition of the protocol"},
    tuple(PLAN_FIELDS.values()),
    {
        "it": "details.administrations: giorno, farmaco, dose, unità, via, base, regole e fonti",
        "en": "details.administrations: day, drug, dose, unit, route, basis, rules and sources",
    },
    None,
    dose_plan,
    needs_edition=True,
    group="protocol",
    reads_inputs=True,
)
