"""How the form behaves when all is not well: early, mistaken, undecided, blocked, or without its runtime."""

import re
from collections.abc import Iterator
from threading import Event

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, pages_of
from tests.browser.form import (
    START,
    calculate,
    control,
    doses,
    field,
    fill,
    follow,
    live,
    receipt,
    submit,
)
from tests.browser.server import Response, SiteServer

pytestmark = pytest.mark.browser

ISAPD = "/regimens/isapd/"
PATIENT = {"cycle": "1", "age_years": "70", "weight_kg": "62,5"}
READING_PAGES = (
    "",
    "regimens/",
    "drugs/",
    "drugs/dexamethasone/",
    "discrepancies/",
    "sources/",
    "regimens/pad/",
)
TICKS = """
window.ticks = [];
const tick = () => { ticks.push(performance.now()); setTimeout(tick, 10); };
tick();
"""
LONGEST_GAP = (
    "() => Math.max(...ticks.slice(1).map((time, n) => time - ticks[n])) / (ticks.at(-1) - ticks[0])"
)


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def started(request: pytest.FixtureRequest, served: SiteServer) -> Iterator[Page]:
    """A page where Python runs already; tests move about in it by links, so Python stays."""
    served.forget()
    with pages_of(request.getfixturevalue(request.param), served) as opened:
        page = opened(ISAPD)
        calculate(page, PATIENT)
        yield page


@pytest.fixture
def isapd(started: Page) -> Page:
    """The form of IsaPd, empty, with Python running."""
    if not started.url.endswith(ISAPD):
        follow(started, "/regimens/isapd/")
    started.locator("[data-calc-clear]").click()
    return started


def test_a_submit_before_python_is_ready_is_answered_without_a_second_click(
    any_page: OpenPage, site: SiteServer
) -> None:
    release = site.holds["/runtime/*.wasm"] = Event()
    page = any_page(ISAPD)
    fill(page, PATIENT)
    submit(page)
    expect(live(page)).to_have_text("Preparo il calcolo: il risultato compare da solo.")
    expect(page.locator("[data-calc-hint]")).to_contain_text("Preparo il calcolo")
    expect(receipt(page)).to_have_attribute("data-empty", "true")
    release.set()
    expect(receipt(page)).to_have_attribute("data-status", "ok", timeout=START)
    expect(live(page)).to_have_text("IsaPd, ciclo 1: calcolo completo")


def test_the_page_does_not_freeze_while_python_starts(chromium_page: OpenPage) -> None:
    page = chromium_page(ISAPD)
    page.evaluate(TICKS)
    control(page, "cycle").focus()
    expect(page.locator("[data-calc-hint]")).to_have_text("Calcolo pronto.", timeout=START)
    assert page.evaluate(LONGEST_GAP) < 0.4


def test_a_changed_input_takes_the_result_away_and_says_so(isapd: Page) -> None:
    calculate(isapd, PATIENT)
    control(isapd, "weight_kg").press_sequentially("1")
    expect(receipt(isapd)).to_have_attribute("data-empty", "true")
    expect(receipt(isapd)).not_to_contain_text("mg")
    expect(live(isapd)).to_have_text("Dati cambiati: il risultato precedente è stato tolto.")


def check_mistakes(page: Page, typed: dict[str, str], messages: dict[str, str]) -> None:
    """Submit, and find each message at its field, tied to it, and everything still as typed."""
    fill(page, typed)
    submit(page)
    for name, message in messages.items():
        error = field(page, name).locator(".field-error")
        expect(error).to_contain_text(message, timeout=START)
        expect(control(page, name)).to_have_attribute("aria-invalid", "true")
        described = control(page, name).get_attribute("aria-describedby") or ""
        assert error.get_attribute("id") in described.split()
    expect(control(page, next(iter(messages)))).to_be_focused()
    assert {name: control(page, name).input_value() for name in typed} == typed
    assert doses(page) == []
    expect(page.locator("[data-calc-errors] a")).to_have_count(len(messages))
    for name in set(typed) - set(messages):
        expect(control(page, name)).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize(
    ("typed", "messages"),
    [
        (
            {"cycle": "1", "age_years": "75,5", "weight_kg": "1.234,5"},
            {"age_years": "75,5 non è un numero intero", "weight_kg": "1.234,5 ha due separatori"},
        ),
        (
            {"cycle": "0", "age_years": "17", "weight_kg": "250,1"},
            {
                "cycle": "0 è fuori intervallo",
                "age_years": "17 è fuori intervallo",
                "weight_kg": "250,1 è fuori intervallo",
            },
        ),
        ({"cycle": "1"}, {"age_years": "Manca", "weight_kg": "Manca"}),
        ({"cycle": "uno", "age_years": "70", "weight_kg": "62,5"}, {"cycle": "non è un numero"}),
    ],
    ids=["wrong numbers", "out of range", "missing", "a word"],
)
def test_a_mistake_is_told_at_its_field(isapd: Page, typed: dict[str, str], messages: dict[str, str]) -> None:
    check_mistakes(isapd, typed, messages)
    count = len(messages)
    said = "Un campo da" if count == 1 else f"{count} campi da"
    expect(live(isapd)).to_contain_text(said)


