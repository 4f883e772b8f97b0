"""What the cycle picture shows: its panels, its rows, and the same in words."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from generator.content import Content
from generator.records import DoseLine, Regimen
from generator.schedule import Panel, Row, covers, panels
from generator.schedule_words import drug_sentences, row_sentence, standings
from generator.words import cycles_sign, dose_words, short_words, term_words

LANGUAGES = ("it", "en")
CYCLES = (*range(1, 21), 60)


def shown(content: Content, regimen: str) -> list[Panel]:
    return panels(content.regimens[regimen], content)


def rows_of(panel: Panel, drug: str) -> list[Row]:
    return [row for row in panel.rows if row.drug == drug]


def lines_in(regimen: Regimen, cycle: int) -> Iterator[tuple[str, DoseLine]]:
    for block in regimen.drugs:
        for line in block.doses:
            if covers(line.cycles, cycle) and line.days != []:
                yield block.drug, line


# Panels: one for each range of cycles in which the schedule differs.


@pytest.mark.parametrize(
    ("regimen", "expected"),
    [
        ("krd", ["1", "2-12", "13+"]),
        ("kd", ["1", "2+"]),
        ("dvd", ["1-3", "4-8", "9+"]),
        ("drd", ["1-2", "3-6", "7+"]),
        ("daratumumab", ["1-2", "3-6", "7+"]),
        ("epd", ["1-2", "3+"]),
        ("pvd", ["1-8", "9+"]),
        ("vd", ["1-8"]),
        ("mel100", ["1"]),
        ("rd", ["1+"]),
    ],
)
def test_panels_are_the_cycles_that_differ(content: Content, regimen: str, expected: list[str]) -> None:
    assert [cycles_sign(panel.cycles) for panel in shown(content, regimen)] == expected


def test_panels_follow_one_another_without_gap(content: Content) -> None:
    for regimen in content.regimens.values():
        found = panels(regimen, content)
        for panel, following in pairwise(found):
            assert panel.cycles.last is not None
            assert following.cycles.first == panel.cycles.last + 1


def test_a_new_cycle_length_opens_a_panel(content: Content) -> None:
    assert [panel.days for panel in shown(content, "dvd")] == [21, 21, 28]


def test_without_a_cycle_length_days_go_to_the_last_one_used(content: Content) -> None:
    assert shown(content, "dcep")[0].days == 4
    assert shown(content, "mel100")[0].days == 0


def test_a_regimen_without_drugs_has_no_panel(content: Content) -> None:
    assert shown(content, "allogeneic") == []


def test_a_drug_that_stops_is_named(content: Content) -> None:
    assert shown(content, "dvd")[-1].not_given == ("bortezomib", "dexamethasone")


# Rows: a rule or a choice is another row of the same drug.


def test_a_rule_gives_an_alternative_row(content: Content) -> None:
    base, older = rows_of(shown(content, "krd")[0], "dexamethasone")
    assert (base.standing, older.standing) == ("base", "alternative")
    assert [mark.line.dose.amount for mark in base.marks if mark.line.dose] == ["40"] * 4
    assert [mark.line.dose.amount for mark in older.marks if mark.line.dose] == ["20"] * 4


def test_a_choice_gives_a_row_for_each_option(content: Content) -> None:
    omit, keep = rows_of(shown(content, "krd")[2], "carfilzomib")
    assert omit.standing == keep.standing == "choice"
    assert [mark.day for mark in omit.marks] == [1, 2, 15, 16]
    assert [mark.day for mark in keep.marks] == [1, 2, 8, 9, 15, 16]


def test_a_dose_that_is_given_on_request_narrows_its_row_and_opens_no_panel(content: Content) -> None:
    whole, split, subcutaneous = rows_of(shown(content, "dvd")[0], "daratumumab")
    assert [whole.route, split.route, subcutaneous.route] == ["iv", "iv", "sc"]
    assert (split.depth, split.cycles and cycles_sign(split.cycles)) == (1, "1")
    assert [(m.day, m.line.dose.amount) for m in split.marks if m.line.dose] == [
        (1, "8"),
        (2, "8"),
        (8, "16"),
        (15, "16"),
    ]


def test_routes_given_together_are_rows_of_one_situation(content: Content) -> None:
    rows = rows_of(shown(content, "erd")[0], "dexamethasone")
    assert [(row.route, row.together) for row in rows[-2:]] == [("po", False), ("iv", True)]


def test_an_oral_dose_every_day_is_a_run_and_others_are_marks(content: Content) -> None:
    panel = shown(content, "krd")[0]
    (lenalidomide,) = rows_of(panel, "lenalidomide")
    assert [(run.first, run.last) for run in lenalidomide.runs] == [(1, 21)]
    assert not lenalidomide.marks
    assert not rows_of(shown(content, "cp")[0], "prednisone")[0].runs  # alternate days are no run


def test_a_continuous_infusion_is_a_run(content: Content) -> None:
    (etoposide,) = rows_of(shown(content, "dcep")[0], "etoposide")
    assert [(run.first, run.last) for run in etoposide.runs] == [(1, 4)]


def test_every_line_of_every_cycle_is_in_its_panel(content: Content) -> None:
    for regimen in content.regimens.values():
        for panel in panels(regimen, content):
            for cycle in (cycle for cycle in CYCLES if covers(panel.cycles, cycle)):
                for drug, line in lines_in(regimen, cycle):
                    rows = [row for row in rows_of(panel, drug) if row.route == line.route]
                    rows = [row for row in rows if row.cycles is None or covers(row.cycles, cycle)]
                    assert any(_gives(row, line) for row in rows), (regimen.id, cycle, drug, line)


def _gives(row: Row, line: DoseLine) -> bool:
    drawn = {(mark.day, mark.line.dose) for mark in row.marks}
    drawn |= {(day, run.line.dose) for run in row.runs for day in range(run.first, run.last + 1)}
    if line.days is None:
        return any(one.dose == line.dose for one in row.undated)
    return {(day, line.dose) for day in line.days} <= drawn


# Standing: what is not simply as printed says so.


def test_reconstructed_days_are_said(content: Content) -> None:
    (row, _) = rows_of(shown(content, "krd")[0], "carfilzomib")
    assert [(one.kind, one.word, one.parts) for one in standings(row, content)] == [
        ("reconstructed", "reconstructed", ("days",))
    ]


def test_a_standing_of_any_line_shows_in_its_row(content: Content) -> None:
    for regimen in content.regimens.values():
        for panel in panels(regimen, content):
            for row in panel.rows:
                told = {one.kind for one in standings(row, content)}
                for line in row.lines:
                    for origin in (line, line.days_source):
                        if origin and origin.kind in ("reconstructed", "corrected", "undetermined", "gap"):
                            whole = origin is line and line.days_source and line.route_source
                            assert origin.kind in told or whole, (regimen.id, row.drug)


# Words.


def test_a_sentence_reads_as_a_clinician_would_say_it(content: Content) -> None:
    krd = content.regimens["krd"]
    sentences = dict(drug_sentences(panels(krd, content)[0], krd, content, "it"))
    assert sentences["carfilzomib"].startswith(
        "Carfilzomib endovena: 20 mg/m² nei giorni 1, 2; 27 mg/m² (se tollerata) nei giorni 8, 9, 15, 16."
    )
    assert (
        sentences["lenalidomide"] == "Lenalidomide per bocca: 25 mg dal giorno 1 al giorno 21, ogni giorno."
    )
    assert "Età > 75 anni: 20 mg nei giorni 1, 8, 15, 22." in sentences["dexamethasone"]


def test_english_mirrors_italian(content: Content) -> None:
    krd = content.regimens["krd"]
    sentences = dict(drug_sentences(panels(krd, content)[0], krd, content, "en"))
    assert sentences["lenalidomide"] == "Lenalidomide by mouth: 25 mg from day 1 to day 21, every day."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_contain_every_dose(content: Content, lang: str) -> None:
    for regimen in content.regimens.values():
        for panel in panels(regimen, content):
            sentences = dict(drug_sentences(panel, regimen, content, lang))
            for drug, line in lines_in(regimen, panel.cycles.first):
                assert line.dose
                assert dose_words(line.dose, lang) in sentences[drug]
            for row in panel.rows:
                alone = row_sentence(row, regimen, content, lang)
                assert all(line.dose and dose_words(line.dose, lang) in alone for line in row.lines)


def test_italian_numbers_have_a_decimal_comma(content: Content) -> None:
    for regimen in content.regimens.values():
        for panel in panels(regimen, content):
            for _, sentence in drug_sentences(panel, regimen, content, "it"):
                assert not re.search(r"\d\.\d", sentence), sentence
                assert "m2" not in sentence


def test_conditions_in_words(content: Content) -> None:
    krd, isapd, pcd = (content.regimens[name] for name in ("krd", "isapd", "pcd"))
    first, second = (line.when[0] for line in krd.drugs[2].doses)
    assert term_words(first, krd, content, "it") == "età ≤ 75 anni"
    assert term_words(second, krd, content, "it") == "età > 75 anni"
    assert short_words(second, krd, content, "it") == "oltre 75 anni"
    assert short_words(isapd.drugs[2].doses[1].when[0], isapd, content, "it") == "da 75 anni compiuti"
    reduced = pcd.drugs[2].doses[1].when[0]
    assert short_words(reduced, pcd, content, "it") == "da 75 anni compiuti o altra condizione"
    assert term_words(reduced, pcd, content, "it") == pcd.rules[reduced.name].text.it
    rows = [row for block in content.drugs["lenalidomide"].adjustments for row in block.rows]
    below = next(term for row in rows for term in row.when if term.operator == "<" and term.value == "30")
    assert term_words(below, krd, content, "it") == "clearance < 30 mL/min"
