"""The ``relapse_trigger`` calculator: the document's criteria for treating a relapse, the IMWG ones beside.

The two are never merged: each has its own verdict. A criterion whose data are absent is unknown, never "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from calculators.algorithm.records import RelapseTrigger
from calculators.algorithm.words import no_algorithm
from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import YES_NO_UNKNOWN, Field, Problem
from calculators.outcome import Caution, Outcome, Question, Step, invalid
from calculators.quantity import exact, exactly
from calculators.terms import joined

_VERDICT: Final = {True: "yes", False: "no", None: "unknown"}
_G_L_PER_G_DL: Final = 10
_HIGHEST_G_L: Final = Decimal(150)
_LOWEST_G_L: Final = Decimal("0.1")

_FIELDS: Final = (
    Field(
        "crab",
        "condition",
        {"it": "Criteri CRAB presenti", "en": "CRAB criteria present"},
        options=YES_NO_UNKNOWN,
        required=False,
        help={
            "it": "Ipercalcemia, danno renale, anemia o lesioni ossee da mieloma, a giudizio del medico",
            "en": "Hypercalcaemia, renal damage, anaemia or bone lesions of myeloma, as the physician judges",
        },
    ),
    Field(
        "mc_first",
        "decimal",
        {"it": "Componente monoclonale, prima misura", "en": "M-component, first measurement"},
        None,
        Decimal("0.01"),
        _HIGHEST_G_L,
        required=False,
    ),
    Field(
        "mc_second",
        "decimal",
        {"it": "Componente monoclonale, seconda misura", "en": "M-component, second measurement"},
        None,
        Decimal(0),
        _HIGHEST_G_L,
        required=False,
    ),
    Field(
        "mc_unit",
        "choice",
        {"it": "Unità della componente monoclonale", "en": "Unit of the M-component"},
        options=("g/dL", "g/L"),
        required=False,
    ),
    Field(
        "mc_first_date",
        "date",
        {"it": "Data della prima misura", "en": "Date of the first measurement"},
        required=False,
    ),
    Field(
        "mc_second_date",
        "date",
        {"it": "Data della seconda misura", "en": "Date of the second measurement"},
        required=False,
    ),
    Field(
        "bj_increase_mg_24h",
        "decimal",
        {"it": "Aumento della proteinuria di Bence Jones", "en": "Increase of Bence Jones protein"},
        "mg/(24.h)",
        Decimal(0),
        Decimal(50_000),
        required=False,
    ),
    Field(
        "flc_first_mg_l",
        "decimal",
        {
            "it": "Catena leggera libera coinvolta, prima misura",
            "en": "Involved free light chain, first measurement",
        },
        "mg/L",
        Decimal("0.1"),
        Decimal(200_000),
        required=False,
    ),
    Field(
        "flc_second_mg_l",
        "decimal",
        {
            "it": "Catena leggera libera coinvolta, seconda misura",
            "en": "Involved free light chain, second measurement",
        },
        "mg/L",
        Decimal(0),
        Decimal(200_000),
        required=False,
    ),
    Field(
        "flc_ratio_abnormal",
        "condition",
        {"it": "Rapporto delle catene leggere libere alterato", "en": "Free light chain ratio abnormal"},
        options=YES_NO_UNKNOWN,
        required=False,
    ),
)
_WORDS: Final = {
    "crab": {"it": "Criteri CRAB", "en": "CRAB criteria"},
    "m_component": {
        "it": "Componente monoclonale almeno {factor} volte entro {months} mesi",
        "en": "M-component at least {factor} times within {months} months",
    },
    "bence_jones": {
        "it": "Aumento di Bence Jones oltre {limit} mg nelle 24 ore",
        "en": "Increase of Bence Jones above {limit} mg in 24 hours",
    },
    "free_light_chains": {
        "it": "Aumento delle catene leggere libere oltre il {limit} %",
        "en": "Increase of free light chains above {limit} %",
    },
    "imwg_crab": {"it": "IMWG: recidiva clinica (CRAB)", "en": "IMWG: clinical relapse (CRAB)"},
    "imwg_m_doubling": {
        "it": "IMWG: almeno {factor} volte entro {months} mesi, da almeno {reference} g/L",
        "en": "IMWG: at least {factor} times within {months} months, from at least {reference} g/L",
    },
    "imwg_m_increase": {
        "it": "IMWG: aumento della componente monoclonale di almeno {limit} g/L",
        "en": "IMWG: increase of the M-component of at least {limit} g/L",
    },
    "imwg_urine": {
        "it": "IMWG: aumento nelle urine di almeno {limit} mg nelle 24 ore",
        "en": "IMWG: increase in urine of at least {limit} mg in 24 hours",
    },
    "imwg_free_light_chains": {
        "it": "IMWG: aumento delle catene leggere di almeno {limit} mg/L o del {percent} %, "
        "il maggiore, con rapporto alterato",
        "en": "IMWG: increase of light chains of at least {limit} mg/L or {percent} %, "
        "whichever is greater, with an abnormal ratio",
    },
    "yes": {"it": "presente", "en": "present"},
    "no": {"it": "non presente", "en": "not present"},
    "unknown": {"it": "dati mancanti", "en": "data missing"},
    "verdict_yes": {
        "it": "Criterio del documento presente: indicazione a trattare secondo il protocollo, da confermare",
        "en": "A criterion of the document is present: indication to treat by the protocol, to be confirmed",
    },
    "verdict_no": {
        "it": "Nessun criterio del documento presente: osservazione o decisione del medico",
        "en": "No criterion of the document is present: observation, or the physician's decision",
    },
    "verdict_unknown": {
        "it": "Nessun criterio presente fra quelli valutabili; altri attendono dati",
        "en": "No criterion present among those that can be assessed; others wait for data",
    },
    "imwg_note": {
        "it": "I criteri IMWG chiedono due misure consecutive; stanno accanto a quelli del documento "
        "e non li sostituiscono. Da verificare",
        "en": "The IMWG criteria ask for two consecutive measurements; they stand beside the document's "
        "and do not replace them. To be verified",
    },
    "at_threshold": {
        "it": "Al limite: {text}. Il valore è esattamente la soglia, che il documento chiede di superare",
        "en": "At the limit: {text}. The value is exactly the threshold, which the document asks to exceed",
    },
    "why": {"it": "Serve per: {text}", "en": "Needed for: {text}"},
    "dates": {
        "it": "La seconda misura deve essere successiva alla prima.",
        "en": "The second measurement must come after the first.",
    },
    "mc_range": {
        "it": "Componente monoclonale: valore accettato da {low} a {high} g/L; qui {value} g/L.",
        "en": "M-component: accepted from {low} to {high} g/L; here {value} g/L.",
    },
}


@dataclass(frozen=True, slots=True)
class _Criterion:
    code: str
    text: str
    met: bool | None
    formula: str
    needs: tuple[str, ...]
    sources: tuple[str, ...]
    at_threshold: bool = False


def _say(code: str, lang: str, **values: object) -> str:
    return _WORDS[code][lang].format(**values)


@exactly
def in_g_l(value: Decimal, unit: str) -> Decimal:
    """Return an M-component in g/L from ``g/dL`` or ``g/L``."""
    return value * _G_L_PER_G_DL if unit == "g/dL" else value


def months_after(day: date, months: int) -> date:
    """Return the same day some calendar months later; the month's last day where it has no such day."""
    from calendar import monthrange  # in the page it would delay every start

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _relapse_trigger(values: Mapping[str, Any], lang: str, edition: Edition | None) -> Outcome:
    assert edition is not None  # the registry hands the edition to every calculator that needs one
    if edition.algorithm is None:
        return no_algorithm(lang)
    problems = _problems(values, lang)
    if problems:
        return invalid(problems)
    rule = edition.algorithm.relapse_trigger
    protocol, imwg = _protocol(values, rule, lang), _imwg(values, rule, lang)
    met, imwg_met = (joined("any", [c.met for c in found]) for found in (protocol, imwg))
    warnings = [
        Caution("at_threshold", _say("at_threshold", lang, text=c.text), c.sources)
        for c in protocol
        if c.at_threshold
    ]
    warnings.append(Caution("imwg_beside", _say("imwg_note", lang), rule.imwg_sources, "info"))
    questions: dict[str, Question] = {}
    if met is None:
        for criterion in protocol:
            for name in criterion.needs if criterion.met is None else ():
                why = _say("why", lang, text=criterion.text)
                questions.setdefault(name, Question(name, "input", (), why))
    verdict = _say(f"verdict_{_VERDICT[met]}", lang)
    steps = [
        Step(f"{c.text}: {_say(_VERDICT[c.met], lang)}", c.formula, None, None, c.sources)
        for c in (*protocol, *imwg)
    ]
    return Outcome(
        status="needs_input" if met is None else "ok",
        category=None if met is None else "criterion_present" if met else "no_criterion_present",
        details={
            "protocol": {
                "met": _VERDICT[met],
                "which": [c.code for c in protocol if c.met],
                "unknown": [c.code for c in protocol if c.met is None],
                "text": verdict,
            },
            "imwg": {
                "met": _VERDICT[imwg_met],
                "why": [{"code": c.code, "met": _VERDICT[c.met], "text": c.text} for c in imwg],
            },
        },
        steps=[Step(verdict, "", None, None, ()), *steps],
        warnings=warnings,
        questions=list(questions.values()),
        sources=tuple(dict.fromkeys(source for c in (*protocol, *imwg) for source in c.sources)),
    )


