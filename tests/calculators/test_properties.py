"""What must hold for every patient, regimen, cycle and choice; and for anything at all that is sent."""

import json
import re
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from calculators import api
from calculators.dose_plan.inputs import PATIENT_FIELDS, known_choices
from calculators.outcome import STATUSES
from calculators.receipt import as_text, build_receipt
from calculators.registry import CALCULATORS
from tests.calculators.asking import EDITION, SOURCE, ask_text

Json = dict[str, Any]
ALL_CHOICES = known_choices(EDITION, None)
THOROUGH = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])


def numbers(low: str, high: str, places: int = 2) -> st.SearchStrategy[float]:
    """Return numbers as a request has them."""
    return st.decimals(Decimal(low), Decimal(high), places=places).map(float)


def around(*thresholds: str) -> st.SearchStrategy[float]:
    """Return a threshold, or what stands a hair above or below it."""
    hair = Decimal("0.01")
    return st.sampled_from([float(Decimal(t) + step) for t in thresholds for step in (-hair, 0 * hair, hair)])


HEIGHTS = st.integers(100, 230) | numbers("150", "200", 1)
WEIGHTS = st.integers(25, 250) | numbers("40", "120")
CLEARANCES = numbers("0", "150") | around("30", "50")
BILIRUBINS = numbers("0", "10") | around("1.5")
AGES = st.integers(18, 110) | st.sampled_from([74, 75, 76])
SURFACES = numbers("0.7", "4") | around("2.2")
ANSWERS = st.sampled_from(["yes", "no", "unknown"])

COMPLETE = st.fixed_dictionaries(
    {
        "age_years": AGES,
        "height_cm": HEIGHTS,
        "weight_kg": WEIGHTS,
        "creatinine_clearance_ml_min": CLEARANCES,
        "dialysis": st.booleans(),
        "bilirubin_x_uln": BILIRUBINS,
        "conditions": st.fixed_dictionaries(
            {name: st.sampled_from(["yes", "no"]) for name in EDITION.conditions}
        ),
    },
    optional={"baseline_weight_kg": WEIGHTS, "bsa_m2": SURFACES},
)
PARTIAL = st.fixed_dictionaries(
    {},
    optional={
        "age_years": AGES,
        "height_cm": HEIGHTS,
        "weight_kg": WEIGHTS,
        "baseline_weight_kg": WEIGHTS,
        "bsa_m2": SURFACES,
        "creatinine_clearance_ml_min": CLEARANCES,
        "dialysis": st.booleans(),
        "bilirubin_x_uln": BILIRUBINS,
        "conditions": st.fixed_dictionaries({}, optional=dict.fromkeys(EDITION.conditions, ANSWERS)),
    },
)
OPTIONS = {name: st.sampled_from(list(choice.options)) for name, choice in ALL_CHOICES.items()}
SPLIT = ("daratumumab_route", "daratumumab_split_first_dose")
EVERY_CHOICE = st.fixed_dictionaries(
    {name: options for name, options in OPTIONS.items() if name not in SPLIT}
).flatmap(
    lambda chosen: st.sampled_from(
        [{**chosen, "daratumumab_route": "sc"}]
        + [
            {**chosen, "daratumumab_route": "iv", "daratumumab_split_first_dose": split}
            for split in ("yes", "no")
        ]
    )
)
REGIMENS = st.sampled_from(sorted(EDITION.regimens))
IF_TOLERATED = {
    *(("carfilzomib", regimen) for regimen in ("krd", "kd", "dara-kd")),
    ("thalidomide", "vtd"),
}
CYCLES = st.integers(1, 30) | st.just(200)


def requests(patients: st.SearchStrategy[Json], choices: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {"regimen": REGIMENS, "cycle": CYCLES, "patient": patients, "choices": choices},
        optional={"cycle_start": st.dates().map(lambda day: day.isoformat())},
    )


WHOLE = requests(COMPLETE, EVERY_CHOICE)
ANY = requests(PARTIAL, st.fixed_dictionaries({}, optional=OPTIONS))


def answer(inputs: Json, lang: str = "it") -> Json:
    return ask_text(json.dumps({"calculator": "dose_plan", "inputs": inputs, "lang": lang}))


def given_of(result: Json) -> list[Json]:
    lines: list[Json] = result["details"].get("administrations", [])
    return lines


def decimal_digits(result: Json) -> list[str]:
    """Return every number of a result, as printed, whatever the language around it."""
    text = json.dumps([given_of(result), result["value"], result["details"].get("totals")])
    return re.findall(r"[0-9]+(?:\.[0-9]+)?", text)


