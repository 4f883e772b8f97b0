"""The search box: an acronym as the document writes it, a drug in Italian or in English."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.server import SiteServer

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("words", "path", "place"),
    [
        ("DaraRd", "/regimens/drd/", 0),
        ("IKd", "/regimens/isakd/", 0),
        ("desametasone", "/drugs/dexamethasone/", 0),
        ("dexamethasone", "/drugs/dexamethasone/", 1),
    ],
)
def test_the_italian_search_finds(chromium_page: OpenPage, words: str, path: str, place: int) -> None:
    page = chromium_page("/")
    page.locator(".md-search__input").click()
    page.keyboard.type(words)
    found = page.locator(".md-search-result__item").nth(place).locator(".md-search-result__link").first
    expect(found).to_have_attribute("href", re.compile(f"{path}[?#]?"))
    found.click()
    expect(page).to_have_url(re.compile(f"{path}[?#]?"))
    expect(page.locator("h1").last).to_be_visible()


def test_the_index_is_fetched_when_the_reader_turns_to_the_search(
    chromium_page: OpenPage, site: SiteServer
) -> None:
    page = chromium_page("/")
    page.wait_for_load_state("networkidle")
    assert site.asked_for("*/search_index.json") == []
    page.keyboard.press("s")  # Material's own shortcut
    page.keyboard.type("DaraRd")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert len(site.asked_for("*/search_index.json")) == 1


def test_an_address_with_a_query_searches_at_once(chromium_page: OpenPage) -> None:
    page = chromium_page("/?q=DaraRd")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
