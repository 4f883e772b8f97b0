"""Lymphodepletion before CAR-T: doses by product, with fludarabine decided by kidney function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from calculators.advanced_therapies.records import KidneyLimits, Lymphodepletion, LymphodepletionLine
from calculators.advanced_therapies.shared import not_in_edition, notes
from calculators.calculator import Calculator
from calculators.edition import Drug, Edition, distinct
from calculators.fields import Field, refused
from calculators.messages import message
from calculators.outcome import Caution, Outcome, Question, Step, invalid
from calculators.quantity import exact, exactly, readable
from calculators.vocabulary import BSA, CREATININE_CLEARANCE

PRODUCTS: Final = ("brexu_cel_all", "axi_cel", "ide_cel", "cilta_cel")
FULL: Final = "full"
SURFACE: Final = Field(
    BSA.name,
    "decimal",
    {"it": "Superficie corporea", "en": "Body surface area"},
    "m2",
    BSA.minimum,
    BSA.maximum,
)
FLUDARABINE_RENAL: Final = Field(
    "fludarabine_renal",
    "decimal_or_choice",
    {"it": "Fludarabina con clearance ridotta", "en": "Fludarabine with reduced clearance"},
    "mg/m2",
    Decimal(1),
    Decimal(50),
    options=(FULL,),
    required=False,
    help={
        "it": "Solo con clearance ridotta: la dose piena, o i mg/m2 decisi dal medico",
        "en": "Only with reduced clearance: the full dose, or the mg/m2 decided by the physician",
    },
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What kidney function does: reduced mg/m2 by drug, what to say, and whether a choice acted."""

    reduced: Mapping[str, Decimal]
    warnings: tuple[Caution, ...]
    chosen: bool


def _lymphodepletion(values: Mapping[str, Any], lang: str, edition: Edition | None) -> Outcome:
    assert edition is not None  # the registry hands the edition to every calculator that needs one
    record = edition.advanced.lymphodepletion.get(values["product"])
    if record is None:
        return not_in_edition(lang)
    decided = _by_kidney(record, values, edition, lang)
    return decided if isinstance(decided, Outcome) else _plan(record, values, decided, edition, lang)


def _by_kidney(
    record: Lymphodepletion, values: Mapping[str, Any], edition: Edition, lang: str
) -> Decided | Outcome:
    """Compare the clearance with the limits of the drug that has them; at most one drug of a record has."""
    clearance, chosen = values[CREATININE_CLEARANCE.name], values.get(FLUDARABINE_RENAL.name)
    for line in record.lines:
        drug = edition.drugs[line.drug]
        limits = drug.kidney_limits
        if limits is None or clearance > limits.choose_below:
            continue
        if clearance < limits.blocked_below:
            return _blocked(drug, limits, lang)
        if clearance == limits.choose_below and chosen is None:
            shown = readable(clearance, lang)
            text = message("renal_at_threshold", lang, value=shown, text=limits.text[lang])
            return Decided({}, (Caution("at_threshold", text, limits.sources),), chosen=False)
        if chosen is None:
            return _to_choose(limits, lang)
        if chosen != FULL and chosen > line.dose.amount:
            return invalid([refused(FLUDARABINE_RENAL, "out_of_range", f"{exact(chosen)} mg/m2", lang)])
        reduced = {} if chosen == FULL else {line.drug: chosen}
        return Decided(reduced, _said_of_choice(drug, line, limits, chosen, lang), chosen=True)
    return Decided({}, (), chosen=False)


def _blocked(drug: Drug, limits: KidneyLimits, lang: str) -> Outcome:
    text = message("kidney_blocked", lang, drug=drug.inn[lang], text=limits.text[lang])
    return Outcome(
        status="blocked",
        warnings=[Caution("blocked", text, limits.sources, "stop")],
        details={
            "administrations": [],
            "blocked_by": [{"discrepancy": limits.discrepancy, "message": text}],
        },
        sources=limits.sources,
    )


def _to_choose(limits: KidneyLimits, lang: str) -> Outcome:
    question = Question("fludarabine_renal", "choice", (FULL, "mg/m2"), limits.text[lang])
    return Outcome(
        status="needs_choice",
        questions=[question],
        details={"administrations": []},
        sources=limits.sources,
    )


