"""The figure and the exact table as a page carries them: well-formed, complete, without inline styles."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown import markdown  # type: ignore[import-untyped]

from generator.check import checked_content
from generator.content import Content
from generator.cycle_picture import cycle_figure, schedule_table
from generator.records import Regimen
from generator.schedule import covers, panels
from generator.words import capital, dose_words, said
from tests.calculators.asking import plan
from tests.generator.editing import real_texts

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = ("it", "en")
PATIENT = {
    "age_years": 60,
    "weight_kg": 70,
    "height_cm": 170,
    "creatinine_clearance_ml_min": 90,
    "dialysis": False,
    "bilirubin_x_uln": 1,
    "conditions": {
        "poorly_controlled_diabetes": "no",
        "steroid_intolerance": "no",
        "severe_comorbidity": "no",
    },
}
CONTENT = checked_content(real_texts())
REGIMENS = sorted(regimen.id for regimen in CONTENT.regimens.values() if regimen.drugs)


@pytest.fixture(scope="module")
def content() -> Content:
    return CONTENT


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def pieces(content: Content, name: str, lang: str) -> list[str]:
    regimen = content.regimens[name]
    return [cycle_figure(regimen, content, lang), schedule_table(regimen, content, lang, "../../")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", REGIMENS)
def test_the_html_is_well_formed_and_bears_no_style(content: Content, name: str, lang: str) -> None:
    for text in pieces(content, name, lang):
        assert not re.search(r"\n\s*\n", text)  # a blank line would end raw HTML in Markdown
        for element in parsed(text).iter():
            assert "style" not in element.attrib
            assert not any(key.startswith("on") for key in element.attrib)


@pytest.mark.parametrize("name", REGIMENS)
def test_markdown_leaves_the_html_as_it_is(content: Content, name: str) -> None:
    for text in pieces(content, name, "it"):
        html = markdown(f"Prima.\n\n{text}\n\nDopo.", extensions=["attr_list", "md_in_html", "tables"])
        assert text in html


@pytest.mark.parametrize("name", REGIMENS)
def test_ids_are_unique_and_every_reference_finds_its_own(content: Content, name: str) -> None:
    text = "".join(pieces(content, name, "it"))
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    wanted = re.findall(r'aria-labelledby="([^"]+)"|url\(#([^)]+)\)', text)
    assert {label or pattern for label, pattern in wanted} <= set(ids)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", REGIMENS)
def test_every_strip_is_an_image_with_a_name(content: Content, name: str, lang: str) -> None:
    for strip in parsed(cycle_figure(content.regimens[name], content, lang)).iter(f"{SVG}svg"):
        if strip.get("aria-hidden") == "true":
            continue
        description = strip.find(f"{SVG}desc")
        assert strip.get("role") == "img"
        assert description is not None
        assert description.text
        assert strip.get("aria-labelledby") == description.get("id")


@pytest.mark.parametrize("name", REGIMENS)
def test_a_choice_is_hatched_and_nothing_else_is(content: Content, name: str) -> None:
    figure = parsed(cycle_figure(content.regimens[name], content, "it"))
    for mark in figure.iter(f"{SVG}rect"):
        if mark.get("data-days"):
            hatched = (mark.get("fill") or "").startswith("url(#")
            assert hatched == ("choice" in (mark.get("class") or "").split())


def days_drawn(figure: ElementTree.Element, panel: int, drug: str) -> dict[str, set[int]]:
    """Return the days drawn for a drug in a panel, by the dose that the mark names."""
    found: dict[str, set[int]] = {}
    shown = figure.findall("./div[@class='cycle__panel']")[panel]
    for group in shown.iter("div"):
        if not (group.get("class") or "").startswith("cycle__drug "):
            continue
        name = group.find("./div/div/b")
        if name is None or name.text != drug:
            continue
        for mark in group.iter(f"{SVG}rect"):
            days = mark.get("data-days")
            if days:
                first, _, last = days.partition("-")
                title = mark.findtext(f"{SVG}title") or ""
                dose = title.partition(": ")[2].removesuffix(" se tollerata")
                found.setdefault(dose, set()).update(range(int(first), int(last or first) + 1))
    return found


def default_plan(regimen: Regimen, cycle: int) -> dict[str, Any] | None:
    """Return a plan for a patient whom no rule touches, with the first option of every choice."""
    choices: dict[str, str] = {}
    answer = plan(regimen.id, cycle, patient=PATIENT, choices=choices)
    for _ in range(3):
        for question in answer["questions"]:
            if question["kind"] == "choice":
                choices[question["field"].rpartition(".")[2]] = question["options"][0]
        answer = plan(regimen.id, cycle, patient=PATIENT, choices=choices)
    return answer if answer["status"] == "ok" else None


@pytest.mark.parametrize("name", REGIMENS)
def test_every_administration_of_a_default_plan_is_drawn(content: Content, name: str) -> None:
    regimen = content.regimens[name]
    figure = parsed(cycle_figure(regimen, content, "it"))
    for cycle in (1, 2, 3, 4, 7, 9, 13):
        answer = default_plan(regimen, cycle)
        if answer is None:
            assert regimen.blocks or (regimen.cycle and regimen.cycle.last)
            continue
        number = next(n for n, panel in enumerate(panels(regimen, content)) if covers(panel.cycles, cycle))
        for given in answer["details"]["administrations"]:
            if given["day"] is None:
                continue
            drug = capital(said(content.drugs[given["drug"]].inn, "it"))
            dose = given["basis"].replace(".", ",").replace("m2", "m²")
            assert given["day"] in days_drawn(figure, number, drug)[dose], (cycle, given)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", REGIMENS)
def test_figure_and_table_show_every_dose_of_the_record(content: Content, name: str, lang: str) -> None:
    regimen = content.regimens[name]
    figure, table = ("".join(parsed(text).itertext()) for text in pieces(content, name, lang))
    for block in regimen.drugs:
        assert capital(said(content.drugs[block.drug].inn, lang)) in table
        for line in block.doses:
            if line.dose:
                assert dose_words(line.dose, lang) in figure
                assert dose_words(line.dose, lang) in table
            if line.max:
                assert dose_words(line.max, lang) in table


@pytest.mark.parametrize("name", REGIMENS)
def test_the_table_has_a_row_for_each_line_and_a_link_for_each_source(content: Content, name: str) -> None:
    regimen = content.regimens[name]
    table = parsed(schedule_table(regimen, content, "it", "../.."))
    rows = [row for row in table.iter("tr") if row.get("class") is None]
    assert len(rows) == 1 + sum(len(block.doses) for block in regimen.drugs)
    for row in rows[1:]:
        links = [link.get("href") or "" for link in row.iter("a")]
        assert links
        assert all(re.match(r"\.\./\.\./(sources/#s-|discrepancies/#)[a-z0-9-]+$", link) for link in links)


def test_a_source_is_named_as_the_caller_names_it(content: Content) -> None:
    table = schedule_table(
        content.regimens["krd"], content, "it", "../../", lambda reference: f"[{reference}]"
    )
    assert "[000:132-134]" in table
    assert "Allegato 6, righe 132-134" in schedule_table(content.regimens["krd"], content, "it", "../../")


def test_a_blocked_regimen_says_so_beside_the_picture(content: Content) -> None:
    assert "bloccato (DX-06)" in cycle_figure(content.regimens["pad"], content, "it")
    assert "bloccato" not in cycle_figure(content.regimens["krd"], content, "it")


def test_a_regimen_without_drugs_has_neither_figure_nor_table(content: Content) -> None:
    assert pieces(content, "allogeneic", "it") == ["", ""]
