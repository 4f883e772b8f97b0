"""The first screen of a regimen's page, and the doses worked out on it."""

import re
from decimal import Decimal
from html import unescape

import pytest

from generator.brief import brief
from generator.content import Content
from generator.dose_table import STEPS, columns, dose_tables
from generator.links import Links
from tests.calculators.asking import plan


def text_of(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))).strip()


def said(content: Content, regimen: str, lang: str = "it") -> tuple[str, list[str]]:
    cycles, html = brief(content.regimens[regimen], Links(content, lang, ""))
    return cycles, [text_of(item) for item in re.findall(r"<li>(.*?)</li>", html)]


def test_what_is_given_when_and_how_much_stands_first(content: Content) -> None:
    assert said(content, "krd") == (
        "Ciclo 1",
        [
            (
                "carfilzomib endovena (EV) RCP: giorni 20 mg/m² nei giorni 1, 2; 27 mg/m² (se tollerata) "
                "nei giorni 8, 9, 15, 16 altri casi nella figura"
            ),
            "lenalidomide per bocca (OS) 25 mg dal giorno 1 al giorno 21, ogni giorno",
            (
                "desametasone per bocca o endovena (OS/EV) RCP: giorni, via 40 mg nei giorni 1, 8, 15, 22 "
                "Oltre 75 anni: 20 mg nei giorni 1, 8, 15, 22"
            ),
            "Gli altri cicli",
        ],
    )


def test_a_choice_of_route_is_said_by_its_routes(content: Content) -> None:
    _, items = said(content, "drd", "en")
    assert items[0] == (
        "daratumumab as the prescriber chooses SmPC: days intravenous (IV) 16 mg/kg on days 1, 8, 15, 22 "
        "subcutaneous (SC) 1800 mg on days 1, 8, 15, 22 further cases in the picture"
    )


def test_doses_given_together_are_both_said(content: Content) -> None:
    _, items = said(content, "epd")
    assert items[2].endswith("inoltre endovena (EV) 8 mg nei giorni 1, 8, 15, 22")


def test_a_value_that_is_not_as_printed_carries_its_mark(content: Content) -> None:
    assert "corretto: dose 20 mg" in said(content, "bvd")[1][2]


def test_a_regimen_without_drugs_says_nothing(content: Content) -> None:
    assert said(content, "allogeneic") == ("", [])


@pytest.mark.parametrize("surface", STEPS["m2"])
def test_the_worked_doses_are_those_of_the_dose_plan(content: Content, surface: Decimal) -> None:
    patient = {"bsa_m2": str(surface)}
    computed = {
        entry["basis"]: Decimal(entry["dose"])
        for entry in plan("kd", 1, patient=patient)["details"]["administrations"]
        if entry["drug"] == "carfilzomib"
    }
    shown = {
        f"{column.line.dose.amount} mg/m2": column.dose(surface)[0]
        for column in columns(content.regimens["kd"], "m2")
        if column.line.dose
    }
    assert shown == computed


def test_a_limit_that_acts_is_said(content: Content) -> None:
    html = dose_tables(content.regimens["kd"], Links(content, "it", ""))
    rows = [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", html)]
    assert rows[0] == "Superficie Carfilzomib 20 mg/m² Carfilzomib 56 mg/m²"
    assert rows[9:12] == [
        "2,1 m² 42 mg 117,6 mg",
        "2,2 m² 44 mg 123 mg limite",
        "2,3 m² 44 mg limite 123 mg limite",
    ]


@pytest.mark.parametrize("regimen", ["pad", "vdt-pace", "belantamab"])
def test_of_a_blocked_regimen_no_dose_is_worked_out(content: Content, regimen: str) -> None:
    assert dose_tables(content.regimens[regimen], Links(content, "it", "")) == ""


def test_flat_doses_need_no_table(content: Content) -> None:
    assert dose_tables(content.regimens["rd"], Links(content, "it", "")) == ""


def test_a_corrected_dose_is_marked_in_its_column(content: Content) -> None:
    html = dose_tables(content.regimens["drd"], Links(content, "en", ""))
    assert "Daratumumab 8 mg/kg corrected" in text_of(html)
