"""Differences in clinical words: 'desametasone, DRd: soglia di età da > 75 a ≥ 75 anni'."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calculators.receipt_words import ROUTES
from generator.content import Content
from generator.editions.differences import Difference, Item
from generator.locale import words
from generator.records import CycleRange, DoseText, Regimen, TermText
from generator.words import cycles_words, dose_words, is_run, squared, term_words

LONGEST = 240
"""How many characters of a value the text form shows."""
_SIGN = {">": ">", ">=": "≥", "<": "<", "<=": "≤", "=": "="}
_DOSE = frozenset({"amount", "unit", "per"})
_CYCLES = frozenset({"first", "last"})
_TERM = frozenset({"name", "operator", "value", "negated"})
_TEXT = frozenset({"it", "en"})


@dataclass(frozen=True, slots=True)
class Sides:
    """The records of both editions, from which names are taken."""

    before: Content
    after: Content

    def of(self, section: str, name: str) -> Any:
        """Return a record of the later edition, else of the earlier one."""
        for content in (self.after, self.before):
            found = getattr(content, section, {})
            if isinstance(found, Mapping) and name in found:
                return found[name]
        return None


@dataclass(frozen=True, slots=True)
class Said:
    """One difference in words. ``about`` runs from the particular to the general."""

    section: str
    record: str
    kind: str
    about: str
    what: str
    before: str
    after: str

    def sentence(self, lang: str) -> str:
        """Return it as one line of text."""
        t = words(lang)
        head = f"{self.about}: {self.what}".rstrip(": ") if self.about else self.what
        old, new = _short(self.before), _short(self.after)
        if self.kind == "changed":
            return f"{head} {t['compare_from_to'].format(before=old, after=new)}"
        value = old if self.kind == "removed" else new
        join = ", " if self.what else ": "
        return f"{head}{join}{t[f'compare_{self.kind}']}{f' ({value})' if value else ''}"


def said(difference: Difference, sides: Sides, lang: str) -> Said:
    """Put one difference in the words of a clinician."""
    content = sides.before if difference.kind == "removed" else sides.after
    whole_record = not difference.path and isinstance(difference.after or difference.before, Mapping)
    what = "" if whole_record else _field(difference, lang)
    before, after = (
        "" if whole_record else value_words(value, content, difference, lang)
        for value in (difference.before, difference.after)
    )
    threshold = _age_threshold(difference, lang)
    if threshold is not None:
        what, before, after = threshold
    places = list(_places(difference, sides, lang, brief=threshold is not None))
    record = record_name(difference.section, difference.record, sides, lang)
    about = ", ".join(dict.fromkeys(part for part in [*reversed(places), record] if part))
    return Said(difference.section, difference.record, difference.kind, about, what, before, after)


def record_name(section: str, name: str, sides: Sides, lang: str) -> str:
    """Return a record as a reader knows it: KRd, carfilzomib, DX-01; an unknown one as it is."""
    if not name:
        return words(lang).get(f"section_{section}") or section.replace("_", " ")
    record = sides.of(section, name)
    if section == "regimens" and record is not None:
        return str(record.acronym)
    if section == "drugs" and record is not None:
        return str(getattr(record.inn, lang))
    return name


def _places(difference: Difference, sides: Sides, lang: str, *, brief: bool) -> Iterator[str]:
    """Yield the steps that lead to the field, each as a reader would say it."""
    drugs = list(_drugs_of_rule(difference, sides, lang)) if difference.section == "regimens" else []
    yield from drugs
    if drugs and brief:
        return
    inner = difference.path[:-1]
    for position, step in enumerate(difference.path):
        if isinstance(step, Item):
            yield _item(step.value, sides, lang)
        elif position < len(inner) and not isinstance(difference.path[position + 1], Item):
            yield _word(step, lang)


def _drugs_of_rule(difference: Difference, sides: Sides, lang: str) -> Iterator[str]:
    """A rule stands in the regimen, but what it changes are the drugs whose lines name it."""
    regimen = sides.of("regimens", difference.record)
    if isinstance(regimen, Regimen) and difference.fields[:1] == ("rules",) and len(difference.fields) > 1:
        rule = difference.fields[1]
        for block in regimen.drugs:
            if any(term.name == rule for line in block.doses for term in line.when):
                yield _drug(block.drug, sides, lang)


def _item(value: Any, sides: Sides, lang: str) -> str:
    if not isinstance(value, Mapping):
        return value_text(value, lang)
    if isinstance(value.get("drug"), str):
        return _drug(value["drug"], sides, lang)
    if isinstance(value.get("cycles"), Mapping) and "days" in value:
        reduced = f" ({words(lang)['field_reduced']})" if value.get("reduced") else ""
        return cycles_words(CycleRange(**value["cycles"]), lang).lower() + reduced
    for name in ("id", "code"):
        if isinstance(value.get(name), str):
            return str(value[name])
    for name in ("title", "label", "text", "question"):
        if isinstance(value.get(name), Mapping):
            return f"«{_short(str(value[name].get(lang, '')), 60)}»"
    return ""


def _drug(name: str, sides: Sides, lang: str) -> str:
    drug = sides.of("drugs", name)
    return name if drug is None else str(getattr(drug.inn, lang))


def _field(difference: Difference, lang: str) -> str:
    """Name the last field of the path; of a whole list item, the list."""
    if not difference.path:
        return ""
    fields = difference.fields
    return _word(fields[-1], lang) if fields else ""


def _word(name: str, lang: str) -> str:
    return words(lang).get(f"field_{name}") or name.replace("_", " ")


def _age_threshold(difference: Difference, lang: str) -> tuple[str, str, str] | None:
    """Say a changed age limit as what it is; only where the one condition on each side is about age."""
    sides = [_single_age(value) for value in (difference.before, difference.after)]
    if difference.kind != "changed" or None in sides:
        return None
    t = words(lang)
    old, new = (f"{_SIGN[term['operator']]} {term['value']}" for term in sides if term is not None)
    return t["age_threshold"], old, f"{new} {t['unit_years']}"


def _single_age(value: Any) -> Mapping[str, Any] | None:
    terms = value if isinstance(value, list) else [value]
    if len(terms) == 1 and isinstance(terms[0], Mapping) and frozenset(terms[0]) == _TERM:
        term: Mapping[str, Any] = terms[0]
        return (
            term
            if term["name"] == "age_years" and term["operator"] in _SIGN and not term["negated"]
            else None
        )
    return None


def value_words(value: Any, content: Content, difference: Difference, lang: str) -> str:
    """Say a value; conditions as the pages of the regimen say them."""
    terms = value if isinstance(value, list) else [value]
    if value and all(isinstance(term, Mapping) and frozenset(term) == _TERM for term in terms):
        return "; ".join(_condition(term, content, difference, lang) for term in terms)
    return _known_word(value, content, difference, lang) or value_text(value, lang)


def _known_word(value: Any, content: Content, difference: Difference, lang: str) -> str:
    """Say a word of the records as the site says it: a status, a kind, a severity, a route."""
    field = difference.fields[-1] if difference.fields else ""
    prose = content.prose
    by_field: Mapping[str, Mapping[str, Any]] = {
        "status": prose.statuses,
        "kind": {name: kind.label for name, kind in prose.kinds.items()},
        "severity": prose.severities,
    }
    known = by_field.get(field, {})
    if field == "route" and value in ROUTES:
        return ROUTES[value][lang]
    return f"«{getattr(known[value], lang)}»" if isinstance(value, str) and value in known else ""


def _condition(term: Mapping[str, Any], content: Content, difference: Difference, lang: str) -> str:
    regimen = content.regimens.get(difference.record) or Regimen.model_construct(
        rules={}, choices={}, drugs=[]
    )
    try:
        return term_words(TermText(**term), regimen, content, lang)
    except KeyError:  # a name of another version of the records, or of a drug's own choice
        negated = "not " if term["negated"] else ""
        value = "" if term["value"] is None else f" {term['operator']} {term['value']}"
        return f"{negated}{term['name']}{value}"


def value_text(value: Any, lang: str) -> str:
    """Say any value of an edition's data."""
    t = words(lang)
    if value is None or value == []:
        return t["compare_nothing"]
    if isinstance(value, bool):
        return t["option_yes" if value else "option_no"].lower()
    if isinstance(value, Mapping):
        return _mapping_text(value, lang)
    if isinstance(value, list):
        return (
            "; ".join(value_text(item, lang) for item in value)
            if _has_records(value)
            else _listed(value, lang)
        )
    return squared(str(value))


def _mapping_text(value: Mapping[str, Any], lang: str) -> str:
    keys = frozenset(value)
    if keys == _TEXT:
        one = value[lang]
        return value_text(one, lang) if isinstance(one, Mapping) else f"«{squared(str(one))}»"
    if keys == _DOSE:
        return dose_words(DoseText(**value), lang)
    if keys == _CYCLES:
        return cycles_words(CycleRange(**value), lang).lower()
    if isinstance(value.get("dose"), Mapping) and isinstance(value.get("days"), list):
        days = _listed(value["days"], lang)
        return f"{_mapping_text(value['dose'], lang)}, {words(lang)['field_days']} {days}"
    parts = [
        f"{_word(key, lang)}: {value_text(item, lang)}"
        for key, item in value.items()
        if item not in (None, [])
    ]
    return "; ".join(parts)


def _has_records(values: Sequence[Any]) -> bool:
    return any(isinstance(item, Mapping) for item in values)


def _listed(values: Sequence[Any], lang: str) -> str:
    if all(isinstance(item, int) for item in values) and is_run(values):
        return f"{values[0]}-{values[-1]}"
    return ", ".join(value_text(item, lang) for item in values)


def _short(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
