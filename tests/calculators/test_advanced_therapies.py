"""Calculators whose numbers the edition gives: they follow it, and say so when it is silent."""

import json
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import api
from calculators.advanced_therapies.igg import igg_mg_dl
from calculators.advanced_therapies.lymphodepletion import PRODUCTS
from calculators.advanced_therapies.step_up import PRODUCTS as SCHEDULES
from calculators.advanced_therapies.step_up import dose_mg, volume_ml
from calculators.edition import Edition
from calculators.receipt import as_text, build_receipt
from calculators.registry import CALCULATORS
from tests.calculators.asking import EDITION, ask
from tests.calculators.changed_edition import changed, entry

SECTIONS = ("lymphodepletion", "step_up", "advanced_therapies", "supportive_care")
REQUESTS: dict[str, dict[str, Any]] = {
    "lymphodepletion": {"product": "axi_cel", "bsa_m2": "1.8", "creatinine_clearance_ml_min": 90},
    "step_up": {"product": "teclistamab", "weight_kg": 70},
    "igg_replacement": {"igg": 400, "igg_unit": "mg/dL"},
    "advanced_therapy_eligibility": {"prior_lines": 3, "exposed_pi": "yes"},
}


RANGES = {
    "prior_lines": ("0", "30"),
    "refractory_pi_count": ("0", "10"),
    "refractory_imid_count": ("0", "10"),
    "months_to_progression_after_transplant": ("0", "600"),
    "age_years": ("18", "110"),
    "bsa_m2": ("0.7", "4"),
    "creatinine_clearance_ml_min": ("0", "300"),
    "fludarabine_renal": ("1", "50"),
    "weight_kg": ("25", "250"),
}


def ask_in(edition: Edition, calculator: str, **inputs: Any) -> dict[str, Any]:
    request = json.dumps({"calculator": calculator, "inputs": inputs, "lang": "en"})
    result = api.answer(api.read_request(request), api.only(edition))
    shown: dict[str, Any] = json.loads(api.write_result(result))
    return shown


def without_sections(data: dict[str, Any]) -> None:
    for section in SECTIONS:
        del data[section]
    for drug in data["drugs"]:
        drug.pop("kidney_limits")


@pytest.mark.parametrize("calculator", REQUESTS)
def test_an_edition_of_before_still_loads_and_covers_nothing_here(calculator: str) -> None:
    older = changed(without_sections)
    result = ask_in(older, calculator, **REQUESTS[calculator])
    assert (result["status"], result["value"], result["category"]) == ("not_covered", None, None)
    assert [warning["code"] for warning in result["warnings"]] == ["not_in_edition"]
    assert result["edition_sha256"] == older.sha256
    request = {"calculator": calculator, "inputs": REQUESTS[calculator], "lang": "it"}
    answer = api.answer(request, api.only(older))
    assert "Questa edizione del protocollo non contiene" in as_text(build_receipt(request, answer, older))


@pytest.mark.parametrize("calculator", REQUESTS)
def test_an_answer_names_its_edition_and_its_sources(calculator: str) -> None:
    result = ask(calculator, "en", **REQUESTS[calculator])
    assert result["edition_sha256"] == EDITION.sha256
    assert result["sources"]
    assert all(step["sources"] for step in result["steps"])
    known = EDITION.source_titles
    named = {source for step in result["steps"] for source in step["sources"]} | set(result["sources"])
    assert {name for name in named if name[:3] not in known and name.partition(" ")[0] not in known} == set()


def test_every_product_of_the_form_is_in_the_edition() -> None:
    assert set(EDITION.advanced.lymphodepletion) == set(PRODUCTS)
    assert set(EDITION.advanced.step_up) == set(SCHEDULES)


def test_a_changed_limit_changes_the_answer() -> None:
    def other_limit(data: dict[str, Any]) -> None:
        entry(data, "supportive_care", "igg")["start_below"]["value"] = "500"

    result = ask_in(changed(other_limit), "igg_replacement", igg=450, igg_unit="mg/dL")
    assert (result["category"], result["details"]["goal_reached"]) == ("below", True)


