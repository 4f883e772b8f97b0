"""A request whose answer is known: Python in the page proves itself on it at every start."""

import json
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from calculators.browser import answered
from calculators.edition import Edition
from generator.edition_file import sha256_of

WITHOUT_REGIMENS = {
    "calculator": "bsa",
    "inputs": {"height_cm": 170, "weight_kg": 70, "formula": "mosteller"},
    "lang": "it",
}


def known_answer(edition: Edition, examples: Mapping[str, Iterable[Mapping[str, Any]]]) -> str:
    """Return a request and the hash of what it is answered here, as JSON: the plan with the longest receipt.

    ``examples`` are cases of regimens, by regimen. The tests hold the calculators here and in the page to
    the same answers, character by character.
    """
    cases = chain.from_iterable(examples.values())
    requests = [{"calculator": "dose_plan", "inputs": case["input"], "lang": "it"} for case in cases]
    texts = [json.dumps(request, ensure_ascii=False) for request in requests] + [json.dumps(WITHOUT_REGIMENS)]
    answers = {text: answered(text, edition) for text in texts}
    complete = [text for text, answer in answers.items() if json.loads(answer)["result"]["status"] == "ok"]
    longest = max(complete, key=lambda text: len(answers[text]))
    known = {"request": longest, "sha256": sha256_of(answers[longest])}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))
