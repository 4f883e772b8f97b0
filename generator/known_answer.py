"""A request whose answer is known: Python in the page proves itself on it at every start."""

import json
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from calculators import api
from calculators.browser import answered
from calculators.edition import Edition
from generator.edition_file import sha256_of

WITHOUT_REGIMENS = {"calculator": "bsa", "inputs": {"height_cm": 170, "weight_kg": 70}, "lang": "it"}


def known_answer(edition: Edition, examples: Mapping[str, Iterable[Mapping[str, Any]]]) -> str:
    """Return a request and the hash of what it is answered here, as JSON: the plan with the longest receipt.

    ``examples`` are cases of regimens, by regimen. The tests hold the calculators here and in the page to
    the same answers, character by character.
    """
    cases = chain.from_iterable(examples.values())
    requests = [{"calculator": "dose_plan", "inputs": case["input"], "lang": "it"} for case in cases]
    texts = [json.dumps(request, ensure_ascii=False) for request in requests]
    complete = [text for text in texts if _is_complete(text, edition)] or [json.dumps(WITHOUT_REGIMENS)]
    longest = max(complete, key=lambda text: len(answered(text, edition)))
    known = {"request": longest, "sha256": sha256_of(answered(longest, edition))}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


def _is_complete(text: str, edition: Edition) -> bool:
    return bool(api.answer(api.read_request(text), api.only(edition))["status"] == "ok")
