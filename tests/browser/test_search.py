"""The search box: an acronym as the document writes it, a drug in Italian or in English."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage

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
