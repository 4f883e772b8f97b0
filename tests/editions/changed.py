"""The working edition with a change to its data, as another edition to compare it with."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from generator.editions.comparison import Comparison, compared
from generator.editions.frozen import FrozenEdition, frozen_from_text
from tests.calculators.asking import EDITION_TEXT

Data = dict[str, Any]
Change = Callable[[Data], object]


@cache
def before() -> FrozenEdition:
    return frozen_from_text(EDITION_TEXT)


def after(*changes: Change) -> FrozenEdition:
    data = json.loads(EDITION_TEXT)
    for change in changes:
        change(data)
    return frozen_from_text(json.dumps(data, ensure_ascii=False))


def step(*changes: Change) -> Comparison:
    """Return the comparison of the working edition with the changed one."""
    return compared(before(), after(*changes))


def sentences(*changes: Change, lang: str = "it") -> list[str]:
    return [one.sentence(lang) for one in step(*changes).said(lang)]


def record(data: Data, section: str, name: str) -> Data:
    found: Data = next(one for one in data[section] if one["id"] == name)
    return found


def block(data: Data, regimen: str, drug: str) -> Data:
    blocks = record(data, "regimens", regimen)["drugs"]
    found: Data = next(one for one in blocks if one["drug"] == drug)
    return found


def age_threshold(data: Data) -> None:
    """DRd: from strictly above 75 to 75 and above."""
    record(data, "regimens", "drd")["rules"]["above_75"]["any"][0]["operator"] = ">="


def lower_dose(data: Data) -> None:
    """Lenalidomide in KRd: 20 mg instead of 25."""
    block(data, "krd", "lenalidomide")["doses"][0]["dose"]["amount"] = "20"


def shorter_run(data: Data) -> None:
    block(data, "krd", "lenalidomide")["doses"][0]["days"] = list(range(1, 15))


def without_mp(data: Data) -> None:
    data["regimens"] = [one for one in data["regimens"] if one["id"] != "mp"]
