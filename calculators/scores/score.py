"""The pattern of every score: items that count points or hold, and classes with their bounds.

``details.items`` and ``details.classes`` have one shape in all scores, so that a page can draw any of them:

- item: ``name``, ``label``, ``value`` (as given), ``unit``, ``text`` (both, for reading), ``points`` (a
  number, or null where the score has none), ``met`` (true, false, or null for what is not known);
- class: ``name`` (the result's category), ``label``, ``minimum`` and ``maximum`` points (null without
  points), ``span`` (both, for reading), ``current`` (true for the class of this result);
- ``maximum``: the most points there can be, or null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

from calculators.fields import Field, Problem, Text, missing
from calculators.messages import message, option_label, unit_words
from calculators.outcome import Caution, Outcome, Question, Step
from calculators.quantity import exact, json_number, localised
from calculators.scores.truth import Truth, yes_or_no

POINTS: Final = "{points}"
Points = int | Decimal


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a score.

    ``points`` None in a score of points, or ``met`` None in one of criteria, means that it is not known;
    ``asks`` are the fields that would tell, and ``most`` the points it could then count (None: no limit).
    """

    name: str
    label: Text
    value: Decimal | int | str | None
    unit: str | None
    points: Points | None
    met: Truth
    asks: tuple[Field, ...]
    most: int | None = None

    def shown(self, lang: str) -> str:
        """Return the value for reading, with its unit."""
        if self.value is None:
            return option_label("unknown", lang)
        if isinstance(self.value, str):
            return option_label(self.value, lang)
        return f"{_text(self.value)} {unit_words(self.unit or '', lang)}".strip()

    def text(self, lang: str) -> str:
        """Return the value as the reader's language writes it."""
        return self.shown(lang) if isinstance(self.value, str) else localised(self.shown(lang), lang)

    def as_dict(self, lang: str) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "name": self.name,
            "label": self.label[lang],
            "value": self.value if self.value is None or isinstance(self.value, str) else _text(self.value),
            "unit": self.unit,
            "text": self.text(lang),
            "points": None if self.points is None else json_number(self.points),
            "met": self.met,
        }


@dataclass(frozen=True, slots=True)
class Class:
    """A class of a score: its name and the points it spans, or none."""

    name: str
    minimum: Points | None = None
    maximum: Points | None = None

    def holds(self, total: Points) -> bool:
        """Tell whether this many points are in the class."""
        return self.minimum is not None and self.maximum is not None and self.minimum <= total <= self.maximum

    def span(self) -> str:
        """Return the points it spans, as text."""
        ends = [_text(end) for end in (self.minimum, self.maximum) if end is not None]
        return "–".join(dict.fromkeys(ends))

    def as_dict(self, lang: str, category: str | None) -> dict[str, Any]:
        """Return the JSON form."""
        return {**_described(self, lang), "current": self.name == category}


@cache
def _described(one: Class, lang: str) -> Mapping[str, Any]:
    """Return what is the same in every result."""
    return {
        "name": one.name,
        "label": option_label(one.name, lang),
        "minimum": None if one.minimum is None else json_number(one.minimum),
        "maximum": None if one.maximum is None else json_number(one.maximum),
        "span": localised(one.span(), lang),
    }


def grades(highest: int) -> tuple[Class, ...]:
    """Return the classes of a grade: one for each number of points."""
    return tuple(Class(f"grade_{grade}", grade, grade) for grade in range(highest + 1))


def item(field: Field, values: Mapping[str, Any], points: Points | None, most: int | None = None) -> Item:
    """Return the line of one input with the points it counts; None when they are not known."""
    met = None if points is None else points > 0
    return Item(field.name, field.label, values.get(field.name), field.unit, points, met, (field,), most)


def criterion(field: Field, values: Mapping[str, Any], met: Truth) -> Item:
    """Return the line of one input that is a criterion: it holds, does not, or is not known."""
    return Item(field.name, field.label, values.get(field.name), field.unit, None, met, (field,))


