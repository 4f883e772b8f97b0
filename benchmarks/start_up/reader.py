"""What a reader feels on the built site: the wait after the last keystroke, the next page, the memory."""

from __future__ import annotations

import time
from pathlib import Path

from host import Host, Line
from playwright.sync_api import BrowserContext, Page, Playwright

import dev

FORM = "/regimens/isapd/"
NEXT = "/regimens/isakd/"
PATIENT = {"cycle": "1", "age_years": "70", "weight_kg": "62,5", "height_cm": "170"}
FILLING = 5.0
"""Seconds a reader takes from the first field to the last keystroke."""
SLOW = Line(bytes_per_second=20 * 125_000, delay=0.04)
LIMIT = 120_000
QUIET = ["--no-sandbox", "--disable-background-networking"]
# From the press of the button, which follows the last keystroke at once, to the result in the page.
WATCH = """
addEventListener("submit", () => {
  const asked = performance.now();
  const look = () => {
    const receipt = document.querySelector("[data-calc-receipt]");
    if (receipt?.dataset.empty === "false") window.waited = performance.now() - asked;
    else setTimeout(look, 1);
  };
  look();
}, true);
"""
# Playwright's own waiting for a function is refused by the site's policy.
WAITED = """() => new Promise((done) => {
  const look = () => window.waited === undefined ? setTimeout(look, 5) : done(window.waited);
  look();
})"""
PLANS = """async ([few, many]) => {
  const { runtime } = await import("/assets/javascripts/runtime-client.js");
  const { orderOf } = await import("/assets/javascripts/runtime-order.js");
  const order = orderOf(document.querySelector("calc-form"));
  const plan = (n) => JSON.stringify({ calculator: "dose_plan", lang: "it", inputs: {
    regimen: "isapd", cycle: "1",
    patient: { age_years: String(20 + n % 80), weight_kg: String(40 + n % 100) },
  } });
  for (let n = 0; n < few; n += 1) await runtime.call(order, plan(n));
  const first = await runtime.memory();
  for (let n = few; n < many; n += 1) await runtime.call(order, plan(n));
  return [first, await runtime.memory()];
}"""


def feel(playwright: Playwright, host: Host, profile: Path) -> dict[str, float]:
    """Visit twice with one profile over a slow line; then go to another page, and calculate on."""
    before, host.line = host.line, Line(SLOW.bytes_per_second, SLOW.delay)
    try:
        found: dict[str, float] = {}
        for name in ("first_visit", "later_visit"):
            context = open_browser(playwright, profile)
            page = context.pages[0]
            page.goto(host.address + FORM)
            found[f"{name}_ms"] = fill_and_submit(page, FILLING)
            if name == "later_visit":
                follow(page, NEXT)
                found["next_page_ms"] = fill_and_submit(page, 0)
                few, many = page.evaluate(PLANS, [10, 1000])
                found |= {"memory_after_10": few, "memory_after_1000": many}
            time.sleep(1.5)
            context.close()
        return found
    finally:
        host.line = before


def open_browser(playwright: Playwright, profile: Path) -> BrowserContext:
    """Open the browser on a profile."""
    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path=dev.browser("Chromium"), args=QUIET
    )
    context.set_default_timeout(LIMIT)
    context.add_init_script(WATCH)
    return context


def fill_and_submit(page: Page, seconds: float) -> float:
    """Fill the form in so many seconds, press the button at once, and return how long the result took."""
    page.evaluate("delete window.waited")
    fields = [name for name in PATIENT if page.locator(f"[data-field={name}] input").count()]
    for name in fields:
        control = page.locator(f"[data-field={name}] input").first
        control.focus()
        page.wait_for_timeout(seconds * 1000 / len(fields))
        control.fill(PATIENT[name])
    page.evaluate("document.querySelector('calc-form form').requestSubmit()")
    return float(page.evaluate(WAITED))


def follow(page: Page, path: str) -> None:
    """Go to another page as a link does: instant navigation swaps the page in place."""
    page.evaluate(
        """(path) => {
          document.querySelector("article").dataset.left = "";
          const link = document.createElement("a");
          link.href = new URL(path, location).href;
          document.body.append(link);
          link.click();
        }""",
        path,
    )
    page.wait_for_selector("article:not([data-left]) calc-form")


def keep_offline(playwright: Playwright, host: Host, profile: Path) -> None:
    """Let the service worker keep everything, as after a reader's first calculation."""
    context = open_browser(playwright, profile)
    page = context.pages[0]
    page.goto(host.address + FORM)
    page.locator("[data-offline=keep]").click()
    page.wait_for_selector("[data-offline=forget]")
    time.sleep(1.5)
    context.close()
