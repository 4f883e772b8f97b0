"""Where published files are read from, to check them: a folder, or an address on the web."""

import hashlib
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import brotli  # type: ignore[import-untyped]

from generator.editions.refused import EditionRefused

TIMEOUT_SECONDS = 30
ATTEMPTS = 3
PAUSE_SECONDS = 1.0
"""Before another attempt: of thousands of requests one may fail, and the site is still in order."""
_PIECE = 1 << 16
_NOT_THERE = (401, 403, 404, 410)
_PASSING = (429, 500, 502, 503, 504)


class Site(Protocol):
    """A published site."""

    def read(self, name: str) -> bytes | None:
        """Return a file's content, or None if it is not there."""

    def digests(self, name: str) -> frozenset[str]:
        """Return the hashes that may be held against the published one: none if the file is not there."""

    def names(self) -> frozenset[str] | None:
        """Return the names of all files, or None where they cannot be listed."""


@dataclass(frozen=True, slots=True)
class FolderSite:
    folder: Path

    def read(self, name: str) -> bytes | None:
        path = self.folder / name
        return path.read_bytes() if path.is_file() else None

    def digests(self, name: str) -> frozenset[str]:
        path = self.folder / name
        if not path.is_file():
            return frozenset()
        with path.open("rb") as file:
            return frozenset({hashlib.file_digest(file, "sha256").hexdigest()})

    def names(self) -> frozenset[str] | None:
        folder = self.folder.resolve()
        return frozenset(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@dataclass(frozen=True, slots=True)
class AddressSite:
    """A site as a host serves it. Redirects are followed; what counts is the content at their end."""

    address: str

    def read(self, name: str) -> bytes | None:
        def whole(answer: HTTPResponse) -> bytes:
            unpack = _unpacking(answer.headers.get("Content-Encoding", ""))
            return b"".join(map(unpack, _pieces(answer)))

        return self._asked(name, whole)

    def digests(self, name: str) -> frozenset[str]:
        """Hash a file as it was sent, and unpacked.

        A host may pack what it sends, asked or not; a packed twin (.br, .gz) it may announce as packed too.
        """

        def hashed(answer: HTTPResponse) -> frozenset[str]:
            sent, unpacked = hashlib.sha256(), hashlib.sha256()
            unpack: _Unpack | None = _unpacking(answer.headers.get("Content-Encoding", ""))
            for piece in _pieces(answer):
                sent.update(piece)
                try:
                    unpacked.update(unpack(piece) if unpack else b"")
                except (zlib.error, brotli.error):
                    unpack = None  # it is not what the header says
            return frozenset({sent.hexdigest(), *([unpacked.hexdigest()] if unpack else [])})

        return self._asked(name, hashed) or frozenset()

    def names(self) -> frozenset[str] | None:
        return None

    def _asked[T](self, name: str, take: Callable[[HTTPResponse], T]) -> T | None:
        """Ask for a file and take the answer; None if it is not there.

        Raises EditionRefused, in one line, if the host cannot be reached or does not answer as one.
        """
        address = f"{self.address.rstrip('/')}/{quote(name)}"
        problem: object = ""
        for attempt in range(ATTEMPTS):
            time.sleep(PAUSE_SECONDS * attempt)
            try:
                request = Request(
                    address, headers={"Cache-Control": "no-cache", "Accept-Encoding": "identity"}
                )
                with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                    return take(answer)
            except HTTPError as error:
                if error.code in _NOT_THERE:
                    return None
                problem = f"{error.code} {error.reason}".replace("\n", " ")
                if error.code not in _PASSING:
                    break
            except ConnectionRefusedError as error:
                problem = error
                break
            except (OSError, HTTPException) as error:
                problem = getattr(error, "reason", None) or error
            except (zlib.error, brotli.error, ValueError) as error:
                problem = error
                break
        raise EditionRefused(
            f"{address} cannot be read: {' '.join(str(problem).split()) or type(problem).__name__}"
        )


def site_at(place: str) -> Site:
    """Return the site in a folder or at an address."""
    if place.startswith(("http://", "https://")):
        try:
            parts = urlsplit(place)
        except ValueError as error:
            raise EditionRefused(f"{place} is no address: {error}") from None
        return AddressSite(f"{parts.scheme}://{parts.netloc}{parts.path.removesuffix('index.html')}")
    if not Path(place).is_dir():
        raise EditionRefused(f"{place} is neither a folder nor an address (which begins with https://)")
    return FolderSite(Path(place))


_Unpack = Callable[[bytes], bytes]


def _unpacking(encoding: str) -> _Unpack:
    """Return what unpacks the pieces of an answer, one after the other."""
    name = encoding.strip().lower()
    if name in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress
    if name == "br":
        unpacker: _Unpack = brotli.Decompressor().process
        return unpacker
    return lambda piece: piece


def _pieces(answer: HTTPResponse) -> Iterator[bytes]:
    while piece := answer.read(_PIECE):
        yield piece
