"""What each kind of page asks for and weighs stays under `page_budget.json`. Nothing here is timed."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.form import calculate, fill
from tests.browser.server import SiteServer

pytestmark = pytest.mark.browser

BUDGET: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("page_budget.json").read_text(encoding="utf-8")
)
RUNTIME = ("/runtime/*", "/data/*")


def packed(site: SiteServer, path: str) -> int:
    """Return the bytes that a host which packs would send for a path."""
    file = site.folder / path.strip("/")
    file = file / "index.html" if path.endswith("/") else file
    twin = file.with_name(file.name + ".br")
    return (twin if twin.is_file() else file).stat().st_size


@pytest.mark.parametrize("name", [name for name in BUDGET if name != "first_calculation"])
def test_a_page_stays_within_its_budget(chromium_page: OpenPage, site: SiteServer, name: str) -> None:
    budget = BUDGET[name]
    # Data saving: what loads by itself when a form comes into view is not part of reading.
    page = chromium_page(careless=True)
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}});")
    page.goto(site.address + budget["path"], wait_until="networkidle")
    asked = [path for path in site.requests if not path.startswith("POST")]
    sizes = {path: packed(site, path) for path in asked}
    assert [path for pattern in RUNTIME for path in site.asked_for(pattern)] == []
    assert len(asked) <= budget["requests"], asked
    assert sum(sizes.values()) <= budget["bytes"], sizes


def test_the_first_calculation_stays_within_its_budget(chromium_page: OpenPage, site: SiteServer) -> None:
    budget = BUDGET["first_calculation"]
    page = chromium_page(budget["path"])
    calculate(page, {"cycle": "1", "age_years": "70", "weight_kg": "62,5"})
    page.wait_for_timeout(200)
    asked = [path for pattern in RUNTIME for path in site.asked_for(pattern)]
    assert len(asked) == len(set(asked)), "nothing is fetched twice"
    assert len(asked) <= budget["requests"], asked
    assert sum(packed(site, path) for path in asked) <= budget["bytes"]


def test_memory_does_not_grow_with_plans(chromium_page: OpenPage) -> None:
    """The worker's WebAssembly memory after ten plans is the same after a thousand."""
    page = chromium_page("/regimens/isapd/")
    calculate(page, {"cycle": "1", "age_years": "70", "weight_kg": "62,5"})
    measured = page.evaluate(
        """async () => {
          const { root } = document.querySelector("offline-copy").dataset;
          const top = root ? new URL(root, document.baseURI) : document.baseURI;
          const { runtime } = await import(new URL("assets/javascripts/runtime-client.js", top).href);
          const order_js = new URL("../../assets/javascripts/runtime-order.js", document.baseURI);
          const { orderOf } = await import(order_js.href);
          const order = orderOf(document.querySelector("calc-form"));
          const plan = (n) => JSON.stringify({ calculator: "dose_plan", lang: "it",
            inputs: { regimen: "isapd", cycle: "1",
              patient: { age_years: String(20 + n % 80), weight_kg: String(40 + n % 100) } } });
          for (let n = 0; n < 10; n += 1) await runtime.call(order, plan(n));
          const ten = await runtime.memory();
          for (let n = 0; n < 990; n += 1) await runtime.call(order, plan(n));
          return [ten, await runtime.memory()];
        }"""
    )
    ten, thousand = measured
    assert 0 < ten < 64_000_000
    assert thousand <= ten


@pytest.mark.parametrize("path", ["/", "/drugs/dexamethasone/", "/algorithm/"])
def test_a_page_without_a_calculator_never_fetches_the_runtime(
    chromium_page: OpenPage, site: SiteServer, path: str
) -> None:
    page = chromium_page()
    page.goto(site.address + path, wait_until="networkidle")
    page.mouse.wheel(0, 20_000)
    page.keyboard.press("Tab")
    page.wait_for_timeout(1000)
    assert [path for pattern in RUNTIME for path in site.asked_for(pattern)] == []


def test_against_save_data_the_runtime_waits_for_the_button(
    chromium_page: OpenPage, site: SiteServer
) -> None:
    page = chromium_page()
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}});")
    page.goto(site.address + "/regimens/isapd/", wait_until="networkidle")
    fill(page, {"cycle": "1", "age_years": "70", "weight_kg": "62,5"})
    page.wait_for_timeout(1000)
    assert [path for pattern in RUNTIME for path in site.asked_for(pattern)] == []
    calculate(page, {})


def test_interest_in_a_form_starts_the_runtime(chromium_page: OpenPage, site: SiteServer) -> None:
    page = chromium_page("/regimens/isapd/")
    page.locator("calc-form input").first.focus()
    for _ in range(100):
        if site.asked_for("/data/*"):
            break
        page.wait_for_timeout(100)
    assert site.asked_for("/data/*")