def test_a_changed_dose_changes_the_plan() -> None:
    def other_dose(data: dict[str, Any]) -> None:
        entry(data, "lymphodepletion", "axi_cel")["lines"][1]["dose"]["amount"] = "750"
        entry(data, "step_up", "elranatamab")["doses"][0]["mg_per_ml"] = "20"

    edition = changed(other_dose)
    plan = ask_in(edition, "lymphodepletion", **REQUESTS["lymphodepletion"])
    assert plan["details"]["totals"]["cyclophosphamide"] == "4050 mg"
    doses = ask_in(edition, "step_up", product="elranatamab")["details"]["administrations"]
    assert [dose["volume_ml"] for dose in doses] == ["0.6", "0.8", "1.9"]


def test_a_product_whose_drugs_have_no_kidney_limit_is_not_limited() -> None:
    def no_limit(data: dict[str, Any]) -> None:
        entry(data, "drugs", "fludarabine")["kidney_limits"] = None

    request = {**REQUESTS["lymphodepletion"], "creatinine_clearance_ml_min": 10}
    assert ask_in(changed(no_limit), "lymphodepletion", **request)["status"] == "ok"


def test_what_is_given_on_each_day_comes_in_order() -> None:
    given = ask("lymphodepletion", **REQUESTS["lymphodepletion"])["details"]["administrations"]
    pairs = [(one["day"], one["drug"]) for one in given]
    drugs = ("fludarabine", "cyclophosphamide")
    assert pairs == [(day, drug) for day in (-5, -4, -3) for drug in drugs]
    brexu = {**REQUESTS["lymphodepletion"], "product": "brexu_cel_all"}
    given = ask("lymphodepletion", **brexu)["details"]["administrations"]
    assert [one["day"] for one in given if one["drug"] == "cyclophosphamide"] == [-2]
    assert [one["kind"] for one in given] == ["corrected"] * 4


def test_intervals_are_those_of_each_pair_of_doses() -> None:
    told = ask("step_up", "en", product="elranatamab")
    intervals = [w["message"] for w in told["warnings"] if w["code"] == "interval"]
    assert intervals == [
        "Day 4: at least 2 days after the dose before.",
        "Day 8: at least 3 days after the dose before.",
    ]
    between = [one["days_since_last"] for one in told["details"]["administrations"]]
    assert between == [None, {"at_least": 2, "at_most": None}, {"at_least": 3, "at_most": None}]
    told = ask("step_up", "en", product="teclistamab", weight_kg=70)
    intervals = [w["message"] for w in told["warnings"] if w["code"] == "interval"]
    assert intervals == [f"Day {day}: 2 to 4 days after the dose before." for day in (3, 5)]


def test_the_form_lets_the_physician_type_the_reduced_dose() -> None:
    fields = {field["name"]: field for field in api.calculator_form("lymphodepletion")}
    assert fields["fludarabine_renal"]["kind"] == "decimal"
    assert not fields["fludarabine_renal"]["required"]


def test_eligibility_keeps_documents_and_labels_apart() -> None:
    therapies = ask("advanced_therapy_eligibility", "en", prior_lines=3)["details"]["therapies"]
    assert [therapy["therapy"] for therapy in therapies][:3] == ["ide_cel", "cilta_cel", "teclistamab"]
    for therapy in therapies:
        origins = [one["origin"] for one in therapy["sets"]]
        assert origins[0] == "document"
        assert set(origins[1:]) == {"label"}
        for one in therapy["sets"]:
            assert one["origin"] == "document" or one["date"] or not one["verified"]
            assert all(criterion["sources"] for criterion in one["criteria"])


