"""The companion pages: what an editor is told of a mistake, what the pages say, what the pictures draw."""

import re
from xml.etree import ElementTree

import pytest

from generator.check import checked_content
from generator.companion_records import Companion, Section
from generator.pathway_picture import pathway_figure
from generator.timeline_picture import day_words, days_of, timeline_figure
from generator.words import said
from tests.generator.editing import edited, place_of, real_texts, report
from tests.html_page import HtmlPage, page_of

LANGUAGES = ("it", "en")
CONTENT = checked_content(real_texts())
PAGES = sorted(CONTENT.companion)
TIMELINES = [
    (page.id, section)
    for page in CONTENT.companion.values()
    for section in page.sections
    if section.timeline is not None
]
PATHWAYS = [
    (page.id, section)
    for page in CONTENT.companion.values()
    for section in page.sections
    if section.pathway is not None
]
SVG = "{http://www.w3.org/2000/svg}"


# What an editor is told. A caret marks the place in the record that the message must name.


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        (
            "companion/first-line.yml",
            "regimens: [asct, lenalidomide-maintenance]",
            "regimens: [asct, ^lenalidomide-maintenence]",
            "unknown regimen lenalidomide-maintenence",
        ),
        (
            "companion/drug-classes.yml",
            "drugs: [talquetamab]",
            "drugs: [^talquetamb]",
            "unknown drug talquetamb",
        ),
        (
            "companion/car-t-pathway.yml",
            "calculators: [creatinine_clearance]",
            "calculators: [^creatinine_clearence]",
            "unknown calculator creatinine_clearence",
        ),
        (
            "companion/centre-experience.yml",
            'source: ["001:237-238"]',
            'source: [^"001:937-938"]',
            "document 001 ends at line 705, 001:937-938 is beyond it",
        ),
        (
            "companion/lymphoma-case.yml",
            "discrepancy: DX-65",
            "discrepancy: ^DX-99",
            "unknown discrepancy DX-99",
        ),
        (
            "companion/immunotherapy-management.yml",
            "standing: case_fact",
            "standing: ^case_facts",
            "'case_facts' is not one of the known words",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(file: str, before: str, after: str, message: str) -> None:
    texts = edited(file, before, after)

    found = report(texts)

    assert [problem.message for problem in found.problems] == [message]
    [problem] = found.problems
    assert (problem.line, problem.column) == place_of(texts[file], after)


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        (
            "companion/centre-experience.yml",
            '            - {it: "48 %", en: "48 %"}\n',
            "",
            "row 1 has 1 cells for 2 columns",
        ),
        (
            "companion/lymphoma-case.yml",
            "                  until: 11\n",
            "                  until: 5\n",
            "it ends on day 5, before or on the day it begins (5)",
        ),
        (
            "companion/lymphoma-case.yml",
            "                - day: -59\n",
            "                - day: -69\n",
            "day -69 is outside the stretch from -61 to 0",
        ),
        (
            "companion/car-t-pathway.yml",
            "          beside: invio\n",
            "          beside: invito\n",
            "contenimento stands beside invito, which is no main step",
        ),
        (
            "companion/drug-classes.yml",
            "  - id: bersagli\n",
            "  - id: classi\n",
            "two sections are called classi",
        ),
    ],
)
def test_what_does_not_fit_together_is_told(file: str, before: str, after: str, message: str) -> None:
    found = report(edited(file, before, after))

    assert [problem.message for problem in found.problems] == [message]
    assert found.problems[0].file == f"content/{file}"


# What the pages say.


