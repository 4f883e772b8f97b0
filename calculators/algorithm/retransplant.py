"""The ``retransplant`` calculator: do the criteria ask the group (GIC) to assess a further transplant."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from calculators.algorithm.words import no_algorithm
from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import YES_NO_UNKNOWN, Field
from calculators.outcome import Caution, Outcome, Question, Step
from calculators.quantity import exact

_FIELDS: Final = (
    Field(
        "transplant_candidate",
        "condition",
        {"it": "Candidabile a trapianto", "en": "Transplant candidate"},
        options=YES_NO_UNKNOWN,
        required=False,
    ),
    Field(
        "response_months",
        "decimal",
        {
            "it": "Durata della risposta al trapianto di prima linea",
            "en": "Duration of response to the first-line transplant",
        },
        "mo",
        Decimal(0),
        Decimal(600),
        required=False,
        help={
            "it": "Il documento non dice da quando: mesi di calendario, come li conta il centro",
            "en": "The document does not say from when: calendar months, as the centre counts",
        },
    ),
    Field(
        "maintenance",
        "condition",
        {"it": "Mantenimento dopo il trapianto", "en": "Maintenance after the transplant"},
        options=YES_NO_UNKNOWN,
        required=False,
        help={
            "it": "Un mantenimento interrotto presto non è trattato nel documento",
            "en": "Maintenance stopped early is not addressed in the document",
        },
    ),
    Field(
        "prior_autologous",
        "integer",
        {"it": "Trapianti autologhi già fatti", "en": "Autologous transplants so far"},
        None,
        Decimal(0),
        Decimal(10),
        required=False,
        help={"it": "Tutti: un trapianto tandem vale 2", "en": "All of them: a tandem transplant counts 2"},
    ),
)
_WORDS: Final = {
    "evaluate_in_gic": {
        "it": "Criteri presenti: valutare in GIC l'indicazione a un ulteriore trapianto autologo",
        "en": "Criteria met: the group (GIC) assesses the indication for a further autologous transplant",
    },
    "duration_not_met": {
        "it": "Criterio di durata della risposta non soddisfatto",
        "en": "The criterion of response duration is not met",
    },
    "at_threshold": {
        "it": "Al limite: la durata è esattamente la soglia, che il documento chiede di superare",
        "en": "At the limit: the duration is exactly the threshold, which the document asks to exceed",
    },
    "maximum_reached": {
        "it": "Numero massimo di trapianti autologhi già raggiunto",
        "en": "The maximum number of autologous transplants has been reached",
    },
    "not_candidate": {
        "it": "Paziente non candidabile a trapianto",
        "en": "Patient not a transplant candidate",
    },
    "not_applicable": {
        "it": "Nessun trapianto autologo precedente: il criterio non si applica",
        "en": "No earlier autologous transplant: the criterion does not apply",
    },
    "why": {"it": "Serve per il criterio del documento", "en": "Needed for the document's criterion"},
}


def _retransplant(values: Mapping[str, Any], lang: str, edition: Edition | None) -> Outcome:
    assert edition is not None  # the registry hands the edition to every calculator that needs one
    if edition.algorithm is None:
        return no_algorithm(lang)
    rule = edition.algorithm.retransplant
    thresholds = {"no": rule.without_maintenance_above_months, "yes": rule.with_maintenance_above_months}
    category, step = _category(values, rule.maximum_autologous, thresholds)
    if category is None:
        missing = [f for f in _FIELDS if values.get(f.name, "unknown") == "unknown"]
        if values.get("response_months") is not None and _decided(values, thresholds):
            missing = [field for field in missing if field.name != "maintenance"]
        questions = [Question(f.name, "input", f.options, _WORDS["why"][lang]) for f in missing]
        return Outcome(status="needs_input", questions=questions, sources=rule.sources)
    warnings = []
    if category == "at_threshold":
        warnings.append(Caution("at_threshold", _WORDS[category][lang], rule.sources))
    return Outcome(
        category=category,
        steps=[Step(_WORDS[category][lang], step, None, None, rule.sources)],
        warnings=warnings,
        details={
            "text": _WORDS[category][lang],
            "regimen": rule.regimen if category == "evaluate_in_gic" else None,
        },
        sources=rule.sources,
    )


def _decided(values: Mapping[str, Any], thresholds: Mapping[str, Decimal]) -> bool:
    """Tell whether the duration decides whatever the maintenance was."""
    months = values["response_months"]
    return bool(months > max(thresholds.values()) or months < min(thresholds.values()))


def _category(
    values: Mapping[str, Any], maximum: int, thresholds: Mapping[str, Decimal]
) -> tuple[str | None, str]:
    candidate = values.get("transplant_candidate", "unknown")
    prior, months = values.get("prior_autologous"), values.get("response_months")
    maintenance = values.get("maintenance", "unknown")
    if candidate == "no":
        return "not_candidate", ""
    if candidate == "unknown" or prior is None:
        return None, ""
    if prior == 0:
        return "not_applicable", ""
    if prior >= maximum:
        return "maximum_reached", f"{prior} >= {maximum}"
    if months is None:
        return None, ""
    if maintenance == "unknown":
        if not _decided(values, thresholds):
            return None, ""
        maintenance = "yes" if months > thresholds["yes"] else "no"
    threshold = thresholds[maintenance]
    if months > threshold:
        return "evaluate_in_gic", f"{exact(months)} > {exact(threshold)}"
    if months == threshold:
        return "at_threshold", f"{exact(months)} = {exact(threshold)}"
    return "duration_not_met", f"{exact(months)} < {exact(threshold)}"


CALCULATOR: Final = Calculator(
    "retransplant",
    {"it": "Ulteriore trapianto autologo", "en": "Further autologous transplant"},
    {
        "it": "Dice se i criteri scritti chiedono al GIC di valutare un ulteriore trapianto autologo.",
        "en": "Tells whether the criteria ask the group (GIC) to assess a further autologous transplant.",
    },
    {"it": "Regola nell'edizione", "en": "Rule in the edition"},
    _FIELDS,
    {
        "it": "categoria: evaluate_in_gic, duration_not_met, at_threshold, maximum_reached, "
        "not_candidate, not_applicable",
        "en": "category: evaluate_in_gic, duration_not_met, at_threshold, maximum_reached, "
        "not_candidate, not_applicable",
    },
    None,
    _retransplant,
    needs_edition=True,
    group="protocol",
)
