"""A dose plan in the page, by keyboard alone, in three browsers: the same doses as Python gives natively."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from calculators import api
from calculators.receipt import build_receipt
from tests.browser.conftest import OpenPage
from tests.browser.reader import PageReader, Reader, fill_by_keyboard, receipt_status, tab_to
from tests.browser.server import SiteServer
from tests.calculators.asking import EDITION, SOURCE
from tests.calculators.case_files import Case, all_cases

pytestmark = pytest.mark.browser

KEPT = """
const databases = await indexedDB.databases();
return JSON.stringify([location.href, document.cookie, {...localStorage}, {...sessionStorage}, databases]);
"""
CALENDAR = """
const table = document.querySelector('[data-calc-receipt] table.matrix');
const text = (element, selector) => element.querySelector(selector)?.textContent ?? '';
return {
  columns: [...table.querySelectorAll('thead th')].slice(1).map((th) => text(th, '.matrix__drug')),
  rows: [...table.querySelectorAll('tbody tr')].map((tr) =>
    [tr.querySelector('th b').lastChild.textContent,
     ...[...tr.querySelectorAll('td')].map((td) => text(td, '.dose'))]),
};
"""


def case(regimen: str) -> Case:
    """Return the first example of a regimen."""
    return next(found for found in all_cases() if found.id.startswith(f"{regimen}/") and found.example)


def typed(inputs: Mapping[str, Any], lang: str) -> dict[str, str]:
    """Return what a reader would type or choose, field by field."""
    values: dict[str, str] = {}
    for name, value in inputs.items():
        if isinstance(value, Mapping):
            values |= typed(value, lang)
        elif isinstance(value, bool):
            values[name] = "yes" if value else "no"
        elif name != "regimen":
            values[name] = str(value).replace(".", "," if lang == "it" else ".")
    return values


def fields_in_order(reader: Reader, values: Mapping[str, str]) -> list[tuple[str, str]]:
    names = reader.see(
        "return [...document.querySelectorAll('[data-field]')].map((field) => field.dataset.field)"
    )
    assert set(values) <= set(names)
    return [(name, values[name]) for name in names if name in values]


def calculate(reader: Reader, regimen: str, lang: str) -> str:
    """Open a regimen, fill its form with an example, and submit; return what the browser keeps, before."""
    reader.open(f"{'/en' if lang == 'en' else ''}/regimens/{regimen}/")
    before = str(reader.see(KEPT))
    fill_by_keyboard(reader, fields_in_order(reader, typed(case(regimen).input, lang)))
    tab_to(reader, "button[type=submit]")
    reader.press("Enter")
    assert receipt_status(reader) == "ok"
    return before


def check_against_native(reader: Reader, regimen: str, lang: str) -> None:
    """Compare the doses with `calculators.api.answer`, and the calendar's words with the native receipt."""
    request = json.loads(case(regimen).request(lang), parse_float=Decimal)
    result = api.answer(request, SOURCE)
    shown = reader.see(CALENDAR)
    doses: dict[str, list[Decimal]] = {}
    for given in result["details"]["administrations"]:
        doses.setdefault(str(given["day"]), []).append(Decimal(given["dose"]))
    read = {row[0]: sorted(number(text, lang) for text in row[1:] if text) for row in shown["rows"]}
    assert read == {day: sorted(numbers) for day, numbers in doses.items()}

    native = build_receipt(request, result, EDITION)["calendar"]
    keys = [column["key"] for column in native["columns"]]
    assert shown["columns"] == [column["drug"] for column in native["columns"]]
    assert shown["rows"] == [
        [row["day"], *(row["cells"][key]["dose"] if key in row["cells"] else "" for key in keys)]
        for row in native["rows"]
    ]


def number(text: str, lang: str) -> Decimal:
    digits, unit = text.split()
    assert unit in ("mg", "mcg", "g")
    assert ("." if lang == "it" else ",") not in digits
    return Decimal(digits.replace(",", "."))


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_plan_by_keyboard_alone(reader: Reader, lang: str, site: SiteServer) -> None:
    before = calculate(reader, "isapd", lang)

    check_against_native(reader, "isapd", lang)
    assert reader.see(KEPT) == before, "a calculation leaves nothing behind"
    assert reader.see("return breaches") == []
    assert site.breaches == []
    assert reader.see("return globalThis.errors ?? []") == []
    asked = reader.see("return performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [address for address in asked if not address.startswith(site.address)] == []
    assert site.missing == []
    assert [path for path in site.requests if path.startswith("POST")] == []


def test_the_decimal_comma_in_italian_and_the_point_in_english(
    chromium_page: OpenPage, site: SiteServer
) -> None:
    for lang, dose in (("it", "48,6 mg"), ("en", "48.6 mg")):
        reader = PageReader(chromium_page(), site.address)
        calculate(reader, "krd", lang)
        check_against_native(reader, "krd", lang)
        assert dose in {text for row in reader.see(CALENDAR)["rows"] for text in row}