def test_a_mistake_is_told_in_english_on_an_english_page(chromium_page: OpenPage) -> None:
    check_mistakes(
        chromium_page("/en/regimens/isapd/"),
        {"cycle": "1", "age_years": "75,5", "weight_kg": "20"},
        {"age_years": "75,5 is not a whole number", "weight_kg": "20 is out of range"},
    )


def test_a_mended_mistake_is_forgotten(isapd: Page) -> None:
    fill(isapd, PATIENT | {"age_years": "17"})
    submit(isapd)
    expect(control(isapd, "age_years")).to_have_attribute("aria-invalid", "true")
    control(isapd, "age_years").fill("71")
    expect(control(isapd, "age_years")).not_to_have_attribute("aria-invalid", "true")
    expect(field(isapd, "age_years").locator(".field-error")).to_be_hidden()
    calculate(isapd, {})
    expect(isapd.locator("[data-calc-errors]")).to_be_hidden()


def test_comma_and_point_give_the_same_answer_and_the_number_read_is_shown(isapd: Page) -> None:
    comma = calculate(isapd, PATIENT)
    point = calculate(isapd, {"weight_kg": "62.5"})
    assert comma == point
    assert "625 mg" in doses(isapd)
    expect(receipt(isapd).locator(".given")).to_contain_text("62,5 kg")


def test_another_regimen_in_place_keeps_python_and_its_own_form_works(
    started: Page, served: SiteServer
) -> None:
    started.evaluate("window.samePage = true")
    served.forget()
    follow(started, "/regimens/epd/")
    calculate(started, {"cycle": "1", "age_years": "75", "weight_kg": "80"})
    assert "800 mg" in doses(started)
    assert started.evaluate("window.samePage")
    assert served.asked_for("/runtime/*") == []
    assert served.asked_for("/data/*") == []


def test_pages_swapped_in_place_are_whole(chromium_page: OpenPage) -> None:
    page = chromium_page("/")
    page.evaluate("window.samePage = true")
    follow(page, "/regimens/")
    expect(page).to_have_title(re.compile("Schemi"))
    count = page.locator("filter-list [data-filter-count]")
    expect(count).to_contain_text("voci su")
    everything = count.inner_text()
    page.get_by_label("Farmaco", exact=True).select_option("isatuximab")
    expect(count).not_to_have_text(everything)
    follow(page, "/regimens/krd/")
    expect(page.locator("[data-print]")).to_be_visible()
    expect(page.locator("[data-calc-clear]")).to_be_visible()
    page.locator(".facts a[href$='#discrepanze']").click()
    expect(page.locator("#discrepanze:target")).to_be_in_viewport()
    assert page.evaluate("window.samePage")


def test_a_choice_is_asked_at_its_field(started: Page) -> None:
    follow(started, "/regimens/krd/")
    patient = {"cycle": "13", "age_years": "74", "height_cm": "170", "weight_kg": "70"}
    fill(started, patient | {"creatinine_clearance_ml_min": "80", "dialysis": "no"})
    submit(started)
    expect(receipt(started)).to_have_attribute("data-status", "needs_choice", timeout=START)
    choice = field(started, "krd_days_8_9")
    expect(choice).to_be_visible()
    expect(choice).to_have_attribute("aria-invalid", "true")
    expect(choice.locator(".field-error")).to_contain_text("scheda tecnica")
    expect(choice.locator("input").first).to_be_focused()
    assert doses(started) == []
    calculate(started, {"krd_days_8_9": "omit"})


def test_a_cycle_that_the_protocol_does_not_cover_says_so(started: Page) -> None:
    follow(started, "/regimens/vd/")
    patient = {"age_years": "70", "height_cm": "170", "weight_kg": "70", "bilirubin_x_uln": "0,5"}
    text = calculate(started, patient | {"cycle": "9"}, "not_covered")
    assert "non coperto dal protocollo" in text.lower()
    assert doses(started) == []


