"""Feed, list for tools, history, examples and reading back: each on its own, without building a site."""

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from generator.edition_file import edition_text
from generator.editions.feed import feed
from generator.editions.frozen import frozen_from_text
from generator.editions.held import held_examples, holds
from generator.editions.history import histories
from generator.editions.manifest import manifest_from, sums_text
from generator.editions.marks import filled
from generator.editions.place import leading_to, to_root_of
from generator.editions.refused import EditionRefused
from generator.editions.register import Register, recalled
from generator.editions.status import Place, fragments, selector
from generator.editions.whole import places, versions_text
from generator.examples import read_examples
from tests.conftest import ROOT
from tests.editions.changed import after, age_threshold, before, lower_dose, step, without_mp
from tests.editions.test_register import RECALL, entry, register_of

ATOM = {"a": "http://www.w3.org/2005/Atom"}
CASES = ROOT / "tests/cases"


def test_the_working_content_reads_back_from_its_own_json() -> None:
    """A field whose notation is read before validation must also accept what was read: grammar.notation."""
    text = edition_text(before().content, "draft")

    assert edition_text(frozen_from_text(text).content, "draft") == text


def test_editors_cannot_write_the_form_that_a_frozen_edition_holds() -> None:
    from tests.generator.editing import edited, report

    found = report(edited("regimens/krd.yml", 'cycles: "1"', "cycles: ^{first: 1, last: 1}"))

    assert "expected cycles in quotes" in found.text


def test_the_feed_is_atom_without_a_clock() -> None:
    register = recalled(register_of("2025.1", "2026.1"), "2025.1", RECALL, None)
    text = feed(register, "it", "Ospedale & Rete", "../")
    root = ET.fromstring(text)

    titles = [one.text for one in root.findall("a:entry/a:title", ATOM)]
    assert titles == ["Edizione 2026.1: in vigore", "Edizione 2025.1: ritirata"]
    ids = [one.text for one in root.findall(".//a:id", ATOM)]
    assert len(ids) == len(set(ids)) == 3
    summaries = [str(one.text) for one in root.findall("a:entry/a:summary", ATOM)]
    assert "dose errata" in summaries[1]
    assert text == feed(register, "it", "Ospedale & Rete", "../")


def test_the_list_for_tools_is_in_the_format_of_mike() -> None:
    listed = json.loads(versions_text(register_of("2025.1", "2026.1")))

    assert listed == [
        {"version": "2026.1", "title": "2026.1", "aliases": ["latest"]},
        {"version": "2025.1", "title": "2025.1", "aliases": []},
    ]


@pytest.mark.parametrize(
    ("names", "with_draft", "expected"),
    [
        ((), True, ["draft at "]),
        (("2025.1",), False, ["2025.1 at ", "2025.1 at 2025.1/"]),
        (
            ("2025.1", "2026.1"),
            True,
            ["2026.1 at ", "2026.1 at 2026.1/", "2025.1 at 2025.1/", "draft at bozza/"],
        ),
    ],
)
def test_what_stands_where(names: tuple[str, ...], with_draft: bool, expected: list[str]) -> None:
    shown = places(register_of(*names), with_draft=with_draft)

    assert [f"{p.name} at {p.prefix}" for p in shown if not p.about] == expected


def test_when_all_were_recalled_the_last_one_stands_at_the_top_with_its_reason() -> None:
    register = recalled(register_of("2025.1"), "2025.1", RECALL, None)
    top = next(places(register, with_draft=True))

    assert (top.name, top.status) == ("2025.1", "withdrawn")
    assert "dose errata" in fragments(top, "it", None, "./", "")["outdated"]


def test_an_edition_that_waits_is_not_at_the_top() -> None:
    register = Register(editions={"2025.1": entry("2025.1")})
    top, waiting, *_ = places(register, with_draft=True)

    assert (top.name, waiting.state("it")) == ("draft", "congelata, non ancora in vigore")
    assert "non ancora in vigore" in fragments(waiting, "it", None, "./", "")["banner"]