@THOROUGH
@given(WHOLE)
def test_a_complete_request_is_answered_or_refused_for_a_stated_reason(inputs: Json) -> None:
    result = answer(inputs)
    status, regimen = result["status"], EDITION.regimens[inputs["regimen"]]
    last = regimen.last_cycle
    if result["errors"]:
        assert [error["field"] for error in result["errors"]] == ["cycle_start"]  # beyond the year 9999
    elif status == "blocked":
        assert result["details"]["blocked_by"]
    elif status == "not_covered":
        assert last is not None
        assert inputs["cycle"] > last.cycle
    else:
        assert (status, result["questions"]) == ("ok", [])
        assert last is None or inputs["cycle"] <= last.cycle


@THOROUGH
@given(ANY)
def test_the_shape_of_any_plan(inputs: Json) -> None:
    result = answer(inputs)
    status, questions = result["status"], result["questions"]
    kinds = {question["kind"] for question in questions}
    if status == "ok":
        assert (questions, result["errors"]) == ([], [])
        assert given_of(result)
    else:
        assert given_of(result) == []
        assert result["details"].get("totals", {}) == {}
    if status == "needs_input":
        assert kinds == {"input"}
    if status == "needs_choice":
        assert "choice" in kinds
    if status in ("blocked", "not_covered"):
        assert [warning["level"] for warning in result["warnings"]][:1] == ["stop"]
    fields = [question["field"] for question in questions]
    assert len(fields) == len(set(fields))
    for question in questions:
        options = list(ALL_CHOICES[question["field"]].options) if question["kind"] == "choice" else []
        assert question["options"] == options
        assert question["why"]


@THOROUGH
@given(WHOLE)
def test_days_lie_inside_the_cycle_and_lines_are_in_order(inputs: Json) -> None:
    result = answer(inputs)
    length = result["details"].get("cycle_length_days")
    order = [block.drug for block in EDITION.regimens[inputs["regimen"]].drugs]
    places = [(line["day"] or 0, order.index(line["drug"])) for line in given_of(result)]
    assert places == sorted(places)
    assert all(day <= (length or 28) for day, _ in places)
    keys = [(line["day"], line["drug"], line["route"]) for line in given_of(result)]
    assert len(keys) == len(set(keys))
    for line in given_of(result):
        assert (line["date"] is not None) == (line["day"] is not None and "cycle_start" in inputs)
        assert line["sources"]
        assert Decimal(line["dose"]) > 0
        assert line["unit"] == "mg"


@THOROUGH
@given(WHOLE)
def test_totals_are_the_sums_of_what_is_given(inputs: Json) -> None:
    result = answer(inputs)
    if result["status"] != "ok":
        return
    totals = {drug: total.split(" ") for drug, total in result["details"]["totals"].items()}
    assert {unit for _, unit in totals.values()} == {"mg"}
    doses: dict[str, list[Fraction]] = defaultdict(list)
    for line in given_of(result):
        doses[line["drug"]].append(Fraction(line["dose"]))
    assert set(totals) == set(doses)
    for drug, (total, _) in totals.items():  # fractions add exactly; a total is rounded at its fiftieth digit
        assert abs(Fraction(total) - sum(doses[drug])) <= Fraction(total) / 10**48


CAPS = {"20 mg/m2": Decimal(44), "27 mg/m2": Decimal(60), "56 mg/m2": Decimal(123)}


@THOROUGH
@given(WHOLE)
def test_no_dose_exceeds_its_cap(inputs: Json) -> None:
    result = answer(inputs)
    for line in given_of(result):
        dose = Decimal(line["dose"])
        if line["drug"] == "carfilzomib":
            assert dose <= CAPS[line["basis"]]
            assert dose <= Decimal("2.2") * Decimal(line["basis"].split(" ")[0])
        elif line["drug"] == "lenalidomide":
            assert dose <= 25
        elif line["drug"] == "ixazomib":
            assert dose in (3, 4)
        elif line["drug"] == "dexamethasone":
            assert dose <= 40
        elif line["drug"] == "pomalidomide":
            assert dose == 4


