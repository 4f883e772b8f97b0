"""The calculators' pages and their gallery, in both languages, as they are built."""

import re
from decimal import Decimal
from typing import Any

import pytest

from calculators.registry import CALCULATORS
from generator.content import Content
from generator.examples import spread
from generator.links import Links, slug
from generator.pages.calculators import by_group, entries, input_rows, to_verify
from generator.score_picture import class_picture
from generator.words import said
from tests.html_page import HtmlPage, page_of

LANGUAGES = ("it", "en")
ELSEWHERE = ("dose_plan", "algorithm")
"""Calculators whose form stands on other pages."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_everything_that_its_record_says(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    for name, record in content.calculators.items():
        if record.page:
            continue
        page, links = page_of(pages, lang, f"calculators/{slug(name)}/"), Links(content, lang, "../../")
        texts = [record.use, record.definition, *record.formula, *record.not_for, *record.notes]
        texts += [text for one in record.criteria for text in (one.text, one.counts)]
        texts += [one.text for one in record.references] + [one.text for one in record.concerns]
        assert [said(text, lang) for text in texts if not page.has(said(text, lang))] == [], name
        sources = [one.source for one in record.criteria] + [one.source for one in record.references]
        for source in sources:
            assert links.source_href(source) in page.links, (name, source)
        assert len([tag for tag in page.own if tag.name == "calc-form"]) == 1, name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_verified_says_so(lang: str, content: Content, pages: dict[str, HtmlPage]) -> None:
    for entry in entries(content):
        if entry.record.page:
            continue
        page = page_of(pages, lang, f"calculators/{slug(entry.record.id)}/")
        badges = [tag for tag in page.own if tag.attributes.get("class") == "badge badge--gap"]
        assert bool(badges) is to_verify(entry), entry.record.id
        assert all(page.has(text[lang]) for text in entry.calculator.not_verified)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_of_inputs_holds_every_field_with_what_it_accepts(
    lang: str, pages: dict[str, HtmlPage]
) -> None:
    for calculator in CALCULATORS.values():
        if calculator.name in ELSEWHERE:
            continue
        page = page_of(pages, lang, f"calculators/{slug(calculator.name)}/")
        for row in input_rows(calculator.fields, lang):
            assert row["accepted"], (calculator.name, row)
            assert page.has(said_plain(row["accepted"])), (calculator.name, row)
        assert all(page.has(said_plain(field.label[lang])) for field in calculator.fields)


def said_plain(text: str) -> str:
    return re.sub(r"\bm2\b", "m²", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_gallery_is_a_grouped_list_of_every_calculator(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    page = page_of(pages, lang, "calculators/")
    groups = by_group(content)

    assert sum(len(members) for _, members in groups) == len(CALCULATORS)
    for group, members in groups:
        assert f"group-{group}" in page.ids
        for entry in members:
            assert f"../{entry.path}" in page.links
            assert page.has(said_plain(entry.calculator.purpose[lang]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_lead_from_where_it_matters_and_back(lang: str, pages: dict[str, HtmlPage]) -> None:
    krd = page_of(pages, lang, "regimens/krd/")
    clearance = page_of(pages, lang, "calculators/creatinine-clearance/")
    drug = page_of(pages, lang, "drugs/ixazomib/")
    ird = page_of(pages, lang, "regimens/ird/")

    beside = [tag.attributes for tag in krd.own if tag.attributes.get("class") == "field__calc"]
    assert "../../calculators/creatinine-clearance/" in [tag["href"] for tag in beside]
    assert all(tag["target"] == "_blank" for tag in beside)  # what is typed would be lost
    assert "../../regimens/krd/" in clearance.links
    assert "../../calculators/ixazomib-dose/" in drug.links
    assert "../../calculators/cytogenetic-risk/" in ird.links


def test_links_to_calculators_carry_nothing(pages: dict[str, HtmlPage]) -> None:
    found = {href for page in pages.values() for href in page.links if "calculators/" in href}

    assert len(found) > len(CALCULATORS)
    assert [href for href in found if "?" in href] == []


def test_every_publication_that_is_cited_stands_on_the_page_of_sources(pages: dict[str, HtmlPage]) -> None:
    for lang in LANGUAGES:
        ids = set(page_of(pages, lang, "sources/").ids)
        for name in CALCULATORS:
            if name in ELSEWHERE:
                continue
            hrefs = page_of(pages, lang, f"calculators/{slug(name)}/").links
            wanted = {href.partition("#")[2] for href in hrefs if "sources/#" in href}
            assert wanted <= ids, (name, wanted - ids)


def classes(*bounds: tuple[str, Any, Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, "label": name, "minimum": low, "maximum": high, "span": "", "current": False}
        for name, low, high in bounds
    ]


def cells(picture: str) -> list[tuple[str, str]]:
    return re.findall(r'colspan="(\d+)">([^<]*)<', picture)


def test_a_class_spans_its_points() -> None:
    picture = str(class_picture(classes(("low", 0, 1), ("high", 2, 4)), "it"))

    assert cells(picture) == [*[("1", str(n)) for n in range(5)], ("2", "low"), ("3", "high")]
    assert 'role="img" aria-label="Classi: low; high"' in picture


def test_half_points_make_columns_of_their_own() -> None:
    picture = str(class_picture(classes(("I", 0, 0), ("II", Decimal("0.5"), 1)), "it"))

    assert cells(picture) == [("1", "0"), ("1", "0,5"), ("1", "1"), ("1", "I"), ("2", "II")]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((("met", None, None), ("not_met", None, None)), [("1", "met"), ("1", "not_met")]),
        ((("low", 0, 9), ("high", 10, 40)), [("1", "low"), ("1", "high")]),
    ],
)
def test_without_a_scale_that_can_be_read_the_classes_stand_alone(found: Any, expected: Any) -> None:
    assert cells(str(class_picture(classes(*found), "it"))) == expected


def test_one_class_or_none_makes_no_picture() -> None:
    assert class_picture([], "it") is None
    assert class_picture(classes(("only", 0, 1)), "it") is None


def test_examples_differ_in_their_outcome_and_compute() -> None:
    outcomes = ["low", "low", None, "high", "low"]
    cases: list[Any] = [
        {"n": n, "output": {"status": "ok" if category else "invalid", "category": category}}
        for n, category in enumerate(outcomes)
    ]

    assert [case["n"] for case in spread(cases)] == [0, 1, 3]
    assert spread([]) == []
