"""Kidney and liver rules of single drugs, read from the edition's drug records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.dose_arithmetic import limited
from calculators.dose_plan.facts import NO_REGIMEN, Facts
from calculators.edition import AdjustmentRow, Drug, Edition, distinct
from calculators.fields import Field, missing
from calculators.messages import message
from calculators.outcome import Caution, Outcome, Step, invalid
from calculators.quantity import exact
from calculators.vocabulary import BILIRUBIN, CREATININE_CLEARANCE, DIALYSIS

_FIELDS: Final = {field.name: field for field in (CREATININE_CLEARANCE, DIALYSIS, BILIRUBIN)}


def _open_rows(
    drug: Drug, values: Mapping[str, Any]
) -> tuple[list[tuple[AdjustmentRow, bool | None]], Facts]:
    facts = Facts(NO_REGIMEN, drug.choices, values, {}, {})
    rows = [(row, facts.all_hold(row.when)) for adjustment in drug.adjustments for row in adjustment.rows]
    return [(row, truth) for row, truth in rows if truth is not False], facts


def _still_missing(rows: list[tuple[AdjustmentRow, bool | None]], facts: Facts, lang: str) -> Outcome:
    names = distinct(
        facts.inputs_of(term)
        for row, _ in rows
        for term in row.when
        if term.operator != "is" and facts.holds(term) is None
    )
    return invalid([missing(_FIELDS[name], lang) for name in names])


def _sources(drug: Drug) -> tuple[str, ...]:
    return distinct(adjustment.provenance.sources for adjustment in drug.adjustments)


def _lenalidomide_renal(values: Mapping[str, Any], lang: str, edition: Edition | None) -> Outcome:
    assert edition is not None  # the registry hands the edition to every calculator that needs one
    drug = edition.drugs["lenalidomide"]
    starting = values["starting_dose_mg"]
    rows, facts = _open_rows(drug, values)
    if len(rows) > 1 and any(
        t.operator != "is" and facts.holds(t) is None for row, _ in rows for t in row.when
    ):
        return _still_missing(rows, facts, lang)
    sources = _sources(drug)
    options = [_row_option(row, starting) for row, _ in rows]
    steps = [
        Step(
            row.text[lang],
            f"min({exact(starting)}, {option['dose']})",
            Decimal(option["dose"]),
            "mg",
            sources,
        )
        for (row, _), option in zip(rows, options, strict=True)
    ]
    warnings = [
        Caution("not_verified", message("not_verified", lang, text=row.text[lang]), sources)
        for row, _ in rows
        if not row.verified
    ]
    row = rows[0][0]
    if len(rows) > 1:
        category = "_or_".join(t.value for row, _ in rows for t in row.when if isinstance(t.value, str))
        category = category.replace("_daily", "")
        return Outcome(
            category=category,
            steps=steps,
            warnings=warnings,
            sources=sources,
            details={"options": options},
            unit="mg",
        )
    if row.effect == "as_planned":
        category = "no_reduction"
    else:
        assert row.dose is not None
        suffix = "_after_dialysis" if values["dialysis"] else ""
        category = f"{exact(row.dose.amount)}_mg{suffix}"
    return Outcome(
        value=Decimal(options[0]["dose"]),
        unit="mg",
        category=category,
        steps=steps,
        warnings=warnings,
        sources=sources,
        details={"options": options},
    )


def _row_option(row: AdjustmentRow, starting: Decimal) -> dict[str, Any]:
    dose = limited(starting, row.dose.amount if row.dose else None)[0]
    return {"dose": exact(dose), "unit": "mg", "days": list(row.days) if row.days else None}


def _ixazomib_dose(values: Mapping[str, Any], lang: str, edition: Edition | None) -> Outcome:
    assert edition is not None  # the registry hands the edition to every calculator that needs one
    drug = edition.drugs["ixazomib"]
    rows, facts = _open_rows(drug, values)
    outcomes = {(row.effect, row.dose) for row, _ in rows}
    if len(outcomes) > 1:
        return _still_missing(rows, facts, lang)
    line = next(
        line
        for regimen in edition.regimens.values()
        for block in regimen.drugs
        if block.drug == "ixazomib"
        for line in block.lines
        if line.dose is not None
    )
    assert line.dose is not None
    row = next((row for row, truth in rows if truth), rows[0][0])
    value, reduced = limited(line.dose.amount, row.dose.amount if row.dose else None)
    sources = distinct([line.provenance.sources, _sources(drug)])
    formula = f"min({exact(line.dose.amount)}, {exact(value)})" if reduced else exact(value)
    return Outcome(
        value=value,
        unit="mg",
        category="reduced" if reduced else "full",
        steps=[Step(row.text[lang], formula, value, "mg", sources)],
        sources=sources,
        details={"days": list(line.days or ())},
    )


CALCULATORS: Final = (
    Calculator(
        "lenalidomide_renal",
        {"it": "Lenalidomide e rene", "en": "Lenalidomide and the kidney"},
        {
            "it": "Dose di lenalidomide secondo il rene (RCP europeo), mai sopra quella di partenza.",
            "en": "Dose of lenalidomide by kidney function (EU label), never above the starting dose.",
        },
        {
            "it": "Regola nell'edizione, scheda di lenalidomide",
            "en": "Rule in the edition, lenalidomide record",
        },
        (
            replace(CREATININE_CLEARANCE, required=False),
            DIALYSIS,
            Field(
                "starting_dose_mg",
                "decimal",
                {"it": "Dose di partenza", "en": "Starting dose"},
                "mg",
                Decimal("2.5"),
                Decimal(25),
            ),
        ),
        {"it": "dose in mg e categoria", "en": "dose in mg and category"},
        "mg",
        _lenalidomide_renal,
        needs_edition=True,
        group="dose",
    ),
    Calculator(
        "ixazomib_dose",
        {"it": "Ixazomib, rene e fegato", "en": "Ixazomib, kidney and liver"},
        {
            "it": "Dose di ixazomib secondo clearance, dialisi e bilirubina (RCP europeo).",
            "en": "Dose of ixazomib by clearance, dialysis and bilirubin (EU label).",
        },
        {"it": "Regola nell'edizione, scheda di ixazomib", "en": "Rule in the edition, ixazomib record"},
        (replace(CREATININE_CLEARANCE, required=False), DIALYSIS, replace(BILIRUBIN, required=False)),
        {"it": "dose in mg", "en": "dose in mg"},
        "mg",
        _ixazomib_dose,
        needs_edition=True,
        group="dose",
    ),
)