ANSWERS = st.sampled_from(["yes", "no", "unknown"])
FACTS = (
    "exposed_pi",
    "exposed_imid",
    "exposed_anti_cd38",
    "refractory_lenalidomide",
    "refractory_anti_cd38",
    "progression_on_last",
    "prior_autologous",
)
PATIENTS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(FACTS, ANSWERS),
        "prior_lines": st.integers(0, 6),
        "refractory_pi_count": st.integers(0, 3),
        "refractory_imid_count": st.integers(0, 3),
        "months_to_progression_after_transplant": st.integers(0, 60),
        "age_years": st.integers(18, 90),
    },
)


def states(inputs: dict[str, Any]) -> dict[tuple[str, str, str], str]:
    therapies = ask("advanced_therapy_eligibility", **inputs)["details"]["therapies"]
    return {
        (therapy["therapy"], one["set"], name): state
        for therapy in therapies
        for one in therapy["sets"]
        for name, state in [
            ("", one["verdict"]),
            *((criterion["criterion"], criterion["state"]) for criterion in one["criteria"]),
        ]
    }


@given(PATIENTS, PATIENTS)
def test_learning_more_never_turns_met_into_not_met(known: dict[str, Any], more: dict[str, Any]) -> None:
    certain = {name: value for name, value in known.items() if value != "unknown"}
    before, after = states(known), states({**more, **certain})
    for name, state in before.items():
        assert state in ("unknown", after[name]), name


@given(PATIENTS)
def test_a_set_is_met_only_if_all_its_criteria_are(inputs: dict[str, Any]) -> None:
    found = states(inputs)
    for (therapy, name, criterion), verdict in found.items():
        if criterion == "":
            own = [s for (t, n, c), s in found.items() if (t, n) == (therapy, name) and c]
            expected = "not_met" if "not_met" in own else "unknown" if "unknown" in own else "met"
            assert verdict == expected


@given(st.decimals("0.7", "4", places=2), st.sampled_from(PRODUCTS), st.decimals("71", "300", places=1))
def test_doses_are_proportional_to_the_surface(surface: Any, product: str, clearance: Any) -> None:
    request = {"product": product, "creatinine_clearance_ml_min": str(clearance)}
    one = ask("lymphodepletion", **request, bsa_m2=str(surface))["details"]["administrations"]
    unit = ask("lymphodepletion", **request, bsa_m2=1)["details"]["administrations"]
    for given_now, given_per_m2 in zip(one, unit, strict=True):
        assert surface * int(given_per_m2["dose"]) == type(surface)(given_now["dose"])


def test_accepted_ranges() -> None:
    fields = [field for name in REQUESTS for field in CALCULATORS[name].fields if field.minimum is not None]
    assert {field.name: (str(field.minimum), str(field.maximum)) for field in fields} == RANGES


def test_the_receipt_has_a_line_for_every_set_and_criterion_with_the_date_of_a_label() -> None:
    answer = ask("advanced_therapy_eligibility", "en", prior_lines=3, exposed_pi="no")
    lines = [(step["label"], step["formula"]) for step in answer["steps"]]
    words = {"met": "met", "not_met": "not met", "unknown": "Not known"}
    expected = []
    for therapy in answer["details"]["therapies"]:
        for one in therapy["sets"]:
            dated = f" ({one['date']})" if one["date"] else ""
            expected.append((f"{therapy['name']}, {one['title']}{dated}", words[one["verdict"]]))
            expected += [(each["text"], words[each["state"]]) for each in one["criteria"]]
    assert lines == expected
    assert any("(20" in label for label, _ in lines)
    assert not any("(None)" in label for label, _ in lines)