def rule(name: str, label: Text, met: Truth, *asks: Field) -> Item:
    """Return the line of a criterion made of several inputs."""
    return Item(name, label, yes_or_no(met), None, None, met, asks)


def point_score(
    items: Sequence[Item],
    classes: Sequence[Class],
    maximum: Points,
    values: Mapping[str, Any],
    lang: str,
    *,
    warnings: Sequence[Caution] = (),
    worst: bool = False,
) -> Outcome:
    """Answer a score of points: the sum of its items, or the worst of them, and the class that holds it.

    With ``worst`` the score is a grade: an item that is not known is asked for only if it could be worse
    than those that are.
    """
    known = [one.points for one in items if one.points is not None]
    unknown = [one for one in items if one.points is None]
    if worst:
        unknown = [one for one in unknown if one.most is None or one.most > max(known)]
    if unknown:
        return undecided(unknown, values, lang, details(items, classes, maximum, None, lang))
    total = max(known) if worst else sum(known)
    found = next((one for one in classes if one.holds(total)), None)
    steps = [point_step(one, lang) for one in items if one.points is not None]
    counted = [_text(points) for points in known]
    if worst:
        steps.append(Step(message("step_worst", lang), f"max({', '.join(counted)})", Decimal(total), POINTS))
    else:
        steps.append(Step(message("step_sum", lang), " + ".join(counted), Decimal(total), POINTS))
    if found:
        steps.append(class_step(found.name, f"{_text(total)} in {found.span()}", lang))
    category = found.name if found else None
    return Outcome(
        points=total,
        category=category,
        steps=steps,
        warnings=list(warnings),
        details=details(items, classes, maximum, category, lang),
    )


def criteria(
    items: Sequence[Item],
    classes: Sequence[Class],
    category: str | None,
    values: Mapping[str, Any],
    lang: str,
    *,
    asks: Iterable[Item] | None = None,
    warnings: Sequence[Caution] = (),
) -> Outcome:
    """Answer a classification by criteria. Without a category, what is not known yet is asked for."""
    shown = details(items, classes, None, category, lang)
    if category is None:
        unknown = [one for one in (items if asks is None else asks) if one.met is None]
        return undecided(unknown, values, lang, shown)
    steps = [Step(one.label[lang], one.shown(lang), None, None) for one in items]
    steps.append(class_step(category, "", lang))
    return Outcome(category=category, steps=steps, warnings=list(warnings), details=shown)


def undecided(
    unknown: Iterable[Item], values: Mapping[str, Any], lang: str, details: dict[str, Any]
) -> Outcome:
    """Ask for every input that could change the answer: those absent, and those answered with not known."""
    problems: list[Problem] = []
    questions: list[Question] = []
    for field in {field.name: field for one in unknown for field in one.asks}.values():
        answer = values.get(field.name)
        if answer is None:
            problem = missing(field, lang)
        elif answer == "unknown":
            problem = Problem(field.name, "unknown", message("unknown", lang, label=field.label[lang]))
        else:
            continue
        problems.append(problem)
        questions.append(Question(field.name, "input", field.options, problem.message))
    return Outcome(status="needs_input", problems=problems, questions=questions, details=details)


def details(
    items: Iterable[Item],
    classes: Iterable[Class],
    maximum: Points | None,
    category: str | None,
    lang: str,
) -> dict[str, Any]:
    """Return the details that every score has in common."""
    return {
        "items": [one.as_dict(lang) for one in items],
        "classes": [one.as_dict(lang, category) for one in classes],
        "maximum": None if maximum is None else json_number(maximum),
    }


def point_step(one: Item, lang: str) -> Step:
    """Return the receipt line of an item that counts points."""
    return Step(one.label[lang], one.shown(lang), None if one.points is None else Decimal(one.points), POINTS)


def class_step(category: str, formula: str, lang: str) -> Step:
    """Return the receipt line that names the class."""
    return Step(message("step_class", lang, name=option_label(category, lang)), formula, None, None)


def _text(value: Points) -> str:
    return exact(value) if isinstance(value, Decimal) else str(value)