@THOROUGH
@given(WHOLE)
def test_a_flag_is_true_of_the_dose(inputs: Json) -> None:
    patient = inputs["patient"]
    for line in given_of(answer(inputs)):
        flags = line["flags"]
        if "age_reduced" in flags:
            assert patient["age_years"] >= 75
        if "hepatic_reduced" in flags:
            assert patient["bilirubin_x_uln"] > 1.5
        if "renal_reduced" in flags:
            assert patient["dialysis"] or patient["creatinine_clearance_ml_min"] < 50
        if "bsa_capped" in flags:
            assert line["drug"] == "carfilzomib"
        if line["condition"]:
            assert (line["drug"], inputs["regimen"]) in IF_TOLERATED


@THOROUGH
@given(WHOLE, WEIGHTS)
def test_more_weight_never_gives_less_of_a_drug_by_weight(inputs: Json, weight: float) -> None:
    lighter, heavier = sorted([inputs["patient"]["weight_kg"], weight])
    plans = [
        given_of(answer({**inputs, "patient": {**inputs["patient"], "bsa_m2": 1.8, "weight_kg": kilograms}}))
        for kilograms in (lighter, heavier)
    ]
    per_kilogram = [[line for line in lines if "/kg" in line["basis"]] for lines in plans]
    assert len(per_kilogram[0]) == len(per_kilogram[1])
    for less, more in zip(*per_kilogram, strict=True):
        assert Decimal(less["dose"]) <= Decimal(more["dose"])
        assert (less["day"], less["drug"]) == (more["day"], more["drug"])


@THOROUGH
@given(WHOLE)
def test_more_age_never_gives_more_dexamethasone(inputs: Json) -> None:
    totals = []
    for age in (60, 75, 76, 90):
        result = answer({**inputs, "patient": {**inputs["patient"], "age_years": age}})
        total = result["details"].get("totals", {}).get("dexamethasone", "0 mg")
        totals.append(Decimal(total.split(" ")[0]))
    assert totals == sorted(totals, reverse=True)


@THOROUGH
@given(WHOLE)
def test_worse_organs_never_give_more(inputs: Json) -> None:
    fine = {"creatinine_clearance_ml_min": 100, "dialysis": False, "bilirubin_x_uln": 1}
    if answer(inputs)["status"] == "blocked":
        return  # nothing is given at all
    healthy, ill = (
        answer({**inputs, "patient": {**inputs["patient"], **more}})["details"].get("totals", {})
        for more in (fine, {})
    )
    assert set(healthy) == set(ill)
    for drug, total in ill.items():
        assert Decimal(total.split(" ")[0]) <= Decimal(healthy[drug].split(" ")[0])


@THOROUGH
@given(ANY)
def test_unknown_is_the_same_as_not_said_and_never_as_no(inputs: Json) -> None:
    conditions = inputs["patient"].get("conditions", {})
    silent = {name: value for name, value in conditions.items() if value != "unknown"}
    left_out = {**inputs, "patient": {**inputs["patient"], "conditions": silent}}
    said, unsaid = answer(inputs), answer(left_out)
    assert (said["status"], said["questions"], given_of(said)) == (
        unsaid["status"],
        unsaid["questions"],
        given_of(unsaid),
    )


@THOROUGH
@given(WHOLE, st.sampled_from([*PATIENT_FIELDS, *EDITION.conditions, *ALL_CHOICES]))
def test_leaving_out_an_answer_asks_for_it_or_changes_no_dose(inputs: Json, name: str) -> None:
    """What is absent is never taken as no: the plan stays the same or stays open."""
    optional = {
        "baseline_weight_kg",
        "bsa_m2",
        "bsa_formula",
        *(n for n, c in ALL_CHOICES.items() if c.optional),
    }
    if name in optional or name == "conditions":
        return
    patient = {key: value for key, value in inputs["patient"].items() if key != name}
    patient["conditions"] = {key: value for key, value in patient["conditions"].items() if key != name}
    choices = {key: value for key, value in inputs["choices"].items() if key != name}
    before, after = answer(inputs), answer({**inputs, "patient": patient, "choices": choices})
    if before["status"] == "ok" and after["status"] == "ok":
        if name == "weight_kg" and "baseline_weight_kg" in patient:
            return  # without the current weight there is no change of weight to speak of
        assert [(g["day"], g["drug"], g["dose"], g["route"]) for g in given_of(before)] == [
            (g["day"], g["drug"], g["dose"], g["route"]) for g in given_of(after)
        ]
    elif before["status"] == "ok":
        asked = [question["field"] for question in after["questions"]]
        assert name in asked
        assert after["status"] == ("needs_choice" if name in ALL_CHOICES else after["status"])


