"""What a field accepts, at its limits, and what it says when it refuses."""

from datetime import date
from decimal import Decimal

import pytest

from calculators import vocabulary
from calculators.fields import Field, Refused, nearest, outside, read, read_value
from calculators.registry import CALCULATORS

LABEL = {"it": "Campo", "en": "Field"}
RANGED = [
    field for field in vars(vocabulary).values() if isinstance(field, Field) and field.minimum is not None
]


def field(kind: str, *options: str) -> Field:
    return Field("field", kind, LABEL, options=options)


def code(of: Field, raw: object) -> str:
    with pytest.raises(Refused) as raised:
        read_value(of, raw)
    return raised.value.code


@pytest.mark.parametrize("ranged", RANGED, ids=lambda ranged: ranged.name)
def test_a_range_holds_its_limits_and_nothing_beyond(ranged: Field) -> None:
    assert ranged.minimum is not None
    assert ranged.maximum is not None
    step = 1 if ranged.kind == "integer" else Decimal("0.0000001")
    for limit in (ranged.minimum, ranged.maximum):
        assert read_value(ranged, limit) == limit
    assert code(ranged, ranged.minimum - step) == "out_of_range"
    assert code(ranged, ranged.maximum + step) == "out_of_range"


def test_an_integer_may_be_written_with_zeros_after_the_mark() -> None:
    assert read_value(vocabulary.AGE, "75.0") == 75
    assert isinstance(read_value(vocabulary.AGE, Decimal("75.00")), int)
    assert code(vocabulary.AGE, "75.5") == "not_an_integer"


@pytest.mark.parametrize(
    ("raw", "value"),
    [(True, True), (False, False), ("yes", True), ("no", False), ("true", True), ("false", False)],
)
def test_booleans(raw: object, value: bool) -> None:
    assert read_value(field("boolean"), raw) is value


@pytest.mark.parametrize("raw", ["unknown", "", "si", 0, 1, None, [], Decimal(1)])
def test_what_is_no_boolean(raw: object) -> None:
    assert code(field("boolean"), raw) == "not_an_option"


@pytest.mark.parametrize(
    ("raw", "value"), [(True, "yes"), (False, "no"), ("yes", "yes"), ("no", "no"), ("unknown", "unknown")]
)
def test_conditions(raw: object, value: str) -> None:
    assert read_value(field("condition"), raw) == value


@pytest.mark.parametrize("raw", ["", "maybe", "true", 0, 1, [], {}])
def test_what_is_no_condition(raw: object) -> None:
    assert code(field("condition"), raw) == "not_an_option"


@pytest.mark.parametrize("raw", ["A", "", 1, True, None, ["a"], {"a": 1}])
def test_what_is_no_option(raw: object) -> None:
    assert read_value(field("choice", "a", "b"), "a") == "a"
    assert code(field("choice", "a", "b"), raw) == "not_an_option"


def test_dates() -> None:
    assert read_value(field("date"), "2028-02-29") == date(2028, 2, 29)
    for raw in (
        "2026-02-29",
        "2026-13-01",
        "2026-1-05",
        "2026-W02-1",
        "20260105",
        " 2026-01-05",
        "",
        1,
        None,
    ):
        assert code(field("date"), raw) == "not_a_date"


def test_objects_and_lists() -> None:
    assert read_value(field("object"), {}) == {}
    assert read_value(field("list"), []) == []
    assert code(field("object"), []) == "not_an_object"
    assert code(field("list"), {}) == "not_a_list"


def test_a_number_or_a_named_option() -> None:
    either = Field("field", "decimal_or_choice", LABEL, None, Decimal(1), Decimal(50), options=("full",))
    assert read_value(either, "full") == "full"
    assert read_value(either, "12,5") == Decimal("12.5")
    assert code(either, "half") == "not_a_number"
    assert code(either, 51) == "out_of_range"
    assert code(either, None) == "not_a_number"


def test_a_value_outside_the_range_of_its_unit_is_named_with_that_range() -> None:
    limits = (Decimal("0.5"), Decimal(8))
    own = field("decimal")
    assert outside(own, Decimal("0.5"), "g/dL", limits, "en") == []
    assert outside(own, Decimal(8), "g/dL", limits, "en") == []
    for value in (Decimal("0.49"), Decimal("8.01")):
        (problem,) = outside(own, value, "g/dL", limits, "en")
        assert (problem.field, problem.code) == ("field", "out_of_range")
        shown = f"Field: {value} g/dL is out of range, check it. From 0.5 to 8 g/dL."
        assert problem.message == shown
    (problem,) = outside(own, Decimal("8.01"), "mL/min/{1.73_m2}", limits, "it")
    assert problem.message.endswith("verificare. Da 0,5 a 8 mL/min/1,73 m².")


def test_every_problem_is_found_not_only_the_first() -> None:
    fields = {name: Field(name, "decimal", LABEL, "kg", Decimal(1), Decimal(9)) for name in ("a", "b", "c")}
    values, problems = read(fields, {"a": 5, "b": "x", "d": 1}, "en")
    assert values == {"a": Decimal(5)}
    assert [(problem.field, problem.code) for problem in problems] == [
        ("b", "not_a_number"),
        ("d", "unknown_field"),
        ("c", "missing"),
    ]
    assert problems[0].message == "Field: x is not a number. From 1 to 9 kg."


def test_a_long_value_is_shown_shortened() -> None:
    fields = {"a": Field("a", "decimal", LABEL)}
    (problem,) = read(fields, {"a": "x" * 100}, "it")[1]
    assert problem.message == f"Campo: {'x' * 37}... non è un numero."


def test_the_nearest_name() -> None:
    assert nearest("heigth_cm", ["height_cm", "weight_kg"], "en") == " The nearest name is height_cm."
    assert nearest("zzz", ["height_cm"], "en") == ""


@pytest.mark.parametrize("lang", ["it", "en"])
def test_what_a_field_expects_is_said(lang: str) -> None:
    assert field("date").expected(lang) == {"it": "Anno-mese-giorno.", "en": "Year-month-day."}[lang]
    assert field("choice", "a", "b").expected(lang).endswith(": a, b.")
    assert field("object").expected(lang) == ""
    assert "0,7" in vocabulary.BSA.expected("it")
    assert "0.7" in vocabulary.BSA.expected("en")


def test_every_field_of_every_calculator_has_labels_and_a_kind() -> None:
    numbers = {"decimal", "integer", "decimal_or_choice"}
    kinds = {*numbers, "choice", "boolean", "condition", "date", "object", "list"}
    for calculator in CALCULATORS.values():
        for own in calculator.fields:
            assert own.kind in kinds
            assert set(own.label) >= {"it", "en"}
            assert (own.minimum is None) == (own.maximum is None)
            assert own.minimum is None or own.maximum is None or own.minimum < own.maximum


@pytest.mark.parametrize(("length", "shown"), [(40, "x" * 40), (41, "x" * 37 + "...")])
def test_forty_characters_of_a_value_are_shown_whole(length: int, shown: str) -> None:
    fields = {"a": Field("a", "decimal", LABEL)}
    (problem,) = read(fields, {"a": "x" * length}, "it")[1]
    assert problem.message == f"Campo: {shown} non è un numero."
