"""The edition's JSON: the same records that the pages are rendered from, canonical and hashed."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from calculators.edition import SCHEMA_VERSION
from generator.content import Content


def edition_text(content: Content, edition_id: str) -> str:
    """Return the canonical JSON of the content: sorted records, one a line, a final newline."""
    parts = {
        "schema_version": SCHEMA_VERSION,
        "id": edition_id,
        "edition": _plain(content.edition),
        "regimens": [_plain(record) for _, record in sorted(content.regimens.items())],
        "drugs": [_plain(record) for _, record in sorted(content.drugs.items())],
        "discrepancies": [_plain(record) for _, record in sorted(content.discrepancies.items())],
        "evidence": [_plain(record) for _, record in sorted(content.evidence.items())],
        "measures": _mapping(content.measures),
        "calculators": [_plain(record) for _, record in sorted(content.calculators.items())],
        "lymphodepletion": [_plain(record) for _, record in sorted(content.lymphodepletion.items())],
        "step_up": [_plain(record) for _, record in sorted(content.step_up.items())],
        "advanced_therapies": [_plain(record) for _, record in sorted(content.advanced_therapies.items())],
        "supportive_care": [_plain(record) for _, record in sorted(content.supportive_care.items())],
        "companion": [_plain(record) for _, record in sorted(content.companion.items())],
        "sources": _mapping(content.references),
        "drug_classes": _mapping(content.drug_classes),
        "conditions": _mapping(content.conditions),
        "glossary": _mapping(content.glossary),
        "prose": _plain(content.prose),
        "algorithm": _plain(content.algorithm),
    }
    lines = ",\n".join(f"{_canonical(key)}: {_lines(value)}" for key, value in parts.items())
    return f"{{\n{lines}\n}}\n"


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text as UTF-8, in hexadecimal."""
    return sha256_of_bytes(text.encode("utf-8"))


def sha256_of_bytes(content: bytes) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _lines(value: Any) -> str:
    """Print a list one entry a line, so that a diff shows which record changed."""
    if isinstance(value, list):
        return "[\n" + ",\n".join(_canonical(item) for item in value) + "\n]"
    return _canonical(value)


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _mapping(records: Mapping[str, BaseModel]) -> dict[str, Any]:
    return {name: _plain(record) for name, record in records.items()}


def _plain(record: BaseModel) -> Any:
    return record.model_dump(mode="json", by_alias=True)
