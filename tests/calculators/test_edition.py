"""Reading an edition: only the published text, whole, in one unit."""

import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from calculators.edition import SCHEMA_VERSION, Dose, Edition, EditionError, distinct, load_edition
from tests.calculators.asking import EDITION, EDITION_TEXT

DATA = json.loads(EDITION_TEXT)
Change = Callable[[dict[str, Any]], None]


def changed(change: Change) -> Edition:
    """Return the edition after a change to its data."""
    data = json.loads(EDITION_TEXT)
    change(data)
    return load_edition(json.dumps(data))


def regimen(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the data of a regimen."""
    found: dict[str, Any] = next(entry for entry in data["regimens"] if entry["id"] == name)
    return found


def test_the_hash_is_that_of_the_text() -> None:
    digest = hashlib.sha256(EDITION_TEXT.encode()).hexdigest()
    assert EDITION.sha256 == digest
    assert load_edition(EDITION_TEXT, digest).id == "draft"


@pytest.mark.parametrize("text", [EDITION_TEXT + " ", EDITION_TEXT.replace("25 mg", "26 mg", 1)])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(EditionError, match=f"is not the published {EDITION.sha256[:12]}"):
        load_edition(text, EDITION.sha256)


def test_another_schema_is_refused() -> None:
    newer = SCHEMA_VERSION + 1
    with pytest.raises(EditionError, match=f"schema {newer} is not one of 1 to {SCHEMA_VERSION}"):
        changed(lambda data: data.update(schema_version=newer))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", "null", '"x"', "1", '{"schema_version": 1}', "[" * 100_000]
)
def test_text_that_is_no_edition_is_refused(text: str) -> None:
    with pytest.raises(EditionError, match="cannot be read"):
        load_edition(text)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("regimens"),
        lambda data: regimen(data, "krd").pop("drugs"),
        lambda data: regimen(data, "krd")["drugs"][0]["doses"][0]["dose"].update(amount="twenty"),
        lambda data: regimen(data, "krd").update(cycle=None),
        lambda data: data.update(drugs={"a": 1}),
    ],
)
def test_a_damaged_edition_is_refused(change: Change) -> None:
    with pytest.raises(EditionError, match="cannot be read"):
        changed(change)


def test_every_dose_is_in_milligrams() -> None:
    def in_grams(data: dict[str, Any]) -> None:
        line = regimen(data, "cyclophosphamide-intermediate")["drugs"][0]["doses"][0]
        line["dose"] = {"amount": "1.2", "unit": "g", "per": "m2"}

    line = changed(in_grams).regimens["cyclophosphamide-intermediate"].drugs[0].lines[0]
    assert line.dose == Dose(Decimal(1200), "mg", "m2")
    assert line.dose.text() == "1200 mg/m2"


def test_another_unit_is_refused() -> None:
    def in_units(data: dict[str, Any]) -> None:
        regimen(data, "rd")["drugs"][0]["doses"][0]["dose"]["unit"] = "IU"

    with pytest.raises(EditionError, match="a dose in IU"):
        changed(in_units)


def test_text_only_regimens_are_not_calculable() -> None:
    listed = {entry["id"] for entry in DATA["regimens"]}
    assert listed - set(EDITION.regimens) == {"allogeneic", "asct", "dara-pd"}


def test_a_regimen_without_doses_that_asks_a_question_is_answered_blocked() -> None:
    without = {name for name, entry in EDITION.regimens.items() if not entry.drugs}
    assert without == {"vcd", "dara-vrd"}
    assert all(EDITION.regimens[name].blocks for name in without)


def test_an_edition_frozen_before_these_fields_still_reads() -> None:
    def older(data: dict[str, Any]) -> None:
        for entry in data["regimens"]:
            for line in (line for block in entry["drugs"] for line in block["doses"]):
                del line["verified"], line["surface_limit"]

    [line, *_] = changed(older).regimens["krd"].drugs[0].lines
    assert line.verified
    assert line.surface_limit is None


def test_every_reference_inside_the_edition_resolves() -> None:
    for entry in EDITION.regimens.values():
        assert set(entry.discrepancies) <= set(EDITION.discrepancies)
        for block in entry.drugs:
            assert block.drug in EDITION.drugs
            for line in block.lines:
                assert set(line.discrepancies) <= set(EDITION.discrepancies)
                assert all(
                    source.split(":")[0].split(" ")[0] in EDITION.source_titles for source in line.sources
                )


def test_an_edition_is_a_key_by_identity() -> None:
    again = load_edition(EDITION_TEXT)
    assert again != EDITION
    assert len({again, EDITION}) == 2


def test_distinct_keeps_the_first_of_each() -> None:
    assert distinct([["b", "a"], [], ["a", "c", "b"]]) == ("b", "a", "c")
