"""What the pages say: every record in both languages, every dose and source, and nothing of the machinery."""

import re

import pytest

from calculators.registry import CALCULATORS
from generator.content import Content
from generator.links import Links
from generator.words import dose_words, said
from tests.generator.editing import ROOT
from tests.html_page import HtmlPage, page_of

MACHINERY = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{:|\]\(|\*\*"  # templates and Markdown
    r"|Undefined|Markup\(|Decimal\(|TermText|object at 0x|<bound method|Traceback"
)
CLINICAL = re.compile(
    r"\d\s*(?:mg|mcg|µg|g|kg|m2|m²|mq|ml|mmol|ui|iu|days?|giorn[oi]|ann[oi]|years?|cicl[oi]|cycles?|mes[ei]|months?"
    r"|or[ae]|hours?|minut[oi]|minutes?|week|weeks|settiman[ae])\b",
    re.IGNORECASE,
)
LANGUAGES = ("it", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_regimen_has_a_page_with_every_dose(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    for regimen in content.regimens.values():
        page = page_of(pages, lang, f"regimens/{regimen.id}/")
        for block in regimen.drugs:
            assert page.has(said(content.drugs[block.drug].inn, lang))
            for line in block.doses:
                for dose in (line.dose, line.max):
                    assert dose is None or page.has(dose_words(dose, lang)), (regimen.id, block.drug, dose)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_regimen_page_names_its_discrepancies(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    for regimen in content.regimens.values():
        page = page_of(pages, lang, f"regimens/{regimen.id}/")
        for identifier in regimen.discrepancies:
            record = content.discrepancies[identifier]
            assert page.has(said(record.title, lang)), (regimen.id, identifier)
            assert identifier.lower() in page.ids


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_source_of_a_regimen_is_named_and_linked(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    for regimen in content.regimens.values():
        page = page_of(pages, lang, f"regimens/{regimen.id}/")
        links = Links(content, lang, "../../")
        given = {tag.attributes["href"] for tag in page.own if tag.attributes.get("class") == "src"}
        for source in {source for block in regimen.drugs for line in block.doses for source in line.source}:
            assert page.has(links.source_label(source)), (regimen.id, source)
            assert links.source_href(source) in given


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_regimen_that_computes_has_a_form_and_a_blocked_one_its_question(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    for regimen in content.regimens.values():
        page = page_of(pages, lang, f"regimens/{regimen.id}/")
        blocked = [b for b in regimen.blocks if not b.when and b.cycles.first == 1 and b.cycles.last is None]
        forms = [tag for tag in page.own if tag.name == "calc-form"]
        assert len(forms) == (1 if regimen.drugs and not blocked else 0), regimen.id
        for block in blocked:
            assert page.has(said(block.question, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_drug_calculator_source_and_word_has_its_place(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    for drug in content.drugs.values():
        page = page_of(pages, lang, f"drugs/{drug.id}/")
        for adjustment in drug.adjustments:
            assert all(page.has(said(row.text, lang)) for row in adjustment.rows)
        assert all(page.has(said(precaution.text, lang)) for precaution in drug.precautions)
    for name, calculator in CALCULATORS.items():
        if name not in ("dose_plan", "dose_banding", "algorithm"):  # on pages of other kinds
            assert page_of(pages, lang, f"calculators/{name.replace('_', '-')}/").has(calculator.title[lang])
    sources = page_of(pages, lang, "sources/")
    assert all(f"s-{key}" in sources.ids for key in content.references)
    glossary = page_of(pages, lang, "glossary/")
    assert all(glossary.has(term) for term in content.glossary)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_discrepancy_stands_on_the_page_of_all(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    page = page_of(pages, lang, "discrepancies/")
    for record in content.discrepancies.values():
        assert record.id.lower() in page.ids
        for text in (record.title, record.problem, record.proposed, record.shown, record.decides):
            assert page.has(said(text, lang)), record.id


def test_no_page_shows_the_machinery(pages: dict[str, HtmlPage]) -> None:
    seen = {path: found for path, page in pages.items() if (found := MACHINERY.findall(page.text))}

    assert seen == {}


def test_no_page_says_none_where_a_value_is_missing(pages: dict[str, HtmlPage]) -> None:
    """Both languages come from the same templates; in Italian no sentence holds the word."""
    italian = {path: page for path, page in pages.items() if not path.startswith("en/")}

    assert [
        path for path, page in italian.items() if re.search(r"\b(?:None|True|False|null)\b", page.text)
    ] == []
    assert [
        f"{path}:{tag.line}"
        for path, page in pages.items()
        for tag in page.own
        for name, value in tag.attributes.items()
        if name != "data-known-answer"  # JSON, which ends in braces
        if value in ("None", "True", "False", "undefined") or MACHINERY.search(value)
    ] == []


@pytest.mark.parametrize(
    "folder",
    [
        "generator/templates",
        "generator/locale",
        "site_overrides/assets/javascripts",
        "site_overrides/partials",
    ],
)
def test_no_clinical_number_stands_outside_the_content(folder: str) -> None:
    suspects = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".j2", ".yml", ".js", ".html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CLINICAL.search(line)
    ]

    assert suspects == []
