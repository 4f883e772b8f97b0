"""Tables of the receipt: doses on relative days, and the criteria of each therapy."""

from typing import Any

from calculators.receipt import as_text, build_receipt
from tests.calculators.asking import EDITION, ask


def receipt(calculator: str, inputs: dict[str, Any], lang: str = "it") -> dict[str, Any]:
    request = {"calculator": calculator, "inputs": inputs, "lang": lang}
    return build_receipt(request, ask(calculator, lang, **inputs), EDITION)


def test_days_before_the_infusion_carry_a_minus_sign_and_the_total_is_shown() -> None:
    shown = receipt(
        "lymphodepletion", {"product": "brexu_cel_all", "bsa_m2": "1.8", "creatinine_clearance_ml_min": 90}
    )

    assert [(row["day"], row["drug"], row["dose"]) for row in shown["schedule"]] == [
        ("\N{MINUS SIGN}4", "fludarabina", "45 mg"),
        ("\N{MINUS SIGN}3", "fludarabina", "45 mg"),
        ("\N{MINUS SIGN}2", "fludarabina", "45 mg"),
        ("\N{MINUS SIGN}2", "ciclofosfamide", "1620 mg"),
    ]
    assert {row["volume"] for row in shown["schedule"]} == {None}
    assert [total["text"] for total in shown["totals"]] == ["135 mg", "1620 mg"]
    assert "Giorno \N{MINUS SIGN}2: ciclofosfamide 1620 mg, endovena (EV)" in as_text(shown)


def test_a_step_up_shows_mg_and_ml_and_how_far_apart_the_doses_are() -> None:
    shown = receipt("step_up", {"product": "teclistamab", "weight_kg": 70}, lang="en")

    first, second, third = shown["schedule"]
    assert (first["dose"], first["volume"], first["vial"]) == ("4.2 mg", "0.42 mL", "10 mg/mL")
    assert first["interval"] is None
    assert second["interval"] == "2 to 4 days after the dose before"
    assert third["said"] == "Day 5: teclistamab 105 mg (1.17 mL), subcutaneous (SC)"


def test_an_interval_without_an_upper_end_says_at_least() -> None:
    shown = receipt("step_up", {"product": "elranatamab"})

    assert [row["interval"] for row in shown["schedule"]] == [
        None,
        "almeno 2 giorni dalla dose prima",
        "almeno 3 giorni dalla dose prima",
    ]


def test_criteria_of_documents_and_labels_stand_in_columns_of_their_own() -> None:
    shown = receipt("advanced_therapy_eligibility", {"prior_lines": 2, "exposed_pi": "yes"})

    ide_cel = next(one for one in shown["therapies"] if one["name"].startswith("Ide-cel"))
    assert [column["state"] for column in ide_cel["columns"]] == ["not_met", "not_met", "unknown"]
    assert [column["date"] for column in ide_cel["columns"]] == [None, "2021", "2024-03"]
    lines = ide_cel["rows"][0]
    assert [cell["word"] for cell in lines] == ["non soddisfatto", "non soddisfatto", "soddisfatto"]
    assert lines[0]["text"] != lines[2]["text"]
    assert ide_cel["rows"][-1][0] is None  # the slides do not ask for progression on the last therapy


def test_a_plan_of_a_regimen_keeps_its_own_table() -> None:
    inputs = {"regimen": "isapd", "cycle": 1, "patient": {"age_years": 70, "weight_kg": 70}}

    assert receipt("dose_plan", inputs)["schedule"] == []


def test_bands_are_echoed_row_by_row() -> None:
    bands = [{"from_mg": 90, "to_mg": 110, "dose_mg": 100}, {"from_mg": 110, "to_mg": 130, "dose_mg": "120"}]
    shown = receipt("dose_banding", {"calculated_dose_mg": 95, "bands": bands, "edge": "from_inclusive"})

    assert {"label": "Fasce 2", "text": "Da 110 mg, A 130 mg, Dose della fascia 120 mg"} in shown["inputs"]