def test_a_criterion_with_several_conditions_asks_for_all_or_for_any() -> None:
    facts = {"prior_lines": 3, "exposed_pi": "no"}

    def state(mode: str) -> str:
        def both(data: dict[str, Any]) -> None:
            criterion = entry(data, "advanced_therapies", "ide_cel")["sets"][0]["criteria"][0]
            terms = [
                {"name": "prior_lines", "operator": ">=", "value": "3", "negated": False},
                {"name": "exposed_pi", "operator": "holds", "value": None, "negated": False},
            ]
            criterion.update({"all": [], "any": []} | {mode: terms})

        therapies = ask_in(changed(both), "advanced_therapy_eligibility", **facts)["details"]["therapies"]
        ide_cel = next(one for one in therapies if one["therapy"] == "ide_cel")
        found: str = ide_cel["sets"][0]["criteria"][0]["state"]
        return found

    assert (state("all"), state("any")) == ("not_met", "met")


def test_amounts_are_exact_in_any_context() -> None:
    by_weight = EDITION.advanced.step_up["teclistamab"].doses[0]
    with localcontext(prec=3):
        assert igg_mg_dl(Decimal("1.23456"), "g/L") == Decimal("123.456")
        assert dose_mg(by_weight, Decimal("70.123")) == Decimal("4.20738")
        assert volume_ml(Decimal("1.23456"), Decimal(2)) == Decimal("0.61728")


@pytest.mark.parametrize(("igg", "compared"), [(399, "399 <"), (400, "400 >="), (401, "401 >=")])
def test_immunoglobulins_beside_the_goal(igg: int, compared: str) -> None:
    answer = ask("igg_replacement", "en", igg=igg, igg_unit="mg/dL")
    assert answer["steps"][1]["formula"] == f"{compared} 400 mg/dL"
    codes = [warning["code"] for warning in answer["warnings"]]
    assert codes[0] == ("at_threshold" if igg == 400 else "note"), codes


@pytest.mark.parametrize(
    ("igg", "unit", "status"),
    [
        ("5", "mg/dL", "ok"),
        ("4.9", "mg/dL", "invalid"),
        ("15000", "mg/dL", "ok"),
        ("15000.1", "mg/dL", "invalid"),
        ("0.05", "g/L", "ok"),
        ("0.049", "g/L", "invalid"),
        ("150", "g/L", "ok"),
        ("150.1", "g/L", "invalid"),
    ],
)
def test_immunoglobulins_have_the_same_limits_in_either_unit(igg: str, unit: str, status: str) -> None:
    assert ask("igg_replacement", igg=igg, igg_unit=unit)["status"] == status


REDUCED = {"product": "axi_cel", "bsa_m2": "1.8", "creatinine_clearance_ml_min": 50}


@pytest.mark.parametrize(("typed", "shown"), [("24.1234", "24.1234"), ("24.12345", "24.1235")])
def test_a_reduced_dose_is_told_with_four_places_and_computed_with_all(typed: str, shown: str) -> None:
    answer = ask("lymphodepletion", "en", **REDUCED, fludarabine_renal=typed)
    assert any(f" {shown} " in warning["message"] for warning in answer["warnings"]), answer["warnings"]
    assert answer["details"]["administrations"][0]["basis"] == f"{typed} mg/m2"


def test_kidney_limits_hold_wherever_their_drug_stands_in_the_record() -> None:
    def last(data: dict[str, Any]) -> None:
        entry(data, "lymphodepletion", "axi_cel")["lines"].reverse()

    assert ask_in(changed(last), "lymphodepletion", **REDUCED)["status"] == "needs_choice"


@pytest.mark.parametrize(
    ("product", "weight", "formula", "basis"),
    [
        ("teclistamab", 70, "0.06 * 70", "0.06 mg/kg"),
        ("elranatamab", 70, "12", "12 mg"),
        ("elranatamab", None, "12", "12 mg"),
    ],
)
def test_the_weight_stands_in_the_receipt_only_where_it_counts(
    product: str, weight: int | None, formula: str, basis: str
) -> None:
    answer = ask("step_up", product=product, weight_kg=weight)
    assert answer["steps"][0]["formula"] == formula
    assert answer["details"]["administrations"][0]["basis"] == basis
