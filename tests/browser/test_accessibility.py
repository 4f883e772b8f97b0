"""Accessibility: axe on every kind of page, reflow at 400 %, the keyboard, the skip link, announcements."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage, pages_of
from tests.browser.form import START, calculate, fill, live, receipt, submit
from tests.browser.server import SiteServer

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
  const where = (nodes) => nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ');
  return violations.map(({ id, nodes }) => `${id}: ${where(nodes)}`);
}"""

PAGES = {
    "home": "",
    "performance": "how-it-performs/",
    "regimens": "regimens/",
    "regimen": "regimens/drd/",
    "blocked": "regimens/pad/",
    "text only": "regimens/allogeneic/",
    "no doses, blocked": "regimens/vcd/",
    "companions": "companion/",
    "pathway": "companion/car-t-pathway/",
    "timeline": "companion/lymphoma-case/",
    "companion tables": "companion/indications/",
    "drugs": "drugs/",
    "drug": "drugs/lenalidomide/",
    "algorithm": "algorithm/",
    "walk": "algorithm/walk/",
    "coverage": "algorithm/coverage/",
    "evidence": "evidence/",
    "trial": "evidence/icaria-mm/",
    "trial with open medians": "evidence/ikema/",
    "calculators": "calculators/",
    "calculator": "calculators/creatinine-clearance/",
    "long form": "calculators/charlson/",
    "rows": "calculators/dose-banding/",
    "number or word": "calculators/lymphodepletion/",
    "discrepancies": "discrepancies/",
    "glossary": "glossary/",
    "sources": "sources/",
    "edition": "edition/",
    "intended use": "intended-use/",
    "how to use": "how-to-use/",
    "accessibility": "accessibility/",
    "not found": "404.html",
}


class View(NamedTuple):
    """How a page is looked at."""

    lang: str
    scheme: str
    width: int


VIEWS = (View("it", "light", 1440), View("en", "dark", 390))
"""For every page; the other two complete the pairs of language, colours and width, for the richest pages."""
MORE_VIEWS = (View("it", "dark", 390), View("en", "light", 1440))
RICH = (
    "home",
    "regimen",
    "blocked",
    "calculator",
    "calculators",
    "long form",
    "algorithm",
    "walk",
    "evidence",
    "trial",
    "pathway",
    "timeline",
)

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const { overflowX } = getComputedStyle(at);
      if (['auto', 'scroll'].includes(overflowX)) return at.tabIndex === 0 || at.querySelector('a, button');
      if (['hidden', 'clip'].includes(overflowX)) return true;
    }
    return false;
  };
  const wide = [...document.querySelectorAll('.md-main *, .md-header *')].filter((element) => {
    const box = element.getBoundingClientRect();
    const shown = box.width > 1 && box.height > 1 && element.checkVisibility();
    return shown && box.right > width + 1 && !scrolls(element);
  });
  const whole = document.documentElement.scrollWidth;
  return [
    ...(whole > width ? [`the page is ${whole} wide`] : []),
    ...wide.slice(0, 5).map((element) => `${element.className}: ${element.textContent}`),
  ];
}"""


def address(lang: str, path: str) -> str:
    return f"/{'en/' if lang == 'en' else ''}{path}"


@pytest.fixture(scope="module")
def views(chromium: Browser, served: SiteServer) -> Iterator[dict[View, Page]]:
    """One page a view, for all tests here."""
    served.forget()
    with pages_of(chromium, served) as opened:
        yield {view: opened(width=view.width, color_scheme=view.scheme) for view in (*VIEWS, *MORE_VIEWS)}


def name_of(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, View) else str(value)


def axe(page: Page) -> list[str]:
    """Run axe; its source comes through the debugger, which the page's policy does not bind."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN, RULES)
    return found


@pytest.mark.parametrize(
    ("view", "kind"),
    [
        *((view, kind) for view in VIEWS for kind in PAGES),
        *((view, kind) for view in MORE_VIEWS for kind in RICH),
    ],
    ids=name_of,
)
def test_axe_finds_nothing_on_a_page(
    views: dict[View, Page], served: SiteServer, view: View, kind: str
) -> None:
    page = views[view]
    page.goto(served.address + address(view.lang, PAGES[kind]))
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    assert axe(page) == []


@pytest.mark.parametrize("view", [*VIEWS, *MORE_VIEWS], ids=name_of)
def test_axe_finds_nothing_with_a_receipt_and_with_errors(
    views: dict[View, Page], served: SiteServer, view: View
) -> None:
    page = views[view]
    page.goto(served.address + address(view.lang, "regimens/epd/"))
    calculate(page, {"cycle": "1", "age_years": "75", "weight_kg": "80"})
    assert axe(page) == []
    fill(page, {"age_years": "75,5", "weight_kg": ""})
    submit(page)
    expect(page.locator(".field-error:visible")).to_have_count(2, timeout=START)
    assert axe(page) == []


