"""The one entry point: a request in, a result out, the same natively and in the browser.

``answer`` never raises for bad input: whatever it is given, it answers with a result of the public contract.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from calculators import __version__
from calculators.calculator import Calculator
from calculators.dose_plan import plan_fields
from calculators.dose_plan.form import field_dict
from calculators.dose_plan.inputs import PATIENT_FIELDS
from calculators.edition import Edition, EditionWithdrawn
from calculators.fields import Problem, nearest, read
from calculators.messages import LANGUAGES, message
from calculators.outcome import Caution, Outcome, as_result, invalid
from calculators.quantity import exactly
from calculators.registry import CALCULATORS

EditionSource = Callable[[str | None], Edition | None]
"""Given an edition's id, or None for the default one, return it, or None when there is none.

It may raise EditionWithdrawn: the edition is known, and must not be used."""

NO_EDITION: Final[Mapping[str, str | None]] = {"id": None, "sha256": None}
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_MAPPINGS: Final = (dict, Mapping)  # what JSON makes is known at once; any other mapping will do
_READER: Final = json.JSONDecoder(parse_float=Decimal, parse_constant=str)
_REQUEST_KEYS: Final = ("id", "calculator", "inputs", "edition", "lang")


def only(edition: Edition) -> EditionSource:
    """Return a source that knows a single edition."""
    return lambda wanted: edition if wanted in (None, edition.id) else None


@exactly
def answer(request: object, editions: EditionSource) -> dict[str, Any]:
    """Answer one request of the public contract with one result.

    Args:
        request: ``{"id", "calculator", "inputs", "edition"?, "lang"?}``.
        editions: where editions come from; called only for calculators that need one.
    """
    if not isinstance(request, _MAPPINGS):
        return as_result(_refused("request", "not_a_request", "it"), {}, NO_EDITION, __version__)
    lang = request.get("lang", "it")
    if lang not in LANGUAGES:
        outcome = _refused("lang", "unknown_language", "it", value=lang)
        return as_result(outcome, request, NO_EDITION, __version__)
    calculator = (
        CALCULATORS.get(request["calculator"]) if isinstance(request.get("calculator"), str) else None
    )
    if calculator is None:
        name = str(request.get("calculator"))[:80]
        outcome = _refused(
            "calculator", "unknown_calculator", lang, value=name, nearest=nearest(name, CALCULATORS, lang)
        )
        return as_result(outcome, request, NO_EDITION, __version__)
    unknown = [key for key in request if key not in _REQUEST_KEYS]
    if unknown or not isinstance(request.get("inputs"), _MAPPINGS):
        outcome = _refused(str(unknown[0]) if unknown else "inputs", "not_a_request", lang)
        return as_result(outcome, request, NO_EDITION, __version__)
    return _calculate(calculator, request, lang, editions)


def _calculate(
    calculator: Calculator, request: Mapping[str, Any], lang: str, editions: EditionSource
) -> dict[str, Any]:
    edition, identity = None, NO_EDITION
    if calculator.needs_edition:
        wanted = request.get("edition")
        try:
            edition = editions(wanted) if wanted is None or isinstance(wanted, str) else None
        except EditionWithdrawn as recall:
            outcome = _refused("edition", "withdrawn_edition", lang, value=recall)
            return as_result(outcome, request, NO_EDITION, __version__)
        if edition is None:
            outcome = _refused("edition", "unknown_edition", lang, value=str(wanted)[:80])
            return as_result(outcome, request, NO_EDITION, __version__)
        identity = {"id": edition.id, "sha256": edition.sha256}
    outcome = compute(calculator, request["inputs"], lang, edition)
    return as_result(outcome, request, identity, __version__)


def compute(calculator: Calculator, given: Mapping[str, Any], lang: str, edition: Edition | None) -> Outcome:
    """Read the inputs of a calculator and compute; problems with the inputs make the outcome."""
    if calculator.reads_inputs:
        return calculator.compute(given, lang, edition)
    values, problems = read(calculator.field_by_name, given, lang)
    if problems:
        return invalid(problems)
    outcome = calculator.compute(values, lang, edition)
    if outcome.status == "ok":
        outcome.sources = outcome.sources or calculator.references
        outcome.warnings += [
            Caution("not_verified", message("not_verified", lang, text=text[lang]))
            for text in calculator.not_verified
        ]
    return outcome


def unreadable(code: str = "bad_json", lang: str = "it", **values: object) -> dict[str, Any]:
    """Return the result of a line that is no request at all."""
    return as_result(_refused("request", code, lang, **values), {}, NO_EDITION, __version__)


def _refused(field: str, code: str, lang: str, **values: object) -> Outcome:
    return invalid([Problem(field, code, message(code, lang, **values))])


def form(edition: Edition, regimen: str, lang: str = "it") -> list[dict[str, Any]]:
    """Return the fields of a regimen's form, in order.

    Raises:
        KeyError: if the edition has no calculable regimen of that id.
    """
    return plan_fields(edition, edition.regimens[regimen], lang)


def calculator_form(name: str, lang: str = "it") -> list[dict[str, Any]]:
    """Return the fields of a calculator's own form.

    Raises:
        KeyError: if there is no calculator of that name.
    """
    return [field_dict(field, "inputs", lang, required=field.required) for field in CALCULATORS[name].fields]


def field_names() -> frozenset[str]:
    """Return the name of every input that some form asks for."""
    return frozenset(PATIENT_FIELDS) | {field.name for c in CALCULATORS.values() for field in c.fields}


def read_request(text: str) -> object:
    """Read one request line. Decimals keep every digit as typed; NaN and Infinity become texts, not numbers.

    Raises:
        ValueError: if the text is not JSON, holds half a character (a lone surrogate), a number beyond all
            measure, or absurd nesting.
    """
    try:
        request: object = _READER.decode(text)
        if "\\u" in text and _SURROGATE.search(text):
            write_result({"request": request}).encode()
    except (RecursionError, ArithmeticError) as error:
        raise ValueError("not a readable request") from error
    return request


def write_result(result: Mapping[str, Any]) -> str:
    """Write a result as one line of JSON."""
    return _WRITER.encode(result)


def _number(value: Decimal) -> float | str:
    """Write a decimal of an echoed ``id``: as a text when a binary number would be another one."""
    number = float(value)
    return number if Decimal(repr(number)) == value else str(value)


_WRITER: Final = json.JSONEncoder(
    ensure_ascii=False,
    check_circular=False,  # a result is a tree
    separators=(",", ":"),
    default=_number,
)
