"""A static host like those the site is made for: right media types, the rules of `_headers` as real headers.

It records every request, and every breach of the policy: `report-uri` is all that is added to the policy, so
breaches inside a worker, which no page sees, are recorded too.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".zip": "application/zip",
    ".whl": "application/zip",
    ".xml": "application/xml",
    ".gz": "application/gzip",
}
REPORTS = "/policy-report"


@dataclass(slots=True)
class Response:
    """What goes back for one path; a test may change it before it goes."""

    status: int
    headers: dict[str, str]
    body: bytes


Change = Callable[[Response], None]


@dataclass(slots=True)
class SiteServer:
    """The host and what it has seen."""

    folder: Path
    address: str = ""
    requests: list[str] = field(default_factory=list)
    """Paths asked for, in order."""
    missing: list[str] = field(default_factory=list)
    """Paths asked for that are not there."""
    breaches: list[dict[str, Any]] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)
    """Patterns of paths, and what is done to the response."""
    holds: dict[str, Event] = field(default_factory=dict)
    """Patterns of paths whose response waits for an event."""
    rules: list[tuple[str, str, str]] = field(default_factory=list)

    def respond(self, path: str) -> Response:
        """Return the response for a path of the site."""
        for pattern, event in self.holds.items():
            if fnmatch(path, pattern):
                event.wait(60)
        file = self.folder / path.strip("/")
        if path.endswith("/"):
            file /= "index.html"
        if file.is_file():
            media_type = MEDIA_TYPES.get(file.suffix, "application/octet-stream")
            response = Response(200, {"Content-Type": media_type}, file.read_bytes())
        else:
            self.missing.append(path)
            page = (self.folder / "404.html").read_bytes()
            response = Response(404, {"Content-Type": MEDIA_TYPES[".html"]}, page)
        response.headers |= {name: value for pattern, name, value in self.rules if fnmatch(path, pattern)}
        response.headers["Content-Security-Policy"] += f"; report-uri {REPORTS}"
        for pattern, change in self.changes.items():
            if fnmatch(path, pattern):
                change(response)
        return response

    def asked_for(self, pattern: str) -> list[str]:
        """Return the requests whose path fits a pattern."""
        return [path for path in self.requests if fnmatch(path, pattern)]

    def forget(self) -> None:
        """Make it a new host, for the next test."""
        for event in self.holds.values():
            event.set()
        for seen in (self.requests, self.missing, self.breaches, self.changes, self.holds):
            seen.clear()


def read_rules(text: str) -> list[tuple[str, str, str]]:
    """Read a `_headers` file: (pattern of paths, name of the header, value)."""
    rules, pattern = [], ""
    for line in text.splitlines():
        if re.match(r"\s", line):
            name, _, value = line.strip().partition(": ")
            rules.append((pattern, name, value))
        else:
            pattern = line
    return rules


@contextmanager
def serve_site(folder: Path) -> Iterator[SiteServer]:
    """Serve a built site on a free port of this machine."""
    site = SiteServer(folder, rules=read_rules((folder / "_headers").read_text(encoding="utf-8")))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            site.requests.append(path)
            self.answer(site.respond(path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == REPORTS:
                site.breaches.append(json.loads(body)["csp-report"])
            else:
                site.requests.append(f"POST {self.path}")
            self.answer(Response(204, {}, b""))

        def answer(self, response: Response) -> None:
            self.send_response(response.status)
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True  # the browser left

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        site.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield site
        site.forget()
        server.shutdown()
        thread.join()
