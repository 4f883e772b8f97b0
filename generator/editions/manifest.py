"""What a published site consists of: every file with its hash, and the register as data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.edition_file import sha256_of_bytes
from generator.editions.refused import EditionRefused
from generator.editions.register import Register

SUMS = "SHA256SUMS"
"""The form that `sha256sum --check` reads, so that anyone can check a copy without this software."""
EDITIONS = "editions.json"
NO_JEKYLL = ".nojekyll"
"""Tells GitHub Pages to serve files such as _headers as they are."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Hashes of the files by path, and what the register said when they were made."""

    files: Mapping[str, str]
    register: Mapping[str, Any]

    @property
    def editions(self) -> Mapping[str, str]:
        """Return the hash of each edition."""
        return {name: entry["sha256"] for name, entry in self.register.items()}

    @property
    def name(self) -> str:
        """Return a name for exactly these files."""
        return sha256_of_bytes(sums_text(self.files).encode("utf-8"))[:16]


def write_manifest(site: Path, register: Register) -> Manifest:
    """Add the manifest to a built site."""
    (site / NO_JEKYLL).write_bytes(b"")
    data = register_data(register)
    text = json.dumps({"editions": data}, ensure_ascii=False, indent=1) + "\n"
    (site / EDITIONS).write_text(text, encoding="utf-8")
    files = hashes(site)
    (site / SUMS).write_text(sums_text(files), encoding="utf-8")
    return Manifest(files, data)


def register_data(register: Register) -> dict[str, Any]:
    """Return the register as plain data."""
    return {name: entry.model_dump(mode="json") for name, entry in register.editions.items()}


def hashes(site: Path) -> dict[str, str]:
    """Return the hash of every file but the manifest itself, by path."""
    paths = sorted(path for path in site.rglob("*") if path.is_file())
    named = {path.relative_to(site).as_posix(): path for path in paths}
    return {name: sha256_of_bytes(path.read_bytes()) for name, path in named.items() if name != SUMS}


def sums_text(files: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))


def manifest_from(sums: str, editions: str) -> Manifest:
    """Read a manifest. Raises EditionRefused if it is none."""
    files = {}
    for line in sums.splitlines():
        digest, _, name = line.partition("  ")
        if len(digest) != 64 or not name:
            raise EditionRefused(f"{SUMS} holds a line that is no hash with a name: {line[:80]!r}")
        files[name] = digest
    try:
        register = json.loads(editions)["editions"]
        found = Manifest(files, register)
        found.editions  # noqa: B018 - its shape is what is tested
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EditionRefused(f"{EDITIONS} cannot be read: {error!r}") from error
    return found


def manifest_of(site: Path) -> Manifest | None:
    """Return the manifest of a published folder, or None if there is none."""
    if not (site / SUMS).is_file():
        return None
    texts = [(site / name).read_text(encoding="utf-8") for name in (SUMS, EDITIONS)]
    return manifest_from(*texts)