def test_a_blocked_regimen_says_why_and_has_no_form(chromium_page: OpenPage, site: SiteServer) -> None:
    page = chromium_page("/regimens/pad/")
    expect(page.locator("calc-form")).to_have_count(0)
    verdict = page.locator("h2:has-text('Calcola') + [role=note]")
    expect(verdict).to_contain_text("Calcolo bloccato")
    expect(verdict).to_contain_text("doxorubicina")
    expect(verdict.locator("a[href*=discrepancies]").first).to_be_visible()
    assert site.asked_for("/runtime/*") == []


def test_reading_fetches_nothing_of_the_runtime(chromium_page: OpenPage, site: SiteServer) -> None:
    page = chromium_page()
    for path in READING_PAGES:
        page.goto(f"{site.address}/{path}", wait_until="networkidle")
    assert site.asked_for("/runtime/*") + site.asked_for("/data/*") == []
    assert site.missing == []


def check_failure(page: Page, message: str, seconds: float) -> None:
    """A refusal is shown and announced in time, with a way to try again; nothing typed is lost."""
    failure = page.locator("[data-calc-failure]")
    expect(failure).to_contain_text(message, timeout=seconds * 1000)
    expect(live(page)).to_contain_text(message)
    expect(failure.get_by_role("button", name="Riprova")).to_be_visible()
    expect(control(page, "weight_kg")).to_have_value("62,5")
    assert doses(page) == []


def test_without_webassembly_it_says_so(any_page: OpenPage, site: SiteServer) -> None:
    def refuse(response: Response) -> None:
        policy = response.headers["Content-Security-Policy"]
        response.headers["Content-Security-Policy"] = policy.replace(" 'wasm-unsafe-eval'", "")

    site.changes["*/calc-worker.js"] = refuse
    page = any_page(ISAPD, careless=True)
    fill(page, PATIENT)
    submit(page)
    check_failure(page, "non consente WebAssembly", 10)
    assert site.asked_for("/runtime/*") == []
    site.forget()


@pytest.mark.parametrize(
    ("lost", "message"),
    [
        ("/runtime/*/pyodide.mjs", "Un file del calcolo non si scarica"),
        ("/runtime/*.wasm", "Un file del calcolo non si scarica"),
        ("/runtime/*.zip", "Un file del calcolo non si scarica"),
        ("/runtime/*/python_stdlib.zip", "Un file del calcolo non si scarica"),
        ("/data/*", "Un file del calcolo non si scarica"),
    ],
)
def test_a_lost_file_is_told_and_trying_again_works(
    chromium_page: OpenPage, site: SiteServer, lost: str, message: str
) -> None:
    def lose(response: Response) -> None:
        response.status = 404
        response.headers |= {"Content-Type": "text/html", "Cache-Control": "no-store"}
        response.body = b"not found"

    site.changes[lost] = lose
    page = chromium_page(ISAPD, careless=True)
    fill(page, PATIENT)
    submit(page)
    check_failure(page, message, 30)
    if lost == "/data/*":
        site.changes.clear()
        page.get_by_role("button", name="Riprova").click()
        expect(receipt(page)).to_have_attribute("data-status", "ok", timeout=START)
        expect(page.locator("[data-calc-failure]")).to_be_hidden()


def test_an_edition_that_is_not_the_published_one_is_refused(
    chromium_page: OpenPage, site: SiteServer
) -> None:
    def alter(response: Response) -> None:
        response.body = response.body.replace(b"10 mg/kg", b"11 mg/kg", 1)

    site.changes["/data/*"] = alter
    page = chromium_page(ISAPD)
    fill(page, PATIENT)
    submit(page)
    check_failure(page, "non corrispondono alla loro impronta: non si calcola", START / 1000)


def test_a_runtime_that_never_comes_is_given_up_after_the_time_it_says(
    chromium_page: OpenPage, site: SiteServer
) -> None:
    release = site.holds["/runtime/*/pyodide.asm.js"] = Event()
    page = chromium_page()
    page.clock.install()
    page.goto(site.address + ISAPD)
    fill(page, PATIENT)
    submit(page)
    page.wait_for_timeout(1500)
    page.clock.run_for(31_000)
    check_failure(page, "Nessun progresso per 30 secondi", 10)
    release.set()
