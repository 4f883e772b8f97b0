"""Checking a published site, in a folder or at an address, against its manifest and the register."""

import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from generator.edition_file import sha256_of_bytes
from generator.editions.manifest import EDITIONS, NO_JEKYLL, SUMS, manifest_from
from generator.editions.refused import EditionRefused

NOT_SERVED = ("_headers", NO_JEKYLL)
"""Files that are for the host: it may keep them to itself."""
TIMEOUT_SECONDS = 30


class Site(Protocol):
    """Where published files are read from."""

    def read(self, name: str) -> bytes | None:
        """Return a file's content, or None if it is not there."""

    def names(self) -> set[str] | None:
        """Return the names of all files, or None where they cannot be listed."""


@dataclass(frozen=True, slots=True)
class FolderSite:
    folder: Path

    def read(self, name: str) -> bytes | None:
        path = self.folder / name
        return path.read_bytes() if path.is_file() else None

    def names(self) -> set[str] | None:
        paths = self.folder.resolve().rglob("*")
        return {p.relative_to(self.folder.resolve()).as_posix() for p in paths if p.is_file()}


@dataclass(frozen=True, slots=True)
class AddressSite:
    address: str

    def read(self, name: str) -> bytes | None:
        request = urllib.request.Request(
            f"{self.address.rstrip('/')}/{name}", headers={"Cache-Control": "no-cache"}
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            if error.code in (403, 404):
                return None
            raise EditionRefused(f"{request.full_url}: {error}") from None
        except OSError as error:
            raise EditionRefused(f"{request.full_url}: {error}") from None

    def names(self) -> set[str] | None:
        return None


def site_at(place: str) -> Site:
    """Return the site in a folder or at an address."""
    if place.startswith(("http://", "https://")):
        return AddressSite(place)
    if not Path(place).is_dir():
        raise EditionRefused(f"{place} is neither a folder nor an address")
    return FolderSite(Path(place))


def verify(site: Site, register: Mapping[str, Any]) -> list[str]:
    """Return everything that is not as published, or not as the register says, a line each."""
    texts = [site.read(name) for name in (SUMS, EDITIONS)]
    if texts[0] is None or texts[1] is None:
        return [f"there is no {SUMS if texts[0] is None else EDITIONS}: is this a published site?"]
    manifest = manifest_from(*(text.decode("utf-8", "replace") for text in texts if text is not None))
    problems = list(_register_problems(manifest.register, register))
    with ThreadPoolExecutor(max_workers=8) as pool:
        contents = pool.map(site.read, manifest.files)
        for (name, digest), content in zip(manifest.files.items(), contents, strict=True):
            if content is None:
                if name not in NOT_SERVED or site.names() is not None:
                    problems.append(f"{name} is missing")
            elif sha256_of_bytes(content) != digest:
                problems.append(f"{name} is not what was published")
    unknown = (site.names() or set()) - set(manifest.files) - {SUMS}
    problems += [f"{name} was not published" for name in sorted(unknown)]
    problems += _data_problems(site, register)
    return problems


def _register_problems(published: Mapping[str, Any], register: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*register, *published]):
        if name not in published:
            yield f"edition {name} is in the register and not published"
        elif name not in register:
            yield f"edition {name} is published and not in the register"
        else:
            fields = dict.fromkeys([*register[name], *published[name]])
            for key in fields:
                old, new = published[name].get(key), register[name].get(key)
                if old != new:
                    yield f"edition {name}: {key} is published as {old!r}, the register says {new!r}"


def _data_problems(site: Site, register: Mapping[str, Any]) -> Iterator[str]:
    """The frozen data must be there under their registered hash, whatever the manifest says."""
    for name, entry in register.items():
        path = f"data/{name}-{entry['sha256'][:12]}.json"
        content = site.read(path)
        if content is None:
            yield f"{path} is missing"
        elif sha256_of_bytes(content) != entry["sha256"]:
            yield f"{path} is not what was frozen"
