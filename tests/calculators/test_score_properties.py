"""What must hold for every score: sums, classes, direction, units, and what more knowledge may change."""

import itertools
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.fields import Field
from calculators.registry import CALCULATORS
from calculators.scores import CALCULATORS as SCORES
from calculators.scores.truth import all_of, any_of, is_yes, negated, yes_or_no
from tests.calculators.asking import ask_text

Json = dict[str, Any]
BY_NAME = {score.name: score for score in SCORES}
WORST = ("crs_grade", "icans_grade")
SUMS = (
    "r2_iss",
    "charlson",
    "imwg_frailty",
    "simplified_frailty",
    "ice_score",
    "car_hematotox",
    "ipi",
    "r_ipi",
    "cns_ipi",
)
CLASSED = ("slim_crab", "r_iss", "cytogenetic_risk", "hans", "iec_hs_checklist")


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """Return what a field accepts, as a request has it."""
    if field.kind == "integer":
        assert field.minimum is not None
        assert field.maximum is not None
        return st.integers(int(field.minimum), int(field.maximum))
    if field.kind == "decimal":
        low, high = field.minimum or Decimal("0.2"), field.maximum or Decimal(8)
        return st.decimals(low, high, places=2).map(float)
    return st.booleans() if field.kind == "boolean" else st.sampled_from(field.options)


def whole(name: str) -> st.SearchStrategy[Json]:
    """Return requests to a score in which every field is answered, if only with unknown."""
    return st.fixed_dictionaries({field.name: values_of(field) for field in CALCULATORS[name].fields})


def partial(name: str) -> st.SearchStrategy[Json]:
    """Return requests in which any field may be absent."""
    fields = CALCULATORS[name].fields
    return st.fixed_dictionaries({}, optional={field.name: values_of(field) for field in fields})


def known(name: str) -> st.SearchStrategy[Json]:
    """Return requests in which nothing is unknown."""
    return whole(name).filter(lambda inputs: "unknown" not in inputs.values())


def answer(name: str, inputs: Json, lang: str = "it") -> Json:
    return ask_text(json.dumps({"calculator": name, "inputs": inputs, "lang": lang}))


def of(*names: str) -> st.SearchStrategy[tuple[str, Json]]:
    """Return a score among these with a whole request to it."""
    return st.sampled_from(names).flatmap(lambda name: st.tuples(st.just(name), whole(name)))


@given(of(*SUMS, *WORST))
def test_points_are_the_sum_or_the_worst_of_the_items_and_lie_in_one_class(asked: tuple[str, Json]) -> None:
    name, inputs = asked
    result = answer(name, inputs)
    details = result["details"]
    counted = [item["points"] for item in details.get("items", [])]
    if result["status"] != "ok":
        assert result["points"] is None
        assert result["category"] is None
        return
    points = [number for number in counted if number is not None]
    assert result["points"] == (max(points) if name in WORST else sum(points))
    assert 0 <= result["points"] <= details["maximum"]
    holding = [c["name"] for c in details["classes"] if c["minimum"] <= result["points"] <= c["maximum"]]
    assert holding == ([result["category"]] if details["classes"] else [])
    assert [c["name"] for c in details["classes"] if c["current"]] == holding


@pytest.mark.parametrize("name", [name for name in SUMS if name not in ("charlson", "ice_score")])
def test_the_classes_of_a_score_cover_every_number_of_points_once(name: str) -> None:
    details = answer(name, {})["details"]
    assert details == {"questions": details["questions"]}
    request = {field.name: _low(field) for field in CALCULATORS[name].fields}
    details = answer(name, request)["details"]
    spans = [(Decimal(str(c["minimum"])), Decimal(str(c["maximum"]))) for c in details["classes"]]
    step = Decimal("0.5") if name == "r2_iss" else Decimal(1)
    assert spans[0][0] == 0
    assert spans[-1][1] == details["maximum"]
    assert all(second[0] - first[1] == step for first, second in itertools.pairwise(spans))


def _low(field: Field) -> Any:
    if field.kind in ("decimal", "integer"):
        return str(field.minimum or 1)
    return "no" if field.kind == "condition" else field.options[0]


