"""The calculators' pages and their gallery: the record's words around the registry's fields and cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from calculators import api
from calculators.calculator import GROUPS, Calculator
from calculators.fields import Field
from calculators.messages import option_label, unit_words
from calculators.references import REFERENCES
from calculators.registry import CALCULATORS
from generator.calculator_links import filled_by, regimens_asking, where_it_matters
from generator.content import Content
from generator.examples import worked_examples
from generator.grammar import source_key
from generator.links import Links, slug
from generator.locale import words
from generator.pages.page import Page
from generator.pages.site_data import SiteData
from generator.records import CalculatorRecord
from generator.score_picture import class_picture, classes_of

LONG_LIST = 8
"""From how many yes-or-no answers on a form is set as a list, a row an answer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A calculator that this edition describes."""

    calculator: Calculator
    record: CalculatorRecord

    @property
    def path(self) -> str:
        """Return its page, relative to the language's root."""
        return self.record.page or f"calculators/{slug(self.record.id)}/"


def entries(content: Content) -> list[Entry]:
    """Return the calculators in the registry's order; one without a record in this edition is left out."""
    return [
        Entry(calculator, content.calculators[name])
        for name, calculator in CALCULATORS.items()
        if name in content.calculators
    ]


def by_group(content: Content) -> list[tuple[str, list[Entry]]]:
    """Group the calculators by purpose, groups in their own order."""
    found = [
        (group, [entry for entry in entries(content) if entry.calculator.group == group]) for group in GROUPS
    ]
    return [(group, members) for group, members in found if members]


def gallery(site: SiteData) -> Page:
    """Return the page of all calculators: a grouped list, which a script can search and filter."""
    content, t = site.content, words(site.lang)
    groups = by_group(content)
    marks = {entry.record.id: _mark(entry, content) for entry in entries(content)}
    data = {
        "groups": [(name, t[f"calculator_group_{name}"], members) for name, members in groups],
        "filters": [
            {
                "name": "group",
                "label": t["calculator_filter_group"],
                "options": [{"value": name, "label": t[f"calculator_group_{name}"]} for name, _ in groups],
            },
            {
                "name": "basis",
                "label": t["calculator_filter_basis"],
                "options": [
                    {"value": basis, "label": t[f"calculator_basis_{basis}"]}
                    for basis in ("edition", "publication", "arithmetic")
                ],
            },
        ],
        "marks": marks,
        "searched": {entry.record.id: _searched(entry) for entry in entries(content)},
    }
    return Page("calculators/index.md", "calculators.md.j2", t["nav_calculators"], data, wide=True)


def _is_publication(reference: str, content: Content) -> bool:
    key = source_key(reference)
    return key in REFERENCES or content.references[key].kind == "publication"


def _mark(entry: Entry, content: Content) -> dict[str, Any]:
    """Say on whose authority a calculator stands, and whether something of it waits to be verified."""
    published = any(_is_publication(one.source, content) for one in entry.record.references)
    return {
        "basis": "edition"
        if entry.calculator.needs_edition
        else "publication"
        if published
        else "arithmetic",
        "to_verify": to_verify(entry),
    }


def to_verify(entry: Entry) -> bool:
    """Tell whether a reference or a threshold of a calculator has not been read at its source."""
    record = entry.record
    read = [one.verified for one in record.references] + [one.verified for one in record.criteria]
    return not all(read) or bool(entry.calculator.not_verified)


def _searched(entry: Entry) -> str:
    """Return what the gallery's search looks through: name, titles, purposes and inputs in both languages."""
    parts = [entry.record.id.replace("_", " ")]
    for lang in ("it", "en"):
        parts += [entry.calculator.title[lang], entry.calculator.purpose[lang]]
        parts += [field.label[lang] for field in entry.calculator.fields]
    return " ".join(parts).casefold()


