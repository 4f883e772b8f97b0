"""Freezing: the checked content becomes an edition's file, which from then on never changes."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.content import Content, raise_for, record_id
from generator.edition_file import edition_text, sha256_of
from generator.editions.refused import EditionRefused
from generator.editions.register import FOLDER, Entry, Register, Registered, SignOff, frozen_entry
from generator.problems import Problem
from generator.records import Text


@dataclass(frozen=True, slots=True)
class Facts:
    """What the person who freezes says of the edition; dates are ISO."""

    frozen_on: str
    effective_date: str | None = None
    review_due: str | None = None
    sign_off: SignOff | None = None
    summary: Text | None = None
    in_force: bool = True


@dataclass(frozen=True, slots=True)
class Frozen:
    """A new edition: its text, and the register that knows it."""

    text: str
    sha256: str
    register: Register


def frozen_edition(content: Content, registered: Registered, edition: str, facts: Facts) -> Frozen:
    """Return the edition that the content makes. Pure: the same content gives the same bytes.

    Raises:
        EditionRefused: if there is such an edition, or the id is not of the form 2026.1.
        ContentError: for a correction that nobody decided and that states no default.
    """
    raise_for(list(undecided_corrections(content)), content.files)
    text = edition_text(content, edition)
    record = content.edition
    entry = Entry(
        status="draft",
        sha256=sha256_of(text),
        frozen_on=facts.frozen_on,
        effective_date=facts.effective_date or record.effective_date,
        review_due=facts.review_due or record.review_due,
        sign_off=facts.sign_off,
        summary=facts.summary,
    )
    register = frozen_entry(registered.register, edition, entry, in_force=facts.in_force)
    return Frozen(text, entry.sha256, register)


def undecided_corrections(content: Content) -> Iterator[Problem]:
    """Yield the corrections for which nobody says what holds: neither a decision nor a default."""
    for name, source in content.files.items():
        record = content.discrepancies.get(record_id(name))
        if (
            record is not None
            and record.kind == "corrected"
            and record.decision.status == "pending"
            and record.until_decided is None
        ):
            yield source.problem(
                ("decision",),
                f"the correction {record.id} is undecided, and what holds until then is not stated",
                "decide it, or write `until_decided: corrected_value`",
                at_key=True,
            )


def require_clean_tree(root: Path) -> None:
    """Refuse to freeze what is not committed: an edition must be traceable to a state that others have.

    Raises EditionRefused with the files that differ.
    """
    try:
        done = subprocess.run(
            ["git", "status", "--porcelain", "--untracked-files=all"],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise EditionRefused(f"git cannot be run: {error}") from None
    if done.returncode:
        raise EditionRefused(f"this is not a git repository: {done.stderr.strip()}")
    if done.stdout.strip():
        changes = done.stdout.rstrip()
        raise EditionRefused(f"there are changes that are not committed; commit them first:\n{changes}")


def require_free_place(root: Path, edition: str, text: str) -> None:
    """Refuse to touch a file that is there, unless an interrupted freeze left these very bytes."""
    path = root / FOLDER / f"{edition}.json"
    if path.exists() and path.read_bytes() != text.encode("utf-8"):
        raise EditionRefused(f"{FOLDER.as_posix()}/{path.name} exists, and is not what would be frozen")
