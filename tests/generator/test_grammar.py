"""The small notations of a record: cycles, doses, conditions, sources, days of the calendar."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import grammar


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("1", 1, 1), ("1-2", 1, 2), ("2-2", 2, 2), ("13+", 13, None), ("10-12", 10, 12)],
)
def test_cycles_are_one_a_range_or_from_one_on(text: str, first: int, last: int | None) -> None:
    assert grammar.cycles(text) == {"first": first, "last": last}


@pytest.mark.parametrize(
    ("text", "amount", "unit", "per"),
    [
        ("20 mg/m2", "20", "mg", "m2"),
        ("10 mg/kg", "10", "mg", "kg"),
        ("40 mg", "40", "mg", None),
        ("0.7 mg/m2", "0.7", "mg", "m2"),
        ("1.30 mg/m2", "1.30", "mg", "m2"),
        ("2 g", "2", "g", None),
    ],
)
def test_a_dose_is_an_amount_a_unit_and_what_it_is_per(
    text: str, amount: str, unit: str, per: str | None
) -> None:
    assert grammar.dose(text) == {"amount": amount, "unit": unit, "per": per}


@pytest.mark.parametrize(
    ("text", "name", "operator", "value", "negated"),
    [
        ("age_years > 75", "age_years", ">", "75", False),
        ("age_years >= 75", "age_years", ">=", "75", False),
        ("bmi < 18.5", "bmi", "<", "18.5", False),
        ("bilirubin_x_uln <= 1.5", "bilirubin_x_uln", "<=", "1.5", False),
        ("not age_years > 75", "age_years", ">", "75", True),
        ("daratumumab_route is iv", "daratumumab_route", "is", "iv", False),
        ("not escalation_tolerated is no", "escalation_tolerated", "is", "no", True),
        ("lenalidomide_below_30 is 7.5_mg_daily", "lenalidomide_below_30", "is", "7.5_mg_daily", False),
        ("dialysis", "dialysis", "holds", None, False),
        ("not above_75", "above_75", "holds", None, True),
    ],
)
def test_a_condition_is_a_comparison_a_choice_or_a_fact(
    text: str, name: str, operator: str, value: str | None, negated: bool
) -> None:
    assert grammar.term(text) == {"name": name, "operator": operator, "value": value, "negated": negated}


@pytest.mark.parametrize("operator", [">", ">=", "<", "<=", "="])
@given(st.decimals(-1000, 1000, places=2))
def test_a_comparison_keeps_its_operator_and_every_digit(operator: str, value: Any) -> None:
    read = grammar.term(f"age_years {operator} {value:f}")

    assert (read["operator"], read["value"]) == (operator, f"{value:f}")


@pytest.mark.parametrize(
    "text", ["000:1", "000:132-134", "000:7-7", "rcp-kyprolis 4.2", "decisions DEC-07", "003:466"]
)
def test_a_source_is_lines_of_a_document_or_a_key_with_a_place(text: str) -> None:
    assert grammar.source(text) == text


@pytest.mark.parametrize(
    ("reference", "key"),
    [("000:132-134", "000"), ("rcp-kyprolis 4.2", "rcp-kyprolis"), ("endeavor-kd56", "endeavor-kd56")],
)
def test_a_source_names_its_record(reference: str, key: str) -> None:
    assert grammar.source_key(reference) == key


REFUSED: dict[Callable[[Any], Any], list[Any]] = {
    grammar.cycles: ["", "0", "01", "1-", "-2", "2-1", "13 +", "1,2", "1–2", "ogni", 1, None, True, [1]],
    grammar.dose: [
        "25",
        "25mg",
        "25 mg/mq",
        "25 mg/m²",
        "8 mg/m2/die",
        "-5 mg",
        "1,3 mg",
        ".5 mg",
        "05 mg",
        "0 mg",
        25,
    ],
    grammar.term: [
        "",
        "age > ",
        "Age > 75",
        "age_years>75",
        "age_years > 75 anni",
        "not not x",
        "a is b c",
        "x ≥ 3",
        3,
    ],
    grammar.source: [
        "",
        "000",
        "000:",
        "000:0",
        "000:12-",
        "000:14-12",
        "00:1",
        "0000:1",
        "RCP 4.2",
        "000 4.2",
        3,
        None,
    ],
    grammar.date: [
        "",
        "2026-11-31",
        "2026-1-5",
        "20261121",
        "2026-W01-1",
        "21/11/2026",
        "2026-11-21T00:00",
        None,
        2026,
    ],
}


@pytest.mark.parametrize(
    ("reader", "text"), [(reader, text) for reader, texts in REFUSED.items() for text in texts]
)
def test_whatever_else_is_written_is_refused_with_what_was_expected(
    reader: Callable[[Any], Any], text: Any
) -> None:
    with pytest.raises(ValueError, match=r"expected|write|end before|zero"):
        reader(text)
