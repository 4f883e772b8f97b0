"""The calculators' pages driven as a clinician would: one key an answer, units that convert, tables."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from calculators.registry import CALCULATORS
from tests.browser.conftest import OpenPage, pages_of
from tests.browser.form import START, calculate, control, field, fill, receipt, submit
from tests.browser.reader import Reader, fill_by_keyboard, receipt_status, tab_to
from tests.browser.server import SiteServer
from tests.browser.test_accessibility import axe
from tests.browser.test_print import A4_POINTS, PRINT_RECEIPT, pages_in, paper

pytestmark = pytest.mark.browser

FIGURE = "return document.querySelector('[data-calc-receipt] .value__figure').textContent"
FOCUSED = (
    "return document.activeElement.closest('[data-field]')?.dataset.field ?? document.activeElement.type"
)
R2_ISS = {
    "beta2_microglobulin_mg_l": "4",
    "albumin_g_dl": "3,2",
    "ldh_x_uln": "1",
    "del17p": "yes",
    "t_4_14": "no",
    "gain_1q": "yes",
}


@pytest.fixture(scope="module")
def page(chromium: Browser, served: SiteServer) -> Iterator[Page]:
    """One page for all tests here that need no other: the runtime's files are fetched once."""
    served.forget()
    with pages_of(chromium, served) as opened:
        yield opened()


def go(page: Page, site: SiteServer, name: str, lang: str = "it") -> Page:
    page.goto(f"{site.address}/{'en/' if lang == 'en' else ''}calculators/{name}/")
    return page


def test_a_long_list_is_answered_with_one_key_a_question(reader: Reader) -> None:
    questions = [one.name for one in CALCULATORS["charlson"].fields if one.kind == "condition"]
    reader.open("/calculators/charlson/")
    assert reader.see("return document.querySelectorAll('calc-form input:checked').length") == 0
    tab_to(reader, "[data-field=include_age]")
    reader.type("n")
    assert reader.see(FOCUSED) == "age_years"
    tab_to(reader, f"[data-field={questions[0]}]")
    for name in questions:
        assert reader.see(FOCUSED) == name
        reader.type("s" if name in ("myocardial_infarction", "diabetes_complicated") else "n")
    assert reader.see(FOCUSED) == "submit"
    reader.press("Enter")
    assert receipt_status(reader) == "ok"
    assert reader.see(FIGURE) == "3 pt"
    assert reader.see("return document.querySelectorAll('.score__items tbody tr').length") == len(questions)


def test_a_score_is_computed_by_keyboard_and_shown_as_a_picture(reader: Reader) -> None:
    reader.open("/calculators/r2-iss/")
    fill_by_keyboard(reader, R2_ISS.items())
    tab_to(reader, "[type=submit]")
    reader.press("Enter")
    assert receipt_status(reader) == "ok"
    assert reader.see(FIGURE) == "III · 2,5 pt"
    assert reader.see("return [...document.querySelectorAll('.score__bar [data-current=true]')].map((e) => e.textContent)") == ["2,5", "III"]  # fmt: skip  # noqa: E501
    told = reader.see("return document.querySelector('[data-calc-receipt] .score__bar').ariaLabel")
    assert told == "III · 2,5 pt. Classi: I 0; II 0,5–1; III 1,5–2,5; IV 3–5"


def test_a_unit_converts_in_front_of_the_reader(page: Page, site: SiteServer) -> None:
    go(page, site, "creatinine-clearance")
    values = {"age_years": "70", "weight_kg": "70", "sex": "male", "serum_creatinine": "88,4"}
    text = calculate(page, values | {"creatinine_unit": "umol/L"})
    assert "88,4" in text
    assert "1 mg/dL" in text
    assert "68,06 mL/min" in text


def test_a_crp_in_the_other_unit_is_shown_as_it_was_counted(page: Page, site: SiteServer) -> None:
    go(page, site, "car-hematotox", "en")
    blood = {"platelets_10e9_l": "74", "anc_10e9_l": "1.2", "hb_g_dl": "8.8", "ferritin_ng_ml": "700"}
    text = calculate(page, blood | {"crp": "30", "crp_unit": "mg/L"})
    assert "High · 5 pt" in text
    assert "3 mg/dL" in text  # as counted
    assert re.search(r"CRP\) 30\b|\(CRP\)\s+30\b", text)  # as typed
    assert "exactly 1.2, the cut-off" in text
    assert "Not verified" in text


@pytest.mark.parametrize("lang", ["it", "en"])
def test_bands_are_typed_in_rows_and_rows_can_be_added(page: Page, site: SiteServer, lang: str) -> None:
    go(page, site, "dose-banding", lang)
    control(page, "calculated_dose_mg").fill("151")
    rows = field(page, "bands").locator("[data-row]")
    expect(rows).to_have_count(3)
    page.locator("[data-row-add]").click()
    expect(rows).to_have_count(4)
    expect(rows.nth(3).locator("input").first).to_be_focused()
    for row, band in ((0, ("90", "110", "100")), (3, ("150", "170", "160"))):
        for column, value in enumerate(band):
            rows.nth(row).locator("input").nth(column).fill(value)
    fill(page, {"edge": "from_inclusive"})
    submit(page)
    expect(receipt(page)).to_have_attribute("data-status", "ok", timeout=START)
    expect(receipt(page).locator(".value__figure")).to_have_text("160 mg")
    expect(receipt(page)).to_contain_text("Da 150 mg, A 170 mg" if lang == "it" else "From 150 mg, To 170 mg")


