"""Reading the inputs of a dose plan: the edition decides which choices and conditions there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from calculators.dose_plan.facts import Facts
from calculators.edition import Choice, Edition, Regimen
from calculators.fields import YES_NO_UNKNOWN, Field, Problem, read, refused, unknown_field
from calculators.vocabulary import (
    AGE,
    BASELINE_WEIGHT,
    BILIRUBIN,
    BSA,
    BSA_FORMULA,
    CREATININE_CLEARANCE,
    CYCLE,
    CYCLE_START,
    DIALYSIS,
    HEIGHT,
    SEX,
    WEIGHT,
)

REGIMEN: Final = Field("regimen", "choice", {"it": "Schema", "en": "Regimen"})
PATIENT: Final = Field("patient", "object", {"it": "Dati del paziente", "en": "Patient data"}, required=False)
CHOICES: Final = Field(
    "choices", "object", {"it": "Scelte del prescrittore", "en": "Prescriber's choices"}, required=False
)
CONDITIONS: Final = Field(
    "conditions", "object", {"it": "Condizioni cliniche", "en": "Clinical conditions"}, required=False
)
PLAN_FIELDS: Final = {field.name: field for field in (REGIMEN, CYCLE, PATIENT, CHOICES, CYCLE_START)}

PATIENT_FIELDS: Final = {
    field.name: field
    for field in (
        *(
            replace(field, required=False)
            for field in (
                AGE,
                HEIGHT,
                WEIGHT,
                BASELINE_WEIGHT,
                BSA,
                BSA_FORMULA,
                SEX,
                CREATININE_CLEARANCE,
                DIALYSIS,
                BILIRUBIN,
            )
        ),
        CONDITIONS,
    )
}


@dataclass(frozen=True, slots=True)
class Inputs:
    """A request that could be read, for a regimen of the edition."""

    regimen: Regimen
    cycle: int
    cycle_start: date | None
    bsa_formula: str
    facts: Facts
    known_names: tuple[str, ...]


def read_inputs(given: Mapping[str, Any], edition: Edition, lang: str) -> tuple[Inputs | None, list[Problem]]:
    """Read a request's inputs; return what could be read and every problem, never only the first."""
    plan_fields, condition_fields = _fields_of(edition)
    values, problems = read(plan_fields, given, lang)
    patient, patient_problems = read(PATIENT_FIELDS, values.get("patient", {}), lang)
    conditions, condition_problems = read(condition_fields, patient.pop("conditions", {}), lang)
    problems += patient_problems + condition_problems
    regimen = edition.regimens.get(values.get("regimen", ""))
    known = known_choices(edition, regimen)
    choices, choice_problems = _choices(values.get("choices", {}), known, lang)
    problems += choice_problems
    if regimen is None or "cycle" not in values:
        return None, problems
    facts = Facts(regimen, known, patient, conditions, choices)
    return (
        Inputs(
            regimen,
            values["cycle"],
            values.get("cycle_start"),
            patient.get("bsa_formula", edition.bsa_formula),
            facts,
            (*patient, *conditions, *choices),
        ),
        problems,
    )


@lru_cache(maxsize=8)
def _fields_of(edition: Edition) -> tuple[Mapping[str, Field], Mapping[str, Field]]:
    """Return the fields of a request and of its conditions, in this edition."""
    conditions = {
        name: Field(name, "condition", condition.question, options=YES_NO_UNKNOWN, required=False)
        for name, condition in edition.conditions.items()
    }
    return {**PLAN_FIELDS, "regimen": replace(REGIMEN, options=tuple(edition.regimens))}, conditions


@lru_cache(maxsize=256)
def known_choices(edition: Edition, regimen: Regimen | None) -> Mapping[str, Choice]:
    """Return every choice of the edition by name; the regimen's own meaning of a name comes first."""
    known: dict[str, Choice] = dict(regimen.choices) if regimen else {}
    for drug in edition.drugs.values():
        for name, choice in drug.choices.items():
            known.setdefault(name, choice)
    for other in edition.regimens.values():
        for name, choice in other.choices.items():
            known.setdefault(name, choice)
    return known


def _choices(
    given: Mapping[str, Any], known: Mapping[str, Choice], lang: str
) -> tuple[dict[str, str], list[Problem]]:
    choices: dict[str, str] = {}
    problems: list[Problem] = []
    for name, raw in given.items():
        choice = known.get(name)
        if choice is None:
            problems.append(unknown_field(name, known, lang))
        elif raw is not None:
            option = choice.reads(raw)
            if option is None:
                field = Field(name, "choice", choice.question, options=tuple(choice.options))
                problems.append(refused(field, "not_an_option", raw, lang))
            else:
                choices[name] = option
    return choices, problems