def _problems(values: Mapping[str, Any], lang: str) -> list[Problem]:
    problems = []
    first, second = values.get("mc_first_date"), values.get("mc_second_date")
    if first is not None and second is not None and second <= first:
        problems.append(Problem("mc_second_date", "out_of_range", _say("dates", lang)))
    unit = values.get("mc_unit")
    for name, lowest in (("mc_first", _LOWEST_G_L), ("mc_second", Decimal(0))):
        if unit is not None and name in values:
            value = in_g_l(values[name], unit)
            if not lowest <= value <= _HIGHEST_G_L:
                text = _say("mc_range", lang, low=exact(lowest), high=exact(_HIGHEST_G_L), value=exact(value))
                problems.append(Problem(name, "out_of_range", text))
    return problems


def _truth(answer: object) -> bool | None:
    return {"yes": True, "no": False}.get(str(answer))


@dataclass(frozen=True, slots=True)
class _MComponent:
    """The two measurements in g/L; None where they cannot be told."""

    first: Decimal | None
    second: Decimal | None
    first_date: date | None
    second_date: date | None

    def multiplied(self, factor: Decimal) -> bool | None:
        if self.first is None or self.second is None:
            return None
        return self.second >= factor * self.first

    def within(self, months: int) -> bool | None:
        if self.first_date is None or self.second_date is None:
            return None
        return self.second_date <= months_after(self.first_date, months)

    @property
    def words(self) -> str:
        if self.first is None or self.second is None:
            return ""
        return f"{exact(self.first)} -> {exact(self.second)} g/L"


