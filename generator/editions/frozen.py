"""A frozen edition read back: the same records that its pages were first made from, out of its JSON alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from calculators.edition import Edition, EditionError, load_edition
from calculators.upgrade import upgraded
from generator.content import Content
from generator.editions.refused import EditionRefused
from generator.editions.register import FOLDER
from generator.grammar import FROZEN

_NOT_IN_THE_FILE = ("files", "broken")
_NAMES = {"references": "sources"}
"""Where a field of the content has another name in the edition's JSON."""


@dataclass(frozen=True, slots=True)
class FrozenEdition:
    """An edition's text under its hash, as the calculators and as the pages read it."""

    text: str
    edition: Edition
    content: Content

    @property
    def id(self) -> str:
        return self.edition.id

    @property
    def sha256(self) -> str:
        return self.edition.sha256

    @property
    def data(self) -> Mapping[str, Any]:
        """Return the edition's data in the shape of the present schema."""
        return edition_data(self.text)


def read_frozen(root: Path, edition: str, sha256: str) -> FrozenEdition:
    """Read an edition's file under its registered hash.

    Raises EditionRefused if it is not what was frozen, or cannot be read by this software.
    """
    path = root / FOLDER / f"{edition}.json"
    try:
        return frozen_from_text(path.read_bytes().decode("utf-8"), sha256)
    except (OSError, UnicodeDecodeError, EditionError, ValidationError) as error:
        raise EditionRefused(f"{FOLDER.as_posix()}/{path.name}: {error}") from error


def frozen_from_text(text: str, sha256: str | None = None) -> FrozenEdition:
    """Return the edition of a JSON text.

    Raises:
        EditionError: if hash, schema or shape is not the expected one.
        ValidationError: if a record is not one that the present models know, after every upgrade step.
    """
    edition = load_edition(text, sha256)
    return FrozenEdition(text, edition, content_of(edition_data(text)))


def edition_data(text: str) -> dict[str, Any]:
    """Return the data of an edition's text in the shape of the present schema, decimals with every digit."""
    return upgraded(json.loads(text, parse_float=Decimal))


def content_of(data: Mapping[str, Any]) -> Content:
    """Return the records of an edition's data. Sections are those of `Content`, whatever they are."""
    values: dict[str, Any] = {}
    for name, adapter in _sections().items():
        value = data[_NAMES.get(name, name)]
        if isinstance(value, list):
            value = {record["id"]: record for record in value}
        values[name] = adapter.validate_python(value, context=FROZEN)
    return Content(**values, files={})


@cache
def _sections() -> Mapping[str, TypeAdapter[Any]]:
    hints = get_type_hints(Content)
    return {f.name: TypeAdapter(hints[f.name]) for f in fields(Content) if f.name not in _NOT_IN_THE_FILE}