@THOROUGH
@given(ANY, WHOLE)
def test_more_answers_never_turn_a_plan_into_other_doses(less: Json, more: Json) -> None:
    """A plan that is complete stays as it is, whatever unneeded answers join it."""
    first = answer(less)
    if first["status"] != "ok":
        return
    known = less["patient"]
    settled = {"bsa_m2", "baseline_weight_kg", "height_cm", "weight_kg"}
    patient = {**{name: value for name, value in more["patient"].items() if name not in settled}, **known}
    patient["conditions"] = {
        **more["patient"]["conditions"],
        **{name: value for name, value in known.get("conditions", {}).items() if value != "unknown"},
    }
    optional = {name for name, choice in ALL_CHOICES.items() if choice.optional}
    choices = {name: value for name, value in more["choices"].items() if name not in optional}
    second = answer({**less, "patient": patient, "choices": {**choices, **less["choices"]}})
    if "daratumumab_split_first_dose" in less["choices"] and second["errors"]:
        return  # the split first dose that joined a subcutaneous route
    assert second["status"] == "ok"
    for one, other in zip(given_of(first), given_of(second), strict=True):
        assert (one["day"], one["drug"], one["dose"], one["route"]) == (
            other["day"], other["drug"], other["dose"], other["route"],
        )  # fmt: skip


@THOROUGH
@given(ANY)
def test_questions_lead_to_an_answer(inputs: Json) -> None:
    """Answering what is asked, and nothing else, ends in a plan or a reason within a few rounds."""
    replies: Json = {
        "age_years": 70, "height_cm": 170, "weight_kg": 70, "bilirubin_x_uln": 2,
        "creatinine_clearance_ml_min": 20, "dialysis": False,
    }  # fmt: skip
    patient, choices = dict(inputs["patient"]), dict(inputs["choices"])
    conditions = dict(patient.get("conditions", {}))
    result = answer(inputs)
    for _ in range(6):
        result = answer({**inputs, "patient": {**patient, "conditions": conditions}, "choices": choices})
        if result["status"] not in ("needs_input", "needs_choice"):
            break
        for question in result["questions"]:
            name = question["field"]
            if question["kind"] == "choice":
                assert name not in choices
                choices[name] = question["options"][-1]
            elif name in EDITION.conditions:
                assert conditions.get(name, "unknown") == "unknown"
                conditions[name] = "yes"
            else:
                assert name not in patient
                patient[name] = replies[name]
    assert result["status"] in ("ok", "blocked", "not_covered", "invalid")


@THOROUGH
@given(ANY)
def test_the_same_request_has_the_same_answer(inputs: Json) -> None:
    text = json.dumps({"calculator": "dose_plan", "inputs": inputs})
    first = api.write_result(api.answer(api.read_request(text), SOURCE))
    assert api.write_result(api.answer(api.read_request(text), SOURCE)) == first
    shuffled = {name: inputs[name] for name in reversed(inputs)}
    assert given_of(answer(shuffled)) == given_of(answer(inputs))


ITALIAN = re.compile(
    r"\b(della|delle|degli|nessuna?|giorni|giorno|dose di|oltre|sotto|scheda tecnica|serve|manca)\b"
)
ENGLISH = re.compile(r"\b(the|and|with|years|days|above|below|needed|missing)\b")


def said(result: Json) -> list[str]:
    """Return the sentences of a result."""
    sentences = [warning["message"] for warning in result["warnings"]]
    sentences += [error["message"] for error in result["errors"]]
    sentences += [question["why"] for question in result["questions"]]
    sentences += [step["label"] for step in result["steps"]]
    sentences += [line["text"] for line in result["details"].get("premedication", [])]
    return sentences + [line["text"] for line in result["details"].get("instructions", [])]