def _m_component(values: Mapping[str, Any]) -> _MComponent:
    unit = values.get("mc_unit")

    def measured(name: str) -> Decimal | None:
        return in_g_l(values[name], unit) if unit is not None and name in values else None

    return _MComponent(
        measured("mc_first"), measured("mc_second"), values.get("mc_first_date"), values.get("mc_second_date")
    )


_MC_NEEDS: Final = ("mc_first", "mc_second", "mc_unit")
_DATES: Final = ("mc_first_date", "mc_second_date")
_FLC_NEEDS: Final = ("flc_first_mg_l", "flc_second_mg_l")


@exactly
def _protocol(values: Mapping[str, Any], rule: RelapseTrigger, lang: str) -> list[_Criterion]:
    def missing(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if values.get(name, "unknown") == "unknown")

    component = _m_component(values)
    urine, limit = values.get("bj_increase_mg_24h"), rule.increase_above_mg_24h
    first, second = (values.get(name) for name in _FLC_NEEDS)
    percent = rule.increase_above_percent
    rise = None if first is None or second is None else (second - first) * 100 - percent * first
    rise_words = ""
    if first is not None and second is not None and rise is not None:
        rise_words = (
            f"({exact(second)} - {exact(first)}) / {exact(first)} * 100 {_sign(rise)} {exact(percent)}"
        )
    return [
        _Criterion(
            "crab", _say("crab", lang), _truth(values.get("crab")), "", ("crab",), rule.sources["crab"]
        ),
        _Criterion(
            "m_component",
            _say("m_component", lang, factor=exact(rule.factor), months=rule.within_months),
            joined("all", [component.multiplied(rule.factor), component.within(rule.within_months)]),
            component.words,
            missing((*_MC_NEEDS, *_DATES)),
            rule.sources["m_component"],
        ),
        _Criterion(
            "bence_jones",
            _say("bence_jones", lang, limit=exact(limit)),
            None if urine is None else urine > limit,
            "" if urine is None else f"{exact(urine)} {_sign(urine - limit)} {exact(limit)}",
            missing(("bj_increase_mg_24h",)),
            rule.sources["bence_jones"],
            at_threshold=urine == limit,
        ),
        _Criterion(
            "free_light_chains",
            _say("free_light_chains", lang, limit=exact(percent)),
            None if rise is None else rise > 0,
            rise_words,
            missing(_FLC_NEEDS),
            rule.sources["free_light_chains"],
            at_threshold=rise == 0,
        ),
    ]


