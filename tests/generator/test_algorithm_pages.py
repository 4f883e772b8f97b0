"""The algorithm's pages: picture and text carry the same, every place is a link, figures are counted."""

import re
from collections import Counter
from itertools import product

import pytest

from calculators.algorithm.records import Algorithm
from generator.algorithm.coverage import counts, walk
from generator.algorithm.outline import Outline, outline
from generator.algorithm.picture import TALL, WIDE, Sheet, picture
from generator.locale import LANGUAGES
from tests.calculators.asking import EDITION

assert EDITION.algorithm is not None
ALGORITHM: Algorithm = EDITION.algorithm
HUES = {
    drug.drug_class: "grey" if drug.drug_class == "corticosteroid" else "blue"
    for drug in EDITION.drugs.values()
}
SHEETS = {"wide": WIDE, "tall": TALL}
VIEWS = list(product(SHEETS, LANGUAGES))
LINK = re.compile(r'<a class="(?P<look>[^"]+)" xlink:href="(?P<href>[^"]+)" aria-label="(?P<label>[^"]+)"')
RECT = re.compile(r'<rect (?:class="[^"]*" )?x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"')


def drawn(lang: str) -> Outline:
    return outline(EDITION, HUES, lang)


def svg(sheet: Sheet, lang: str) -> str:
    return picture(
        drawn(lang), sheet, lang, lambda node: f"#nodo-{node}", lambda regimen: f"regimens/{regimen}/"
    )


@pytest.mark.parametrize(("sheet", "lang"), VIEWS)
def test_every_node_every_place_and_every_open_end_is_a_link_in_reading_order(sheet: str, lang: str) -> None:
    found = [match["href"] for match in LINK.finditer(svg(SHEETS[sheet], lang))]
    shown = drawn(lang)
    expected = []
    for group in shown.groups:
        for branch in group.branches:
            expected += [f"#nodo-{branch.node}", *(f"regimens/{chip.regimen}/" for chip in branch.chips)]
        expected += [f"#nodo-{name}" for name, _ in group.open_ends]
    for branch in shown.asides:
        expected += [f"#nodo-{branch.node}", *(f"regimens/{chip.regimen}/" for chip in branch.chips)]
    assert found == expected


def test_the_outline_holds_every_node_and_every_regimen_where_its_record_places_it() -> None:
    shown = drawn("it")
    branches = [branch for group in shown.groups for branch in group.branches] + list(shown.asides)
    assert {branch.node for branch in branches} == set(ALGORITHM.nodes)
    placed = {(branch.node, chip.regimen) for branch in branches for chip in branch.chips}
    within = {*ALGORITHM.nodes, *(branch.node for branch in shown.asides)}
    assert placed == {(n, p.regimen) for p in EDITION.placements.values() for n in p.nodes if n in within}


def test_the_states_without_a_node_are_drawn_as_open_ends() -> None:
    ends = {group.label: [name for name, _ in group.open_ends] for group in drawn("en").groups}
    assert ends == {
        "prior lines: 1": [],
        "prior lines: at least 2": ["U4", "U5"],
        "prior lines: at least 4": [],
    }


@pytest.mark.parametrize(("sheet", "lang"), VIEWS)
def test_nothing_is_drawn_outside_the_picture_or_over_something_else(sheet: str, lang: str) -> None:
    text = svg(SHEETS[sheet], lang)
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', text)
    assert box
    width, height = int(box[1]), int(box[2])
    assert len(RECT.findall(text)) > len(ALGORITHM.nodes)
    boxes = [tuple(map(int, match.groups())) for match in RECT.finditer(text) if "alg__dot" not in match[0]]
    for x, y, wide, tall in boxes:
        assert 0 <= x <= width - wide, (x, wide)
        assert 0 <= y <= height - tall, (y, tall)
    for number, (x, y, wide, tall) in enumerate(boxes):
        for left, top, wide_too, tall_too in boxes[number + 1 :]:
            assert x + wide <= left or left + wide_too <= x or y + tall <= top or top + tall_too <= y, (
                (x, y, wide, tall),
                (left, top, wide_too, tall_too),
            )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_says_in_words_what_the_picture_shows(lang: str) -> None:
    labels = {match["href"]: match["label"] for match in LINK.finditer(svg(WIDE, lang))}
    condition = EDITION.placements["ird"].condition
    assert condition
    assert condition[lang] in labels["regimens/ird/"]
    assert {"it": "bloccato", "en": "blocked"}[lang] in labels["regimens/belantamab/"]
    for placement in EDITION.placements.values():
        if not set(placement.nodes) & set(ALGORITHM.nodes):  # outside the algorithm
            continue
        assert placement.name[lang] in labels[f"regimens/{placement.regimen}/"].replace("&#x27;", "'")


def test_no_style_is_written_into_the_picture() -> None:
    assert " style=" not in svg(WIDE, "it")


# ---- coverage ---------------------------------------------------------------------------------------


def test_the_32_states_of_the_analysis_are_counted_as_it_counted_them() -> None:
    """5 clean, 12 not covered, 11 with several nodes, 15 with a conflict: DX-25."""
    known = [
        state
        for state in walk(ALGORITHM, EDITION.placements.values())
        if state.facts["refractory_pomalidomide"] == state.facts["refractory_thalidomide"] == "no"
        and state.facts["prior_lines"] in (1, 2, 3, 4)
    ]
    found = counts(known)
    assert (len(known), found["clean"], found["gap"], found["overlap"], found["any_conflict"]) == (
        32,
        5,
        12,
        11,
        15,
    )


def test_the_whole_space_is_walked_with_and_without_unknowns() -> None:
    known = list(walk(ALGORITHM, EDITION.placements.values()))
    whole = list(walk(ALGORITHM, EDITION.placements.values(), unknown=True))
    assert (len(known), len(whole)) == (6 * 2**5, 7 * 3**5)
    assert {tuple(state.facts.items()) for state in known} <= {tuple(state.facts.items()) for state in whole}
    assert not [state for state in known if state.undecided]


def test_every_recorded_gap_overlap_and_conflict_is_met_by_some_state() -> None:
    facts = list(ALGORITHM.facts.values())
    met: Counter[str] = Counter()
    for state in walk(ALGORITHM, EDITION.placements.values(), facts=facts):
        met.update(state.states)
    for record in ALGORITHM.known_states:
        if record.kind in ("gap", "overlap", "conflict", "ambiguous"):
            assert met[record.id], record.id


def test_the_recorded_states_carry_the_names_of_the_analysis() -> None:
    names = [record.id for record in ALGORITHM.known_states]
    assert names == [*(f"U{n}" for n in range(1, 26)), "O1", "O2", "O3", "O4"]