def test_everything_in_a_banner_is_escaped() -> None:
    hostile = RECALL.model_copy(update={"by": "<script>"})
    register = recalled(register_of("2025.1"), "2025.1", hostile, None)
    place = Place("2025.1", "2025.1/", register.editions["2025.1"])

    made = fragments(place, "it", None, "./", "")

    assert "<script>" not in "".join(made.values())


def test_a_withdrawn_edition_loses_whatever_computes() -> None:
    page = (
        '<p><!--calculator--><b>a</b><!--/calculator--></p>\n<div class="calc calc--columns">\n'
        '<algorithm-walk class="walk" id="walk" data-runtime="x/">x-walk</algorithm-walk>\n'
        '<calc-form class="calc__body" data-runtime="../../~site-root~/runtime/x/">f</calc-form>\n</div>'
    )

    made = filled(page, "../", "withdrawn", {"calculator": "GONE"}, "")

    assert (made.count("GONE"), "calc-form" in made, "x-walk" in made) == (3, False, False)
    assert 'data-runtime="../runtime/x/"' in filled(page, "../", "current", {}, "")


def test_one_edition_needs_no_selector() -> None:
    assert selector([], "it") == ""


def test_results_of_an_old_index_lead_to_the_top() -> None:
    index = json.dumps({"config": {}, "docs": [{"location": "regimens/krd/", "title": "à"}]})

    assert json.loads(leading_to(index, "../../en/"))["docs"][0]["location"] == "../../en/regimens/krd/"
    assert to_root_of("2025.1/en/regimens/krd/index.html") == "../../../../"


def test_a_regimens_history_tells_when_it_came_and_what_changed() -> None:
    first = after(without_mp)
    steps = [step(lower_dose)]

    found = histories(("2025.1", first.content), steps, "it")

    assert [one["kind"] for one in found["krd"]] == ["first", "changed"]
    assert found["krd"][1]["changes"] == ["ogni ciclo, lenalidomide, KRd: dose da 25 mg a 20 mg"]
    assert [one["kind"] for one in found["rd"]] == ["first"]


def test_every_example_holds_in_the_working_edition() -> None:
    cases = {regimen: read_examples(CASES, regimen) for regimen in before().edition.regimens}

    assert held_examples(cases, before().edition, before().content) == cases
    assert sum(map(len, cases.values())) > 20


def test_an_example_that_does_not_hold_in_an_edition_is_not_shown_there() -> None:
    changed = after(lower_dose)
    cases = {"krd": read_examples(CASES, "krd"), "mp": read_examples(CASES, "mp")}

    held = held_examples(cases, changed.edition, changed.content)

    assert 0 < len(held["krd"]) < len(cases["krd"]) or not held["krd"]
    assert held["mp"] == cases["mp"]
    assert not all(holds(case, changed.edition) for case in cases["krd"])


def test_an_example_whose_source_the_edition_does_not_have_is_not_shown() -> None:
    [case, *_] = read_examples(CASES, "krd")
    unknown: dict[str, Any] = {**case, "source": ["999:1"]}

    assert held_examples({"krd": [unknown]}, before().edition, before().content) == {"krd": []}


def test_history_of_a_regimen_that_went_is_not_told() -> None:
    found = histories(("2025.1", before().content), [step(without_mp, age_threshold)], "en")

    assert "mp" not in found
    assert found["drd"][1]["changes"] == ["dexamethasone, DRd: age threshold from > 75 to ≥ 75 years"]


@pytest.mark.parametrize(
    ("sums", "editions"),
    [("not a hash\n", "{}"), (f"{'0' * 64}  a\n", "{"), (f"{'0' * 64}  a\n", '{"editions": {"a": 1}}')],
)
def test_a_damaged_manifest_is_refused(sums: str, editions: str) -> None:
    with pytest.raises(EditionRefused):
        manifest_from(sums, editions)


def test_the_manifest_is_what_sha256sum_reads() -> None:
    assert sums_text({"b": "1" * 64, "a": "0" * 64}) == f"{'0' * 64}  a\n{'1' * 64}  b\n"
