"""The receipt: a result as a reader sees it, every string formatted in the reader's language.

The page draws it, ``explain`` prints it as text; neither knows anything clinical. Numbers carry their unit, a
leading zero and no trailing zero; the decimal mark is the language's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from calculators.algorithm.shown import placement_lines, shown_placement
from calculators.calculator import Calculator
from calculators.dose_plan.inputs import PATIENT_FIELDS, known_choices
from calculators.edition import Choice, Edition, Regimen
from calculators.fields import Field, Refused, read_value
from calculators.messages import option_label, unit_words
from calculators.quantity import localised, readable
from calculators.receipt_tables import Tables
from calculators.receipt_words import FLAGS, KINDS, MONTHS, PARTS, ROUTES, SIGNATURES, STATUS, WEEKDAYS, WORDS
from calculators.registry import CALCULATORS

_LONG_NUMBER: Final = re.compile(r"(\d+\.\d{6})\d{6,}")
_SQUARE_METRES: Final = re.compile(r"\bm2\b")
_NAMES: Final = frozenset({"href", "field", "code", "key", "id", "kind", "status", "version", "cells"})


def build_receipt(request: object, result: Mapping[str, Any], edition: Edition | None) -> dict[str, Any]:
    """Return the receipt of a result: the document that the page draws and ``explain`` prints."""
    asked: Mapping[str, Any] = request if isinstance(request, Mapping) else {}
    lang = asked.get("lang", "it")
    lang = lang if lang in ("it", "en") else "it"
    calculator = _calculator(result["calculator"])
    view = _View(lang, edition, _regimen(asked, edition), calculator)
    status = result["status"]
    plan = result["calculator"] == "dose_plan" and edition is not None and "regimen" in result["details"]
    title, subtitle = view.titles(result, plan=plan)
    receipt: dict[str, Any] = {
        "status": status,
        "title": title,
        "subtitle": subtitle,
        "announcement": f"{title}: {STATUS[status][lang]}",
        "message": None if status == "ok" else STATUS[status][lang],
        "calendar": view.calendar(result["details"]) if plan and status == "ok" else None,
        "value": view.value(result),
        "score": view.score(result),
        "schedule": [] if plan else view.tables().schedule(result["details"]),
        "therapies": view.tables().therapies(result["details"]),
        "totals": view.totals(result["details"]) if status == "ok" and "totals" in result["details"] else [],
        "steps": [view.step(step) for step in result["steps"]],
        "warnings": [view.warning(warning) for warning in result["warnings"]],
        "instructions": view.instructions(result["details"]) if plan else [],
        "premedication": view.premedication(result["details"]) if plan else [],
        "placement": view.placement(result["details"]),
        "inputs": view.inputs(asked),
        "unused": [view.label(name) for name in result["details"].get("unused", [])],
        "questions": [view.question(question) for question in result["questions"]],
        "errors": result["errors"],
        "reference": calculator.reference[lang] if calculator and calculator.references else None,
        "edition": view.edition_line(),
        "version": result["calculators_version"],
        "second_check": {name: text[lang] for name, text in SIGNATURES.items()},
    }
    squared: dict[str, Any] = _squared(receipt)
    return squared


def _squared(value: Any) -> Any:
    """Write m² where plain text has m2, in everything that is read; addresses and names stay."""
    if isinstance(value, str):
        return _SQUARE_METRES.sub("m²", value) if "m2" in value else value
    if isinstance(value, list):
        return [_squared(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key in _NAMES else _squared(item) for key, item in value.items()}
    return value


def _regimen(asked: Mapping[str, Any], edition: Edition | None) -> Regimen | None:
    inputs = asked.get("inputs")
    name = inputs.get("regimen") if isinstance(inputs, Mapping) else None
    return edition.regimens.get(name) if edition and isinstance(name, str) else None


def _calculator(name: object) -> Calculator | None:
    return CALCULATORS.get(name) if isinstance(name, str) else None


class _View:
    """Formatting of one receipt in one language. A choice is called as the regimen calls it."""

    def __init__(
        self, lang: str, edition: Edition | None, regimen: Regimen | None, calculator: Calculator | None
    ) -> None:
        self.lang = lang
        self.edition = edition
        self.named: dict[str, dict[str, str]] = {}
        self.choices: Mapping[str, Choice] = known_choices(edition, regimen) if edition else {}
        self.fields = {field.name: field for field in calculator.fields} if calculator else {}

    def word(self, code: str) -> str:
        return WORDS[code][self.lang]

    def number(self, value: str, unit: str | None, places: int = 2) -> str:
        return f"{readable(Decimal(value), self.lang, places)} {unit_words(unit or '', self.lang)}".strip()

    def drug(self, drug: str) -> str:
        assert self.edition is not None  # only dose plans name drugs, and they have an edition
        return self.edition.drugs[drug].inn[self.lang]

    def tables(self) -> Tables:
        """Return the tables beyond a plan, formatted as this receipt is."""
        return Tables(self.lang, self.number, self.basis, self.drug, self.sources)

    def titles(self, result: Mapping[str, Any], *, plan: bool) -> tuple[str, str]:
        if not plan:
            calculator = _calculator(result["calculator"])
            return (calculator.title[self.lang] if calculator else self.word("calculation")), ""
        assert self.edition is not None  # plan is true only with an edition
        regimen = self.edition.regimens[result["details"]["regimen"]]
        return f"{regimen.acronym}, {self.word('cycle')} {result['details']['cycle']}", regimen.name[
            self.lang
        ]

    def source(self, reference: str) -> dict[str, str]:
        if reference not in self.named:
            self.named[reference] = self._source(reference)
        return self.named[reference]

    def _source(self, reference: str) -> dict[str, str]:
        key, _, locator = reference.partition(":") if reference[:3].isdigit() else reference.partition(" ")
        titles = self.edition.source_titles if self.edition else {}
        title = titles[key][self.lang] if key in titles else key
        if key.isdigit():
            lines = self.word("lines" if "-" in locator else "line")
            return {"label": f"{title}, {lines} {locator}", "href": f"sources/#s-{key}"}
        if key == "decisions":
            return {"label": locator, "href": f"discrepancies/#{locator.lower()}"}
        return {"label": f"{title}, {locator}" if locator else title, "href": f"sources/#s-{key}"}

    def sources(self, references: list[str]) -> list[dict[str, str]]:
        return [self.source(reference) for reference in references]

    def badge(self, part: str, kind: str, sources: list[str]) -> dict[str, str]:
        """Name a kind of value; what is not in the document is said to be from a label, or from elsewhere."""
        assert self.edition is not None  # only dose plans have badges
        label = self.edition.from_label(sources)
        name = "reconstructed_elsewhere" if kind == "reconstructed" and not label else kind
        return {"kind": kind, "text": f"{PARTS[part][self.lang]}: {KINDS[name][self.lang]}"}

    def calendar(self, details: Mapping[str, Any]) -> dict[str, Any]:
        columns: dict[str, dict[str, Any]] = {}
        rows: dict[int | None, dict[str, Any]] = {}
        for given in details["administrations"]:
            key = f"{given['drug']}-{given['route']}"
            column = columns.setdefault(key, self._column(key, given))
            basis = self.basis(given["basis"])
            if basis not in column["bases"]:
                column["bases"].append(basis)
            _add_once(column["badges"], [self.badge(**part) for part in given["parts"]])
            _add_once(column["sources"], self.sources(given["sources"]))
            _add_once(column["flags"], [FLAGS[flag][self.lang] for flag in given["flags"]])
            row = rows.setdefault(given["day"], self._row(given))
            row["cells"][key] = self._cell(given)
        for column in columns.values():
            column["basis"] = f" {self.word('then')} ".join(column.pop("bases"))
        return {"columns": list(columns.values()), "rows": list(rows.values())}

    def _column(self, key: str, given: Mapping[str, Any]) -> dict[str, Any]:
        route = ROUTES[given["route"]][self.lang]
        return {
            "key": key,
            "drug": self.drug(given["drug"]),
            "route": route,
            "bases": [],
            "badges": [],
            "sources": [],
            "flags": [],
        }

    def _row(self, given: Mapping[str, Any]) -> dict[str, Any]:
        day = self.word("day_unknown") if given["day"] is None else str(given["day"])
        return {"day": day, "date": self.day_name(given["date"]) if given["date"] else None, "cells": {}}

    def _cell(self, given: Mapping[str, Any]) -> dict[str, Any]:
        notes = []
        if given["condition"] == "if_tolerated":
            notes.append(self.word("tolerated" if given["condition_met"] else "if_tolerated"))
        if given.get("premedication_for"):
            served = ", ".join(self.drug(drug) for drug in given["premedication_for"])
            notes.append(f"{self.word('serves_as_premedication')} {served}")
        shown = self.number(given["dose"], given["unit"])
        return {"dose": shown, "exact": self.exact(given["dose"], given["unit"], shown), "notes": notes}

    def exact(self, value: str, unit: str | None, shown: str) -> str | None:
        """Return every digit where the reading value is rounded, else None."""
        text = localised(value, self.lang)
        text = f"{text} {unit_words(unit or '', self.lang)}".strip()
        return None if text == shown else text

    def basis(self, basis: str) -> str:
        amount, _, unit = basis.partition(" ")
        return self.number(amount, unit, places=4)

    def day_name(self, iso: str) -> str:
        day = date.fromisoformat(iso)
        return f"{WEEKDAYS[self.lang][day.weekday()]} {day.day} {MONTHS[self.lang][day.month - 1]} {day.year}"

    def value(self, result: Mapping[str, Any]) -> dict[str, Any] | None:
        if result["status"] != "ok" or result["value"] is None:
            return None
        shown = self.number(result["value"], result["unit"])
        title = CALCULATORS[result["calculator"]].title[self.lang]
        exact = self.exact(result["value"], result["unit"], shown)
        return {
            "label": title,
            "text": shown,
            "exact": exact,
            "unit": unit_words(result["unit"] or "", self.lang),
        }

    def placement(self, details: Mapping[str, Any]) -> dict[str, Any] | None:
        return shown_placement(details, self.lang, self.sources) if "catalogue" in details else None

    def score(self, result: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return what a picture of a score needs: points and class of the result, its items and classes."""
        details = result["details"]
        if result["status"] != "ok" or "items" not in details:
            return None
        points, category = result["points"], result["category"]
        return {
            "points": None if points is None else self.number(str(points), "{points}"),
            "total": points,
            "category": None if category is None else option_label(category, self.lang),
            "maximum": details["maximum"],
            "items": details["items"],
            "classes": details["classes"],
        }

    def totals(self, details: Mapping[str, Any]) -> list[dict[str, str]]:
        pairs = ((drug, total.split(" ")) for drug, total in details["totals"].items())
        return [
            {"drug": self.drug(drug), "text": self.number(amount, unit)} for drug, (amount, unit) in pairs
        ]

    def step(self, step: Mapping[str, Any]) -> dict[str, Any]:
        shown = self.number(step["value"], step["unit"]) if step["value"] is not None else ""
        exact = self.exact(step["value"], step["unit"], shown) if step["value"] is not None else None
        return {
            "label": step["label"],
            "formula": self.formula(step["formula"]),
            "text": shown,
            "exact": exact,
            "sources": self.sources(step["sources"]),
        }

    def formula(self, formula: str) -> str:
        """Print a formula for reading; a number with many decimals is cut short, and says so with dots."""
        text = (
            _LONG_NUMBER.sub(r"\1…", formula).replace(" * ", " × ").replace("sqrt", "√").replace(", ", "; ")
        )
        return localised(text, self.lang)

    def warning(self, warning: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "code": warning["code"],
            "level": warning["level"],
            "text": warning["message"],
            "sources": self.sources(warning["sources"]),
        }

    def instructions(self, details: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Say how each drug is given."""
        return [
            {"drug": self.drug(line["drug"]), "text": line["text"], "sources": self.sources(line["sources"])}
            for line in details["instructions"]
        ]

    def premedication(self, details: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Group the pre-medication lines that say the same, with their days as a list."""
        groups: dict[tuple[str, str | None], dict[str, Any]] = {}
        for line in details["premedication"]:
            key = (line["before"], line["satisfied_by"])
            if key not in groups:
                groups[key] = self._premedication_group(line)
            groups[key]["days"].append(str(line["day"]))
        return [{**group, "day": ", ".join(group.pop("days"))} for group in groups.values()]

    def _premedication_group(self, line: Mapping[str, Any]) -> dict[str, Any]:
        served = line["satisfied_by"]
        text = f"{self.drug(served)}: {self.word('counts_as_premedication')}" if served else line["text"]
        if line["also"]:
            text = f"{text}. {self.word('also')}: {line['also']}"
        return {
            "days": [],
            "before": self.drug(line["before"]),
            "text": text,
            "satisfied": served is not None,
            "sources": self.sources(line["sources"]),
        }

    def inputs(self, request: Mapping[str, Any]) -> list[dict[str, str]]:
        """Echo every input as it was understood, so that a misread number is seen."""
        given = request.get("inputs")
        calculator = _calculator(request.get("calculator"))
        if not isinstance(given, Mapping) or calculator is None:
            return []
        lines: list[dict[str, str]] = []
        for field in calculator.fields:
            raw = given.get(field.name)
            if isinstance(raw, Mapping):
                lines += self._group(field.name, raw)
            elif isinstance(raw, list) and not field.rows:
                lines += self._echo_drugs(field, raw)
            elif raw is not None and field.name != "regimen":
                lines += self._echo(field, raw)
        return lines

    def _echo_drugs(self, field: Field, raw: list[object]) -> list[dict[str, str]]:
        drugs = self.edition.drugs if self.edition else {}
        names = [drugs[one].inn[self.lang] for one in raw if isinstance(one, str) and one in drugs]
        return [{"label": field.label[self.lang], "text": ", ".join(names)}] if names else []

    def _group(self, group: str, given: Mapping[str, Any]) -> list[dict[str, str]]:
        lines: list[dict[str, str]] = []
        for name, raw in given.items():
            if isinstance(raw, Mapping):
                lines += self._group(name, raw)
            elif group == "choices":
                lines += self._echo_choice(name, raw)
            elif group == "conditions":
                lines.append({"label": self.label(name), "text": option_label(str(raw), self.lang)})
            elif name in PATIENT_FIELDS:
                lines += self._echo(PATIENT_FIELDS[name], raw)
        return lines

    def _echo(self, field: Field, raw: object) -> list[dict[str, str]]:
        try:
            value = read_value(field, raw) if raw is not None else None
        except Refused:
            return []
        if value is None:
            return []
        if isinstance(value, list):
            return [self._echo_row(field, number, row) for number, row in enumerate(value, 1)]
        if isinstance(value, bool):
            text = option_label("yes" if value else "no", self.lang)
        elif isinstance(value, Decimal | int):
            text = self.number(str(value), field.unit, places=10)
        elif isinstance(value, date):
            text = self.day_name(value.isoformat())
        else:
            text = option_label(str(value), self.lang)
        return [{"label": field.label[self.lang], "text": text}]

    def _echo_row(self, field: Field, number: int, row: object) -> dict[str, str]:
        """Echo a row of a list in one line, column by column."""
        given = row if isinstance(row, Mapping) else {}
        told = [line for column in field.rows for line in self._echo(column, given.get(column.name))]
        text = ", ".join(f"{line['label']} {line['text']}" for line in told)
        return {"label": f"{field.label[self.lang]} {number}", "text": text}

    def _echo_choice(self, name: str, raw: object) -> list[dict[str, str]]:
        choice = self.choices.get(name)
        option = choice.reads(raw) if choice else None
        if choice is None or option is None:
            return []
        return [{"label": choice.question[self.lang], "text": choice.options[option].label[self.lang]}]

    def label(self, name: str) -> str:
        """Return how an input is called on the page."""
        if name in PATIENT_FIELDS:
            return PATIENT_FIELDS[name].label[self.lang]
        if self.edition and name in self.edition.conditions:
            return self.edition.conditions[name].question[self.lang]
        if name in self.choices:
            return self.choices[name].question[self.lang]
        return self.fields[name].label[self.lang] if name in self.fields else name

    def question(self, question: Mapping[str, Any]) -> dict[str, Any]:
        options: list[str] = []
        choice = self.choices.get(question["field"])
        if choice:
            options = [choice.options[o].label[self.lang] for o in question["options"]]
        return {
            "field": question["field"],
            "kind": question["kind"],
            "text": self.label(question["field"]),
            "why": question["why"],
            "options": options,
        }

    def edition_line(self) -> dict[str, str] | None:
        if self.edition is None:
            return None
        return {
            "title": self.edition.title[self.lang],
            "id": self.edition.id,
            "sha12": self.edition.sha256[:12],
            "status": self.word("draft") if self.edition.id == "draft" else self.edition.id,
        }


def _add_once(target: list[Any], items: list[Any]) -> None:
    target.extend(item for item in items if item not in target)


def as_text(receipt: Mapping[str, Any]) -> str:
    """Print a receipt as plain text for the command line."""
    lines = [receipt["title"], receipt["subtitle"], ""]
    if receipt["message"]:
        lines += [receipt["message"], ""]
    if receipt["value"]:
        lines += [f"{receipt['value']['label']}: {receipt['value']['text']}", ""]
    if receipt["score"]:
        found = ", ".join(part for part in (receipt["score"]["points"], receipt["score"]["category"]) if part)
        lines += [f"{receipt['title']}: {found}", ""] if found else []
    if receipt["calendar"]:
        columns = {column["key"]: column for column in receipt["calendar"]["columns"]}
        for row in receipt["calendar"]["rows"]:
            lines.append(" ".join(part for part in (row["day"], row["date"]) if part))
            for key, cell in row["cells"].items():
                notes = f" ({'; '.join(cell['notes'])})" if cell["notes"] else ""
                lines.append(f"    {columns[key]['drug']} {cell['dose']} {columns[key]['route']}{notes}")
        lines.append("")
    lines += [line["said"] for line in receipt["schedule"]] + ([""] if receipt["schedule"] else [])
    if receipt["placement"]:
        lines += [*placement_lines(receipt["placement"]), ""]
    lines += [f"{line['drug']}: {line['text']}" for line in receipt["instructions"]]
    for section in ("inputs", "totals"):
        lines += [f"{line.get('label') or line['drug']}: {line['text']}" for line in receipt[section]]
    for step in receipt["steps"]:
        value = " = ".join(part for part in (step["formula"], step["exact"] or step["text"]) if part)
        lines.append(f"- {step['label']}" + (f": {value}" if value else ""))
    lines += [f"! {warning['text']}" for warning in receipt["warnings"]]
    asked = {question["field"] for question in receipt["questions"]}
    lines += [f"? {question['text']}: {question['why']}" for question in receipt["questions"]]
    lines += [f"! {error['message']}" for error in receipt["errors"] if error["field"] not in asked]
    if receipt["reference"]:
        lines.append(receipt["reference"])
    if receipt["edition"]:
        edition = receipt["edition"]
        lines.append(f"{edition['title']} · {edition['status']} · {edition['sha12']}")
    return "\n".join(line for line in lines if line is not None).strip() + "\n"
