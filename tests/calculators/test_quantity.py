"""Numbers as people type them, and as they are printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.quantity import ARITHMETIC, NotANumber, exact, exactly, read_number, readable

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=9)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("16.5", "16.5"),
        ("16,5", "16.5"),
        (" 70 ", "70"),
        ("007", "7"),
        ("-1,5", "-1.5"),
        ("0.10", "0.1"),
        (70, "70"),
        (70.1, "70.1"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000"),
        (Decimal("1E+2"), "100"),
        ("1" * 40, "1" * 40),
    ],
)
def test_numbers_that_are_read(typed: object, number: str) -> None:
    assert exact(read_number(typed)) == number


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", ".", ",", "1.", ".5", ",5", "1e3", "+1", "1 000", "--1", "0x1", "½", "\u0661", "1_0", "NaN",
        "inf", "1" * 41, True, False, None, [], {}, b"1", float("nan"), float("-inf"), Decimal("NaN"),
        Decimal("Infinity"),
    ],
)  # fmt: skip
def test_what_is_no_number(typed: object) -> None:
    with pytest.raises(NotANumber) as raised:
        read_number(typed)
    assert raised.value.code == "not_a_number"


@pytest.mark.parametrize("typed", ["1.234,5", "1,234.5", "1.234.567", "1,2,3", "..", "1..2"])
def test_two_marks_are_ambiguous(typed: str) -> None:
    with pytest.raises(NotANumber) as raised:
        read_number(typed)
    assert raised.value.code == "ambiguous_number"


@given(NUMBERS)
def test_what_is_printed_exactly_reads_back_as_the_same_number(number: Decimal) -> None:
    assert read_number(exact(number)) == number
    assert read_number(exact(number).replace(".", ",")) == number


@given(NUMBERS)
def test_no_exponent_no_trailing_zero_a_leading_zero(number: Decimal) -> None:
    text = exact(number).removeprefix("-")
    assert text.replace(".", "").isdigit()
    assert not text.startswith(".")
    assert not ("." in text and text.endswith(("0", ".")))


@pytest.mark.parametrize(
    ("number", "text"),
    [("0.50", "0.5"), ("100", "100"), ("1E+3", "1000"), ("-0", "0"), ("-0.00", "0"), ("1E-9", "0.000000001")],
)
def test_exact(number: str, text: str) -> None:
    assert exact(Decimal(number)) == text


@pytest.mark.parametrize(
    ("number", "italian", "english"),
    [
        ("36.4", "36,4", "36.4"),
        ("1.005", "1,01", "1.01"),
        ("-1.005", "-1,01", "-1.01"),
        ("0.004", "0", "0"),
        ("0.005", "0,01", "0.01"),
        ("100", "100", "100"),
        ("1200", "1200", "1200"),
        ("99.999", "100", "100"),
    ],
)
def test_readable_rounds_half_up_to_two_places(number: str, italian: str, english: str) -> None:
    assert readable(Decimal(number), "it") == italian
    assert readable(Decimal(number), "en") == english


def test_exactly_sets_the_projects_context_and_gives_the_callers_back() -> None:
    @exactly
    def third() -> Decimal:
        return Decimal(1) / 3

    assert len(str(third())) == ARITHMETIC.prec + 2
    assert len(str(Decimal(1) / 3)) == 30
