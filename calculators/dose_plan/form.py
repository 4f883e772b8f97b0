"""The form of a regimen's dose plan: only the fields that can change that regimen's answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from calculators.dose_plan.facts import DERIVED_FROM
from calculators.dose_plan.inputs import PATIENT_FIELDS, known_choices
from calculators.edition import Choice, Edition, Regimen
from calculators.fields import Field
from calculators.messages import option_label, unit_words
from calculators.quantity import exact
from calculators.terms import Term
from calculators.vocabulary import CYCLE, CYCLE_START

_HELP: Final[Mapping[str, Mapping[str, str]]] = {
    "cycle_start": {"it": "Aggiunge le date al piano", "en": "Adds the dates to the plan"},
    "baseline_weight_kg": {
        "it": "Se manca, si usa il peso attuale e la ricevuta lo dice",
        "en": "If absent, the current weight is used and the receipt says so",
    },
    "bsa_m2": {
        "it": "Al posto del calcolo da altezza e peso",
        "en": "Instead of computing it from height and weight",
    },
    "creatinine_clearance_ml_min": {
        "it": "Non serve in dialisi",
        "en": "Not needed on dialysis",
    },
    "bilirubin_x_uln": {
        "it": "Bilirubina del paziente divisa per il limite superiore del laboratorio",
        "en": "The patient's bilirubin divided by the laboratory's upper limit",
    },
}
_ORDER: Final = (
    "age_years",
    "height_cm",
    "weight_kg",
    "baseline_weight_kg",
    "bsa_m2",
    "dialysis",
    "creatinine_clearance_ml_min",
    "bilirubin_x_uln",
)


def plan_fields(edition: Edition, regimen: Regimen, lang: str) -> list[dict[str, Any]]:
    """Return the fields of a regimen's form, in the order a clinician thinks, with strings in ``lang``."""
    cycle = CYCLE if regimen.last_cycle is None else replace(CYCLE, maximum=Decimal(regimen.last_cycle.cycle))
    dosing = _needed(regimen, _dosing_terms(edition, regimen), _quantities(regimen))
    asked = dosing | {
        name for note in regimen.warnings for term in note.when for name in _inputs(regimen, term)
    }
    baseline = any(block.body_surface and block.body_surface.baseline for block in regimen.drugs)
    per_m2 = "m2" in {line.dose.per for block in regimen.drugs for line in block.lines if line.dose}
    asked |= ({"baseline_weight_kg"} if baseline else set()) | ({"bsa_m2"} if per_m2 else set())
    fields = [_choice_field(edition, regimen, name, lang) for name in _choices(edition, regimen)]
    fields.append(field_dict(cycle, "plan", lang, required=True))
    fields += [
        field_dict(PATIENT_FIELDS[name], "patient", lang, required=name in dosing)
        for name in _ORDER
        if name in asked
    ]
    for name, condition in edition.conditions.items():
        if name in asked:
            field = Field(
                name, "condition", condition.question, options=("yes", "no", "unknown"), help=condition.help
            )
            fields.append(field_dict(field, "conditions", lang, required="sometimes"))
    fields.append(field_dict(CYCLE_START, "plan", lang, required=False))
    return fields


def field_dict(field: Field, group: str, lang: str, *, required: bool | str) -> dict[str, Any]:
    """Return one field as the form's template wants it."""
    kind = {"condition": "yes_no", "boolean": "yes_no", "decimal_or_choice": "decimal"}.get(
        field.kind, field.kind
    )
    own_form = group == "inputs"  # of a calculator, where what is required needs no explanation
    help_text = field.help or (None if own_form and field.required else _HELP.get(field.name))
    return {
        "name": field.name,
        "group": group,
        "kind": kind,
        "label": field.label[lang],
        "unit": _unit(field.unit, lang),
        "minimum": None if field.minimum is None else exact(field.minimum),
        "maximum": None if field.maximum is None else exact(field.maximum),
        "options": [{"value": option, "label": option_label(option, lang)} for option in field.answers],
        "help": help_text[lang] if help_text else None,
        "required": required,
        "rows": [field_dict(column, group, lang, required=True) for column in field.rows],
        "cycles": None,
        "why": None,
    }


