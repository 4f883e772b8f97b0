"""The register: checked like all content, changed only in ways that keep exactly one edition in force."""

from collections.abc import Callable
from typing import Any

import pytest

from generator.edition_file import sha256_of_bytes
from generator.editions.refused import EditionRefused
from generator.editions.register import (
    REGISTER,
    Entry,
    Register,
    Withdrawal,
    frozen_entry,
    parse_register,
    previous,
    put_in_force,
    read_register,
    recalled,
)
from generator.editions.register_file import index_is_current, register_text
from generator.problems import ContentError
from generator.records import Text
from tests.conftest import ROOT

FILES = {f"{name}.json": name.encode() for name in ("2025.1", "2026.1", "2026.2")}
DAY = "2026-12-01"
RECALL = Withdrawal(date=DAY, by="UFA", reason=Text(it="dose errata", en="wrong dose"))


def entry(name: str, **changes: Any) -> Entry:
    values = {"status": "draft", "sha256": sha256_of_bytes(FILES[f"{name}.json"]), "frozen_on": DAY}
    rest = {"effective_date": DAY, "review_due": None, "sign_off": None}
    return Entry.model_validate({**values, **rest, **changes})


def register_of(*names: str) -> Register:
    """Freeze these one after the other, each in force."""
    register = Register(editions={})
    for name in names:
        register = frozen_entry(register, name, entry(name), in_force=True)
    return register


def statuses(register: Register) -> dict[str, str]:
    return {name: one.status for name, one in register.editions.items()}


def mistakes(text: str, names: tuple[str, ...] = ("2025.1", "2026.1")) -> str:
    with pytest.raises(ContentError) as caught:
        parse_register(text, {f"{name}.json": FILES[f"{name}.json"] for name in names})
    return str(caught.value)


TWO = register_text(register_of("2025.1", "2026.1"))


def test_a_new_edition_supersedes_the_one_in_force() -> None:
    register = register_of("2025.1", "2026.1")

    assert statuses(register) == {"2025.1": "superseded", "2026.1": "current"}
    assert register.editions["2025.1"].replaced_by == "2026.1"


def test_a_new_edition_may_wait() -> None:
    register = frozen_entry(register_of("2025.1"), "2026.1", entry("2026.1"), in_force=False)

    assert statuses(register) == {"2025.1": "current", "2026.1": "draft"}


def test_rolling_back_goes_to_the_edition_before_and_forward_again() -> None:
    register = register_of("2025.1", "2026.1", "2026.2")

    back = put_in_force(register, previous(register))
    assert statuses(back) == {"2025.1": "superseded", "2026.1": "current", "2026.2": "superseded"}
    assert {e.replaced_by for n, e in back.editions.items() if n != "2026.1"} == {"2026.1"}
    assert previous(back) == "2025.1"
    assert statuses(put_in_force(back, "2026.2")) == statuses(register)


def test_a_recall_of_the_edition_in_force_says_what_takes_its_place() -> None:
    register = register_of("2025.1", "2026.1")

    with pytest.raises(EditionRefused, match=r"with --instead \(2025.1\)"):
        recalled(register, "2026.1", RECALL, None)

    after = recalled(register, "2026.1", RECALL, "2025.1")
    assert statuses(after) == {"2025.1": "current", "2026.1": "withdrawn"}
    assert after.editions["2026.1"].replaced_by == "2025.1"


def test_an_old_edition_is_recalled_and_the_current_one_stays() -> None:
    after = recalled(register_of("2025.1", "2026.1"), "2025.1", RECALL, None)

    assert statuses(after) == {"2025.1": "withdrawn", "2026.1": "current"}


def test_the_only_edition_can_be_recalled() -> None:
    after = recalled(register_of("2025.1"), "2025.1", RECALL, None)

    assert after.current is None
    assert parse_register(register_text(after), {"2025.1.json": FILES["2025.1.json"]}).register == after


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda r: put_in_force(r, "2026.1"), "in force already"),
        (lambda r: put_in_force(r, "2026.9"), "no edition 2026.9"),
        (lambda r: put_in_force(recalled(r, "2025.1", RECALL, None), "2025.1"), "cannot be in force"),
        (lambda r: recalled(recalled(r, "2025.1", RECALL, None), "2025.1", RECALL, None), "already"),
        (lambda r: recalled(r, "2026.1", RECALL, "2026.1"), "its own place"),
        (lambda r: frozen_entry(r, "2026.1", entry("2026.1"), in_force=True), "exists already"),
        (lambda _: previous(register_of("2025.1")), "no earlier edition"),
    ],
)
def test_what_would_lose_an_edition_is_refused(act: Callable[[Register], Any], reason: str) -> None:
    with pytest.raises(EditionRefused, match=reason):
        act(register_of("2025.1", "2026.1"))


def test_the_text_reads_back_the_same() -> None:
    register = recalled(register_of("2025.1", "2026.1"), "2025.1", RECALL, None)
    names = ("2025.1.json", "2026.1.json")

    assert parse_register(register_text(register), {n: FILES[n] for n in names}).register == register


@pytest.mark.parametrize(
    ("fragment", "becomes", "said"),
    [
        ("status: \"superseded\"", "status: \"current\"", "an edition that is current is not `replaced_by`"),
        ("status: \"current\"", "status: \"draft\"", "no edition is current"),
        ("status: \"current\"", "status: \"in force\"", "'in force' is not one of the known words"),
        ("status: \"current\"", "status: \"withdrawn\"", "only a withdrawn edition has a `withdrawal`"),
        ("replaced_by: \"2026.1\"", "replaced_by: \"2026.3\"", "nearest name is 2026.1"),
        ("replaced_by: \"2026.1\"", "replaced_by: null", "names the one in its place"),
        ("frozen_on: \"2026-12-01\"", "frozen_on: 2026-12-01", "can be read in more than one way"),
        ("sha256: \"", "sha256: \"00", "expected"),
        ("review_due: null", "review: null", "unknown key review"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_with_its_place(fragment: str, becomes: str, said: str) -> None:
    assert fragment in TWO
    shown = mistakes(TWO.replace(fragment, becomes, 1))

    assert said in shown
    assert f"{REGISTER.as_posix()}:" in shown


def test_two_editions_in_force_are_a_mistake() -> None:
    text = TWO.replace('status: "superseded"', 'status: "current"').replace('"2026.1"\n', "null\n")

    assert "2025.1 is current too" in mistakes(text)


def test_a_changed_byte_of_a_frozen_file_is_caught_with_the_command_that_mends_it() -> None:
    with pytest.raises(ContentError, match=r"git checkout -- content/editions/2025.1.json"):
        parse_register(TWO, {**{n: FILES[n] for n in ("2026.1.json",)}, "2025.1.json": b"2025.1 "})


def test_a_frozen_file_that_is_gone_or_unknown_is_caught() -> None:
    assert "2026.1.json is missing" in mistakes(TWO, ("2025.1",))
    assert "2026.2.json is not in the register" in mistakes(TWO, ("2025.1", "2026.1", "2026.2"))


def test_the_register_that_is_checked_in_is_in_order_and_its_index_current() -> None:
    assert index_is_current(ROOT, read_register(ROOT).register)
