"""What a calculator asks for: fields with unit and range, and the reading of what was given.

Nothing is clamped and nothing is defaulted: a value that is absent, unreadable or out of range is a
:class:`Problem` that names the field, and no number is computed from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from calculators.messages import message, option_label, unit_words
from calculators.quantity import NotANumber, read_number, readable

Text = Mapping[str, str]

_DATE_TEXT: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
YES_NO_UNKNOWN: Final = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True)
class Field:
    """One input: its name, kind, unit, accepted range or options, and label in both languages.

    ``kind`` is ``decimal``, ``integer``, ``choice``, ``decimal_or_choice`` (a number or a named option),
    ``boolean``, ``condition`` (yes, no, unknown), ``date``, ``object`` or ``list``. Ranges are limits of
    plausibility for catching slips, not clinical statements.
    """

    name: str
    kind: str
    label: Text
    unit: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    options: tuple[str, ...] = ()
    required: bool = True
    help: Text | None = None
    rows: tuple[Field, ...] = ()
    """The columns of a ``list``, each a field itself."""

    @property
    def answers(self) -> tuple[str, ...]:
        """Return the answers to choose from: the field's own, or those of its kind."""
        kinds = {"condition": YES_NO_UNKNOWN, "boolean": YES_NO_UNKNOWN[:2]}
        return self.options or kinds.get(self.kind, ())

    def expected(self, lang: str) -> str:
        """Say in one sentence what the field accepts."""
        if self.minimum is not None and self.maximum is not None:
            unit = f" {unit_words(self.unit, lang)}" if self.unit else ""
            return message(
                "expected_range",
                lang,
                minimum=_shown(self.minimum, lang),
                maximum=_shown(self.maximum, lang),
                unit=unit,
            )
        if self.options:
            shown = ", ".join(option_label(option, lang) for option in self.options)
            return message("expected_options", lang, options=shown)
        return message("expected_date", lang) if self.kind == "date" else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: a stable code and a sentence for the reader."""

    field: str
    code: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """Return the JSON form of the contract."""
        return {"field": self.field, "code": self.code, "message": self.message}


class Refused(ValueError):
    """A single value that its field does not accept; ``code`` names the sentence in ``messages``."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


def read(
    specified: Mapping[str, Field], given: Mapping[str, Any], lang: str
) -> tuple[dict[str, Any], list[Problem]]:
    """Read ``given`` by its field specifications, which are by name.

    Returns the values that could be read (absent optional fields are left out) and every problem found:
    unknown names, missing required fields, unreadable or out-of-range values. JSON null counts as absent.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, raw in given.items():
        field = specified.get(name)
        if field is None:
            problems.append(unknown_field(name, specified, lang))
        elif raw is not None:
            try:
                values[name] = read_value(field, raw)
            except Refused as refusal:
                problems.append(refused(field, refusal.code, raw, lang))
    if len(values) < len(specified):
        problems += [
            missing(field, lang)
            for name, field in specified.items()
            if field.required and given.get(name) is None
        ]
    return values, problems


def read_value(field: Field, raw: object) -> Any:
    """Read one value of a field.

    Raises:
        Refused: with the code of the reason.
    """
    if field.kind in ("decimal", "integer", "decimal_or_choice"):
        return _number(field, raw)
    if field.kind == "choice":
        if not isinstance(raw, str) or raw not in field.options:
            raise Refused("not_an_option")
        return raw
    if field.kind == "boolean":
        return _boolean(raw)
    if field.kind == "condition":
        if isinstance(raw, bool):
            return "yes" if raw else "no"
        if not isinstance(raw, str) or raw not in YES_NO_UNKNOWN:
            raise Refused("not_an_option")
        return raw
    if field.kind == "date":
        return _date(raw)
    if field.kind == "object":
        if not isinstance(raw, Mapping):
            raise Refused("not_an_object")
        return raw
    if not isinstance(raw, list):
        raise Refused("not_a_list")
    return raw


def outside(
    field: Field, value: Decimal, unit: str, limits: tuple[Decimal, Decimal], lang: str
) -> list[Problem]:
    """Name a value that lies outside the range of the unit it was given in; nothing when it lies inside."""
    low, high = limits
    if low <= value <= high:
        return []
    expected = message(
        "expected_range",
        lang,
        minimum=_shown(low, lang),
        maximum=_shown(high, lang),
        unit=f" {unit_words(unit, lang)}",
    )
    shown = f"{_shown(value, lang)} {unit_words(unit, lang)}"
    sentence = message("out_of_range", lang, label=field.label[lang], value=shown, expected=expected)
    return [Problem(field.name, "out_of_range", sentence)]


def missing(field: Field, lang: str) -> Problem:
    """Name a required field that was not given."""
    return Problem(
        field.name,
        "missing",
        message("missing", lang, label=field.label[lang], expected=field.expected(lang)).strip(),
    )


def refused(field: Field, code: str, raw: object, lang: str) -> Problem:
    """Name a value that its field does not accept."""
    shown = str(raw)
    if len(shown) > 40:
        shown = shown[:37] + "..."
    sentence = message(code, lang, label=field.label[lang], value=shown, expected=field.expected(lang))
    return Problem(field.name, code, sentence.strip())


def unknown_field(name: str, known: Iterable[str], lang: str) -> Problem:
    """Name a field that does not exist, with the nearest one that does."""
    return Problem(
        str(name),
        "unknown_field",
        message("unknown_field", lang, field=name, nearest=nearest(str(name), known, lang)),
    )


def nearest(name: str, known: Iterable[str], lang: str) -> str:
    """Return a sentence with the nearest known name, or nothing when none is near."""
    import difflib  # in the page it would delay every start, for a name that was misspelt

    found = difflib.get_close_matches(name[:80], list(known), n=1, cutoff=0.6)
    return message("nearest", lang, name=found[0]) if found else ""


def _number(field: Field, raw: object) -> Decimal | int | str:
    if field.options and isinstance(raw, str) and raw in field.options:
        return raw
    try:
        number = read_number(raw)
    except NotANumber as error:
        raise Refused(error.code) from error
    below = field.minimum is not None and number < field.minimum
    above = field.maximum is not None and number > field.maximum
    if below or above:
        raise Refused("out_of_range")
    if field.kind == "integer":
        if number != number.to_integral_value():
            raise Refused("not_an_integer")
        return int(number)
    return number


def _boolean(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw in ("yes", "no", "true", "false"):
        return raw in ("yes", "true")
    raise Refused("not_an_option")


def _date(raw: object) -> date:
    if not isinstance(raw, str) or not _DATE_TEXT.fullmatch(raw):
        raise Refused("not_a_date")
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise Refused("not_a_date") from error


def _shown(number: Decimal, lang: str) -> str:
    return readable(number, lang, places=max(0, -int(number.as_tuple().exponent)))