def test_a_mistake_in_a_row_leads_to_the_rows(page: Page, site: SiteServer) -> None:
    go(page, site, "dose-banding")
    control(page, "calculated_dose_mg").fill("100")
    fill(page, {"edge": "to_inclusive"})
    field(page, "bands").locator("input").first.fill("90")
    submit(page)
    expect(field(page, "bands")).to_have_attribute("data-level", "missing", timeout=START)
    expect(field(page, "bands").locator("input").first).to_be_focused()


def test_a_word_stands_in_for_a_number_and_never_beside_it(page: Page, site: SiteServer) -> None:
    go(page, site, "lymphodepletion")
    given = {"product": "ide_cel", "bsa_m2": "1,8", "creatinine_clearance_ml_min": "60"}
    fill(page, given)
    submit(page)
    expect(field(page, "fludarabine_renal")).to_have_attribute("data-level", "missing", timeout=START)
    word = field(page, "fludarabine_renal").get_by_label("Dose piena")
    control(page, "fludarabine_renal").fill("20")
    word.check()
    expect(control(page, "fludarabine_renal")).to_have_value("")
    submit(page)
    expect(receipt(page)).to_have_attribute("data-status", "ok", timeout=START)
    expect(receipt(page).locator(".dosing .dose").first).to_have_text("54 mg")
    control(page, "fludarabine_renal").fill("15")
    expect(word).not_to_be_checked()
    submit(page)
    expect(receipt(page).locator(".dosing .dose").first).to_have_text("27 mg", timeout=START)


def test_a_step_up_reads_as_a_calendar_in_mg_and_ml(page: Page, site: SiteServer) -> None:
    go(page, site, "step-up", "en")
    calculate(page, {"product": "teclistamab", "weight_kg": "70"})
    rows = receipt(page).locator(".dosing tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("4.2 mg")
    expect(rows.nth(0)).to_contain_text("0.42 mL")
    expect(receipt(page).locator(".days__strip [data-given=true]")).to_have_count(3)
    expect(receipt(page).locator(".days")).to_have_attribute(
        "aria-label", re.compile("Day 5: teclistamab 105 mg")
    )


def test_criteria_of_documents_and_labels_stand_apart(page: Page, site: SiteServer) -> None:
    go(page, site, "advanced-therapy-eligibility")
    calculate(page, {"prior_lines": "2", "exposed_pi": "yes"})
    ide_cel = receipt(page).locator(".therapy").filter(has_text="Ide-cel")
    expect(ide_cel.locator(".therapy__verdict .state")).to_have_text(
        ["non soddisfatti", "non soddisfatti", "dati mancanti"]
    )
    ide_cel.locator("summary").click()
    expect(ide_cel.locator("thead th")).to_have_count(3)
    expect(ide_cel.locator("tbody tr").first.locator(".state")).to_have_text(
        ["non soddisfatto", "non soddisfatto", "soddisfatto"]
    )


def test_the_gallery_is_searched_and_filtered(page: Page, site: SiteServer) -> None:
    page.goto(f"{site.address}/calculators/")
    shown = page.locator("[data-filter-item]:visible")
    expect(shown).to_have_count(len(CALCULATORS))
    search = page.get_by_label("Cerca un calcolatore")
    search.fill("fragilita eta")  # accents need not be typed
    expect(shown).to_have_count(2)
    expect(page.locator("[data-filter-group]:visible")).to_have_count(1)
    search.fill("frailty")
    expect(shown).to_have_count(2)
    search.fill("nulla di simile")
    expect(page.locator("[data-filter-count]")).to_have_text("Nessuna voce con questi filtri.")
    page.get_by_role("button", name="Togli i filtri").click()
    page.get_by_label("Scopo").select_option("lymphoma")
    expect(shown).to_have_count(4)
    assert page.url.endswith("/calculators/")


def test_without_scripts_the_gallery_is_a_plain_list(chromium_page: OpenPage) -> None:
    page = chromium_page("/calculators/", java_script_enabled=False)
    expect(page.locator(".gallery__list a:visible")).to_have_count(len(CALCULATORS))
    expect(page.locator(".filter-bar")).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("r2-iss", R2_ISS),
        ("slim-crab", {"bmpc_percent": "60"}),
        ("step-up", {"product": "talquetamab_biweekly", "weight_kg": "70"}),
        ("advanced-therapy-eligibility", {"prior_lines": "3"}),
    ],
)
def test_a_receipt_is_accessible_and_prints_on_one_sheet(
    page: Page, site: SiteServer, name: str, values: dict[str, str]
) -> None:
    go(page, site, name)
    page.emulate_media(media="screen")
    calculate(page, values)
    assert axe(page) == []
    page.evaluate(PRINT_RECEIPT)
    page.emulate_media(media="print")
    assert pages_in(paper(page)) == [A4_POINTS]
    page.emulate_media(media="screen")
