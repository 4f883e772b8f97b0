"""Preview: build the site, serve it on this machine, rebuild when something changes, reload open pages.

MkDocs' own server knows one language and injects an inline script, which the site's policy refuses. Here the
reload script is a file of its own, so the preview runs under the same policy as the published site.
"""

import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

WATCHED = ("content", "generator", "calculators", "site_overrides", "mkdocs.yml", "tests/cases")
QUIET_SECONDS = 0.3
_TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".whl": "application/zip",
}
_RELOAD = (
    'let seen;for(;;){try{const now=await(await fetch("/_changes?since="+(seen??""))).text();'
    "if(seen!==undefined&&now!==seen)location.reload();seen=now;}"
    "catch{await new Promise(r=>setTimeout(r,1000));}}"
)


class Preview:
    """The state that server and watcher share: which build is shown, and whether something changed since."""

    def __init__(self, root: Path, site: Path) -> None:
        self.root, self.site = root, site
        self.changed = threading.Event()
        self.condition = threading.Condition()
        self.build = 0

    def rebuild(self) -> bool:
        """Build in a process of its own, so that changed code counts; mistakes keep the last good site."""
        started = time.monotonic()
        command = [sys.executable, "-m", "generator", "build", "--plain", "--site", str(self.site)]
        if subprocess.run(command, cwd=self.root, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
        print(f"built in {time.monotonic() - started:.1f} s", flush=True)
        with self.condition:
            self.build += 1
            self.condition.notify_all()
        return True

    def follow(self) -> None:
        """Rebuild whenever files have changed and have been quiet for a moment."""
        while True:
            self.changed.wait()
            while self.changed.is_set():
                self.changed.clear()
                time.sleep(QUIET_SECONDS)
            print("changed, building ...", flush=True)
            self.rebuild()


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | _TYPES

    def __init__(self, *arguments: Any, preview: Preview, **keywords: Any) -> None:
        self.preview = preview
        super().__init__(*arguments, directory=str(preview.site), **keywords)

    def do_GET(self) -> None:
        if self.path == "/_reload.js":
            self._send(_RELOAD, "text/javascript")
        elif self.path.startswith("/_changes"):
            self._send(self._next_build(self.path.partition("since=")[2]), "text/plain")
        elif (page := self._page()) is not None:
            text = page.read_text(encoding="utf-8")
            self._send(
                text.replace("</body>", '<script type="module" src="/_reload.js"></script></body>'),
                "text/html",
            )
        else:
            super().do_GET()

    def _page(self) -> Path | None:
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        return path if path.suffix == ".html" and path.is_file() else None

    def _next_build(self, seen: str) -> str:
        with self.preview.condition:
            self.preview.condition.wait_for(lambda: str(self.preview.build) != seen, timeout=25)
            return str(self.preview.build)

    def _send(self, text: str, kind: str) -> None:
        content = text.encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Stay quiet: the terminal is for mistakes in the content."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A tab that closes while it waits is no mistake."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Watcher(FileSystemEventHandler):
    def __init__(self, preview: Preview) -> None:
        self.preview = preview

    def on_any_event(self, event: FileSystemEvent) -> None:
        path = Path(str(event.dest_path or event.src_path))  # many editors save beside, then rename
        made = "__pycache__" in path.parts or path.name == "draft.json" or path.suffix in (".pyc", "")
        if (
            event.event_type in ("created", "modified", "moved", "deleted")
            and not event.is_directory
            and not made
        ):
            self.preview.changed.set()


def serve(root: Path, host: str, port: int) -> int:
    """Build, then serve until interrupted; return the exit code."""
    preview = Preview(root, root / "site")
    try:
        server = _Server((host, port), partial(_Handler, preview=preview))
    except OSError as error:
        print(
            f"cannot serve on {host}:{port}: {error.strerror}. Choose another with --port.", file=sys.stderr
        )
        return 1
    if not preview.rebuild() and not preview.site.is_dir():
        server.server_close()
        return 1
    observer = Observer()
    for name in WATCHED:
        path = root / name
        if path.exists():
            observer.schedule(_Watcher(preview), str(path), recursive=path.is_dir())
    observer.start()
    threading.Thread(target=preview.follow, daemon=True).start()
    shown = server.server_address[1]
    print(
        f"\nItaliano: http://{host}:{shown}/\nEnglish:  http://{host}:{shown}/en/\nStop with Ctrl+C.\n",
        flush=True,
    )
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        server.server_close()
        observer.stop()
    return 0
