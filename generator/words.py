"""Doses, days, cycles, routes and conditions in a reader's words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from calculators.quantity import readable
from calculators.receipt_words import MONTHS
from generator.content import Content
from generator.records import Choice, CycleRange, DoseText, Regimen, Rule, TermText, Text

_OPPOSITE: Mapping[str, str] = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "=": "!="}
_SIGN: Mapping[str, str] = {">": ">", ">=": "≥", "<": "<", "<=": "≤", "=": "=", "!=": "≠"}
_AGE_PHRASE: Mapping[str, str] = {">": "age_above", ">=": "age_from"}
_PER: Mapping[str | None, str] = {"m2": "/m²", "kg": "/kg", None: ""}
_ALL_DIGITS = 9
RUN_DAYS = 7
"""From how many consecutive days on a dose is said, and drawn, as a run."""


@cache
def _phrases() -> dict[str, dict[str, str]]:
    text = (Path(__file__).parent / "locale" / "cycle.yml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


def phrase(key: str, lang: str, **values: object) -> str:
    """Return a fixed phrase of the cycle picture."""
    return _phrases()[key][lang].format(**values)


def said(text: Text, lang: str) -> str:
    """Return a text of the content in a language, with its units as a reader writes them."""
    return squared(text.it if lang == "it" else text.en)


def squared(text: str) -> str:
    """Write m² where the records' plain text has m2; a name such as dose-per-m2 stays."""
    return re.sub(r"(?<!-)\bm2\b", "m²", text)


def capital(text: str) -> str:
    """Begin with a capital, and leave the rest alone."""
    return text[:1].upper() + text[1:]


def number_words(value: str | Decimal, lang: str) -> str:
    """Print a number with every digit it has."""
    return readable(Decimal(value), lang, places=_ALL_DIGITS)


def date_words(iso: str, lang: str) -> str:
    """Print a date as a reader writes it: 21 nov 2026."""
    day = date.fromisoformat(iso)
    return f"{day.day} {MONTHS[lang][day.month - 1]} {day.year}"


def dose_words(dose: DoseText, lang: str) -> str:
    """Print a dose: 20 mg/m², 1,3 mg/m², 40 mg."""
    return f"{number_words(dose.amount, lang)} {dose.unit}{_PER[dose.per]}"


def is_run(days: Sequence[int]) -> bool:
    """Tell whether the days follow one another for a week or more."""
    return len(days) >= RUN_DAYS and all(later - earlier == 1 for earlier, later in pairwise(days))


def day_list(days: Sequence[int]) -> str:
    """Print days as a list: 1, 8, 15, 22."""
    return ", ".join(map(str, days))


def days_words(days: Sequence[int] | None, lang: str, daily: bool) -> str:
    """Say on which days: 'nei giorni 1, 8', or 'dal giorno 1 al giorno 21, ogni giorno' for a daily run."""
    if days is None:
        return phrase("days_unknown", lang)
    if not days:
        return phrase("not_given", lang)
    if daily:
        return phrase("on_run", lang, first=days[0], last=days[-1])
    return phrase("on_day" if len(days) == 1 else "on_days", lang, days=day_list(days))


def cycles_words(cycles: CycleRange, lang: str, prefix: str = "cycle") -> str:
    """Say a range of cycles: Ciclo 1, Cicli 2-12, Dal ciclo 13, Ogni ciclo."""
    if cycles.last is None:
        if cycles.first == 1:
            return phrase("cycle_every", lang)
        return phrase(f"{prefix}_from", lang, first=cycles.first)
    key = "one" if cycles.first == cycles.last else "some"
    return phrase(f"{prefix}_{key}", lang, first=cycles.first, last=cycles.last)


def cycles_sign(cycles: CycleRange) -> str:
    """Write a range of cycles as the records do: 1, 2-12, 13+."""
    if cycles.last is None:
        return f"{cycles.first}+"
    return str(cycles.first) if cycles.first == cycles.last else f"{cycles.first}-{cycles.last}"


