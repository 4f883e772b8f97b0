"""The guided walk with the keyboard alone in three browsers, and what the picture shows of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.form import START, follow
from tests.browser.reader import Reader, give, tab_to, until

pytestmark = pytest.mark.browser

WALK = "/algorithm/walk/"


def visible(reader: Reader) -> list[str]:
    found: list[str] = reader.see(
        "return [...document.querySelectorAll('[data-question]:not([hidden])')]"
        ".map((one) => one.dataset.question)"
    )
    return found


def choose(reader: Reader, name: str, value: str) -> None:
    tab_to(reader, f"[data-question={name}] input")
    give(reader, value)


def go_on(reader: Reader, expected: list[str]) -> None:
    tab_to(reader, ".walk__form [type=submit]")
    reader.press("Enter")
    until(lambda: visible(reader) == expected)


def test_the_walk_is_walked_with_the_keyboard_alone(reader: Reader) -> None:
    reader.open(WALK)
    until(lambda: visible(reader) == ["active_treatment_candidate", "prior_lines"])
    choose(reader, "active_treatment_candidate", "yes")
    choose(reader, "prior_lines", "2")
    go_on(reader, ["refractory_lenalidomide", "refractory_anti_cd38", "refractory_pi"])
    choose(reader, "refractory_lenalidomide", "yes")
    choose(reader, "refractory_anti_cd38", "no")
    choose(reader, "refractory_pi", "yes")
    go_on(reader, ["refractory_pomalidomide"])
    lit = reader.see(
        "return [...document.querySelectorAll('.alg--wide [data-branch][data-path=on]')]"
        ".map((one) => one.dataset.branch)"
    )
    assert lit == ["II-A", "II-B"]
    tab_to(reader, "[data-walk-result-now]")
    reader.press("Enter")
    until(lambda: reader.see("return !document.querySelector('[data-walk-receipt]').hidden"))
    text = reader.see("return document.querySelector('[data-walk-receipt]').innerText")
    assert "Valgono i nodi: II-A, II-B" in text
    assert "Isatuximab, pomalidomide e desametasone" in text
    assert reader.see("return document.activeElement.matches('[data-walk-receipt]')")
    assert reader.see("return window.breaches") == []


def answer(page: Page, name: str, value: str) -> None:
    question = page.locator(f"[data-question={name}]")
    if question.get_attribute("data-kind") == "count":
        question.locator("input[type=text]").fill(value)
    else:
        question.locator(f"input[value={value}]").first.check()


def next_step(page: Page) -> None:
    page.locator(".walk__form [type=submit]").click()


def shown(page: Page, *names: str) -> None:
    expect(page.locator("[data-question]:not([hidden])")).to_have_count(len(names), timeout=START)
    for name in names:
        expect(page.locator(f"[data-question={name}]")).to_be_visible()


def start(page: Page, lines: str = "1") -> None:
    answer(page, "active_treatment_candidate", "yes")
    answer(page, "prior_lines", lines)
    next_step(page)


def test_only_questions_that_still_matter_are_asked(chromium_page: OpenPage) -> None:
    page = chromium_page(WALK)
    answer(page, "active_treatment_candidate", "no")
    answer(page, "prior_lines", "2")
    next_step(page)
    receipt = page.locator("[data-walk-receipt]")
    expect(receipt).to_be_visible(timeout=START)
    expect(page.locator("[data-question]:not([hidden])")).to_have_count(0)
    expect(receipt.locator("[data-state=applicable] [data-regimen]")).to_have_count(2)
    expect(receipt).to_contain_text("cure palliative con MP oppure CP")


def test_back_change_and_start_again(chromium_page: OpenPage) -> None:
    page = chromium_page(WALK)
    start(page)
    shown(page, "refractory_lenalidomide", "refractory_anti_cd38")
    answer(page, "refractory_lenalidomide", "no")
    answer(page, "refractory_anti_cd38", "no")
    next_step(page)
    expect(page.locator("[data-walk-given] dt")).to_have_count(4, timeout=START)
    page.locator("[data-walk-back]").click()
    shown(page, "refractory_lenalidomide", "refractory_anti_cd38")
    assert page.locator("[data-question=refractory_lenalidomide] input[value=no]").is_checked()
    expect(page.locator("[data-walk-given] dt")).to_have_count(2)
    page.get_by_role("button", name="Cambia: Quante linee").click()
    shown(page, "prior_lines")
    answer(page, "prior_lines", "0")
    next_step(page)
    expect(page.locator("[data-walk-receipt]")).to_contain_text("Non coperto dal protocollo", timeout=START)
    page.locator("[data-walk-restart]").click()
    shown(page, "active_treatment_candidate", "prior_lines")
    expect(page.locator("[data-walk-given]")).to_be_hidden()
    assert page.locator("[data-question=prior_lines] input[type=text]").input_value() == ""
    expect(page.locator("[data-path]")).to_have_count(0)


def test_a_question_left_open_is_pointed_at_and_a_wrong_number_explained(chromium_page: OpenPage) -> None:
    page = chromium_page("/en" + WALK)
    next_step(page)
    expect(page.locator(".field-error:visible")).to_have_count(2)
    answer(page, "active_treatment_candidate", "yes")
    answer(page, "prior_lines", "1.5")
    next_step(page)
    error = page.locator("[data-question=prior_lines] .field-error")
    expect(error).to_contain_text("whole number", timeout=START)
    assert page.locator("[data-question=prior_lines] input[type=text]").input_value() == "1.5"


def test_unknown_is_asked_no_more_and_never_counts_as_no(chromium_page: OpenPage) -> None:
    page = chromium_page(WALK)
    start(page)
    answer(page, "refractory_lenalidomide", "unknown")
    answer(page, "refractory_anti_cd38", "unknown")
    next_step(page)
    result_now = page.locator("[data-walk-result-now]")
    expect(result_now).to_be_visible(timeout=START)
    result_now.click()
    receipt = page.locator("[data-walk-receipt]")
    expect(receipt).to_contain_text("possono ancora valere I-A, I-B, I-C", timeout=START)
    expect(receipt.locator("[data-state=applicable] [data-regimen]")).to_have_count(0)


def test_a_link_of_the_picture_keeps_python_loaded_and_names_no_patient(chromium_page: OpenPage) -> None:
    page = chromium_page(WALK)
    start(page, "2")
    shown(page, "refractory_lenalidomide", "refractory_anti_cd38", "refractory_pi")
    page.evaluate("window.samePage = true")
    page.locator(".alg--wide [data-branch=II-B] [data-regimen=isapd]").click()
    expect(page).to_have_url(re.compile("^[^?#]*/regimens/isapd/$"))
    assert page.evaluate("window.samePage")
    follow(page, WALK)
    shown(page, "active_treatment_candidate", "prior_lines")


def test_the_picture_is_drawn_for_the_width_of_the_page(chromium_page: OpenPage) -> None:
    for width, seen, hidden in ((1440, ".alg--wide", ".alg--tall"), (390, ".alg--tall", ".alg--wide")):
        page = chromium_page("/algorithm/", width=width)
        expect(page.locator(seen)).to_be_visible()
        expect(page.locator(hidden)).to_be_hidden()


def test_the_matrix_of_states_filters(chromium_page: OpenPage) -> None:
    page = chromium_page("/algorithm/coverage/")
    rows = page.locator("#coverage-matrix tbody tr:visible")
    everything = rows.count()
    page.get_by_label("Nessun nodo: non coperto").check()
    page.get_by_label("tutti noti").check()
    expect(rows).not_to_have_count(everything)
    assert {
        text.strip() for text in page.locator("#coverage-matrix tr:visible .verdict-mark").all_inner_texts()
    } == {"Nessun nodo: non coperto"}
