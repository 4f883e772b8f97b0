"""What changed between two editions, in clinical words; sections that nobody foresaw are compared too."""

from typing import Any

import pytest

from generator.editions.clinical import Sides, said
from generator.editions.comparison import compared
from generator.editions.differences import Difference, differences, likeness
from tests.editions.changed import (
    Change,
    Data,
    age_threshold,
    before,
    block,
    lower_dose,
    record,
    sentences,
    shorter_run,
    step,
    without_mp,
)


def accepted(data: Data) -> None:
    decision = {"status": "accepted", "by": "GIC", "date": "2026-11-30"}
    record(data, "discrepancies", "DX-01")["decision"] = decision


def line_gone(data: Data) -> None:
    del block(data, "krd", "carfilzomib")["doses"][2]


def by_mouth(data: Data) -> None:
    block(data, "krd", "lenalidomide")["doses"][0]["route"] = "im"


def other_source(data: Data) -> None:
    block(data, "krd", "lenalidomide")["doses"][0]["source"] = ["000:1"]


@pytest.mark.parametrize(
    ("change", "it", "en"),
    [
        (
            age_threshold,
            "desametasone, DRd: soglia di età da > 75 a ≥ 75 anni",
            "dexamethasone, DRd: age threshold from > 75 to ≥ 75 years",
        ),
        (
            lower_dose,
            "ogni ciclo, lenalidomide, KRd: dose da 25 mg a 20 mg",
            "every cycle, lenalidomide, KRd: dose from 25 mg to 20 mg",
        ),
        (
            shorter_run,
            "ogni ciclo, lenalidomide, KRd: giorni da 1-21 a 1-14",
            "every cycle, lenalidomide, KRd: days from 1-21 to 1-14",
        ),
        (without_mp, "MP: tolto", "MP: removed"),
        (
            line_gone,
            "ciclo 1, carfilzomib, KRd: dosi, tolto (20 mg/m², giorni 8, 9, 15, 16)",
            "cycle 1, carfilzomib, KRd: doses, removed (20 mg/m², days 8, 9, 15, 16)",
        ),
        (
            by_mouth,
            "ogni ciclo, lenalidomide, KRd: via da per bocca (OS) a intramuscolo (IM)",
            "every cycle, lenalidomide, KRd: route from by mouth (PO) to intramuscular (IM)",
        ),
    ],
)
def test_a_change_is_said_as_a_clinician_would(change: Change, it: str, en: str) -> None:
    assert sentences(change) == [it]
    assert sentences(change, lang="en") == [en]


def test_a_decision_is_said_in_the_words_of_the_site() -> None:
    found = sentences(accepted)

    assert "decisione, DX-01: stato da «da confermare» a «accettata»" in found


def test_a_source_is_a_change_like_others() -> None:
    [found] = sentences(other_source)

    assert found.startswith("ogni ciclo, lenalidomide, KRd: fonte da ")


def test_nothing_changed_is_nothing_said() -> None:
    assert sentences() == []
    assert compared(before(), before()).differences == ()


def test_regimens_are_counted_by_what_happened_to_them() -> None:
    found = step(without_mp, lower_dose, age_threshold)

    assert [found.regimens(kind) for kind in ("added", "removed", "changed")] == [[], ["mp"], ["drd", "krd"]]


def in_words(old: Any, new: Any) -> list[str]:
    """Compare two editions that differ in one new section."""
    sides = Sides(before().content, before().content)
    found = differences({"algorithm": old}, {"algorithm": new})
    return [said(one, sides, "it").sentence("it") for one in found]


NODE = {"id": "II-A", "title": {"it": "Seconda", "en": "Second"}, "lines": 2}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, [NODE], ["II-A: aggiunto"]),
        ([NODE], None, ["II-A: tolto"]),
        ([NODE], [{**NODE, "lines": 3}], ["II-A: lines da 2 a 3"]),
        ({"nodes": [NODE]}, {"nodes": [{**NODE, "lines": 3}]}, ["II-A, Algoritmo: lines da 2 a 3"]),
        ({"a": {"limit": 1}}, {"a": {"limit": 2}}, ["a: limit da 1 a 2"]),
        ({"open": True}, {"open": False}, ["Algoritmo: open da sì a no"]),
        ({"words": ["a"]}, {"words": ["a", "b"]}, ["Algoritmo: words da a a a, b"]),
        ({"n": {"it": "x", "en": "y"}}, {"n": {"it": "z", "en": "y"}}, ["Algoritmo: n da «x» a «z»"]),
    ],
)
def test_a_section_that_nobody_foresaw_is_compared(old: Any, new: Any, expected: list[str]) -> None:
    assert in_words(old, new) == expected


def paths(old: Any, new: Any) -> list[tuple[str, Any, Any]]:
    return [(one.kind, one.before, one.after) for one in differences({"s": {"r": old}}, {"s": {"r": new}})]


def test_records_of_a_list_without_names_are_matched_by_likeness() -> None:
    one, two = {"days": [1], "dose": 5, "route": "iv"}, {"days": [8], "dose": 9, "route": "po"}
    changed = {**two, "dose": 10}

    assert paths({"l": [one, two]}, {"l": [changed, one]}) == [("changed", 9, 10)]
    assert paths({"l": [one]}, {"l": [one, two]}) == [("added", None, two)]
    assert paths({"l": [one, two]}, {"l": [two]}) == [("removed", one, None)]


def test_likeness_counts_what_either_fills_in() -> None:
    assert likeness({"a": 1, "b": None}, {"a": 1, "b": []}) == 1
    assert likeness({"a": 1, "b": 2}, {"a": 1, "b": 3}) == 0.5
    assert likeness({"a": 1}, "text") == 0


def test_every_section_of_the_edition_is_compared() -> None:
    """Whatever is changed anywhere in an edition's data, something is said about it."""
    data = before().data
    for section in data:
        if section in ("schema_version", "id"):
            continue
        found = differences({**data, section: None}, data)
        assert found, section
        sides = Sides(before().content, before().content)
        assert all(said(one, sides, lang).sentence(lang) for one in found for lang in ("it", "en"))


def test_a_path_keeps_the_names_of_fields_apart_from_records() -> None:
    [found] = step(lower_dose).differences

    assert isinstance(found, Difference)
    assert found.fields == ("drugs", "doses", "dose")
