"""The browser's door: text in, text out, one edition held for the life of the worker."""

from __future__ import annotations

import hashlib
from typing import Any

from calculators import api
from calculators.edition import Edition, load_edition
from calculators.quantity import exactly
from calculators.receipt import build_receipt

_held: dict[str, Edition] = {}


def start(edition_json: str, expected_sha256: str) -> None:
    """Hold the edition that every answer uses.

    Raises:
        EditionError: if the text is not the published one.
    """
    _held["edition"] = load_edition(edition_json, expected_sha256)


def proves(request_json: str, expected_sha256: str) -> bool:
    """Tell whether a request whose answer is known still gets it, to the last character.

    Raises:
        KeyError: if ``start`` was not called.
    """
    return hashlib.sha256(answer(request_json).encode()).hexdigest() == expected_sha256


def answer(request_json: str) -> str:
    """Answer one request: ``{"result": ..., "receipt": ...}`` as JSON text.

    Raises:
        KeyError: if ``start`` was not called.
    """
    return answered(request_json, _held["edition"])


@exactly
def answered(request_json: str, edition: Edition) -> str:
    """Answer one request from an edition, as ``answer`` does from the one that is held."""
    request: Any = api.read_request(request_json)
    result = api.answer(request, api.only(edition))
    shown = edition if result["edition"] else None
    return api.write_result({"result": result, "receipt": build_receipt(request, result, shown)})


def answer_result(request_json: str) -> str:
    """Answer one request with the result alone, exactly as ``python -m calculators run`` prints it."""
    try:
        request = api.read_request(request_json)
    except ValueError:
        return api.write_result(api.unreadable())
    return api.write_result(api.answer(request, api.only(_held["edition"])))