def calculator_pages(site: SiteData) -> Iterator[Page]:
    """Yield a page for every calculator whose form does not stand elsewhere."""
    for entry in entries(site.content):
        if entry.record.page is None:
            yield _calculator_page(site, entry)


def _calculator_page(site: SiteData, entry: Entry) -> Page:
    content, lang = site.content, site.lang
    calculator, record = entry.calculator, entry.record
    page = Page(
        f"calculators/{slug(record.id)}.md",
        "calculator.md.j2",
        calculator.title[lang],
        description=calculator.purpose[lang],
        verified=record.last_verified_on,
        wide=True,
    )
    links = Links(content, lang, page.base)
    cases = site.calculator_examples.get(record.id, [])
    data = {
        "calculator": calculator,
        "record": record,
        "form": form_spec(site, page.base, record.id),
        "inputs": input_rows(calculator.fields, lang),
        "needs": filled_by(content, [field.name for field in calculator.fields]),
        "asked_by": [
            (name, _asking(content, name), regimens_asking(content, site.edition, name))
            for name in record.fills
        ],
        "near": where_it_matters(content, "calculators", record.id),
        "examples": worked_examples(cases, site.edition, links),
        "picture": class_picture(classes_of(cases, site.edition, lang), lang),
        "to_verify": to_verify(entry),
        "unit": unit_words(calculator.unit, lang) if calculator.unit else None,
        "command": f"python -m calculators explain {record.id} --set ...",
    }
    return replace(page, data=data)


MANY_ALIKE = 4
"""From how many questions with the same answers on they share a row of the table of inputs."""


def input_rows(fields: tuple[Field, ...], lang: str) -> list[dict[str, Any]]:
    """Return the rows of the table of inputs; a long list of like questions takes one."""
    alike = [field for field in fields if field.kind == "condition" and field.required]
    rows: list[dict[str, Any]] = []
    for field in fields:
        if field in alike and len(alike) >= MANY_ALIKE:
            if field is alike[0]:
                labels = ", ".join(one.label[lang] for one in alike)
                rows.append(_input_row(field, lang) | {"label": labels})
        else:
            rows.append(_input_row(field, lang))
    return rows


def _input_row(field: Field, lang: str) -> dict[str, Any]:
    answers = ", ".join(option_label(option, lang) for option in field.answers)
    columns = ", ".join(f"{one.label[lang]} ({one.unit})" for one in field.rows)
    help_text = field.help[lang] if field.help else ""
    return {
        "name": field.name,
        "label": field.label[lang],
        "optional": not field.required,
        "unit": unit_words(field.unit, lang) if field.unit else "",
        "accepted": field.expected(lang) or answers or columns or help_text,
    }


def _asking(content: Content, name: str) -> list[str]:
    """Return the calculators with an input of that name."""
    return [
        entry.record.id
        for entry in entries(content)
        if any(field.name == name for field in entry.calculator.fields)
    ]


def form_spec(site: SiteData, base: str, name: str) -> dict[str, Any]:
    """Return what the form's template needs for a calculator's own form."""
    root, fields = base + site.to_root, api.calculator_form(name, site.lang)
    answers = [field for field in fields if field["kind"] == "yes_no"]
    return {
        "id": f"form-{slug(name)}",
        "calculator": name,
        "regimen": None,
        "submit": None,
        "fields": with_links(fields, Links(site.content, site.lang, base)),
        "layout": "list" if len(answers) >= LONG_LIST else "columns",
        "answer_keys": len(answers) > 2,
        **site.order(root),
        "base": base,
        "heading": 3,
    }


def with_links(fields: list[dict[str, Any]], links: Links) -> list[dict[str, Any]]:
    """Give each field the calculators that answer it."""
    found: Mapping[str, list[str]] = filled_by(links.content, [field["name"] for field in fields])
    return [
        {
            **field,
            "computed_by": [links.calculator_name(name) for name in found.get(field["name"], [])],
            "computed_at": [links.calculator_href(name) for name in found.get(field["name"], [])],
        }
        for field in fields
    ]