@THOROUGH
@given(ANY | WHOLE)
def test_both_languages_say_the_same_numbers_in_their_own_words(inputs: Json) -> None:
    italian, english = answer(inputs, "it"), answer(inputs, "en")
    assert decimal_digits(italian) == decimal_digits(english)
    assert given_of(italian) == given_of(english)
    for key in ("status", "sources"):
        assert italian[key] == english[key]
    assert [entry["code"] for entry in italian["warnings"]] == [
        entry["code"] for entry in english["warnings"]
    ]
    assert [entry["field"] for entry in italian["questions"]] == [
        entry["field"] for entry in english["questions"]
    ]
    assert [text for text in said(english) if ITALIAN.search(text)] == []
    assert [text for text in said(italian) if ENGLISH.search(text)] == []


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.decimals(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from([*CALCULATORS, "nothing"])
FIELD_NAMES = sorted({field.name for calculator in CALCULATORS.values() for field in calculator.fields})
SCRAPS = (
    JSON_LIKE
    | st.sampled_from(sorted(EDITION.regimens))
    | st.sampled_from([name for choice in ALL_CHOICES.values() for name in choice.options])
    | st.sampled_from(
        ["mosteller", "boyd", "male", "mg/dL", "nearest", "yes", "unknown", "16,5", "1.234,5", "NaN"]
    )
    | st.integers(-5, 300)
)
GROUPS = st.dictionaries(
    st.sampled_from([*PATIENT_FIELDS, *ALL_CHOICES, *EDITION.conditions, "from_mg", "to_mg", "dose_mg"])
    | st.text(max_size=8),
    SCRAPS,
    max_size=8,
)
INPUTS = st.dictionaries(
    st.sampled_from(FIELD_NAMES) | st.text(max_size=8), SCRAPS | GROUPS | st.lists(GROUPS), max_size=8
)
GARBAGE = JSON_LIKE | st.fixed_dictionaries(
    {},
    optional={
        "id": JSON_LIKE,
        "calculator": NAMES | JSON_LIKE,
        "inputs": INPUTS | JSON_LIKE,
        "lang": st.sampled_from(["it", "en"]) | JSON_LIKE,
        "edition": st.just("draft") | JSON_LIKE,
        "more": JSON_LIKE,
    },
)


@settings(THOROUGH, max_examples=800)
@given(GARBAGE)
@example({"calculator": "dose_plan", "inputs": {"regimen": "krd", "cycle": 1, "patient": {1: 2}}})
@example({"calculator": "bsa", "inputs": {None: 1, (1, 2): 3}})
def test_anything_at_all_gets_a_result_of_the_contract(request_: object) -> None:
    result = api.answer(request_, SOURCE)
    assert set(result) >= {
        "id",
        "calculator",
        "status",
        "value",
        "details",
        "steps",
        "warnings",
        "errors",
        "edition",
    }
    assert result["status"] in STATUSES
    if result["status"] == "invalid":
        assert result["errors"]
    for error in result["errors"]:
        assert set(error) == {"field", "code", "message"}
        assert all(isinstance(text, str) for text in error.values())
    if result["status"] != "ok":
        assert result["value"] is None
        assert given_of(result) == []
    receipt = build_receipt(request_, result, EDITION if result["edition"] else None)
    assert as_text(receipt)
    json.dumps(receipt)


@settings(THOROUGH, max_examples=600)
@given(NAMES, INPUTS, st.sampled_from(["it", "en"]))
def test_a_calculator_never_raises_and_never_answers_from_what_it_cannot_read(
    name: str, inputs: Json, lang: str
) -> None:
    result = api.answer({"calculator": name, "inputs": inputs, "lang": lang}, SOURCE)
    if name == "nothing":
        assert result["status"] == "invalid"
    else:
        known = {field.name for field in CALCULATORS[name].fields}
        assert (result["status"] == "invalid") or set(inputs) <= known


@settings(THOROUGH, max_examples=400)
@given(st.text(max_size=200) | GARBAGE.map(lambda value: json.dumps(value, default=str)))
def test_any_text_is_answered_with_one_line_of_json(text: str) -> None:
    try:
        request = api.read_request(text)
    except ValueError:
        return
    line = api.write_result(api.answer(request, SOURCE))
    assert "\n" not in line
    assert line.encode()
    assert json.loads(line)["status"] in STATUSES


@pytest.mark.parametrize("regimen", sorted(EDITION.regimens))
def test_every_regimen_is_reached_by_some_complete_request(regimen: str) -> None:
    patient = {
        "age_years": 60, "height_cm": 170, "weight_kg": 70, "bilirubin_x_uln": 1,
        "creatinine_clearance_ml_min": 90, "dialysis": False,
        "conditions": dict.fromkeys(EDITION.conditions, "no"),
    }  # fmt: skip
    choices = {
        name: next(iter(choice.options)) for name, choice in ALL_CHOICES.items() if not choice.optional
    }
    status = answer({"regimen": regimen, "cycle": 1, "patient": patient, "choices": choices})["status"]
    blocked = ("pad", "vdt-pace", "belantamab", "vcd", "dara-vrd")
    assert status == ("blocked" if regimen in blocked else "ok")
