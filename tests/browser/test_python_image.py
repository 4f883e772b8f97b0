"""Python's start is kept for the next visit: it saves time, holds no patient, and is dropped at any doubt."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.form import START, calculate, doses, fill, live, submit
from tests.browser.server import Response, SiteServer

pytestmark = pytest.mark.browser

ISAPD = "/regimens/isapd/"
TYPED = "78,9431"
PATIENT = {"cycle": "1", "age_years": "70", "weight_kg": TYPED}
DOSE = "789,43 mg"
# The cache's one entry, its bytes changed as the test says, under a hash that fits or not.
CHANGED = """async ({change, withItsHash}) => {
  const name = (await caches.keys()).find((one) => one.startsWith("python-image "));
  const cache = await caches.open(name);
  const [key] = await cache.keys();
  const found = await cache.match(key);
  const bytes = new Uint8Array(await found.arrayBuffer());
  if (change === "byte") bytes[bytes.length >> 1] ^= 1;
  if (change === "build") bytes.fill(7, 16, 48);
  if (change === "memory") bytes.fill(0, bytes.length >> 3);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hash = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const headers = withItsHash ? { "X-Image-SHA-256": hash } : found.headers;
  await cache.put(key, new Response(bytes, { headers }));
}"""
KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("python-image "));
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.some((keys) => keys.length === 1);
}"""
HOLDS = """async (texts) => {
  const name = (await caches.keys()).find((one) => one.startsWith("python-image "));
  const cache = await caches.open(name);
  const bytes = new Uint8Array(await (await cache.match((await cache.keys())[0])).arrayBuffer());
  const latin = new TextDecoder("latin1").decode(bytes);
  return texts.map((text) => latin.includes(text) || latin.includes([...text].join("\\0")));
}"""


def images(page: Page) -> list[str]:
    """The images kept, by their cache's name."""
    kept: list[str] = page.evaluate("async () => await caches.keys()")
    return [name for name in kept if name.startswith("python-image ")]


def wait_for_image(page: Page) -> None:
    for _ in range(300):
        if page.evaluate(KEPT):
            return
        page.wait_for_timeout(100)
    raise AssertionError("no image was kept")


def first_visit(open_page: OpenPage, **options: Any) -> Page:
    page = open_page(ISAPD, **options)
    calculate(page, PATIENT)
    assert DOSE in doses(page)
    wait_for_image(page)
    return page


def visit_again(page: Page, site: SiteServer) -> list[str]:
    """Come back; return the editions that were asked for: Python restored from an image has its own."""
    site.requests.clear()
    page.goto(site.address + ISAPD)
    calculate(page, PATIENT)
    assert DOSE in doses(page)
    return site.asked_for("/data/*")


def test_the_next_visit_starts_from_the_image_and_answers_the_same(
    chromium_page: OpenPage, site: SiteServer
) -> None:
    page = first_visit(chromium_page)
    before = page.locator("[data-calc-receipt]").inner_text()
    # Fetched again, where the browser's own cache would hide that it was wanted.
    page.goto(site.address + "/")
    assert wanted_of(page, site) == []
    assert page.locator("[data-calc-receipt]").inner_text() == before


def wanted_of(page: Page, site: SiteServer) -> list[str]:
    """Come back without the browser's cache of files, and return the editions that were asked for."""
    client = page.context.new_cdp_session(page)
    client.send("Network.clearBrowserCache")
    return visit_again(page, site)


@pytest.mark.parametrize(
    ("change", "with_its_hash"),
    [("byte", False), ("build", True), ("memory", True)],
    ids=["another hash", "another build", "memory in ruins"],
)
def test_an_image_that_is_no_good_is_dropped_and_python_starts_as_always(
    chromium_page: OpenPage, site: SiteServer, change: str, with_its_hash: bool
) -> None:
    page = first_visit(chromium_page, careless=True)
    page.goto(site.address + "/")
    page.evaluate(CHANGED, {"change": change, "withItsHash": with_its_hash})
    assert len(wanted_of(page, site)) == 1
    assert images(page) == [] or change == "byte"  # after a byte too many, another one may already be made


def test_nothing_is_answered_when_the_known_request_has_another_answer(
    chromium_page: OpenPage, site: SiteServer
) -> None:
    def otherwise(response: Response) -> None:
        response.body = re.sub(
            rb"(data-known-answer=\"[^\"]*sha256&#34;:&#34;)[0-9a-f]{4}", rb"\g<1>0000", response.body
        )

    page = first_visit(chromium_page, careless=True)
    site.changes[ISAPD] = otherwise
    page.goto(site.address + ISAPD)
    fill(page, PATIENT)
    submit(page)
    failure = page.locator("[data-calc-failure]")
    expect(failure).to_contain_text("Il calcolo di prova non dà il risultato noto", timeout=START)
    expect(live(page)).to_contain_text("Il calcolo di prova")
    assert doses(page) == []
    assert images(page) == []


def test_nothing_that_was_typed_or_answered_is_in_the_image(chromium_page: OpenPage) -> None:
    page = first_visit(chromium_page)
    typed, pointed, answered, name = page.evaluate(
        HOLDS, [TYPED, TYPED.replace(",", "."), "789.431", "pomalidomide"]
    )
    assert name  # so that the search is known to find what is there
    assert not any((typed, pointed, answered))


def test_no_image_is_made_for_a_reader_who_saves_data(chromium_page: OpenPage, site: SiteServer) -> None:
    page = chromium_page()
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true, addEventListener() {}}})"
    )
    page.goto(site.address + ISAPD)
    calculate(page, PATIENT)
    page.wait_for_timeout(6000)
    assert images(page) == []


def test_firefox_keeps_an_image_too(any_page: OpenPage, site: SiteServer) -> None:
    page = first_visit(any_page)
    visit_again(page, site)
    expect(page.locator("[data-calc-receipt]")).to_have_attribute("data-status", "ok")


def test_whoever_removes_the_offline_copy_removes_the_image(chromium_page: OpenPage) -> None:
    page = first_visit(chromium_page, service_workers="allow")
    expect(page.locator("offline-copy")).to_contain_text("Disponibile offline", timeout=START)
    page.locator("[data-offline=forget]").click()
    expect(page.locator("[data-offline=keep]")).to_be_visible()
    assert images(page) == []
