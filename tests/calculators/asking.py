"""The edition that the tests read, and how they ask."""

import json
from pathlib import Path
from typing import Any

from calculators import api
from calculators.edition import load_edition

ROOT = Path(__file__).resolve().parents[2]
EDITION_FILE = ROOT / "content" / "editions" / "draft.json"
EDITION_TEXT = EDITION_FILE.read_text(encoding="utf-8")
EDITION = load_edition(EDITION_TEXT)
SOURCE = api.only(EDITION)

JsonObject = dict[str, Any]


def ask_text(request: str) -> JsonObject:
    """Ask as the command line does: text in, and text out read again."""
    answer: JsonObject = json.loads(api.write_result(api.answer(api.read_request(request), SOURCE)))
    return answer


def ask(calculator: str, lang: str = "it", /, **inputs: Any) -> JsonObject:
    """Ask one calculator."""
    return ask_text(json.dumps({"calculator": calculator, "inputs": inputs, "lang": lang}))


def plan(regimen: str, cycle: int = 1, lang: str = "it", /, **inputs: Any) -> JsonObject:
    """Ask for a dose plan."""
    return ask("dose_plan", lang, regimen=regimen, cycle=cycle, **inputs)