def all_choices(regimen: Regimen, content: Content) -> dict[str, Choice]:
    """Return the choices that the lines of a regimen may name: its own and its drugs'."""
    choices = dict(regimen.choices)
    for block in regimen.drugs:
        choices.update(content.drugs[block.drug].choices)
    return choices


def term_words(term: TermText, regimen: Regimen, content: Content, lang: str) -> str:
    """Say one condition exactly: 'età > 75 anni', or a question with its answer, or a rule's text."""
    if term.operator == "is":
        choice = all_choices(regimen, content)[term.name]
        return f"{said(choice.question, lang)} {option_words(term, choice, lang)}"
    if term.operator != "holds":
        return _comparison(term, lang)
    rule = regimen.rules.get(term.name)
    return _rule_words(rule, term.negated, lang) if rule else _fact_words(term, content, lang)


def option_words(term: TermText, choice: Choice, lang: str) -> str:
    """Say the option that a term asks for; of two options, not the one is the other."""
    wanted = str(term.value)
    if not term.negated:
        return said(choice.options[wanted].label, lang)
    others = [option for name, option in choice.options.items() if name != wanted]
    if len(others) == 1:
        return said(others[0].label, lang)
    return phrase("not_the_option", lang, option=said(choice.options[wanted].label, lang))


def short_words(term: TermText, regimen: Regimen, content: Content, lang: str) -> str:
    """Say one condition in the few words that a row of the picture has room for.

    An option is said up to its colon: what follows is what the row draws. An age is said as people say it;
    facts without short words of their own are 'another condition', and the rule's full text stands in the
    exact table.
    """
    if term.operator == "is":
        return option_words(term, all_choices(regimen, content)[term.name], lang).partition(": ")[0]
    rule = regimen.rules.get(term.name)
    if term.operator != "holds" or rule is None or term.negated:
        return _age_words(term, lang) or term_words(term, regimen, content, lang)
    numbers = [inner for inner in [*rule.any, *rule.all] if inner.operator not in ("holds", "is")]
    words = [_age_words(inner, lang) or _comparison(inner, lang) for inner in numbers]
    if len(numbers) < len([*rule.any, *rule.all]):
        words.append(phrase("another_condition", lang))
    return joined(words, "or" if rule.any else "and", lang)


def joined(words: Iterable[str], conjunction: str, lang: str) -> str:
    """Join words as a sentence does: a, b o c."""
    listed = list(words)
    if len(listed) == 1:
        return listed[0]
    return f"{', '.join(listed[:-1])} {phrase(conjunction, lang)} {listed[-1]}"


def _comparison(term: TermText, lang: str) -> str:
    operator = _OPPOSITE[term.operator] if term.negated else term.operator
    value = number_words(str(term.value), lang)
    return (
        f"{phrase(f'number_{term.name}', lang)} {_SIGN[operator]} {value} {phrase(f'unit_{term.name}', lang)}"
    )


def _age_words(term: TermText, lang: str) -> str | None:
    if term.name != "age_years" or term.negated or term.operator not in _AGE_PHRASE:
        return None
    return phrase(_AGE_PHRASE[term.operator], lang, n=number_words(str(term.value), lang))


def _rule_words(rule: Rule, negated: bool, lang: str) -> str:
    terms = [*rule.any, *rule.all]
    if len(terms) == 1 and terms[0].operator not in ("holds", "is"):
        return _comparison(terms[0].model_copy(update={"negated": terms[0].negated is not negated}), lang)
    return phrase("rule_is_not_met", lang) if negated else said(rule.text, lang)


def _fact_words(term: TermText, content: Content, lang: str) -> str:
    condition = content.conditions.get(term.name)
    if condition is None:
        return phrase(f"fact_{'not_' if term.negated else ''}{term.name}", lang)
    return f"{said(condition.question, lang)} {phrase('answer_no' if term.negated else 'answer_yes', lang)}"
