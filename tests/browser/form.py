"""The form of a calculator as a test handles it with Playwright."""

from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from tests.browser.reader import LIMIT

SECONDS = 1000.0
START = LIMIT * SECONDS


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[data-field={name}]")


def control(page: Page, name: str) -> Locator:
    return field(page, name).locator("input, select").first


def fill(page: Page, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if control(page, name).get_attribute("type") == "radio":
            field(page, name).locator(f"input[value='{value}']").check()
        else:
            control(page, name).fill(value)


def submit(page: Page) -> None:
    page.locator("calc-form button[type=submit]").click()


def receipt(page: Page) -> Locator:
    return page.locator("[data-calc-receipt]")


def live(page: Page) -> Locator:
    return page.locator("[data-calc-live]")


def calculate(page: Page, values: Mapping[str, str], status: str = "ok") -> str:
    """Fill, submit, wait for the receipt, and return its text."""
    fill(page, values)
    submit(page)
    expect(receipt(page)).to_have_attribute("data-status", status, timeout=START)
    return receipt(page).inner_text()


def doses(page: Page) -> list[str]:
    return page.locator("[data-calc-receipt] .matrix .dose").all_inner_texts()


def follow(page: Page, path: str) -> None:
    """Go to another page as a link does: instant navigation swaps the page in place."""
    target = page.evaluate("(path) => new URL(path, location).href", path)
    page.evaluate(
        """(target) => {
          document.querySelector('article').dataset.left = '';
          const link = document.createElement('a');
          link.href = target;
          document.querySelector('article').append(link);
          setTimeout(() => link.click());
        }""",
        target,
    )
    expect(page).to_have_url(target)
    expect(page.locator("article:not([data-left]) h1")).to_be_visible()
