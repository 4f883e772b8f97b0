"""Each file once more as `.br` and `.gz`, packed once at build time, for hosts that send what lies ready.

What is small or packed already stays alone. The hard packing of the runtime takes half a minute, so its
result is kept by content; a page is packed anew in milliseconds. Files with the same content, such as the
scripts of every edition, are packed once.
"""

import gzip
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import NamedTemporaryFile

import brotli  # type: ignore[import-untyped]

from generator.edition_file import sha256_of_bytes
from generator.host_files import READ_BY_HOSTS

PACKED_ALREADY = frozenset({".br", ".gz", ".png", ".jpg", ".ico", ".woff2", ".pdf"})
SMALLEST = 512
"""Below this many bytes a packet on the wire is not saved."""
KEPT_FROM = 100_000
HARD, QUICK, GZIP = 11, 6, 6
WINDOW = 24


def compress_site(folder: Path, cache: Path) -> None:
    """Write `name.br` and `name.gz` beside every file worth it."""
    same: dict[str, list[Path]] = {}
    for path in compressible(folder):
        same.setdefault(sha256_of_bytes(path.read_bytes()), []).append(path)
    with ThreadPoolExecutor() as pool:  # both packers let other threads run
        for _ in pool.map(lambda paths: _compress(paths, cache), same.values()):
            pass


def compressible(folder: Path) -> Iterator[Path]:
    """Give the files of a site that are worth packing."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in PACKED_ALREADY or path.name in READ_BY_HOSTS:
            continue
        if path.is_file() and path.stat().st_size >= SMALLEST:
            yield path


def brotli_of(content: bytes, cache: Path) -> bytes:
    """Return the content as brotli; what is large is packed as hard as can be, and kept."""
    if len(content) < KEPT_FROM:
        return _quick(content)
    file = cache / f"{sha256_of_bytes(content)}-{HARD}-{WINDOW}.br"
    return _kept(file, lambda: bytes(brotli.compress(content, quality=HARD, lgwin=WINDOW)))


def gzip_of(content: bytes, cache: Path) -> bytes:
    """Return the content as gzip; what is large is kept."""
    if len(content) < KEPT_FROM:
        return _gzip(content)
    return _kept(cache / f"{sha256_of_bytes(content)}-{GZIP}.gz", lambda: _gzip(content))


def _compress(paths: list[Path], cache: Path) -> None:
    content = paths[0].read_bytes()
    if paths[0].suffix == ".html":  # a status that changes changes every page of every edition
        twins = {".br": _quick(content), ".gz": _gzip(content)}
    else:
        twins = {".br": brotli_of(content, cache), ".gz": gzip_of(content, cache)}
    for path in paths:
        for suffix, twin in twins.items():
            path.with_name(path.name + suffix).write_bytes(twin)


def _kept(file: Path, made: Callable[[], bytes]) -> bytes:
    """Return what a file of the cache holds; if it is not there, make it, whole."""
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, delete=False) as temporary:
            temporary.write(made())
        Path(temporary.name).replace(file)
    return file.read_bytes()


def _quick(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=QUICK))


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, GZIP, mtime=0)
