"""The hash of everything but content that shapes a page: a result kept under it is never an old one."""

import hashlib
import json
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from generator.edition_file import sha256_of_bytes

SOFTWARE = ("generator", "calculators", "site_overrides")
SOFTWARE_FILES = ("mkdocs.yml", "requirements/lock.txt", "package-lock.json")
"""Generator, calculators (forms and examples), theme and words; then the versions of everything they use."""


def unit_key(root: Path, inputs: Iterable[Any]) -> str:
    """Return the hash of the inputs together with that of the software."""
    text = json.dumps([software_hash(root), *inputs], default=str, sort_keys=True)
    return sha256_of_bytes(text.encode("utf-8"))[:32]


@cache
def software_hash(root: Path) -> str:
    """Return the hash of all code, templates, words and styles, and of the versions that are pinned."""
    digest = hashlib.sha256(sys.version.encode())
    paths = [path for name in SOFTWARE for path in (root / name).rglob("*") if _counts(path)]
    for path in sorted([*paths, *(root / name for name in SOFTWARE_FILES)]):
        if path.is_file():
            name = path.relative_to(root).as_posix()
            digest.update(f"{name} {sha256_of_bytes(path.read_bytes())}\n".encode())
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts
