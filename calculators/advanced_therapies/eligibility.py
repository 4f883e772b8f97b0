"""Eligibility for advanced therapies by criterion: documents and labels side by side, never merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from calculators.advanced_therapies.records import Criterion, CriterionSet, Therapy
from calculators.advanced_therapies.shared import not_in_edition
from calculators.calculator import Calculator
from calculators.dose_plan.facts import NO_REGIMEN, Facts
from calculators.edition import Edition, distinct
from calculators.fields import YES_NO_UNKNOWN, Field
from calculators.messages import message, option_label
from calculators.outcome import Caution, Outcome, Step
from calculators.vocabulary import AGE

WORDS: Final = {True: "met", False: "not_met", None: "unknown"}


def _count(name: str, it: str, en: str, high: int) -> Field:
    return Field(name, "integer", {"it": it, "en": en}, None, Decimal(0), Decimal(high), required=False)


def _fact(name: str, it: str, en: str) -> Field:
    return Field(name, "condition", {"it": it, "en": en}, options=YES_NO_UNKNOWN, required=False)


FIELDS: Final = (
    _count("prior_lines", "Linee di terapia precedenti", "Prior lines of therapy", 30),
    _fact("exposed_pi", "Esposto a un inibitore del proteasoma", "Exposed to a proteasome inhibitor"),
    _fact("exposed_imid", "Esposto a un immunomodulante", "Exposed to an immunomodulatory drug"),
    _fact("exposed_anti_cd38", "Esposto a un anti-CD38", "Exposed to an anti-CD38 antibody"),
    _fact("exposed_anti_bcma", "Esposto a un anti-BCMA", "Exposed to an anti-BCMA therapy"),
    _fact("refractory_lenalidomide", "Refrattario a lenalidomide", "Refractory to lenalidomide"),
    _count(
        "refractory_pi_count",
        "Inibitori del proteasoma a cui è refrattario (numero)",
        "Proteasome inhibitors the disease is refractory to (number)",
        10,
    ),
    _count(
        "refractory_imid_count",
        "Immunomodulanti a cui è refrattario (numero)",
        "Immunomodulatory drugs the disease is refractory to (number)",
        10,
    ),
    _fact("refractory_anti_cd38", "Refrattario a un anti-CD38", "Refractory to an anti-CD38 antibody"),
    _fact("progression_on_last", "Progressione all'ultima terapia", "Progression on the last therapy"),
    _fact("prior_autologous", "Trapianto autologo in passato", "Autologous transplant in the past"),
    Field(
        "months_to_progression_after_transplant",
        "decimal",
        {"it": "Mesi tra trapianto e progressione", "en": "Months from transplant to progression"},
        "mo",
        Decimal(0),
        Decimal(600),
        required=False,
    ),
    replace(AGE, required=False),
)


def criterion_met(criterion: Criterion, facts: Facts) -> bool | None:
    """Tell whether a criterion is met; None while it is not known, or where only a person can tell."""
    if not criterion.terms:
        return None
    if criterion.mode == "all":
        return facts.all_hold(criterion.terms)
    truths = [facts.holds(term) for term in criterion.terms]
    return True if True in truths else None if None in truths else False


def _eligibility(values: Mapping[str, Any], lang: str, edition: Edition | None) -> Outcome:
    assert edition is not None  # the registry hands the edition to every calculator that needs one
    therapies = edition.advanced.therapies
    if not therapies:
        return not_in_edition(lang)
    answers = {name: value for name, value in values.items() if isinstance(value, str)}
    facts = Facts(NO_REGIMEN, {}, values, answers, {})
    steps: list[Step] = []
    found = [_therapy(therapy, facts, lang, steps) for therapy in therapies]
    return Outcome(
        steps=steps,
        warnings=[Caution("not_a_prescription", message("not_a_prescription", lang), level="info")],
        sources=distinct(one.sources for therapy in therapies for one in therapy.sets),
        details={"therapies": found},
    )


def _therapy(therapy: Therapy, facts: Facts, lang: str, steps: list[Step]) -> dict[str, Any]:
    return {
        "therapy": therapy.id,
        "name": therapy.name[lang],
        "sets": [_set(one, therapy, facts, lang, steps) for one in therapy.sets],
        "notes": [{"text": note.text[lang], "sources": list(note.sources)} for note in therapy.notes],
    }


def _set(one: CriterionSet, therapy: Therapy, facts: Facts, lang: str, steps: list[Step]) -> dict[str, Any]:
    states = [criterion_met(criterion, facts) for criterion in one.criteria]
    verdict = False if False in states else None if None in states else True
    title = f"{one.title[lang]} ({one.date})" if one.date else one.title[lang]
    steps.append(Step(f"{therapy.name[lang]}, {title}", _word(verdict, lang), None, None, one.sources))
    for criterion, state in zip(one.criteria, states, strict=True):
        steps.append(Step(criterion.text[lang], _word(state, lang), None, None, criterion.sources))
    return {
        "set": one.id,
        "title": one.title[lang],
        "origin": one.origin,
        "date": one.date,
        "jurisdiction": one.jurisdiction,
        "verified": one.verified,
        "verdict": WORDS[verdict],
        "criteria": [
            {
                "criterion": criterion.id,
                "text": criterion.text[lang],
                "state": WORDS[state],
                "sources": list(criterion.sources),
            }
            for criterion, state in zip(one.criteria, states, strict=True)
        ],
        "sources": list(one.sources),
    }


def _word(state: bool | None, lang: str) -> str:
    return option_label({True: "criterion_met", False: "criterion_not_met", None: "unknown"}[state], lang)


CALCULATOR: Final = Calculator(
    "advanced_therapy_eligibility",
    {"it": "Criteri delle terapie avanzate", "en": "Criteria of advanced therapies"},
    {
        "it": "Quali criteri delle diapositive e delle schede tecniche UE sono soddisfatti, terapia per"
        " terapia.",
        "en": "Which criteria of the slides and of the EU labels are met, therapy by therapy.",
    },
    {"it": "Edizione, schede delle terapie avanzate", "en": "Edition, advanced therapy records"},
    FIELDS,
    {
        "it": "details.therapies: per ogni gruppo di criteri met, not_met o unknown",
        "en": "details.therapies: for each set of criteria met, not_met or unknown",
    },
    None,
    _eligibility,
    needs_edition=True,
    group="protocol",
)
