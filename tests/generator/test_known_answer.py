"""The request on which Python in the page proves itself: a long plan, its answer known here."""

import json

from calculators import api
from calculators.browser import answered
from calculators.edition import load_edition
from generator.edition_file import sha256_of
from generator.known_answer import WITHOUT_REGIMENS, known_answer
from tests.calculators.asking import EDITION, EDITION_TEXT

PATIENT = {"age_years": 60, "height_cm": 170, "weight_kg": 70}
CASES = {
    "pd": [{"input": {"regimen": "pd", "cycle": 1, "patient": {"age_years": 60}}}],
    "krd": [
        {"input": {"regimen": "krd", "cycle": 1}},  # incomplete: its answer would be no dose
        {
            "input": {
                "regimen": "krd",
                "cycle": 1,
                "patient": PATIENT,
            }
        },
    ],
}


def test_it_is_the_longest_plan_that_is_complete() -> None:
    known = json.loads(known_answer(EDITION, CASES))
    request = json.loads(known["request"])
    assert api.answer(request, api.only(EDITION))["status"] == "ok"
    others = [json.loads(known_answer(EDITION, {name: cases})) for name, cases in CASES.items()]
    assert len(answered(known["request"], EDITION)) == max(
        len(answered(one["request"], EDITION)) for one in others
    )
    assert known["sha256"] == sha256_of(answered(known["request"], EDITION))


def test_another_dose_gives_another_answer() -> None:
    changed = EDITION_TEXT.replace('"25 mg"', '"20 mg"').replace('"amount":"25"', '"amount":"20"')
    assert changed != EDITION_TEXT
    assert known_answer(load_edition(changed), CASES) != known_answer(EDITION, CASES)


def test_without_a_plan_there_is_still_something_to_prove() -> None:
    known = json.loads(known_answer(EDITION, {}))
    assert json.loads(known["request"]) == WITHOUT_REGIMENS
    assert json.loads(answered(known["request"], EDITION))["result"]["status"] == "ok"
    assert known["sha256"] == sha256_of(answered(known["request"], EDITION))
