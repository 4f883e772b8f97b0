"""A reader at the keyboard, the same in Playwright and WebDriver: opens, presses keys, looks at the page."""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from playwright.sync_api import Error, Page
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

LIMIT = 60
"""Seconds until Python must have started and answered, on a busy machine too."""


class Reader(Protocol):
    """What a test does with a browser."""

    def open(self, path: str) -> None: ...

    def press(self, key: str) -> None: ...

    def type(self, text: str) -> None: ...

    def see(self, body: str) -> Any:
        """Run the body of a function, which may await, in the page; return what it returns."""


class PageReader:
    """Chromium or Firefox."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def see(self, body: str) -> Any:
        try:
            return self.page.evaluate(f"async () => {{ {body} }}")
        except Error:  # the page went away while it answered: the next one is asked
            self.page.wait_for_load_state()
            return self.page.evaluate(f"async () => {{ {body} }}")


class WebDriverReader:
    """WebKitGTK."""

    KEYS: Mapping[str, str] = {
        "Tab": Keys.TAB,
        "Enter": Keys.ENTER,
        "Space": " ",
        "ArrowDown": Keys.ARROW_DOWN,
    }

    def __init__(self, driver: webdriver.WebKitGTK, address: str) -> None:
        self.driver = driver
        self.address = address

    def open(self, path: str) -> None:
        self.driver.get(self.address + path)
        self.see(
            "window.breaches = []; window.errors = [];"
            "addEventListener('error', (event) => errors.push(event.message));"
            "addEventListener('securitypolicyviolation', (event) => breaches.push(event.violatedDirective));"
        )

    def press(self, key: str) -> None:
        self.type(self.KEYS[key])

    def type(self, text: str) -> None:
        ActionChains(self.driver).send_keys(text).perform()

    def see(self, body: str) -> Any:
        done = "const done = arguments[arguments.length - 1];"
        script = f"{done} (async () => {{ {body} }})().then(done, (error) => done(String(error)));"
        return self.driver.execute_async_script(script)


def until[T](look: Callable[[], T], limit: float = LIMIT) -> T:
    """Look again until there is something to see."""
    end = time.monotonic() + limit
    while not (seen := look()):
        assert time.monotonic() < end, f"nothing after {limit} s"
        time.sleep(0.05)
    return seen


def tab_to(reader: Reader, selector: str) -> None:
    """Press Tab until the focus is within an element."""
    test = f"return Boolean(document.activeElement.closest({selector!r}))"
    for _ in range(150):
        reader.press("Tab")
        if reader.see(test):
            return
    raise AssertionError(f"150 times Tab, and never at {selector}")


def fill_by_keyboard(reader: Reader, values: Iterable[tuple[str, str]]) -> None:
    """Go from field to field, in the order of the page, and fill each as its kind asks."""
    for name, value in values:
        tab_to(reader, f"[data-field={name}] :is(input, select)")
        give(reader, value)


def give(reader: Reader, value: str) -> None:
    """Answer what has the focus: by typing, or by going through its options to the one of that value."""
    if reader.see("return document.activeElement.type !== 'radio'"):
        reader.type(value)
        return
    reader.press("Space")
    for _ in range(10):
        if reader.see("return document.activeElement.value") == value:
            assert reader.see("return document.activeElement.checked")
            return
        reader.press("ArrowDown")
    raise AssertionError(f"{value} is not among the options")


def receipt_status(reader: Reader) -> str:
    """Wait for the result and return its status."""
    look = "return document.querySelector('[data-calc-receipt]').dataset.status ?? ''"
    return str(until(lambda: reader.see(look)))