@pytest.mark.parametrize("view", [*VIEWS, *MORE_VIEWS], ids=name_of)
def test_axe_finds_nothing_on_the_walk_and_its_result(
    views: dict[View, Page], served: SiteServer, view: View
) -> None:
    page = views[view]
    page.goto(served.address + address(view.lang, "algorithm/walk/"))
    page.locator("[data-question=active_treatment_candidate] input[value=yes]").check()
    page.locator("[data-question=prior_lines] input[type=text]").fill("1")
    page.locator(".walk__form [type=submit]").click()
    expect(page.locator("[data-question=refractory_lenalidomide]")).to_be_visible(timeout=START)
    page.locator(".walk__form [type=submit]").click()
    expect(page.locator(".field-error:visible")).to_have_count(2)
    assert axe(page) == []
    for name in ("refractory_lenalidomide", "refractory_anti_cd38"):
        page.locator(f"[data-question={name}] input[value=no]").check()
    page.locator(".walk__form [type=submit]").click()
    page.locator("[data-walk-result-now]").click(timeout=START)
    expect(page.locator("[data-walk-receipt]")).to_be_visible(timeout=START)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    # At the top nothing sticky lies over a target: axe measures what is not covered.
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    page.wait_for_timeout(1000)  # the tabs fade in
    assert axe(page) == []


def test_nothing_is_cut_off_at_400_percent(chromium_page: OpenPage, site: SiteServer) -> None:
    """1280 CSS pixels at 400 % are 320: no page scrolls sideways; wide tables scroll by themselves."""
    page = chromium_page(width=320)
    found: dict[str, Any] = {}
    for lang in ("it", "en"):
        for path in PAGES.values():
            page.goto(site.address + address(lang, path))
            found[address(lang, path)] = page.evaluate(OVERFLOW)
    page.goto(site.address + "/regimens/epd/")
    calculate(page, {"cycle": "1", "age_years": "75", "weight_kg": "80"})
    found["receipt"] = page.evaluate(OVERFLOW)
    assert {path: wide for path, wide in found.items() if wide} == {}


FOCUSABLE = """() => {
  const at = 'a[href], button, input, select, summary, [tabindex="0"]';
  const groups = new Set();
  return [...document.querySelectorAll(at)].filter((element) => {
    if (!element.checkVisibility({ visibilityProperty: true }) || !element.closest('article')) return false;
    if (element.disabled || element.tabIndex < 0) return false;
    if (element.type !== 'radio') return true;
    const first = !groups.has(element.name);
    groups.add(element.name);
    return first;
  }).map((element, number) => { element.dataset.stop = number; return element.outerHTML.slice(0, 80); });
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  const around = [element, element.parentElement, element.nextElementSibling].filter(Boolean);
  const marks = around.map((each) => getComputedStyle(each));
  const seen = marks.some(({ outlineStyle, outlineWidth, boxShadow }) =>
    (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none');
  const box = element.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight;
  return [element.dataset.stop ?? null, seen && inside];
}"""


def test_every_control_is_reached_by_tab_and_shows_its_focus(chromium_page: OpenPage) -> None:
    page = chromium_page("/regimens/epd/")
    wanted = page.evaluate(FOCUSABLE)
    shown: dict[int, bool] = {}
    for _ in range(len(wanted) + 60):
        page.keyboard.press("Tab")
        stop, seen = page.evaluate(FOCUSED)
        if stop is not None:  # a date has several stops of its own
            shown[int(stop)] = seen or shown.get(int(stop), False)
    assert [markup for stop, markup in enumerate(wanted) if stop not in shown] == []
    assert [wanted[stop] for stop, seen in shown.items() if not seen] == []


def test_the_skip_link_comes_first_and_leads_to_the_content(any_page: OpenPage) -> None:
    page = any_page("/regimens/epd/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class(re.compile("md-skip"))
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("h1:target")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('article'))")


def test_what_happens_is_announced(chromium_page: OpenPage) -> None:
    page = chromium_page("/regimens/epd/")
    expect(live(page)).to_have_attribute("role", "status")
    submit(page)
    expect(live(page)).to_contain_text("Un campo da completare o correggere", timeout=START)
    calculate(page, {"cycle": "1", "age_years": "75", "weight_kg": "80"})
    expect(live(page)).to_have_text("EPd, ciclo 1: calcolo completo")
    expect(receipt(page)).to_be_focused()
    expect(receipt(page).get_by_role("heading").first).to_be_in_viewport()
