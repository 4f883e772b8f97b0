"""An editor's mistakes in content/algorithm/: each fails the build, with its place and what was expected."""

from collections.abc import Mapping

import pytest

from tests.generator.editing import edited, real_texts, report

FACTS, NODES, KNOWN = "algorithm/facts.yml", "algorithm/nodes.yml", "algorithm/known_states.yml"
II_D = "when: [prior_lines >= 4, refractory_pi, refractory_imid, refractory_anti_cd38]"


def without(name: str) -> dict[str, str]:
    """Return the content with one recorded state taken out."""
    text = real_texts()[KNOWN]
    start = text.index(f"\n{name}:\n") + 1
    rest = text[start:].split("\n")
    end = next((n for n, line in enumerate(rest[1:], 1) if line and line[0] not in " #"), len(rest))
    return {**real_texts(), KNOWN: text[:start] + "\n".join(rest[end:])}


MISTAKES = {
    "a node that can never hold": (
        edited(
            NODES,
            "when: [prior_lines = 1, not refractory_lenalidomide]",
            "when: [prior_lines = 1, prior_lines >= 2]",
        ),
        "node I-A can never hold",
    ),
    "two nodes that hold in the same states": (
        edited(
            NODES,
            "when: [prior_lines >= 2, refractory_lenalidomide, refractory_pi]",
            "when: [prior_lines >= 2, refractory_lenalidomide]",
        ),
        "nodes II-A and II-B hold in exactly the same states",
    ),
    "a node without a regimen": (
        edited("regimens/epd.yml", "nodes: [II-C]", "nodes: [II-A]"),
        "node II-C holds no regimen",
    ),
    "a regimen without a node": (
        edited("regimens/epd.yml", "nodes: [II-C]", "nodes: []"),
        "at least 1 item",
    ),
    "an unknown fact in a node": (
        edited(NODES, II_D, II_D.replace("refractory_pi", "refractory_pis")),
        "unknown fact or rule refractory_pis",
    ),
    "a yes or no that is compared": (
        edited(NODES, II_D, II_D.replace("refractory_pi", "refractory_pi > 1")),
        "refractory_pi cannot be compared in this way",
    ),
    "a count that is not compared": (
        edited(NODES, II_D, II_D.replace("prior_lines >= 4", "prior_lines")),
        "prior_lines cannot be compared in this way",
    ),
    "a rule with a number": (
        edited(NODES, II_D, II_D.replace("refractory_imid", "refractory_imid > 1")),
        "rule refractory_imid holds or does not",
    ),
    "a choice, which the algorithm has not": (
        edited(NODES, II_D, II_D.replace("refractory_pi", "route is iv")),
        "the algorithm has no choices",
    ),
    "a rule that no condition names": (
        edited(
            NODES,
            "nodes:\n  I-A:",
            '  unused: {any: [frail], text: {it: "x", en: "x"}, source: "000:56-62"}\nnodes:\n  I-A:',
        ),
        "unused is never used",
    ),
    "an unknown calculator": (
        edited(NODES, "calculator: retransplant", "calculator: retransplants"),
        "unknown calculator retransplants",
    ),
    "a gap that is not recorded": (without("U4"), "a state without a node is not recorded"),
    "an overlap that is not recorded": (without("O1"), "I-B and I-C hold together, unrecorded"),
    "a recorded gap that no state meets": (
        edited(KNOWN, "when: [prior_lines = 0]", "when: [prior_lines = 0, prior_lines = 1]"),
        "no state meets U23 any more",
    ),
    "a recorded overlap of other nodes": (
        edited(KNOWN, "nodes: [II-A, II-B]\n", "nodes: [II-A, II-C]\n"),
        "O2 is also met where the nodes are II-A, II-B",
    ),
    "an unknown fact in a recorded state": (
        edited(KNOWN, "unknown: [cytogenetic_high_risk,", "unknown: [cytogenetic_risk,"),
        "unknown fact cytogenetic_risk",
    ),
    "a condition of a regimen that can never hold": (
        edited(
            "regimens/ird.yml",
            "all: [cytogenetic_high_risk]",
            "all: [cytogenetic_high_risk, not cytogenetic_high_risk]",
        ),
        "this condition can never hold",
    ),
    "a condition with an unknown fact": (
        edited("regimens/ird.yml", "all: [cytogenetic_high_risk]", "all: [cytogenetic_risk]"),
        "unknown fact or rule cytogenetic_risk",
    ),
    "a condition of both kinds": (
        edited(
            "regimens/ird.yml",
            "    all: [cytogenetic_high_risk]",
            "    all: [cytogenetic_high_risk]\n    any: [frail]",
        ),
        "a condition has either `any` or `all`",
    ),
    "a fact that nobody asks for": (
        edited("regimens/ird.yml", "    all: [cytogenetic_high_risk]\n", ""),
        "cytogenetic_high_risk changes nothing",
    ),
    "a fact that is no input": (
        edited(FACTS, "\nfrail:\n", "\nfrailty:\n"),
        "frailty is no input of the algorithm",
    ),
    "a fact refractory to an unknown drug": (
        edited(FACTS, "refractory_to: {drug: thalidomide}", "refractory_to: {drug: talidomide}"),
        "unknown drug talidomide",
    ),
    "a fact refractory to an unknown class": (
        edited(FACTS, "refractory_to: {class: anti_cd38}", "refractory_to: {class: anti_cd39}"),
        "unknown drug class anti_cd39",
    ),
    "a fact refractory to a drug and a class": (
        edited(
            FACTS, "refractory_to: {drug: thalidomide}", "refractory_to: {drug: thalidomide, class: imid}"
        ),
        "expected either `class` or `drug`",
    ),
    "a count without limits": (edited(FACTS, "  minimum: 0\n", ""), "a count, and only a count"),
    "drugs without their class": (
        edited(FACTS, "  refractory_to: {class: anti_cd38}\n", ""),
        "a fact that names drugs needs",
    ),
    "a node without a condition": (
        edited(NODES, "    when: [prior_lines = 1, not refractory_lenalidomide]\n", ""),
        "a node needs its condition",
    ),
    "an overlap without nodes": (
        edited(KNOWN, "  nodes: [II-A, II-B]\n", ""),
        "an overlap, and only an overlap",
    ),
    "a state without a condition": (
        edited(KNOWN, "  when: [prior_lines = 0]\n", ""),
        "every other kind needs `when` or `unknown`",
    ),
    "an unknown without its facts": (
        edited(KNOWN, "  unknown: [cytogenetic_high_risk, aggressive_disease]\n", "  when: [frail]\n"),
        "kind unknown, and only that",
    ),
    "an unknown regimen for the transplant": (
        edited("algorithm/retransplant.yml", "regimen: mel100", "regimen: mel10"),
        "unknown regimen mel10",
    ),
    "a missing file": (
        {name: text for name, text in real_texts().items() if name != FACTS},
        "the file is missing",
    ),
    "a file that is not read": (
        {**real_texts(), "algorithm/node.yml": "a: 1\n"},
        "a file of this name is not read",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_shown_where_it_stands(name: str) -> None:
    texts, message = MISTAKES[name]
    found = report(texts)
    said = [problem for problem in found.problems if message in problem.message]
    assert said, found.text
    assert all(problem.file.startswith("content/") for problem in said)
    shown: Mapping[str, str] = texts
    for problem in said:
        lines = shown.get(problem.file.removeprefix("content/"), "").splitlines()
        assert 1 <= problem.line <= max(1, len(lines))


def test_a_gap_names_one_state_that_shows_it() -> None:
    text = report(without("U4")).text
    assert "prior_lines 2" in text
    assert "record it in known_states.yml" in text
