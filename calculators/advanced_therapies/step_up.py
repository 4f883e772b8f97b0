"""Step-up doses of bispecific antibodies: mg, and mL at the concentration of the vial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from calculators.advanced_therapies.records import StepUp, StepUpDose
from calculators.advanced_therapies.shared import not_in_edition, notes
from calculators.calculator import Calculator
from calculators.edition import Edition, distinct
from calculators.fields import Field, missing
from calculators.messages import message
from calculators.outcome import Caution, Outcome, Step, invalid
from calculators.quantity import exact, exactly, readable
from calculators.vocabulary import WEIGHT

PRODUCTS: Final = ("teclistamab", "elranatamab", "talquetamab_weekly", "talquetamab_biweekly")
OPTIONAL_WEIGHT: Final = replace(
    WEIGHT,
    required=False,
    help={"it": "Non serve con elranatamab: dose fissa", "en": "Not needed with elranatamab: flat dose"},
)


@exactly
def dose_mg(dose: StepUpDose, weight_kg: Decimal | None) -> Decimal:
    """Return a dose in mg, unrounded: flat, or mg/kg times the weight in kg."""
    if dose.dose.per is None:
        return dose.dose.amount
    assert weight_kg is not None  # asked for wherever a dose goes by weight
    return dose.dose.amount * weight_kg


@exactly
def volume_ml(dose: Decimal, mg_per_ml: Decimal) -> Decimal:
    """Return the volume in mL of a dose in mg, unrounded."""
    return dose / mg_per_ml


def _step_up(values: Mapping[str, Any], lang: str, edition: Edition | None) -> Outcome:
    assert edition is not None  # the registry hands the edition to every calculator that needs one
    record = edition.advanced.step_up.get(values["product"])
    if record is None:
        return not_in_edition(lang)
    weight = values.get(WEIGHT.name)
    by_weight = any(one.dose.per for one in record.doses)
    if by_weight and weight is None:
        return invalid([missing(WEIGHT, lang)])
    name = edition.drugs[record.drug].inn[lang]
    given = [_administration(record, one, weight) for one in record.doses]
    steps = [step for one in record.doses for step in _steps(one, weight, name, lang)]
    unused = [WEIGHT.name] if weight is not None and not by_weight else []
    return Outcome(
        steps=steps,
        warnings=[
            *_intervals(record, lang),
            Caution("then", record.then.text[lang], record.then.sources, "info"),
            *notes(record.notes, lang),
        ],
        sources=distinct(one.sources for one in record.doses),
        details={
            "product": record.id,
            "name": record.name[lang],
            "jurisdiction": record.jurisdiction,
            "administrations": given,
            "then": record.then.text[lang],
            "unused": unused,
        },
    )


def _administration(record: StepUp, one: StepUpDose, weight: Decimal | None) -> dict[str, Any]:
    dose = dose_mg(one, weight)
    per = f"/{one.dose.per}" if one.dose.per else ""
    return {
        "day": one.day,
        "drug": record.drug,
        "dose": exact(dose),
        "unit": "mg",
        "volume_ml": exact(volume_ml(dose, one.mg_per_ml)),
        "concentration_mg_per_ml": exact(one.mg_per_ml),
        "route": record.route,
        "basis": f"{exact(one.dose.amount)} mg{per}",
        "role": one.role,
        "days_since_last": None
        if one.at_least_days is None
        else {"at_least": one.at_least_days, "at_most": one.at_most_days},
        "kind": one.kind,
        "sources": list(one.sources),
    }


def _steps(one: StepUpDose, weight: Decimal | None, name: str, lang: str) -> list[Step]:
    dose = dose_mg(one, weight)
    formula = exact(one.dose.amount) + (f" * {exact(weight)}" if one.dose.per and weight is not None else "")
    volume = f"{exact(dose)} / {exact(one.mg_per_ml)}"
    of_volume = message("step_volume", lang, value=readable(one.mg_per_ml, lang))
    return [
        Step(message("step_day", lang, drug=name, day=one.day), formula, dose, "mg", one.sources),
        Step(of_volume, volume, volume_ml(dose, one.mg_per_ml), "mL", one.sources),
    ]


def _intervals(record: StepUp, lang: str) -> list[Caution]:
    """Say between which days the doses may move."""
    cautions = []
    for one in record.doses:
        if one.at_least_days is not None:
            code = "interval_at_least" if one.at_most_days is None else "interval"
            text = message(code, lang, day=one.day, at_least=one.at_least_days, at_most=one.at_most_days)
            cautions.append(Caution("interval", text, one.sources, "info"))
    return cautions


CALCULATOR: Final = Calculator(
    "step_up",
    {"it": "Dosi crescenti dei bispecifici", "en": "Step-up doses of bispecific antibodies"},
    {
        "it": "Dosi crescenti con giorno, mg e mL, dal testo UE. Non calcola la ripresa dopo un ritardo.",
        "en": "Step-up doses with day, mg and mL, from the EU text. It does not compute a restart after a"
        " delay.",
    },
    {"it": "Edizione, schede delle dosi crescenti", "en": "Edition, step-up records"},
    (
        Field(
            "product", "choice", {"it": "Anticorpo e schema", "en": "Antibody and schedule"}, options=PRODUCTS
        ),
        OPTIONAL_WEIGHT,
    ),
    {
        "it": "details.administrations: giorno, mg e mL",
        "en": "details.administrations: day, mg and mL",
    },
    None,
    _step_up,
    needs_edition=True,
    group="cell_therapy",
)