def texts_of(page: Companion, lang: str) -> list[str]:
    found = [page.title, page.summary]
    for section in page.sections:
        found += [section.title, *(point.text for point in section.points)]
        found += [section.intro] if section.intro else []
        if section.table:
            found += [section.table.caption, *section.table.columns]
            found += [cell for row in section.table.rows for cell in row.cells]
        if section.pathway:
            found += [text for stage in section.pathway.stages for text in (stage.title, stage.text)]
        if section.timeline:
            moments = [m for s in section.timeline.stretches for t in s.tracks for m in t.moments]
            found += [moment.text for moment in moments]
    return [said(text, lang) for text in found]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_everything_of_its_record(lang: str, name: str, pages: dict[str, HtmlPage]) -> None:
    page = page_of(pages, lang, f"companion/{name}/")
    record = CONTENT.companion[name]

    assert [text for text in texts_of(record, lang) if not page.has(text)] == []
    assert all(section.id in page.ids for section in record.sections)
    assert all(identifier.lower() in page.ids for identifier in record.discrepancies)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_leads_to_every_page(lang: str, pages: dict[str, HtmlPage]) -> None:
    index = page_of(pages, lang, "companion/")

    assert all(index.has(said(record.summary, lang)) for record in CONTENT.companion.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_regimen_leads_back_to_the_pages_that_name_it(lang: str, pages: dict[str, HtmlPage]) -> None:
    for record in CONTENT.companion.values():
        for section in record.sections:
            entries = [*section.points, *(section.table.rows if section.table else ())]
            for name in {name for entry in entries for name in entry.regimens}:
                page = page_of(pages, lang, f"regimens/{name}/")
                given = {tag.attributes.get("href", "") for tag in page.own}
                assert any(f"companion/{record.id}/#" in href for href in given), (name, record.id)


def test_a_regimen_outside_the_algorithm_does_not_pretend_to_be_in_it() -> None:
    nodes = {node for record in CONTENT.regimens.values() for node in record.placement.nodes}
    companions = [r for r in CONTENT.regimens.values() if not r.source[0].startswith("000:")]

    assert {node for node in nodes if node.startswith("I")} <= set(CONTENT.prose.nodes)
    assert companions
    assert [r.id for r in companions if any(node.startswith("I") for node in r.placement.nodes)] == []


def test_doses_of_cases_are_nowhere_a_default() -> None:
    """What documents 003 and 004 gave to single persons is marked, and never among the doses of a regimen."""
    for record in CONTENT.companion.values():
        for section in record.sections:
            for point in section.points:
                if re.search(r"tocilizumab|metilprednisolone", point.text.it) and "mg" in point.text.it:
                    assert "case_fact" in (point.standing, section.standing), point.text.it
    drugs = {block.drug for regimen in CONTENT.regimens.values() for block in regimen.drugs}
    assert "tocilizumab" not in drugs


def test_no_birth_date_and_no_other_identity_is_on_a_page(pages: dict[str, HtmlPage]) -> None:
    months = r"(?:ottobre|agosto|october|august|10|0?8)"
    forbidden = re.compile(rf"\b(?:14|0?6)[ /.-]{months}\D{{0,4}}19\d\d", re.IGNORECASE)

    assert [path for path, page in pages.items() if forbidden.search(page.text)] == []


# What the pictures draw.


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "section"), TIMELINES, ids=[f"{n}-{s.id}" for n, s in TIMELINES])
def test_a_timeline_draws_every_moment_and_names_every_row(name: str, section: Section, lang: str) -> None:
    timeline = section.timeline
    assert timeline
    root = ElementTree.fromstring(timeline_figure(timeline, name, lang))
    tracks = [track for stretch in timeline.stretches for track in stretch.tracks]
    drawn = [one for one in root.iter() if one.get("class") in ("mark", "bar")]
    pictures = [svg for svg in root.iter(f"{SVG}svg") if svg.get("role") == "img"]

    assert len(drawn) == sum(len(track.moments) for track in tracks)
    assert all(one.find(f"{SVG}title") is not None for one in drawn)
    assert len(pictures) == len(tracks)
    for svg, track in zip(pictures, tracks, strict=True):
        described = svg.find(f"{SVG}desc")
        assert described is not None
        assert described.get("id") == svg.get("aria-labelledby")
        assert all(said(moment.text, lang) in str(described.text) for moment in track.moments)
    assert len({element.get("id") for element in root.iter() if element.get("id")}) == len(
        [element for element in root.iter() if element.get("id")]
    )


def test_days_bear_their_sign_from_an_event_and_none_within_a_treatment() -> None:
    [case] = [section for name, section in TIMELINES if name == "lymphoma-case"]
    [steps] = [section for name, section in TIMELINES if name == "advanced-therapies"]
    assert case.timeline
    assert steps.timeline

    assert [day_words(day, case.timeline) for day in (-61, 0, 15)] == ["−61", "0", "+15"]
    assert [day_words(day, steps.timeline) for day in (1, 8)] == ["1", "8"]
    spans = [m for s in case.timeline.stretches for t in s.tracks for m in t.moments if m.until]
    assert days_of(spans[0], case.timeline, "it") == "giorni da +5 a +8"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "section"), PATHWAYS, ids=[f"{n}-{s.id}" for n, s in PATHWAYS])
def test_a_pathway_is_drawn_twice_with_every_step(name: str, section: Section, lang: str) -> None:
    pathway = section.pathway
    assert pathway
    root = ElementTree.fromstring(pathway_figure(pathway, name, lang))
    pictures = list(root.iter(f"{SVG}svg"))

    assert len(pictures) == 2
    for svg in pictures:
        boxes = [group for group in svg.iter(f"{SVG}g") if "pathway__box" in str(group.get("class"))]
        words = [" ".join(str(text.text) for text in group.iter(f"{SVG}text")) for group in boxes]
        assert sorted(words) == sorted(said(stage.title, lang) for stage in pathway.stages)
        width, height = (float(size) for size in str(svg.get("viewBox")).split()[2:])
        for rect in svg.iter(f"{SVG}rect"):
            x, y, wide, high = (float(str(rect.get(key))) for key in ("x", "y", "width", "height"))
            assert min(x, y) >= 0
            assert x + wide <= width
            assert y + high <= height
        described = svg.find(f"{SVG}desc")
        assert described is not None
        assert all(said(stage.title, lang) in str(described.text) for stage in pathway.stages)
