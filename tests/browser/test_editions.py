"""Editions as readers meet them: what is in force, what was superseded, what was recalled."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.form import calculate, doses, follow, receipt
from tests.browser.reader import Reader, fill_by_keyboard, receipt_status, tab_to, until
from tests.browser.server import SiteServer, serve_site
from tests.editions.repository import Repository, new_repository

pytestmark = pytest.mark.browser

# In the order of the page.
PATIENT = {
    "cycle": "1",
    "age_years": "70",
    "bsa_m2": "1,8",
    "dialysis": "no",
    "creatinine_clearance_ml_min": "90",
}
WITHDRAWN, SUPERSEDED, CURRENT = "2024.1", "2025.1", "2026.1"
BANNER = "document.querySelector('[data-md-component=outdated] .status-banner')"
REASON = "Dose di lenalidomide errata"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    made = new_repository(tmp_path_factory.mktemp("editions") / "three", small=True)
    made.freeze(WITHDRAWN, "2024-11-30")
    made.freeze(SUPERSEDED, "2025-11-30")
    made.change_a_dose()
    made.commit()
    made.freeze(CURRENT)
    recall = ("--by", "UFA", "--reason-it", REASON, "--reason-en", "Wrong dose of lenalidomide")
    made.done("recall", WITHDRAWN, *recall, "--on", "2026-12-01")
    made.commit()
    return made


@pytest.fixture(scope="module")
def served(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    folder = tmp_path_factory.mktemp("www") / "site"
    repository.done("publish", "--to", str(folder))
    with serve_site(folder) as site:
        yield site


def lenalidomide(page: Page) -> str:
    calculate(page, PATIENT)
    [found] = {dose for dose in doses(page) if dose in ("20 mg", "25 mg")}
    return found


def test_at_the_top_stands_the_edition_in_force(any_page: OpenPage) -> None:
    page = any_page("/regimens/krd/")

    expect(page.locator(".strip__state").first).to_have_text("in vigore")
    expect(page.locator("[data-md-component=outdated]")).to_be_hidden()
    assert lenalidomide(page) == "20 mg"
    expect(receipt(page)).to_contain_text(CURRENT)


def test_a_superseded_edition_calculates_only_after_an_explicit_step(any_page: OpenPage) -> None:
    page = any_page(f"/{SUPERSEDED}/regimens/krd/")

    expect(page.locator("[data-md-component=outdated] .status-banner")).to_contain_text("superata")
    expect(page.locator("[data-field=cycle]")).to_be_hidden()
    expect(page.locator("calc-form button[type=submit]")).to_be_hidden()
    page.get_by_role("button", name="Apri per verifica retrospettiva").click()
    assert lenalidomide(page) == "25 mg"
    expect(receipt(page)).to_contain_text(SUPERSEDED)


def test_the_step_is_asked_again_on_the_next_page(any_page: OpenPage) -> None:
    page = any_page(f"/{SUPERSEDED}/regimens/krd/")
    page.get_by_role("button", name="Apri per verifica retrospettiva").click()

    follow(page, "../drd/")

    expect(page.locator("[data-field=cycle]")).to_be_hidden()
    expect(page.get_by_role("button", name="Apri per verifica retrospettiva")).to_be_visible()


@pytest.mark.parametrize("path", ["regimens/krd/", "sources/", "", "calculators/bsa/"])
def test_a_withdrawn_edition_says_why_on_every_page_and_has_no_calculator(reader: Reader, path: str) -> None:
    reader.open(f"/{WITHDRAWN}/{path}")

    assert REASON in reader.see(f"return {BANNER}.innerText")
    assert reader.see(f"return {BANNER}.checkVisibility()")
    assert reader.see("return document.querySelectorAll('calc-form').length") == 0


def test_the_banner_leads_to_the_same_page_of_the_edition_in_force(any_page: OpenPage) -> None:
    page = any_page(f"/{WITHDRAWN}/en/regimens/krd/")

    page.get_by_role("link", name=f"Go to the edition in force ({CURRENT})").click()

    expect(page).to_have_url(re.compile(r"//[^/]+/en/regimens/krd/$"))
    expect(page.locator(".strip__state").first).to_have_text("in force")


def test_the_selector_leads_to_the_same_page_elsewhere_also_after_instant_navigation(
    any_page: OpenPage,
) -> None:
    page = any_page("/en/regimens/krd/")
    follow(page, "../drd/")

    selector = page.locator(".md-header .md-version")
    expect(selector.locator(".md-version__link")).to_have_count(3)
    selector.locator("button").focus()
    selector.get_by_role("link", name=re.compile(SUPERSEDED)).click()

    expect(page).to_have_url(re.compile(rf"/{SUPERSEDED}/en/regimens/drd/$"))
    expect(page.locator(".strip__state").first).to_have_text("superseded")
    expect(page.locator(".md-header .md-version__current")).to_have_text(SUPERSEDED)


def test_a_superseded_edition_opens_by_keyboard_in_every_browser(reader: Reader) -> None:
    reader.open(f"/{SUPERSEDED}/regimens/krd/")
    assert "superata" in reader.see(f"return {BANNER}.innerText")
    assert reader.see(f"return {BANNER}.checkVisibility()")
    shut = "return !document.querySelector('[data-field=cycle]').checkVisibility()"
    assert until(lambda: reader.see(shut))

    tab_to(reader, "[data-calc-gate] button")
    reader.press("Enter")

    assert reader.see(shut) is False
    fill_by_keyboard(reader, PATIENT.items())
    tab_to(reader, "calc-form [type=submit]")
    reader.press("Enter")
    assert receipt_status(reader) == "ok"
    told = str(reader.see("return document.querySelector('[data-calc-receipt]').innerText"))
    assert "25 mg" in told
    assert SUPERSEDED in told


def test_the_selector_leads_to_the_same_page_by_keyboard_in_every_browser(reader: Reader) -> None:
    reader.open("/en/regimens/krd/")

    tab_to(reader, f".md-header .md-version__link[href*='{SUPERSEDED}']")
    reader.press("Enter")

    until(lambda: reader.see("return location.pathname") == f"/{SUPERSEDED}/en/regimens/krd/")
    shown = "return document.querySelector('.md-header .md-version__current').textContent.trim()"
    assert until(lambda: reader.see(shown)) == SUPERSEDED
    assert reader.see("return document.querySelector('.strip__state').textContent.trim()") == "superseded"


def test_the_search_of_an_old_edition_leads_to_the_edition_in_force(chromium_page: OpenPage) -> None:
    page = chromium_page(f"/{SUPERSEDED}/regimens/drd/")
    page.locator(".md-search__input").click()
    page.keyboard.type("KRd")

    found = page.locator(".md-search-result__link").first
    expect(found).to_have_attribute("href", re.compile(r"//[^/]+/regimens/krd/"))


def test_paper_says_the_status(chromium_page: OpenPage) -> None:
    page = chromium_page(f"/{SUPERSEDED}/regimens/krd/")
    page.get_by_role("button", name="Apri per verifica retrospettiva").click()
    lenalidomide(page)

    page.emulate_media(media="print")
    expect(page.locator(".strip__state").first.first).to_be_visible()
    expect(page.locator(".status-banner:not([hidden])")).to_be_visible()
    page.evaluate("window.print = () => {}")
    page.emulate_media(media="screen")
    page.locator("[data-receipt-print]").click()
    page.emulate_media(media="print")
    expect(receipt(page).locator(".receipt__edition .strip__state").first).to_have_text("superata")
    expect(receipt(page).locator(".receipt__edition .strip__state").first).to_be_visible()


def test_what_changed_is_read_in_red_and_green_and_in_words(any_page: OpenPage) -> None:
    page = any_page(f"/editions/compare/{SUPERSEDED}-{CURRENT}/")

    changed = page.locator(".changes li").filter(has_text="lenalidomide")
    expect(changed.locator("del")).to_contain_text("25 mg")
    expect(changed.locator("ins")).to_contain_text("20 mg")
    expect(page.locator("table.impact")).to_contain_text("-50 %")
    red, green = (changed.locator(tag).evaluate("e => getComputedStyle(e).color") for tag in ("del", "ins"))
    assert red != green


def test_the_list_of_editions_opens_each(any_page: OpenPage) -> None:
    page = any_page("/editions/")

    expect(page.locator("section.edition")).to_have_count(3)
    expect(page.locator("section.edition").last).to_contain_text(REASON)
    page.get_by_role("link", name=f"Leggi l'edizione {SUPERSEDED}").click()
    expect(page).to_have_url(re.compile(rf"/{SUPERSEDED}/$"))
