"""Exact decimal quantities: one arithmetic context, parsing of what people type, and printing.

Binary floating point gets clinical boundaries wrong ((48.36 - 40.3) / 40.3 > 0.20 is true in it), so every
dose and every comparison uses :class:`decimal.Decimal` with 50 significant digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import (
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    getcontext,
    localcontext,
    setcontext,
)
from functools import wraps
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

PRECISION: Final = 50
ARITHMETIC: Final = Context(
    prec=PRECISION, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow]
)

_GUARDED: Final = Context(
    prec=PRECISION + 14, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow]
)

_DECIMAL_TEXT: Final = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_MAX_TYPED_CHARACTERS: Final = 40


class NotANumber(ValueError):
    """A text or value that cannot be read as one number without guessing. ``code`` says why."""

    def __init__(self, code: str) -> None:
        """Keep the machine-readable reason: ``not_a_number`` or ``ambiguous_number``."""
        super().__init__(code)
        self.code = code


def exactly(function: Callable[P, R]) -> Callable[P, R]:
    """Run ``function`` in the project's decimal context, whatever the caller's own context is.

    Within such a function another one finds the context in place, which costs next to nothing.
    """

    @wraps(function)
    def in_context(*args: P.args, **kwargs: P.kwargs) -> R:
        before = getcontext()
        if before is ARITHMETIC:
            return function(*args, **kwargs)
        setcontext(ARITHMETIC)
        try:
            return function(*args, **kwargs)
        finally:
            setcontext(before)

    return in_context


def exactly_guarded(function: Callable[P, Decimal]) -> Callable[P, Decimal]:
    """Run ``function`` with fourteen digits to spare, then round once to the project's context.

    Roots and powers are inexact: the spare digits make the last kept one the same in every implementation.
    """

    @wraps(function)
    def in_context(*args: P.args, **kwargs: P.kwargs) -> Decimal:
        with localcontext(_GUARDED):
            value = function(*args, **kwargs)
        return ARITHMETIC.plus(value)

    return in_context


def read_number(value: object) -> Decimal:
    """Read a JSON number or a typed decimal text, with comma or point as the decimal mark.

    ``"16.5"`` and ``"16,5"`` are the same number. A text with two marks (``"1.234,5"``) could mean a
    thousands separator and is refused.

    Raises:
        NotANumber: for anything that is not exactly one finite number.
    """
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise NotANumber("not_a_number")
        return value
    if isinstance(value, bool) or value is None:
        raise NotANumber("not_a_number")
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return read_number(repr(value)) if "e" not in repr(value) else read_number(Decimal(repr(value)))
    if not isinstance(value, str):
        raise NotANumber("not_a_number")
    text = value.strip()
    if text.count(".") + text.count(",") > 1:
        raise NotANumber("ambiguous_number")
    if len(text) > _MAX_TYPED_CHARACTERS or not _DECIMAL_TEXT.fullmatch(text):
        raise NotANumber("not_a_number")
    return Decimal(text.replace(",", "."))


def exact(value: Decimal) -> str:
    """Print every digit in plain notation, without an exponent and without trailing zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def json_number(value: int | Decimal) -> int | float:
    """Return points as JSON has them: whole, or with a half, which a binary number holds exactly."""
    return int(value) if value == int(value) else float(value)


def readable(value: Decimal, lang: str, places: int = 2) -> str:
    """Print for reading: rounded half up, leading zero, no trailing zero, decimal comma in Italian."""
    unit = Decimal(1).scaleb(-places, ARITHMETIC)
    rounded = value.quantize(unit, rounding=ROUND_HALF_UP, context=ARITHMETIC)
    return localised(exact(rounded), lang)


def localised(text: str, lang: str) -> str:
    """Write a printed number, or a formula, with the decimal mark of the language."""
    return text.replace(".", ",") if lang == "it" else text
