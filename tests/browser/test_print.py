"""On paper: a receipt is one A4 page with lines to sign, and a regimen prints whole."""

import re
import zlib

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.form import calculate, field, receipt

pytestmark = pytest.mark.browser

EPD = {"cycle": "1", "age_years": "75", "weight_kg": "80", "cycle_start": "2026-03-02"}
LONGEST = {
    "dara-vtd": {
        "cycle": "1", "height_cm": "178", "weight_kg": "85", "bilirubin_x_uln": "1",
        "daratumumab_route": "iv", "daratumumab_split_first_dose": "yes", "cycle_start": "2026-03-02",
    },
    "isa-vrd": {
        "cycle": "1", "age_years": "70", "height_cm": "178", "weight_kg": "85", "bilirubin_x_uln": "1",
        "creatinine_clearance_ml_min": "40", "dialysis": "no", "cycle_start": "2026-03-02",
    },
    "erd": {
        "cycle": "3", "age_years": "70", "weight_kg": "81,3", "creatinine_clearance_ml_min": "49,99",
        "dialysis": "no", "erd_dexamethasone": "as_printed", "cycle_start": "2026-03-02",
    },
}  # fmt: skip
"""Four drugs on 28 dated days, with every premedication, rule and warning that they can have at once."""
SMALLEST_POINTS = 6
A4_POINTS = (595, 842)
PRINT_RECEIPT = """() => {
  window.print = () => {};
  document.querySelector('[data-receipt-print]').click();
}"""


def paper(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True)


def pages_in(pdf: bytes) -> list[tuple[int, int]]:
    """Return the size in points of every page; objects may stand in compressed streams."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    text = pdf + b"".join(inflated(stream) for stream in streams)
    boxes = re.findall(rb"/Type\s*/Page\b[^s].*?/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", text, re.DOTALL)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_receipt_of_four_drug_columns_is_one_page_with_lines_to_sign(
    chromium_page: OpenPage, lang: str
) -> None:
    page = chromium_page(f"{'/en' if lang == 'en' else ''}/regimens/epd/")
    calculate(page, EPD)
    page.evaluate(PRINT_RECEIPT)
    page.emulate_media(media="print")
    expect(receipt(page).locator(".matrix thead th")).to_have_count(5)
    expect(receipt(page).locator(".matrix tbody tr")).to_have_count(22)
    expect(receipt(page)).to_contain_text("lun 2 mar 2026" if lang == "it" else "2 Mar 2026")
    blanks = receipt(page).locator(".blank:visible")
    expect(blanks).to_have_count(6)
    checked = "secondo controllo" if lang == "it" else "second check"
    expect(blanks.filter(has_text=re.compile(checked, re.IGNORECASE))).to_have_count(1)
    expect(page.locator("h1")).to_be_hidden()
    expect(page.locator("calc-form form")).to_be_hidden()
    assert pages_in(paper(page)) == [A4_POINTS]


@pytest.mark.parametrize("regimen", LONGEST)
def test_the_longest_receipts_are_set_smaller_until_they_fit_one_page(
    chromium_page: OpenPage, regimen: str
) -> None:
    page = chromium_page(f"/regimens/{regimen}/")
    calculate(page, LONGEST[regimen])
    page.evaluate(PRINT_RECEIPT)
    page.emulate_media(media="print")
    assert pages_in(paper(page)) == [A4_POINTS]
    for part in (".dose", ".warning", ".steps__label"):
        text = receipt(page).locator(part).first
        points = text.evaluate(
            """(part) => {
              const fit = Number(getComputedStyle(part.closest('.receipt')).zoom);
              return parseFloat(getComputedStyle(part).fontSize) * fit * 72 / 96;
            }"""
        )
        assert points >= SMALLEST_POINTS, part


def test_a_regimen_prints_whole_without_its_form(chromium_page: OpenPage) -> None:
    page = chromium_page("/regimens/epd/")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("figure.cycle")).to_be_visible()
    expect(field(page, "weight_kg")).to_be_hidden()
    expect(page.locator(".md-header")).to_be_hidden()
    sizes = pages_in(paper(page))
    assert set(sizes) == {A4_POINTS}
    assert 2 <= len(sizes) <= 20
