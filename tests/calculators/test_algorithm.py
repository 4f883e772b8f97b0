"""The algorithm: every node with each condition true, false and unknown; properties over all states."""

from collections.abc import Iterator
from itertools import permutations, product
from typing import Any

import pytest

from calculators import api
from calculators.algorithm.answer import CALCULATOR
from calculators.algorithm.patient import Answer, Patient, field_of
from calculators.algorithm.records import Algorithm, Fact, Node
from calculators.terms import Term
from tests.calculators.asking import EDITION, SOURCE, ask

assert EDITION.algorithm is not None
ALGORITHM: Algorithm = EDITION.algorithm
LINES = [node for node in ALGORITHM.nodes.values() if not node.aside]
CASES = [(node, term) for node in LINES for term in node.when]
NAMED = [f"{node.id}: {term.name}" for node, term in CASES]


def satisfying(term: Term, *, wanted: bool) -> dict[str, Answer]:
    """Return answers that make a condition true, or false."""
    if term.name in ALGORITHM.rules:
        inner = ALGORITHM.rules[term.name].terms
        return {t.name: "yes" if wanted and t is inner[0] else "no" for t in inner}
    if term.operator == "holds":
        return {term.name: "yes" if wanted is not term.negated else "no"}
    return {term.name: next(n for n in range(21) if Patient(ALGORITHM, {term.name: n}).holds(term) is wanted)}


def facts_for(node: Node) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for term in node.when:
        answers = {**satisfying(term, wanted=True), **answers}
    return answers


def truth(node: Node, answers: dict[str, Answer]) -> bool | None:
    return Patient(ALGORITHM, answers).node_truths()[node.id]


@pytest.mark.parametrize("node", LINES, ids=lambda node: node.id)
def test_a_node_holds_when_every_condition_does(node: Node) -> None:
    assert truth(node, facts_for(node)) is True


@pytest.mark.parametrize(("node", "term"), CASES, ids=NAMED)
def test_one_false_condition_closes_a_node(node: Node, term: Term) -> None:
    assert truth(node, {**facts_for(node), **satisfying(term, wanted=False)}) is False


@pytest.mark.parametrize(("node", "term"), CASES, ids=NAMED)
def test_one_unknown_condition_leaves_a_node_open(node: Node, term: Term) -> None:
    unknown = dict.fromkeys(satisfying(term, wanted=True), "unknown")
    inside = unknown | {n: "no" for n in unknown if n in facts_for(node) and n != next(iter(unknown))}
    assert truth(node, {**facts_for(node), **inside}) is None
    answer = ask("algorithm", **{**facts_for(node), **inside})
    assert answer["status"] == "needs_input"
    assert node.id in answer["details"]["undecided"]
    assert next(iter(unknown)) in [question["field"] for question in answer["questions"]]


def test_the_facts_of_the_edition_are_the_inputs_of_the_contract() -> None:
    fields = {field.name: field for field in CALCULATOR.fields}
    assert set(fields) == set(ALGORITHM.facts)
    for name, fact in ALGORITHM.facts.items():
        assert fields[name].label["en"].startswith(fact.label["en"]), name
        if fact.kind == "count":
            assert (fields[name].minimum, fields[name].maximum) == (fact.minimum, fact.maximum)


# ---- the whole state space --------------------------------------------------------------------------


def values(fact: Fact) -> list[Answer]:
    return [0, 1, 2, 3, 4, 5, "unknown"] if fact.kind == "count" else ["yes", "no", "unknown"]


NAMES = (
    "prior_lines",
    "refractory_lenalidomide",
    "refractory_anti_cd38",
    "refractory_pi",
    "refractory_pomalidomide",
    "refractory_thalidomide",
)


def states() -> Iterator[dict[str, Answer]]:
    """Yield every state of the facts that nodes name: 1701."""
    for combination in product(*(values(ALGORITHM.facts[name]) for name in NAMES)):
        yield dict(zip(NAMES, combination, strict=True))


def answered(facts: dict[str, Any]) -> dict[str, Any]:
    return api.answer({"calculator": "algorithm", "inputs": facts, "lang": "en"}, SOURCE)