def _said_of_choice(
    drug: Drug, line: LymphodepletionLine, limits: KidneyLimits, chosen: Decimal | str, lang: str
) -> tuple[Caution, ...]:
    name, rule = drug.inn[lang].capitalize(), limits.text[lang]
    if isinstance(chosen, str):
        text = message("kidney_full_dose", lang, drug=name, text=rule)
        return (Caution("full_dose_chosen", text, limits.sources),)
    text = message("kidney_reduced", lang, drug=name, value=readable(chosen, lang, 4), text=rule)
    reduced = Caution("dose_reduced", text, limits.sources)
    if chosen * 100 >= line.dose.amount * (100 - limits.largest_reduction_percent):
        return (reduced,)
    percent = readable(limits.largest_reduction_percent, lang)
    text = message("kidney_reduced_too_much", lang, drug=name, value=percent)
    return reduced, Caution("reduction_beyond_label", text, limits.sources)


@exactly
def _plan(
    record: Lymphodepletion, values: Mapping[str, Any], decided: Decided, edition: Edition, lang: str
) -> Outcome:
    surface = values[SURFACE.name]
    idle = FLUDARABINE_RENAL.name in values and not decided.chosen
    given: list[dict[str, Any]] = []
    steps: list[Step] = []
    totals: dict[str, str] = {}
    for line in record.lines:
        per_m2 = decided.reduced.get(line.drug, line.dose.amount)
        dose = per_m2 * surface
        name = edition.drugs[line.drug].inn[lang]
        days = ", ".join(map(str, line.days))
        formula = f"{exact(per_m2)} * {exact(surface)}"
        steps.append(
            Step(message("step_days", lang, drug=name, days=days), formula, dose, "mg", line.sources)
        )
        totals[line.drug] = f"{exact(dose * len(line.days))} mg"
        given += [_administration(line, day, per_m2, dose) for day in line.days]
    order = {line.drug: position for position, line in enumerate(record.lines)}
    given.sort(key=lambda one: (one["day"], order[one["drug"]]))
    return Outcome(
        steps=steps,
        warnings=[*decided.warnings, *_standing(record, edition, lang), *notes(record.notes, lang)],
        sources=distinct(line.sources for line in record.lines),
        details={
            "product": record.id,
            "name": record.name[lang],
            "bsa_used_m2": exact(surface),
            "administrations": given,
            "totals": totals,
            "unused": [FLUDARABINE_RENAL.name] if idle else [],
        },
    )


def _administration(line: LymphodepletionLine, day: int, per_m2: Decimal, dose: Decimal) -> dict[str, Any]:
    return {
        "day": day,
        "drug": line.drug,
        "dose": exact(dose),
        "unit": "mg",
        "route": line.route,
        "basis": f"{exact(per_m2)} mg/m2",
        "flags": ["renal_reduced"] if per_m2 != line.dose.amount else [],
        "kind": line.kind,
        "sources": list(line.sources),
    }


def _standing(record: Lymphodepletion, edition: Edition, lang: str) -> list[Caution]:
    """Say which lines are corrected, and which were not read again at their source."""
    cautions = []
    corrected = [line for line in record.lines if line.kind == "corrected"]
    if corrected:
        drugs = ", ".join(edition.drugs[line.drug].inn[lang] for line in corrected)
        found = ", ".join(distinct([line.discrepancy] for line in corrected if line.discrepancy))
        text = message("corrected", lang, drugs=drugs, discrepancy=found)
        cautions.append(Caution("corrected", text, distinct(line.sources for line in corrected)))
    doubtful = [line for line in record.lines if not line.verified]
    if doubtful:
        text = message("not_verified", lang, text=message("days_not_verified", lang))
        cautions.append(Caution("not_verified", text, distinct(line.sources for line in doubtful)))
    return cautions


CALCULATOR: Final = Calculator(
    "lymphodepletion",
    {"it": "Linfodeplezione prima di CAR-T", "en": "Lymphodepletion before CAR-T"},
    {
        "it": "Dosi di fludarabina e ciclofosfamide per prodotto, nei giorni prima dell'infusione (giorno"
        " 0).",
        "en": "Doses of fludarabine and cyclophosphamide by product, on the days before infusion (day 0).",
    },
    {"it": "Edizione, schede di linfodeplezione", "en": "Edition, lymphodepletion records"},
    (
        Field("product", "choice", {"it": "Prodotto CAR-T", "en": "CAR-T product"}, options=PRODUCTS),
        SURFACE,
        CREATININE_CLEARANCE,
        FLUDARABINE_RENAL,
    ),
    {
        "it": "details.administrations: giorno (negativo), farmaco, dose",
        "en": "details.administrations: day (negative), drug, dose",
    },
    None,
    _lymphodepletion,
    needs_edition=True,
    group="cell_therapy",
)
