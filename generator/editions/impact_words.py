"""The effect of a change in words: rows of a table, and lines of text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from calculators.quantity import readable
from calculators.receipt_words import ROUTES
from generator.editions.clinical import Sides, record_name
from generator.editions.impact import Impact, Row
from generator.locale import interface_words, words
from generator.records import Drug, Regimen
from generator.words import is_run, squared


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """One row: whose, what, how often, from what to what, for example whom."""

    subject: str
    regimen: str | None
    what: str
    cases: str
    patients: str
    before: str
    after: str
    percent: str
    example: str


def impact_lines(found: Impact, sides: Sides, lang: str) -> Iterator[ImpactLine]:
    """Yield the rows, the most frequent first within a regimen."""
    t = words(lang)
    order = list(dict.fromkeys(row.subject for row in found.rows))
    for row in sorted(found.rows, key=lambda row: (order.index(row.subject), -row.cases)):
        regimen = row.subject if sides.of("regimens", row.subject) else None
        computed = found.by_subject.get(row.subject, (0, 0))[1]
        drug = sides.of("drugs", row.drug)
        named = f"{getattr(drug.inn, lang) if drug else row.drug}: " if row.drug else ""
        counts = t["impact_of"].format(changed=row.cases, computed=computed) if computed else ""
        yield ImpactLine(
            record_name("regimens", row.subject, sides, lang) if regimen else row.subject,
            regimen,
            named + t[f"impact_{row.kind}"],
            counts,
            str(row.patients) if computed else "",
            _value(row, row.before, lang),
            _value(row, row.after, lang),
            f"{readable(Decimal(row.percent), lang, places=1)} %" if row.percent else "",
            _example(row.example, sides, lang),
        )


def impact_summary(found: Impact, lang: str) -> list[str]:
    """Say how many patients and cases were computed, and how many changed."""
    t = words(lang)
    counts = {"patients": found.patients, "computed": found.computed, "changed": found.changed}
    lines = [t["impact_cohort"].format(**counts)]
    if not found.rows:
        lines.append(t["impact_none"])
    if found.cut:
        lines.append(t["impact_cut"].format(limit=found.computed))
    return lines


def _value(row: Row, value: str, lang: str) -> str:
    if row.kind == "dose":
        amount, _, unit = value.partition(" ")
        return f"{readable(Decimal(amount), lang)} {unit}"
    if row.kind == "days":
        return _days(value) or words(lang)["compare_nothing"]
    if row.kind == "status":
        return interface_words(lang).get(f"status_{value}", value)
    if row.kind == "route":
        return ", ".join(ROUTES[one][lang] if one in ROUTES else one for one in value.split(", "))
    return value or ("" if row.kind in ("added", "removed") else words(lang)["compare_nothing"])


def _days(value: str) -> str:
    days = value.split(", ")
    if all(day.isdigit() for day in days) and is_run([int(day) for day in days]):
        return f"{days[0]}-{days[-1]}"
    return value


_UNITS = {
    "weight_kg": "kg",
    "height_cm": "cm",
    "creatinine_clearance_ml_min": "mL/min",
    "bilirubin_x_uln": "x ULN",
}


def _example(example: Mapping[str, Any], sides: Sides, lang: str) -> str:
    """Describe the patient of the example in the order a clinician would."""
    t = words(lang)
    if "inputs" in example:
        return ", ".join(f"{name} {value}" for name, value in example["inputs"].items())
    if not example:
        return ""
    patient = example["patient"]
    parts = [f"{t['field_cycle']} {example['cycle']}"]
    if "age_years" in patient:
        parts.append(f"{patient['age_years']} {t['unit_years']}")
    parts += [f"{_number(patient[name], lang)} {unit}" for name, unit in _UNITS.items() if name in patient]
    if patient.get("dialysis"):
        parts.append(t["impact_dialysis"])
    parts += [
        _condition(name, sides, lang)
        for name, answer in patient.get("conditions", {}).items()
        if answer == "yes"
    ]
    parts += [_choice(name, option, sides, lang) for name, option in example["choices"].items()]
    return squared(", ".join(parts))


def _condition(name: str, sides: Sides, lang: str) -> str:
    record = sides.of("conditions", name)
    return str(getattr(record.question, lang)).rstrip("?") if record else name


def _choice(name: str, option: str, sides: Sides, lang: str) -> str:
    for content in (sides.after, sides.before):
        owners: list[Regimen | Drug] = [*content.regimens.values(), *content.drugs.values()]
        for owner in owners:
            if name in owner.choices and option in owner.choices[name].options:
                label: str = getattr(owner.choices[name].options[option].label, lang)
                return label
    return f"{name} {option}"


def _number(value: Any, lang: str) -> str:
    try:
        return readable(Decimal(str(value)), lang)
    except InvalidOperation:
        return str(value)