DIRECTIONS = {
    "imwg_frailty": {"age_years": 1, "katz_adl": -1, "lawton_iadl": -1, "charlson_index": 1},
    "simplified_frailty": {"age_years": 1, "charlson_index": 1, "ecog_ps": 1},
    "ice_score": {"orientation": 1, "naming": 1, "writing": 1},
    "ipi": {"age_years": 1, "ldh_x_uln": 1, "ecog_ps": 1, "extranodal_sites": 1},
    "cns_ipi": {"age_years": 1, "ldh_x_uln": 1, "ecog_ps": 1, "extranodal_sites": 1},
    "car_hematotox": {"platelets_10e9_l": -1, "anc_10e9_l": -1, "hb_g_dl": -1, "ferritin_ng_ml": 1},
    "r2_iss": {"beta2_microglobulin_mg_l": 1, "albumin_g_dl": -1, "ldh_x_uln": 1},
    "icans_grade": {"ice_score": -1},
}


@given(st.data())
def test_a_worse_value_never_lowers_a_score(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(DIRECTIONS)))
    inputs = data.draw(known(name))
    field_name, direction = data.draw(st.sampled_from(sorted(DIRECTIONS[name].items())))
    field = next(field for field in CALCULATORS[name].fields if field.name == field_name)
    pair = sorted((data.draw(values_of(field)), data.draw(values_of(field))), reverse=direction < 0)
    results = [answer(name, {**inputs, field_name: value}) for value in pair]
    if all(result["status"] == "ok" for result in results):
        assert results[0]["points"] <= results[1]["points"]


@given(
    whole("charlson"), st.sampled_from([f.name for f in BY_NAME["charlson"].fields if f.kind == "condition"])
)
def test_one_more_disease_never_lowers_charlson(inputs: Json, disease: str) -> None:
    certain = {name: "no" if value == "unknown" else value for name, value in inputs.items()}
    without = answer("charlson", {**certain, disease: "no"})
    having = answer("charlson", {**certain, disease: "yes"})
    assert without["points"] <= having["points"]


@given(st.data())
def test_more_knowledge_never_contradicts_an_answer(data: st.DataObject) -> None:
    """What is decided while something is unknown stays decided whatever the unknown turns out to be."""
    name = data.draw(st.sampled_from((*CLASSED, *WORST, "charlson")))
    inputs = data.draw(partial(name))
    before = answer(name, inputs)
    added = data.draw(known(name))
    learned = {**added, **{key: value for key, value in inputs.items() if value != "unknown"}}
    after = answer(name, learned)
    assert after["status"] == "ok", after
    if before["status"] == "ok" and name != "charlson":  # Charlson: age that is given may be asked for or not
        assert (before["category"], before["points"]) == (after["category"], after["points"])
    for one, other in zip(before["details"].get("items", []), after["details"]["items"], strict=False):
        if before["status"] == "ok" and name in ("slim_crab", "r_iss", "hans"):
            assert one["met"] in (None, other["met"])


@given(st.data())
def test_what_is_asked_for_is_enough(data: st.DataObject) -> None:
    """Answering every question of a score leaves none."""
    name = data.draw(st.sampled_from((*CLASSED, *WORST, "charlson", "r2_iss", "imwg_progression")))
    inputs = data.draw(partial(name))
    first = answer(name, inputs)
    answers = data.draw(known(name))
    given: set[str] = set()
    # Required fields first, then those that an answer opens, then those that are unknown and matter.
    while first["status"] == "needs_input":
        asked = [question["field"] for question in first["questions"]]
        assert asked
        assert given.isdisjoint(asked), "what was answered is asked again"
        given.update(asked)
        assert set(asked) == {error["field"] for error in first["errors"]}
        inputs = {**inputs, **{field: answers[field] for field in asked}}
        first = answer(name, inputs)
    assert first["status"] == "ok", first


@given(whole("car_hematotox"))
def test_c_reactive_protein_counts_the_same_in_either_unit(inputs: Json) -> None:
    crp = Decimal(str(inputs["crp"]))
    one, other = (
        answer("car_hematotox", {**inputs, "crp": str(value), "crp_unit": unit})
        for value, unit in ((crp, "mg/dL"), (crp * 10, "mg/L"))
    )
    for key in ("status", "points", "category", "warnings"):
        assert one[key] == other[key]


@given(whole("m_easix"))
def test_modified_easix_is_the_same_in_either_unit_and_easix_with_another_factor(inputs: Json) -> None:
    crp = Decimal(str(inputs["crp"]))
    one = answer("m_easix", {**inputs, "crp": str(crp), "crp_unit": "mg/dL"})
    other = answer("m_easix", {**inputs, "crp": str(crp * 10), "crp_unit": "mg/L"})
    assert (one["value"], one["details"]["log2"]) == (other["value"], other["details"]["log2"])
    plain = {name: inputs[name] for name in ("ldh_u_l", "platelets_10e9_l")}
    same = answer("easix", {**plain, "creatinine_mg_dl": str(crp)})
    assert same["status"] != "ok" or same["value"] == one["value"]