def _unit(unit: str | None, lang: str) -> str | None:
    """Return a unit as a form shows it; none where the label says it."""
    return None if unit in (None, "a", "{ULN}", "1") else unit_words(unit, lang)


def _choice_field(edition: Edition, regimen: Regimen, name: str, lang: str) -> dict[str, Any]:
    choice: Choice = known_choices(edition, regimen)[name]
    always = not choice.optional and _always_asked(regimen, name)
    field = field_dict(
        Field(name, "choice", choice.question, options=tuple(choice.options)),
        "choices",
        lang,
        required=True if always else False if choice.optional else "sometimes",
    )
    field["options"] = [{"value": o.name, "label": o.label[lang]} for o in choice.options.values()]
    field["cycles"] = _cycles_of(regimen, name, choice)
    field["why"] = choice.why[lang]
    return field


def _always_asked(regimen: Regimen, name: str) -> bool:
    """Tell whether every line that depends on the choice does so for no other reason, in every cycle."""
    lines = [
        line for block in regimen.drugs for line in block.lines if any(t.name == name for t in line.when)
    ]
    first = any(line.first_cycle == 1 and line.when[0].name == name for line in lines)
    last = regimen.last_cycle.cycle if regimen.last_cycle else None
    return first and any(line.last_cycle is None or line.last_cycle == last for line in lines)


def _cycles_of(regimen: Regimen, name: str, choice: Choice) -> str | None:
    ranges = [
        (line.first_cycle, line.last_cycle)
        for block in regimen.drugs
        for line in block.lines
        if any(term.name == name for term in line.when)
    ]
    ranges += [(b.first_cycle, b.last_cycle) for b in regimen.blocks if any(t.name == name for t in b.when)]
    if not ranges:
        return None
    first = max(min(r[0] for r in ranges), choice.first_cycle)
    ends = [r[1] for r in ranges]
    last = None if None in ends else max(end for end in ends if end is not None)
    if choice.last_cycle is not None:
        last = choice.last_cycle if last is None else min(last, choice.last_cycle)
    if last is None:
        return None if first == 1 else f"{first}+"
    return str(first) if first == last else f"{first}-{last}"


def _choices(edition: Edition, regimen: Regimen) -> list[str]:
    names = [term.name for term in _dosing_terms(edition, regimen) if term.operator == "is"]
    surfaces = [block.body_surface for block in regimen.drugs if block.body_surface]
    names += [rule.recalculate_choice for rule in surfaces if rule.recalculate_choice]
    return list(dict.fromkeys(names))


def _dosing_terms(edition: Edition, regimen: Regimen) -> list[Term]:
    return [*_line_terms(regimen), *_adjustment_terms(edition, regimen)]


def _line_terms(regimen: Regimen) -> Iterator[Term]:
    for block in regimen.drugs:
        for line in block.lines:
            yield from line.when


def _adjustment_terms(edition: Edition, regimen: Regimen) -> Iterator[Term]:
    for block in regimen.drugs:
        for adjustment in edition.drugs[block.drug].adjustments:
            for row in adjustment.rows:
                yield from row.when


def _quantities(regimen: Regimen) -> set[str]:
    names: set[str] = set()
    for block in regimen.drugs:
        for line in block.lines:
            if line.dose and line.dose.per == "kg":
                names.add("weight_kg")
            if line.surface_limit or (line.dose and line.dose.per == "m2"):
                names |= {"height_cm", "weight_kg"}
    return names


def _needed(regimen: Regimen, terms: Iterable[Term], quantities: set[str]) -> set[str]:
    return quantities | {name for term in terms for name in _inputs(regimen, term)}


def _inputs(regimen: Regimen, term: Term) -> tuple[str, ...]:
    if term.operator == "is":
        return ()
    rule = regimen.rules.get(term.name) if term.operator == "holds" else None
    if rule is not None:
        return tuple(name for inner in rule.terms for name in _inputs(regimen, inner))
    return DERIVED_FROM.get(term.name, (term.name,))
