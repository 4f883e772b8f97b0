"""A small site as publish leaves it, without MkDocs, and hosts of several kinds that serve it."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import brotli  # type: ignore[import-untyped]

from generator.edition_file import sha256_of_bytes
from generator.editions.manifest import write_manifest
from generator.editions.register import Register
from generator.host_files import READ_BY_HOSTS
from tests.editions.test_register import FILES, register_of

NAMES = ("2025.1", "2026.1")


def small_site(folder: Path) -> Register:
    """Write a published site of a few files; return its register."""
    register = register_of(*NAMES)
    texts = {
        f"{top}regimens/krd/index.html": f"<h1>KRd</h1>{top}" * 200 for top in ("", "2025.1/", "2026.1/")
    }
    texts |= {
        "index.html": "home",
        "404.html": "none",
        "_headers": "/*",
        ".htaccess": "x",
        "a b/è.txt": "odd",
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if name in READ_BY_HOSTS:
            continue
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(text.encode()))
    (folder / "data").mkdir()
    for name in NAMES:
        content = FILES[f"{name}.json"]
        (folder / f"data/{name}-{sha256_of_bytes(content)[:12]}.json").write_bytes(content)
    write_manifest(folder, register)
    return register


class Host(SimpleHTTPRequestHandler):
    """A plain static host."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class ApacheHost(Host):
    """Keeps its own files to itself, and announces packed twins as packed, as our .htaccess says."""

    def do_GET(self) -> None:
        if self.path.rpartition("/")[2].startswith((".ht", "_headers")):
            self.send_error(403)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        for suffix, encoding in ((".gz", "gzip"), (".br", "br")):
            if self.path.endswith(suffix):
                self.send_header("Content-Encoding", encoding)
        super().end_headers()


class PackingHost(Host):
    """Sends everything packed, whether it was asked to or not."""

    encoding = "gzip"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        packed = gzip.compress(content) if self.encoding == "gzip" else brotli.compress(content)
        self.send_response(200)
        self.send_header("Content-Encoding", self.encoding)
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)


class BrotliHost(PackingHost):
    encoding = "br"


class RedirectingHost(Host):
    """Leads index.html to its folder, as hosts with tidy addresses do."""

    def do_GET(self) -> None:
        page = Path(self.translate_path(self.path))
        if self.path.endswith("/index.html") and page.is_file():
            self.send_response(308)
            self.send_header("Location", self.path.removesuffix("index.html"))
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            super().do_GET()


class LoopingHost(Host):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.path)
        self.end_headers()


class AlwaysHome(Host):
    """Answers every address with its home page, as hosts of single-page applications do."""

    def do_GET(self) -> None:
        self.path = "/index.html"
        super().do_GET()


class BrokenHost(Host):
    def do_GET(self) -> None:
        self.send_error(500)


class NoHost(Host):
    """Speaks, but not HTTP."""

    def handle(self) -> None:
        self.connection.sendall(b"220 mail.example.org ready\r\n")


class SilentHost(Host):
    def handle(self) -> None:
        self.connection.recv(1000)
        self.connection.recv(1000)


class FlakyHost(Host):
    """Drops the connection when a file is asked for the first time."""

    asked: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        if self.path in self.asked:
            super().do_GET()
        else:
            self.asked.add(self.path)
            self.close_connection = True


@contextmanager
def hosted(folder: Path, kind: type[Host] = Host) -> Iterator[str]:
    """Serve a folder on a free port of this machine; give the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder))) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
