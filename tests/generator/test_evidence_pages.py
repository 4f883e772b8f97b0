"""The pages of trials as built: every figure with its source, links there and back, nothing compared."""

import pytest

from generator.content import Content
from generator.evidence_list import in_order
from generator.evidence_words import figure
from generator.links import Links
from generator.words import said
from tests.html_page import HtmlPage, page_of

LANGUAGES = ("it", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_trial_has_a_page_with_every_figure_and_its_sources(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    links = Links(content, lang, "../../")
    for trial in content.evidence.values():
        page = page_of(pages, lang, f"evidence/{trial.id}/")
        given = page.links
        for result in trial.results:
            assert page.has(said(result.population, lang)), (trial.id, result.population)
            numbers = [value.value for value in result.values.values() if value.value is not None]
            numbers += [result.hazard_ratio.value] if result.hazard_ratio else []
            numbers += [result.difference] if result.difference is not None else []
            assert all(page.has(figure(number, lang)) for number in numbers), (trial.id, numbers)
            for source in [*result.source, *(result.check.source or [])]:
                assert links.source_href(source) in given
                assert page.has(links.source_label(source)), (trial.id, source)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_trial_page_says_its_design_cautions_and_discrepancies(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    for trial in content.evidence.values():
        page = page_of(pages, lang, f"evidence/{trial.id}/")
        said_there = [trial.design, trial.population, trial.cut_off, *trial.cautions, *trial.statements]
        assert all(page.has(said(statement.text, lang)) for statement in said_there), trial.id
        assert all(name.lower() in page.ids for name in trial.discrepancies)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_regimen_leads_to_its_trials_and_a_trial_back(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    for trial in content.evidence.values():
        back = page_of(pages, lang, f"evidence/{trial.id}/").links
        for name in trial.regimens:
            assert f"../../regimens/{name}/" in back
            regimen = page_of(pages, lang, f"regimens/{name}/")
            assert f"../../evidence/{trial.id}/" in regimen.links
            assert "evidenze" in regimen.ids
        for name in trial.drugs:
            assert f"../../evidence/{trial.id}/" in page_of(pages, lang, f"drugs/{name}/").links


def test_a_regimen_without_trials_has_no_empty_section(content: Content, pages: dict[str, HtmlPage]) -> None:
    concerned = {name for trial in content.evidence.values() for name in trial.regimens}
    without = [name for name in content.regimens if name not in concerned]

    assert without
    assert all("evidenze" not in page_of(pages, "it", f"regimens/{name}/").ids for name in without)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_names_every_trial_in_the_documents_order_and_can_be_filtered(
    lang: str, content: Content, pages: dict[str, HtmlPage]
) -> None:
    page = page_of(pages, lang, "evidence/")
    items = [tag for tag in page.own if "data-filter-item" in tag.attributes]

    assert [tag.attributes["data-trial"] for tag in items] == [trial.id for trial in in_order(content)]
    for tag, trial in zip(items, in_order(content), strict=True):
        assert tag.attributes["data-regimen"].split() == trial.regimens
        assert tag.attributes["data-drug"].split() == trial.drugs
        assert tag.attributes["data-setting"].split() == trial.settings
    names = {tag.attributes.get("name") for tag in page.own if tag.name in ("select", "input")}
    assert {"regimen", "drug", "setting", "trial"} <= names
    assert content.prose.evidence_intro is not None
    assert page.has("Gli studi non si confrontano tra loro" if lang == "it" else "Trials are not compared")


def test_what_was_not_found_outside_the_document_says_so(
    content: Content, pages: dict[str, HtmlPage]
) -> None:
    for trial in content.evidence.values():
        statuses = {result.check.status for result in trial.results}
        page = page_of(pages, "it", f"evidence/{trial.id}/")
        assert ("not_reread" not in statuses) or page.has("da verificare"), trial.id


def test_the_mechanism_of_isatuximab_stands_on_its_page_with_its_lines(
    content: Content, pages: dict[str, HtmlPage]
) -> None:
    page = page_of(pages, "it", "drugs/isatuximab/")
    statements = content.drugs["isatuximab"].mechanism

    assert len(statements) >= 6
    assert all(page.has(said(statement.text, "it")) for statement in statements)
    assert "meccanismo" in page.ids
