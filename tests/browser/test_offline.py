"""Use without a network: a whole copy, verified, that says what it is; and the ways it may not come about."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.form import START, calculate, doses
from tests.browser.server import Response, SiteServer

pytestmark = pytest.mark.browser

ISAPD = "/regimens/isapd/"
PATIENT = {"cycle": "1", "age_years": "70", "weight_kg": "62,5"}
COPY = "[data-offline-copy]"


def keep(page: Page) -> None:
    page.locator("[data-offline=keep]").click()
    expect(page.locator("offline-copy")).to_contain_text("Disponibile offline", timeout=START)


def stop(site: SiteServer) -> None:
    """From here on the host answers nothing but that it is out of order."""

    def out_of_order(response: Response) -> None:
        response.status, response.body = 503, b""

    site.forget()
    site.changes["*"] = out_of_order


def publish(site: SiteServer, edition: str, status: str) -> None:
    """Offer the site as a published edition: the working draft has no status that could change."""
    hashes: list[str] = []

    def named(response: Response) -> None:
        listed = json.loads(response.body)
        listed["edition"]["id"] = edition
        hashes.append(listed["edition"]["sha256"])
        response.body = json.dumps(listed).encode()

    def registered(response: Response) -> None:
        register = json.loads(response.body)
        for sha256 in hashes:
            register["editions"][edition] = {"sha256": sha256, "status": status}
        response.body = json.dumps(register).encode()

    site.changes["/offline.json"] = named
    site.changes["/status.json"] = registered


def test_a_kept_edition_calculates_with_the_server_stopped(any_page: OpenPage, site: SiteServer) -> None:
    page = any_page(ISAPD, careless=True, service_workers="allow")
    keep(page)
    stop(site)
    page.goto(site.address + ISAPD)
    expect(page.locator(COPY).first).to_contain_text("Copia offline dell'edizione")
    expect(page.locator(COPY).first).to_contain_text("Stato verificato l'ultima volta")
    calculate(page, PATIENT)
    assert "625 mg" in doses(page)
    assert site.asked_for("/runtime/*") + site.asked_for("/data/*") == []
    page.goto(site.address + "/en/regimens/krd/")
    expect(page.locator(COPY).first).to_contain_text("Offline copy of edition")


def test_a_page_that_was_not_kept_says_so(chromium_page: OpenPage, site: SiteServer) -> None:
    page = chromium_page(careless=True, service_workers="allow", path=ISAPD)
    keep(page)
    stop(site)
    page.goto(site.address + "/no-such-page/")
    expect(page.locator("h1")).to_have_text("Pagina non disponibile senza rete")


def test_the_first_calculation_makes_the_copy_quietly(chromium_page: OpenPage, site: SiteServer) -> None:
    page = chromium_page(ISAPD, service_workers="allow")
    calculate(page, PATIENT)
    expect(page.locator("offline-copy")).to_contain_text("Disponibile offline", timeout=START)
    assert not [path for path in site.requests if "62" in path.rpartition("/")[2].replace("-", "")[:3]]


def test_with_a_network_pages_come_from_the_network(chromium_page: OpenPage, site: SiteServer) -> None:
    page = chromium_page(ISAPD, service_workers="allow")
    keep(page)
    page.goto(site.address + ISAPD)
    expect(page.locator(COPY)).to_have_count(0)


@pytest.mark.parametrize("status", ["withdrawn", "superseded"])
def test_a_copy_out_of_force_does_not_calculate(
    chromium_page: OpenPage, site: SiteServer, status: str
) -> None:
    publish(site, "2026.1", status)
    page = chromium_page(ISAPD, careless=True, service_workers="allow")
    keep(page)
    expect(page.locator("[data-offline-news]")).to_be_visible()
    stop(site)
    page.goto(site.address + ISAPD)
    said = {"withdrawn": "è stata ritirata", "superseded": "è stata superata"}[status]
    expect(page.locator(COPY).first).to_contain_text(said)
    expect(page.locator("calc-form")).to_have_count(0)


def test_a_newer_site_is_told_of(chromium_page: OpenPage, site: SiteServer) -> None:
    page = chromium_page(ISAPD, service_workers="allow")
    keep(page)

    def newer(response: Response) -> None:
        response.body = re.sub(rb'"version": "[^"]+"', b'"version": "another"', response.body)

    site.changes["/status.json"] = newer
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-offline-news]")).to_contain_text("non è più attuale")


def test_a_half_download_is_not_used_and_goes_on_later(chromium_page: OpenPage, site: SiteServer) -> None:
    def refuse(response: Response) -> None:
        response.status, response.body = 500, b""

    site.changes["/runtime/*.wasm"] = refuse
    page = chromium_page(ISAPD, careless=True, service_workers="allow")
    page.locator("[data-offline=keep]").click()
    expect(page.locator("offline-copy")).to_contain_text("Scaricamento interrotto", timeout=START)
    stop(site)
    with pytest.raises(Error, match="RESPONSE_CODE_FAILURE"):
        page.goto(site.address + ISAPD)  # as without a copy
    site.forget()
    page = page.context.new_page()  # the error page of the other one is still on its way
    page.goto(site.address + ISAPD)
    keep(page)
    assert len(site.asked_for("/drugs/*")) < 3  # kept the first time


def test_a_file_changed_on_its_way_is_refused(chromium_page: OpenPage, site: SiteServer) -> None:
    def alter(response: Response) -> None:
        response.body = response.body.replace(b"10 mg/kg", b"11 mg/kg")

    site.changes["/data/*"] = alter
    page = chromium_page(ISAPD, careless=True, service_workers="allow")
    page.locator("[data-offline=keep]").click()
    expect(page.locator("offline-copy")).to_contain_text("non corrisponde alla sua impronta", timeout=START)


def test_a_corrupt_entry_is_never_given_out(chromium_page: OpenPage, site: SiteServer) -> None:
    page = chromium_page(ISAPD, careless=True, service_workers="allow")
    keep(page)
    page.evaluate(
        """async () => {
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              if (/[/]data[/]|stdlib/.test(request.url)) await cache.put(request, new Response("{}"));
            }
          }
        }"""
    )
    page.goto(site.address + ISAPD)  # with a network: fetched anew, and said
    calculate(page, PATIENT)
    assert "625 mg" in doses(page)
    assert site.asked_for("/data/*")


def test_where_no_copy_is_allowed_the_site_works_and_says_so(any_page: OpenPage) -> None:
    page = any_page(ISAPD)  # with service workers blocked
    page.locator("[data-offline=keep]").click()
    expect(page.locator("offline-copy")).to_contain_text("non consente copie offline", timeout=START)
    calculate(page, PATIENT)


def test_a_private_window_without_service_workers_works_and_says_so(
    chromium_page: OpenPage, site: SiteServer
) -> None:
    """Where a private window has none at all, as Firefox's had for years."""
    page = chromium_page()
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', {value: undefined});")
    page.goto(site.address + ISAPD)
    page.locator("[data-offline=keep]").click()
    expect(page.locator("offline-copy")).to_contain_text("non consente copie offline", timeout=START)
    calculate(page, PATIENT)


def test_no_room_is_said_and_nothing_half_is_left(chromium_page: OpenPage, site: SiteServer) -> None:
    page = chromium_page(careless=True, service_workers="allow", path=ISAPD)
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.address, "quotaSize": 3_000_000})
    page.locator("[data-offline=keep]").click()
    expect(page.locator("offline-copy")).to_contain_text("Spazio insufficiente", timeout=START)
    names = page.evaluate("async () => (await caches.keys()).filter((name) => !name.endsWith('state'))")
    assert names == []


def test_the_list_names_every_page_once_and_only_whole_files(built_site: Path) -> None:
    listed = json.loads((built_site / "offline.json").read_text(encoding="utf-8"))
    assert {"", "en/", "regimens/isapd/", "en/regimens/isapd/"} <= set(listed["files"])
    assert not [path for path in listed["files"] if path.startswith("bozza/") or path.endswith("_full.zip")]
    assert listed["bytes"] < 40_000_000
