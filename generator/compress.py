"""Each file once more as `.br` and `.gz`, packed once at build time, for hosts that send what lies ready.

What is small or packed already stays alone. The hard packing of the runtime takes half a minute, so its
result is kept by content; a page is packed anew in milliseconds.
"""

import gzip
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import NamedTemporaryFile

import brotli  # type: ignore[import-untyped]

PACKED_ALREADY = frozenset({".br", ".gz", ".png", ".jpg", ".ico", ".woff2", ".pdf"})
SMALLEST = 512
"""Below this many bytes a packet on the wire is not saved."""
KEPT_FROM = 100_000
HARD, QUICK = 11, 6
WINDOW = 24


def compress_site(folder: Path, cache: Path) -> None:
    """Write `name.br` and `name.gz` beside every file worth it."""
    with ThreadPoolExecutor() as pool:  # both packers let other threads run
        for _ in pool.map(lambda path: _compress(path, cache), list(compressible(folder))):
            pass


def compressible(folder: Path) -> Iterator[Path]:
    """Give the files of a site that are worth packing."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in PACKED_ALREADY and path.is_file() and path.stat().st_size >= SMALLEST:
            yield path


def brotli_of(content: bytes, cache: Path) -> bytes:
    """Return the content as brotli; what is large is packed as hard as can be, and kept."""
    if len(content) < KEPT_FROM:
        return bytes(brotli.compress(content, quality=QUICK))
    kept = cache / f"{hashlib.sha256(content).hexdigest()}-{HARD}-{WINDOW}.br"
    if not kept.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=cache, delete=False) as temporary:
            temporary.write(brotli.compress(content, quality=HARD, lgwin=WINDOW))
        Path(temporary.name).replace(kept)
    return kept.read_bytes()


def _compress(path: Path, cache: Path) -> None:
    content = path.read_bytes()
    path.with_name(path.name + ".br").write_bytes(brotli_of(content, cache))
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 6, mtime=0))