def test_every_state_is_answered_by_the_catalogue_and_never_in_silence() -> None:
    for facts in states():
        answer = answered(facts)
        details = answer["details"]
        assert {entry["regimen"] for entry in details["regimens"]} <= set(EDITION.placements), facts
        assert {entry["regimen"] for entry in details["catalogue"]} == set(EDITION.placements), facts
        assert {"trial", "group"} <= {message["code"] for message in details["messages"]}, facts
        expected = "needs_input" if details["undecided"] else "ok" if details["nodes"] else "not_covered"
        assert answer["status"] == expected, facts
        assert (answer["status"] == "not_covered") == (
            "not_covered" in [message["code"] for message in details["messages"]]
        ), facts
        assert (answer["status"] == "needs_input") == bool(answer["questions"]), facts
        assert details["overlap"] == (len(details["nodes"]) > 1), facts
        if expected != "not_covered":
            assert set(details["nodes"]) | set(details["undecided"]), facts


def test_knowing_more_never_takes_back_what_was_certain() -> None:
    for facts in states():
        before = Patient(ALGORITHM, facts).node_truths()
        for name in (name for name in NAMES if facts[name] == "unknown"):
            for known in values(ALGORITHM.facts[name])[:-1]:
                after = Patient(ALGORITHM, {**facts, name: known}).node_truths()
                for node, old in before.items():
                    assert old is None or after[node] is old, (facts, name, known, node)


def test_an_unknown_is_open_exactly_where_its_answers_differ_or_are_not_told_apart() -> None:
    """Kleene's logic may leave open what all answers decide alike; it never decides what they divide."""
    for facts in states():
        truths = Patient(ALGORITHM, facts).node_truths()
        open_names = [name for name in NAMES if facts[name] == "unknown"]
        for name in open_names:
            outcomes = [
                Patient(ALGORITHM, {**facts, name: known}).node_truths()
                for known in values(ALGORITHM.facts[name])[:-1]
            ]
            for node, now in truths.items():
                if len({outcome[node] for outcome in outcomes}) > 1:
                    assert now is None, (facts, name, node)


def test_answers_in_any_order_give_the_same_result() -> None:
    facts = {
        "prior_lines": 4,
        "refractory_pi": ["bortezomib"],
        "refractory_lenalidomide": "yes",
        "frail": "no",
    }
    first = answered(facts)
    for order in permutations(facts):
        assert answered({name: facts[name] for name in order}) == first


def test_the_order_of_the_answers_matters_in_no_state() -> None:
    for number, facts in enumerate(states()):
        turn = number % len(NAMES)
        names = [*NAMES[turn:], *NAMES[:turn]][::-1]
        assert answered({name: facts[name] for name in names}) == answered(facts), facts


def test_the_same_question_is_never_asked_of_what_was_answered() -> None:
    for facts in states():
        asked = [one["field"] for one in answered(facts)["details"]["ask"]]
        assert not [name for name in asked if facts.get(name, "unknown") != "unknown"], facts
        assert asked == [name for name in ALGORITHM.facts if name in asked]


def test_a_question_that_is_required_can_change_the_nodes() -> None:
    """With some answer to the other open questions, the answers to this one lead to different nodes."""
    for facts in states():
        unknown = [name for name in NAMES if facts[name] == "unknown"]
        if len(unknown) > 3:
            continue
        for name in (one["field"] for one in answered(facts)["details"]["ask"] if one["required"]):
            others = [other for other in unknown if other != name]
            choices = product(*(values(ALGORITHM.facts[other])[:-1] for other in others))
            assert any(
                len(
                    {
                        tuple(Patient(ALGORITHM, {**facts, **completed, name: known}).node_truths().values())
                        for known in values(ALGORITHM.facts[name])[:-1]
                    }
                )
                > 1
                for completed in (dict(zip(others, choice, strict=True)) for choice in choices)
            ), (facts, name)


