"""Proving rules complete and exclusive: the enumerated states stand for every patient."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator import grammar
from generator.records import Choice, Rule, TermText
from generator.states import all_states, atoms, described, holds

NUMBERS = ("age_years", "bmi")
FACTS = ("dialysis", "fever")
THRESHOLDS = st.sampled_from(["1", "1.5", "2", "3"])
GRID = [Decimal(tick) / 4 for tick in range(17)]  # 0 to 4: every threshold, and values between and beyond
TEXT = {"it": "x", "en": "x"}


def term(text: str) -> TermText:
    return TermText.model_validate(grammar.term(text))


def choice(*options: str, optional: bool = False) -> Choice:
    labels = {option: {"label": TEXT, "source": "000:1"} for option in options}
    return Choice.model_validate(
        {"question": TEXT, "why": TEXT, "options": labels, "optional": optional, "source": "000:1"}
    )


def rule(mode: str, *terms: str) -> Rule:
    return Rule.model_validate({mode: list(terms), "text": TEXT, "source": "000:1"})


CHOICES = {"route": choice("iv", "sc"), "split": choice("yes", "no", optional=True)}
COMPARISONS = st.builds(
    "{} {} {}".format, st.sampled_from(NUMBERS), st.sampled_from([">", ">=", "<", "<=", "="]), THRESHOLDS
)
ATOMS = st.one_of(
    COMPARISONS, st.sampled_from([*FACTS, "route is iv", "route is sc", "split is yes", "split is no"])
)
SIGNED = st.builds(lambda negated, atom: f"not {atom}" if negated else atom, st.booleans(), ATOMS)
RULES = st.builds(rule, st.sampled_from(["any", "all"]), SIGNED, SIGNED)
TERMS = st.one_of(SIGNED, st.sampled_from(["first_rule", "not first_rule", "second_rule"]))
LINES = st.lists(st.lists(TERMS.map(term), max_size=3), min_size=1, max_size=4)


@st.composite
def rule_sets(draw: st.DrawFn) -> dict[str, Rule]:
    """Two rules, the second of which may name the first."""
    second = draw(st.one_of(RULES, st.builds(rule, st.just("all"), SIGNED, st.just("not first_rule"))))
    return {"first_rule": draw(RULES), "second_rule": second}


def every_patient(names: set[str]) -> Iterator[Mapping[str, Any]]:
    """Yield every state on a fine grid, with no thought for thresholds."""
    values: dict[str, Sequence[Any]] = dict.fromkeys(NUMBERS, GRID) | dict.fromkeys(FACTS, (True, False))
    values |= {"route": ["iv", "sc"], "split": ["yes", "no", None]}
    named = [name for name in values if name in names]
    for combination in product(*(values[name] for name in named)):
        yield dict(zip(named, combination, strict=True))


def acting(
    lines: list[list[TermText]], state: Mapping[str, Any], rules: Mapping[str, Rule]
) -> tuple[int, ...]:
    return tuple(n for n, terms in enumerate(lines) if all(holds(one, state, rules) for one in terms))


@given(LINES, rule_sets())
def test_the_enumerated_states_show_every_behaviour_that_a_fine_grid_shows(
    lines: list[list[TermText]], rules: dict[str, Rule]
) -> None:
    """So a gap, or an overlap, is found if and only if there is one."""
    terms = [one for line in lines for one in line]
    names = {atom.name for atom in atoms(terms, rules)}
    found = {acting(lines, state, rules) for state in all_states(terms, rules, CHOICES)}

    assert found == {acting(lines, state, rules) for state in every_patient(names)}


def test_a_number_is_tried_at_below_between_and_above_its_thresholds() -> None:
    states = all_states([term("age_years > 65"), term("age_years >= 75")], {}, {})

    assert [state["age_years"] for state in states] == [64, 65, 70, 75, 76]


def test_a_gap_of_one_exact_value_is_found() -> None:
    terms = [term("age_years > 75"), term("age_years < 75")]
    gaps = [s["age_years"] for s in all_states(terms, {}, {}) if not any(holds(t, s, {}) for t in terms)]

    assert gaps == [75]


def test_an_optional_choice_may_be_left_unanswered() -> None:
    states = list(all_states([term("split is yes")], {}, CHOICES))

    assert [state["split"] for state in states] == ["yes", "no", None]
    assert [holds(term("split is yes"), state, {}) for state in states] == [True, False, False]
    assert [holds(term("not split is yes"), state, {}) for state in states] == [False, True, True]


def test_a_choice_that_must_be_made_has_no_state_without_it() -> None:
    assert [state["route"] for state in all_states([term("route is iv")], {}, CHOICES)] == ["iv", "sc"]


def test_a_rule_is_seen_through_to_what_it_asks_of_the_patient() -> None:
    rules = {"old": rule("any", "age_years > 75"), "frail": rule("all", "old", "not dialysis")}

    assert [atom.name for atom in atoms([term("not frail")], rules)] == ["age_years", "dialysis"]
    assert holds(term("frail"), {"age_years": Decimal(76), "dialysis": False}, rules)
    assert holds(term("not frail"), {"age_years": Decimal(75), "dialysis": False}, rules)


def test_without_conditions_there_is_one_state() -> None:
    assert list(all_states([], {}, {})) == [{}]


def test_a_state_is_said_in_words() -> None:
    assert described({}) == ""
    state = {"age_years": Decimal(75), "dialysis": False, "split": None, "route": "iv"}
    assert described(state) == " when age_years = 75, dialysis = no, split = not given, route = iv"