@given(st.decimals("0.5", "8", places=2), st.decimals("4", "25", places=2))
def test_albumin_corrects_calcium_the_same_in_either_unit(albumin: Decimal, calcium: Decimal) -> None:
    base = {"calcium": str(calcium), "calcium_unit": "mg/dL"}
    one, other = (
        answer("corrected_calcium", {**base, "albumin": str(value), "albumin_unit": unit})
        for value, unit in ((albumin, "g/dL"), (albumin * 10, "g/L"))
    )
    assert one["value"] == other["value"]
    change = Decimal(one["value"]) - calcium
    assert change == Decimal("0.8") * (4 - albumin)
    assert ("albumin_above_reference" in [w["code"] for w in one["warnings"]]) is (albumin > 4)


@given(
    st.integers(18, 110),
    st.sampled_from(["female", "male"]),
    st.decimals("0.2", "20", places=2),
    st.sampled_from(["ckd_epi_2021", "ckd_epi_2009", "mdrd_175"]),
)
def test_filtration_falls_with_age_and_creatinine_and_is_the_same_in_either_unit(
    age: int, sex: str, creatinine: Decimal, equation: str
) -> None:
    base = {"age_years": age, "sex": sex, "creatinine_unit": "mg/dL", "equation": equation}
    one = answer("egfr", {**base, "serum_creatinine": str(creatinine)})
    micromoles = {**base, "serum_creatinine": str(creatinine * Decimal("88.4")), "creatinine_unit": "umol/L"}
    assert one["value"] == answer("egfr", micromoles)["value"]
    value = Decimal(one["value"])
    assert value > 0
    assert len(one["value"].replace(".", "").lstrip("0")) >= 34
    if creatinine + 1 <= 20:
        worse = answer("egfr", {**base, "serum_creatinine": str(creatinine + Decimal("0.01"))})
        assert Decimal(worse["value"]) < value
    if age < 110:
        assert (
            Decimal(
                answer("egfr", {**base, "age_years": age + 1, "serum_creatinine": str(creatinine)})["value"]
            )
            < value
        )


SMALL = st.decimals("0", "15", places=2)


@given(SMALL, SMALL, SMALL)
def test_progression_needs_an_increase_and_a_higher_value_never_undoes_it(
    nadir: Decimal, current: Decimal, more: Decimal
) -> None:
    def category(now: Decimal) -> str:
        inputs = {"component": "serum_m_protein", "nadir_g_dl": str(nadir), "current_g_dl": str(now)}
        return str(answer("imwg_progression", {**inputs, "confirmed": "yes"})["category"])

    found = category(current)
    change = current - nadir
    enough = (change >= Decimal("0.5") and 4 * change >= nadir) or (nadir >= 5 and change >= 1)
    assert found == ("pd" if enough else "not_pd")
    if current + more <= 15 and found == "pd":
        assert category(current + more) == "pd"


@given(of(*[score.name for score in SCORES]))
def test_both_languages_say_the_same_numbers(asked: tuple[str, Json]) -> None:
    name, inputs = asked
    italian, english = answer(name, inputs, "it"), answer(name, inputs, "en")
    for key in ("status", "value", "category", "points", "unit", "sources"):
        assert italian[key] == english[key]
    for one, other in zip(
        italian["details"].get("items", []), english["details"].get("items", []), strict=True
    ):
        assert {key: one[key] for key in ("name", "value", "unit", "points", "met")} == {
            key: other[key] for key in ("name", "value", "unit", "points", "met")
        }


TRUTHS = (True, False, None)


def test_three_valued_truth() -> None:
    assert [is_yes(answer) for answer in ("yes", "no", "unknown", None)] == [True, False, None, None]
    assert [yes_or_no(truth) for truth in TRUTHS] == ["yes", "no", None]
    assert [negated(truth) for truth in TRUTHS] == [False, True, None]
    for one, other in itertools.product(TRUTHS, repeat=2):
        known_values = [
            (a, b)
            for a in ((True, False) if one is None else (one,))
            for b in ((True, False) if other is None else (other,))
        ]
        either, both = {a or b for a, b in known_values}, {a and b for a, b in known_values}
        assert any_of((one, other)) is (either.pop() if len(either) == 1 else None)
        assert all_of((one, other)) is (both.pop() if len(both) == 1 else None)
    assert any_of(()) is False
    assert all_of(()) is True