def test_a_conflict_is_by_class_for_inhibitors_and_antibodies_and_by_drug_for_imids() -> None:
    answer = ask(
        "algorithm", "en", prior_lines=2, refractory_lenalidomide="yes", refractory_pi=["bortezomib"]
    )
    found = {
        entry["regimen"]: {(c["class"], c["drug"], c["same_drug"]) for c in entry["conflicts"]}
        for entry in answer["details"]["regimens"]
    }
    assert found["dvd"] == {("proteasome_inhibitor", "bortezomib", True)}
    assert found["isakd"] == {("proteasome_inhibitor", "carfilzomib", False)}
    assert found["isapd"] == set()  # pomalidomide after lenalidomide is what the protocol intends


def test_what_is_not_known_is_no_conflict_but_is_said() -> None:
    answer = ask("algorithm", "en", prior_lines=1, refractory_lenalidomide="no")
    entry = next(entry for entry in answer["details"]["regimens"] if entry["regimen"] == "krd")
    assert entry["conflicts"] == []
    assert [(c["drug"], c["fact"]) for c in entry["conflicts_not_assessable"]] == [
        ("carfilzomib", "refractory_pi")
    ]
    assert answer["status"] == "ok"


def test_a_blocked_regimen_is_placed_and_names_its_record() -> None:
    answer = ask(
        "algorithm",
        prior_lines=4,
        refractory_lenalidomide="yes",
        refractory_pi="yes",
        refractory_anti_cd38="yes",
    )
    blocked = {entry["regimen"]: entry["blocked_by"] for entry in answer["details"]["regimens"]}
    assert blocked["belantamab"] == "DX-08"
    assert blocked["epd"] is None


def test_an_edition_without_an_algorithm_answers_that_it_has_none() -> None:
    from dataclasses import replace

    bare = api.only(replace(EDITION, algorithm=None))
    for name in ("algorithm", "relapse_trigger", "retransplant"):
        answer = api.answer({"calculator": name, "inputs": {}}, bare)
        assert (answer["status"], answer["warnings"][0]["code"]) == ("not_covered", "no_algorithm")


def test_a_drug_that_is_no_text_is_refused() -> None:
    answer = ask("algorithm", refractory_pi=[3])
    assert [(error["field"], error["code"]) for error in answer["errors"]] == [
        ("refractory_pi", "not_in_class")
    ]


def test_what_was_asked_is_echoed_on_the_receipt() -> None:
    from calculators.receipt import as_text, build_receipt

    request = {
        "calculator": "algorithm",
        "lang": "it",
        "inputs": {"prior_lines": 2, "refractory_pi": ["bortezomib"], "refractory_lenalidomide": "yes"},
    }
    text = as_text(build_receipt(request, api.answer(request, SOURCE), EDITION))
    assert "Refrattarietà a inibitori del proteasoma, o farmaci: bortezomib" in text
    assert "Valgono i nodi: II-A, II-B. Mancano dati: possono ancora valere II-C." in text
    assert "DVd: Daratumumab, bortezomib e desametasone" in text
    assert "contiene bortezomib: la malattia è refrattaria allo stesso farmaco" in text


def test_every_operator_of_a_count_reads_in_both_languages() -> None:
    from calculators.algorithm.words import say

    for sign in ("=", ">=", "<=", ">", "<"):
        assert {say(f"count_{sign}", lang, label="x", value="2") for lang in ("it", "en")}


def test_the_fields_of_the_facts_are_read_as_the_contract_says() -> None:
    assert not [field.name for field in CALCULATOR.fields if field.required]


def test_who_is_no_candidate_sees_that_criterion_not_met_in_every_other_place() -> None:
    answer = ask("algorithm", "en", prior_lines=1, active_treatment_candidate="no")
    found = {
        (place["node"] == "palliative", one["met"], one["text"])
        for entry in answer["details"]["catalogue"]
        for place in entry["places"]
        for one in place["criteria"]
        if one["fact"] == "active_treatment_candidate"
    }
    assert {(own, met) for own, met, _ in found} == {(True, "met"), (False, "not_met")}
    assert len({text for _, _, text in found}) == 2


def test_no_fact_of_a_patient_is_required_by_itself() -> None:
    assert EDITION.algorithm is not None
    assert [fact.name for fact in EDITION.algorithm.facts.values() if field_of(fact).required] == []
