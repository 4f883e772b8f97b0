"""The edition's file: canonical, readable by the calculators, and current."""

import json
import re

import pytest

from calculators.edition import SCHEMA_VERSION, load_edition
from generator.check import checked_content
from generator.content import Content
from generator.edition_file import edition_text, sha256_of
from generator.project import DRAFT
from generator.schema import schema_files, stale_schemas
from tests.generator.editing import ROOT, edited, real_texts

KRD = "regimens/krd.yml"


@pytest.fixture(scope="module")
def text(content: Content) -> str:
    return edition_text(content, "draft")


def test_the_same_content_makes_the_same_bytes(text: str) -> None:
    backwards = dict(reversed(list(real_texts().items())))

    assert edition_text(checked_content(backwards), "draft") == text


def test_a_comment_or_a_line_break_in_the_yaml_changes_nothing(text: str) -> None:
    commented = edited(KRD, "\nplacement:", "\n\n# a comment\nplacement:")

    assert edition_text(checked_content(commented), "draft") == text


def test_a_changed_dose_changes_the_hash(text: str) -> None:
    changed = edition_text(checked_content(edited(KRD, "dose: 25 mg", "dose: 15 mg")), "draft")

    assert sha256_of(changed) != sha256_of(text)


def test_a_changed_record_is_one_changed_line(text: str) -> None:
    changed = edition_text(checked_content(edited(KRD, "dose: 25 mg", "dose: 15 mg")), "draft")

    assert sum(a != b for a, b in zip(text.splitlines(), changed.splitlines(), strict=True)) == 1


def test_the_calculators_read_it_under_its_hash(text: str, content: Content) -> None:
    edition = load_edition(text, sha256_of(text))

    assert set(edition.regimens) == {r.id for r in content.regimens.values() if r.drugs or r.blocks}
    assert set(edition.drugs) == set(content.drugs)
    assert set(edition.discrepancies) == set(content.discrepancies)


def test_it_is_plain_json_that_ends_with_a_line_break(text: str) -> None:
    data = json.loads(text)

    assert data["schema_version"] == SCHEMA_VERSION
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")


def test_a_decimal_stays_a_text_with_every_digit(text: str) -> None:
    [krd] = [r for r in json.loads(text)["regimens"] if r["id"] == "krd"]

    assert krd["drugs"][0]["body_surface"]["cap_m2"] == "2.2"


def test_every_record_has_every_field_even_where_it_says_nothing(text: str, content: Content) -> None:
    for name, model in (("regimens", "regimens"), ("drugs", "drugs"), ("discrepancies", "discrepancies")):
        for plain in json.loads(text)[name]:
            fields = type(getattr(content, model)[plain["id"]]).model_fields
            assert set(plain) == {field.alias or key for key, field in fields.items()}


def test_the_draft_that_is_checked_in_is_current(text: str) -> None:
    checked_in = (ROOT / DRAFT).read_text(encoding="utf-8")

    assert checked_in == text, "stale: run `python3 dev.py run -- python -m generator draft`"


def test_the_schemas_that_are_checked_in_are_current() -> None:
    assert stale_schemas(ROOT) == [], "stale: run `python3 dev.py run -- python -m generator schema`"


def test_there_is_no_schema_of_a_model_that_is_gone() -> None:
    checked_in = {path.relative_to(ROOT).as_posix() for path in (ROOT / "content/schema").rglob("*.json")}

    assert checked_in == set(schema_files())


def test_a_schema_knows_the_words_that_an_editor_may_write() -> None:
    line = json.loads(schema_files()["content/schema/regimens.json"])["$defs"]["DoseLine"]

    assert "po_or_iv" in json.dumps(line["properties"]["route"])
    assert line["additionalProperties"] is False
    assert {"cycles", "days", "source"} <= set(line["required"])


def test_a_cited_decision_has_a_record_that_rests_on_the_list_of_decisions(text: str) -> None:
    cited = set(re.findall(r'"decisions (DEC-\d+)"', text))
    listed = {
        record["id"]
        for record in json.loads(text)["discrepancies"]
        if f"decisions {record['id']}" in [evidence["source"] for evidence in record["evidence"]]
    }

    assert cited
    assert cited <= listed
