"""The register of editions: content/editions/register.yml. Status lives here, never in a frozen file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.content import raise_for, validated
from generator.edition_file import sha256_of_bytes
from generator.editions.refused import EditionRefused
from generator.problems import Problem, nearest
from generator.records import IsoDate, Record, Sentence, Text
from generator.yaml_source import Source, read_yaml

FOLDER = Path("content/editions")
REGISTER = FOLDER / "register.yml"
INDEX = FOLDER / "index.json"
NOT_FROZEN = ("draft.json", "index.json")
"""The files of the folder that the generator rewrites; every other JSON file there is a frozen edition."""

ID = r"^[0-9]{4}\.[1-9][0-9]*$"
EditionId = Annotated[str, Field(pattern=ID)]
Status = Literal["draft", "current", "superseded", "withdrawn"]


class SignOff(Record):
    """Who took responsibility, as a role: names of persons do not belong on a public site."""

    role: Sentence
    date: IsoDate


class Withdrawal(Record):
    date: IsoDate
    by: Sentence
    reason: Text


class Entry(Record):
    """One edition. `draft` is frozen but not yet in force."""

    status: Status
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    frozen_on: IsoDate
    effective_date: IsoDate | None
    review_due: IsoDate | None
    sign_off: SignOff | None
    replaced_by: EditionId | None = None
    withdrawal: Withdrawal | None = None
    summary: Text | None = None

    @model_validator(mode="after")
    def _says_what_its_status_needs(self) -> Self:
        if (self.status == "withdrawn") != (self.withdrawal is not None):
            raise ValueError("only a withdrawn edition has a `withdrawal` (date, by, reason), and it must")
        if self.status == "superseded" and self.replaced_by is None:
            raise ValueError("a superseded edition names the one in its place: `replaced_by`")
        if self.status in ("draft", "current") and self.replaced_by is not None:
            raise ValueError(f"an edition that is {self.status} is not `replaced_by` another")
        return self


class Register(Record):
    """Every frozen edition, the oldest first."""

    editions: dict[EditionId, Entry]

    @property
    def current(self) -> str | None:
        """Return the edition in force, or None before the first one (or when all were recalled)."""
        return next((name for name, entry in self.editions.items() if entry.status == "current"), None)


@dataclass(frozen=True, slots=True)
class Registered:
    """The register as read, with the place of every value."""

    register: Register
    source: Source


def read_register(root: Path, coming: str = "") -> Registered:
    """Read the register and check it against the frozen files; `coming` may not be in it yet.

    Raises ContentError with every mistake: also a frozen file that is not the one that was registered.
    """
    path = root / REGISTER
    text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else "editions: {}\n"
    files = {path.name: path.read_bytes() for path in sorted((root / FOLDER).glob("*.json"))}
    frozen = {name: content for name, content in files.items() if name not in NOT_FROZEN}
    return parse_register(text, frozen, coming)


def parse_register(text: str, frozen: Mapping[str, bytes], coming: str = "") -> Registered:
    """Turn the register's text into records. Raises ContentError with every mistake."""
    source = read_yaml(REGISTER.as_posix(), text)
    problems = list(source.problems)
    register: Register | None = validated(source, Register, problems)
    if register is not None:
        problems += _mistakes(register, source, frozen, coming)
    raise_for(problems, {source.file: source})
    assert register is not None  # else there was a problem
    return Registered(register, source)


