"""Reading YAML strictly: what is quoted is text, decimals keep every digit, every value knows its place."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.yaml_source import Source, read_yaml

NAMES = st.from_regex(r"[a-z][a-z_]{2,12}", fullmatch=True).filter(
    lambda name: name not in ("yes", "off", "true", "false", "null")
)
PRINTABLE = st.characters(
    codec="utf-8", exclude_characters="\x85\u2028\u2029\ufeff\ufffd", exclude_categories=("Cc", "Cs", "Cn")
)
TEXTS = st.text(PRINTABLE, max_size=40)
WHOLE = st.integers(-(10**30), 10**30)
DIGITS = st.from_regex(r"-?(0|[1-9][0-9]{0,20})\.[0-9]{1,20}", fullmatch=True)


def read(text: str) -> Any:
    source = read_yaml("a.yml", text)
    assert source.problems == []
    return source.data


def refused(text: str) -> list[str]:
    return [problem.message for problem in read_yaml("a.yml", text).problems]


@given(TEXTS)
def test_what_stands_in_double_quotes_is_always_that_text(text: str) -> None:
    assert read(f"value: {json.dumps(text, ensure_ascii=False)}\n") == {"value": text}


@given(TEXTS)
def test_what_stands_in_single_quotes_is_always_that_text(text: str) -> None:
    quoted = text.replace("'", "''")

    assert read(f"value: '{quoted}'\n") == {"value": text}


@pytest.mark.parametrize(
    "text", ["08", "no", "1_8", "2026-11-21", "1:30", "000:99", "1e3", "true", "null", "", "~"]
)
def test_a_quoted_text_that_looks_like_something_else_stays_a_text(text: str) -> None:
    assert read(f'value: "{text}"\n') == {"value": text}


@given(DIGITS)
def test_a_decimal_keeps_every_digit_that_is_written(digits: str) -> None:
    value = read(f"value: {digits}\n")["value"]

    assert isinstance(value, Decimal)
    assert value.as_tuple() == Decimal(digits).as_tuple()


@given(WHOLE)
def test_a_whole_number_is_exact(number: int) -> None:
    assert read(f"value: {number}\n") == {"value": number}


def test_three_words_have_a_meaning() -> None:
    data = read("a: true\nb: false\nc: null\n")

    assert (data["a"], data["b"], data["c"]) == (True, False, None)


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "Yes", "no", "NO", "on", "off", "y", "N", "True", "FALSE", "Null", "~"),
        *("08", "007", "0755", "1_8", "+5", ".5", "5.", "-.5", "1e3", "1.5e3", "1E-3", "0x1F", "0o17", "0b1"),
        *("1:30", "000:45", "000:99", "190:20:30", "2026-11-21", "2026-1-5", "2026-11-21T10:00:00Z"),
        *(".inf", "-.INF", ".nan"),
    ],
)
def test_a_bare_text_that_yaml_may_read_as_something_else_is_refused(text: str) -> None:
    assert refused(f"value: {text}\n") == [f"a bare {text} can be read in more than one way"]


@pytest.mark.parametrize(
    "text",
    [
        "rcp-kyprolis 4.2",
        "20 mg/m2",
        "age_years > 75",
        "II-A",
        "DX-07",
        "L04AX04",
        "12-2",
        "1.2.3",
        "nothing",
    ],
)
def test_a_bare_text_that_can_only_be_text_is_text(text: str) -> None:
    assert read(f"value: {text}\n") == {"value": text}


@given(
    st.dictionaries(NAMES, st.lists(st.integers(0, 99), max_size=4), min_size=1, max_size=6),
    st.integers(0, 8),
)
def test_every_key_and_value_knows_where_it_stands(data: dict[str, list[int]], comments: int) -> None:
    text = "# a comment\n" * comments + "".join(f"{key}: {values}\n" for key, values in data.items())
    source = read_yaml("a.yml", text)
    lines = text.splitlines()

    def rest(place: tuple[int, int]) -> str:
        return lines[place[0] - 1][place[1] - 1 :]

    for key, values in data.items():
        assert rest(source.key_positions[key,]).startswith(f"{key}:")
        assert rest(source.positions[key,]) == str(values)
        for position, value in enumerate(values):
            assert rest(source.positions[key, position]).startswith(str(value))


def test_columns_count_characters_and_not_bytes() -> None:
    source = read_yaml("a.yml", '{"è": 1, "𝛼β": no}\n')

    assert [(p.line, p.column) for p in source.problems] == [(1, 16)]


def test_a_mistake_without_a_place_of_its_own_is_shown_at_its_nearest_ancestor() -> None:
    source: Source = read_yaml("a.yml", "a:\n  b: {c: 1}\n")

    assert source.problem(("a", "b", "missing", 3), "x").line == 2
    assert source.problem(("a", "b", "missing", 3), "x").column == 6
    assert source.problem(("a", "b"), "x", at_key=True).column == 3


def test_every_duplicate_key_is_reported_at_its_own_line() -> None:
    problems = read_yaml("a.yml", "a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n").problems

    assert [(p.line, p.column, p.message) for p in problems] == [
        (2, 11, "duplicate key c"),
        (3, 1, "duplicate key a"),
        (4, 1, "duplicate key a"),
    ]


def test_a_list_that_holds_itself_does_not_hang() -> None:
    assert refused("a: &x [1, *x]\n") == [
        "this value is used again elsewhere in the file through a reference (*)"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: [1\nb: 2\n",
        'a: "1\n',
        "a: b: c\n",
        "a: 1\n---\nb: 2\n",
        "? [a]\n: 1\n",
        "a: {1\n",
        "a: *x\n",
        "%\n",
    ],
)
def test_what_is_not_yaml_is_one_clear_mistake(text: str) -> None:
    assert len(refused(text)) == 1


@given(st.text(max_size=60))
def test_no_text_whatever_makes_it_fail(text: str) -> None:
    for problem in (source := read_yaml("a.yml", text)).problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.render(source.lines).startswith("a.yml:")
