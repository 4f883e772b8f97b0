"""The register as text: the YAML that people read and correct, and the JSON that needs no YAML to be read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.editions.register import INDEX, REGISTER, Register
from generator.write import write_whole

_HEAD = """\
# The register of editions, the oldest first. Written by `python3 dev.py freeze`, `recall` and `rollback`;
# dates, sign-off and summary may be corrected by hand (comments are not kept). Frozen files never change.
"""


def register_text(register: Register) -> str:
    """Return the register as YAML, every text in quotes."""
    if not register.editions:
        return f"{_HEAD}editions: {{}}\n"
    return f"{_HEAD}editions:\n" + "".join(
        f"  {_quoted(name)}:\n" + "".join(_lines(entry.model_dump(mode="json"), 4))
        for name, entry in register.editions.items()
    )


def index_text(register: Register) -> str:
    """Return what `calculators` needs of the register: which edition is current, status and hash of each."""
    return json.dumps(index_data(register), indent=1) + "\n"


def index_data(register: Register) -> dict[str, Any]:
    """Return which edition is current, and status and hash of each."""
    editions = {name: {"status": e.status, "sha256": e.sha256} for name, e in register.editions.items()}
    return {"current": register.current, "editions": editions}


def write_register(root: Path, register: Register) -> None:
    """Write both. The index comes last: while it is missing or old, the check says so."""
    write_whole(root / REGISTER, register_text(register))
    write_whole(root / INDEX, index_text(register))


def index_is_current(root: Path, register: Register) -> bool:
    """Tell whether the index that is checked in is the one that the register makes."""
    path = root / INDEX
    return path.is_file() and path.read_text(encoding="utf-8") == index_text(register)


def _lines(values: dict[str, Any], indent: int) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield f"{' ' * indent}{key}:\n"
            yield from _lines(value, indent + 2)
        else:
            yield f"{' ' * indent}{key}: {_quoted(value) if isinstance(value, str) else 'null'}\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
