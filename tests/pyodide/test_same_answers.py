"""Page and command line give the same answers: every case, byte for byte, under Pyodide and natively."""

import json
import os
import subprocess
import sys

import pytest

from calculators import __version__, api
from calculators.receipt import build_receipt
from generator.runtime import build_runtime
from tests.calculators.asking import EDITION, EDITION_FILE, ROOT, SOURCE
from tests.calculators.case_files import all_cases
from tests.pyodide.runtime import Answers, answer_in_node

GARBAGE = [
    "null", "[]", '"x"', "{}", '{"calculator": "bsaa", "inputs": {}}', '{"id": 1e400, "calculator": "bsa"}',
    '{"id": 0.1, "calculator": "bsa", "inputs": {"height_cm": NaN, "weight_kg": 1e999, "formula": null}}',
    '{"id": "\\ud83d\\ude00è", "calculator": "bsa", "inputs": {"heigth_cm": "1.234,5"}, "lang": "en"}',
    '{"calculator": "dose_plan", "inputs": {"regimen": "krd", "cycle": 1}, "edition": "2031.1"}',
]  # fmt: skip
REQUESTS = [case.request(lang) for case in all_cases() for lang in ("it", "en")] + GARBAGE


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    built = tmp_path_factory.mktemp("runtime")
    runtime = build_runtime(ROOT, built)
    return answer_in_node(
        built / runtime.directory, EDITION_FILE, REQUESTS, sha256=EDITION.sha256, timeout=600
    )


@pytest.fixture(scope="module")
def native() -> list[str]:
    """Return the results as `python -m calculators run` writes them."""
    done = subprocess.run(
        [sys.executable, "-m", "calculators", "run", "--edition", "draft"],
        cwd=ROOT,
        input="".join(f"{request}\n" for request in REQUESTS).encode(),
        capture_output=True,
        check=True,
        env={"PATH": os.defpath},
    )
    return done.stdout.decode().splitlines()


def result_text(answer: str) -> str:
    """Return the result's own text out of a worker's answer, which holds a receipt beside it."""
    prefix, middle = '{"result":', ',"receipt":'
    assert answer.startswith(prefix)
    end = len(prefix)
    _, length = json.JSONDecoder().raw_decode(answer, end)
    assert answer[length:].startswith(middle)
    return answer[end:length]


def test_every_result_is_the_same_byte_for_byte(answers: Answers, native: list[str]) -> None:
    assert len(answers.texts) == len(native) == len(REQUESTS)
    different = [
        request
        for request, answer, line in zip(REQUESTS, answers.texts, native, strict=True)
        if result_text(answer).encode() != line.encode()
    ]
    assert different == []


def test_the_answers_are_of_this_edition_and_version(answers: Answers) -> None:
    results = [json.loads(result_text(answer)) for answer in answers.texts]
    assert {result["calculators_version"] for result in results} == {__version__}
    assert {result["edition_sha256"] for result in results} == {None, EDITION.sha256}


def test_every_receipt_is_the_same_too(answers: Answers) -> None:
    for request, answer in list(zip(REQUESTS, answers.texts, strict=True))[::5]:
        asked = api.read_request(request)
        result = api.answer(asked, SOURCE)
        receipt = build_receipt(asked, result, EDITION if result["edition"] else None)
        assert answer == api.write_result({"result": result, "receipt": receipt})