def _sign(difference: Decimal) -> str:
    return ">" if difference > 0 else "=" if difference == 0 else "<"


@exactly
def _imwg(values: Mapping[str, Any], rule: RelapseTrigger, lang: str) -> list[_Criterion]:
    component = _m_component(values)
    urine = values.get("bj_increase_mg_24h")
    first, second = (values.get(name) for name in _FLC_NEEDS)
    reference = None if component.first is None else component.first >= rule.imwg_reference_g_l
    increase = (
        None
        if component.first is None or component.second is None
        else component.second - component.first >= rule.imwg_increase_g_l
    )
    chains = None
    if first is not None and second is not None:
        needed = max(rule.imwg_increase_mg_l, first * rule.imwg_increase_percent / 100)
        chains = second - first >= needed
    doubling = joined(
        "all",
        [reference, component.multiplied(rule.imwg_factor), component.within(rule.imwg_within_months)],
    )
    found: tuple[tuple[str, bool | None, dict[str, object]], ...] = (
        ("imwg_crab", _truth(values.get("crab")), {}),
        (
            "imwg_m_doubling",
            doubling,
            {
                "factor": exact(rule.imwg_factor),
                "months": rule.imwg_within_months,
                "reference": exact(rule.imwg_reference_g_l),
            },
        ),
        ("imwg_m_increase", increase, {"limit": exact(rule.imwg_increase_g_l)}),
        (
            "imwg_urine",
            None if urine is None else urine >= rule.imwg_increase_mg_24h,
            {"limit": exact(rule.imwg_increase_mg_24h)},
        ),
        (
            "imwg_free_light_chains",
            joined("all", [chains, _truth(values.get("flc_ratio_abnormal"))]),
            {"limit": exact(rule.imwg_increase_mg_l), "percent": exact(rule.imwg_increase_percent)},
        ),
    )
    return [
        _Criterion(code, _say(code, lang, **words), met, "", (), rule.imwg_sources)
        for code, met, words in found
    ]


CALCULATOR: Final = Calculator(
    "relapse_trigger",
    {"it": "Criteri per trattare la recidiva", "en": "Criteria for treating a relapse"},
    {
        "it": "I criteri del documento e, accanto, quelli IMWG: due giudizi distinti.",
        "en": "The document's criteria and, beside them, the IMWG ones: two separate verdicts.",
    },
    {
        "it": "Regola nell'edizione; IMWG (Rajkumar 2011, da verificare)",
        "en": "Rule in the edition; IMWG (Rajkumar 2011, to be verified)",
    },
    _FIELDS,
    {
        "it": "details.protocol {met, which} e details.imwg {met, why}",
        "en": "details.protocol {met, which} and details.imwg {met, why}",
    },
    None,
    _relapse_trigger,
    needs_edition=True,
    group="myeloma",
)
