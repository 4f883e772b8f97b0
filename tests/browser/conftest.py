"""Three browsers, started once, and the built site on a host of its own. A missing browser is a failure."""

import os
import subprocess
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright
from selenium import webdriver
from selenium.webdriver.webkitgtk.service import Service

import dev
from tests.browser.reader import PageReader, Reader, WebDriverReader
from tests.browser.server import SiteServer, serve_site

OpenPage = Callable[..., Page]
WATCH = """
window.breaches = [];
addEventListener('securitypolicyviolation', (event) => breaches.push(event.violatedDirective));
"""


@pytest.fixture(scope="session")
def served(built_site: Path) -> Iterator[SiteServer]:
    with serve_site(built_site) as site:
        yield site


@pytest.fixture
def site(served: SiteServer) -> SiteServer:
    """The host, as if no one had been there."""
    served.forget()
    return served


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    quiet = ["--no-sandbox", "--disable-background-networking"]
    browser = playwright.chromium.launch(executable_path=path_of("Chromium"), args=quiet)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=path_of("Firefox"))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def webkit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.WebKitGTK]:
    """WebKitGTK needs a display: a virtual one, on the first number that is free."""
    driver_path = path_of("WebKitWebDriver")
    with virtual_display() as display:
        log = tmp_path_factory.mktemp("webkit") / "driver.log"
        environment = {**os.environ, "DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1"}
        service = Service(driver_path, env=environment, log_output=str(log))
        options = webdriver.WebKitGTKOptions()
        options.binary_location = ""
        with warnings.catch_warnings():  # selenium warns of its own call
            warnings.simplefilter("ignore", DeprecationWarning)
            driver = webdriver.WebKitGTK(options=options, service=service)
        yield driver
        driver.quit()


@pytest.fixture
def chromium_page(chromium: Browser, site: SiteServer) -> Iterator[OpenPage]:
    with pages_of(chromium, site) as opened:
        yield opened


@pytest.fixture
def firefox_page(firefox: Browser, site: SiteServer) -> Iterator[OpenPage]:
    with pages_of(firefox, site) as opened:
        yield opened


@pytest.fixture(params=["chromium", "firefox"])
def any_page(request: pytest.FixtureRequest, site: SiteServer) -> Iterator[OpenPage]:
    """Chromium and then Firefox."""
    with pages_of(request.getfixturevalue(request.param), site) as opened:
        yield opened


@pytest.fixture(params=["chromium", "firefox", "webkit"])
def reader(request: pytest.FixtureRequest, site: SiteServer) -> Iterator[Reader]:
    """Someone with a keyboard, in each of the three browsers."""
    browser = request.getfixturevalue(request.param)
    if request.param == "webkit":
        yield WebDriverReader(browser, site.address)
    else:
        with pages_of(browser, site) as opened:
            yield PageReader(opened(), site.address)


@contextmanager
def pages_of(browser: Browser, site: SiteServer) -> Iterator[OpenPage]:
    """Give a function that opens pages; at the end nothing may have gone wrong in any that is not `careless`.

    That is: an error in the console or the page, a breach of the policy, a request to another host.
    """
    problems: list[str] = []
    contexts = []

    def watch(page: Page) -> None:
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request",
            lambda sent: None if sent.url.startswith(OWN(site)) else problems.append(f"asked for {sent.url}"),
        )

    def open_page(path: str = "", *, careless: bool = False, width: int = 1440, **options: Any) -> Page:
        size: ViewportSize = {"width": width, "height": 900}
        # Only tests of offline use let the service worker in: its copy would run beside everything else.
        context = browser.new_context(viewport=size, **{"service_workers": "block", **options})
        contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        if not careless:
            watch(page)
        if path:
            page.goto(site.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []
    assert site.breaches == []


def OWN(site: SiteServer) -> tuple[str, ...]:  # noqa: N802
    return (site.address, "data:", "blob:", "about:")


def path_of(name: str) -> str:
    """Return where a browser is."""
    path = dev.browser(name)
    assert path, f"{name} is not installed: {dev.APT_INSTALL}"
    return path


@contextmanager
def virtual_display() -> Iterator[str]:
    """Start an X server that chooses its own number; end it afterwards."""
    read, write = os.pipe()
    command = [path_of("Xvfb"), "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as said:
            number = said.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()
