"""A static host for the benchmark: packed files, immutable caching, bytes counted, a slow line."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
PIECE = 16_384


@dataclass(slots=True)
class Line:
    """One line shared by every request: so many bytes a second, and a delay before each answer."""

    bytes_per_second: float = 0
    delay: float = 0
    free_at: float = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, size: int) -> None:
        """Wait until these bytes would have gone through."""
        if not self.bytes_per_second:
            return
        with self.lock:
            now = time.perf_counter()
            self.free_at = max(self.free_at, now) + size / self.bytes_per_second
            end = self.free_at
        if (left := end - time.perf_counter()) > 0:
            time.sleep(left)


@dataclass(slots=True)
class Host:
    """One variant's files at one address, so that nothing is shared between variants."""

    folder: Path
    headers: Mapping[str, str]
    line: Line = field(default_factory=Line)
    address: str = ""
    sent: int = 0
    requests: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Count anew."""
        self.sent = 0
        self.requests.clear()


@contextmanager
def serve(folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[Host]:
    """Serve a folder on a free port. `file.br` beside `file` is sent in its place."""
    host = Host(folder, headers or {})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            host.requests.append(path)
            time.sleep(host.line.delay)
            file = folder / path.strip("/")
            if path.endswith("/"):
                file /= "index.html"
            found = file.is_file()
            packed = file.with_name(file.name + ".br")
            use_packed = found and packed.is_file() and "br" in self.headers.get("Accept-Encoding", "")
            body = (packed if use_packed else file).read_bytes() if found else b"not found"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", MEDIA_TYPES.get(file.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(body)))
            page = file.suffix == ".html" or file.name in {"service-worker.js", "sw.js"}
            self.send_header("Cache-Control", "no-cache" if page else "public, max-age=31536000, immutable")
            if use_packed:
                self.send_header("Content-Encoding", "br")
            for name, value in host.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for start in range(0, len(body), PIECE):
                piece = body[start : start + PIECE]
                host.line.wait(len(piece))
                self.wfile.write(piece)
                host.sent += len(piece)

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        host.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield host
        server.shutdown()