def _mistakes(
    register: Register, source: Source, frozen: Mapping[str, bytes], coming: str
) -> Iterator[Problem]:
    editions = register.editions
    in_force = [name for name, entry in editions.items() if entry.status == "current"]
    for name in in_force[1:]:
        message = f"{in_force[0]} is current too"
        yield source.problem(("editions", name, "status"), message, "exactly one edition is current")
    if not in_force and any(entry.status == "superseded" for entry in editions.values()):
        yield source.problem(("editions",), "no edition is current", "exactly one edition is current")
    for name, entry in editions.items():
        path = ("editions", name)
        if entry.replaced_by is not None and (entry.replaced_by not in editions or entry.replaced_by == name):
            others = [other for other in editions if other != name]
            yield source.problem(
                (*path, "replaced_by"),
                f"{entry.replaced_by} is not another edition of the register",
                nearest(entry.replaced_by, others),
            )
        found = frozen.get(f"{name}.json")
        if found is None:
            yield source.problem(path, f"{FOLDER.as_posix()}/{name}.json is missing", at_key=True)
        elif (digest := sha256_of_bytes(found)) != entry.sha256:
            yield source.problem(
                (*path, "sha256"),
                f"{FOLDER.as_posix()}/{name}.json is not what was frozen: its hash is {digest[:12]}...",
                f"a frozen edition never changes: `git checkout -- {FOLDER.as_posix()}/{name}.json`",
            )
    for file in sorted(frozen):
        if file.removesuffix(".json") not in (*editions, coming):
            yield source.problem(
                ("editions",),
                f"{FOLDER.as_posix()}/{file} is not in the register",
                "an edition is made by `python3 dev.py freeze`; delete the file if freezing was interrupted",
                at_key=True,
            )


def frozen_entry(register: Register, edition: str, entry: Entry, *, in_force: bool) -> Register:
    """Return the register with a new edition, which takes the place of the current one unless told not to."""
    if not re.fullmatch(ID, edition):
        raise EditionRefused(f"{edition!r} is no edition's id: write year and number, such as 2026.1")
    if edition in register.editions:
        raise EditionRefused(f"edition {edition} exists already: choose another id")
    added = Register(editions={**register.editions, edition: entry.model_copy(update={"status": "draft"})})
    return put_in_force(added, edition) if in_force else added


def put_in_force(register: Register, edition: str) -> Register:
    """Return the register with this edition current and the one before superseded by it."""
    entry = _known(register, edition)
    if entry.status == "withdrawn":
        raise EditionRefused(f"edition {edition} was withdrawn: it cannot be in force. Freeze a mended one")
    if entry.status == "current":
        raise EditionRefused(f"edition {edition} is in force already")
    changes: dict[str, dict[str, object]] = {edition: {"status": "current", "replaced_by": None}}
    if register.current is not None:
        changes[register.current] = {"status": "superseded", "replaced_by": edition}
    for name, other in register.editions.items():
        if other.replaced_by is not None and name not in changes:
            changes[name] = {"replaced_by": edition}
    return _changed(register, changes)


def previous(register: Register) -> str:
    """Return the edition to roll back to: the last one that is superseded."""
    found = [name for name, entry in register.editions.items() if entry.status == "superseded"]
    if register.current is None or not found:
        raise EditionRefused("there is no earlier edition to go back to")
    before = [name for name in found if list(register.editions).index(name) < _place(register)]
    return (before or found)[-1]


def _place(register: Register) -> int:
    return list(register.editions).index(str(register.current))


def recalled(register: Register, edition: str, withdrawal: Withdrawal, instead: str | None) -> Register:
    """Return the register with this edition withdrawn; of the current one, say what is in force instead."""
    entry = _known(register, edition)
    if entry.status == "withdrawn":
        raise EditionRefused(f"edition {edition} is withdrawn already")
    others = [name for name, e in register.editions.items() if name != edition and e.status != "withdrawn"]
    if entry.status == "current" and instead is None and others:
        raise EditionRefused(
            f"edition {edition} is in force: say which one takes its place, "
            f"with --instead ({', '.join(others)})"
        )
    if instead is not None:
        if instead == edition:
            raise EditionRefused("an edition cannot take its own place")
        if entry.status == "current":
            register = put_in_force(register, instead)
    replaced_by = instead or register.current
    update: dict[str, object] = {
        "status": "withdrawn",
        "withdrawal": withdrawal,
        "replaced_by": None if replaced_by == edition else replaced_by,
    }
    return _changed(register, {edition: update})


def _known(register: Register, edition: str) -> Entry:
    if edition not in register.editions:
        raise EditionRefused(f"there is no edition {edition}. {nearest(edition, register.editions)}".strip())
    return register.editions[edition]


def _changed(register: Register, changes: Mapping[str, Mapping[str, object]]) -> Register:
    return Register(
        editions={
            name: Entry.model_validate({**dict(entry), **changes[name]}) if name in changes else entry
            for name, entry in register.editions.items()
        }
    )
