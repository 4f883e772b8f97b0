"""What is done to built pages after MkDocs: a strict policy (CSP), by the hashes of what is inline."""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from generator.host_files import write_host_files

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(?P<body>.*?)</style>", re.DOTALL)
_HEAD = re.compile(r"<head>", re.IGNORECASE)
_EXECUTED = re.compile(r'type="(?!module|text/javascript)')


def stamp_site(folder: Path) -> None:
    """Give every page of the site the same policy: pages swap in place under instant navigation."""
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}
    policy = content_security_policy(pages.values())
    for path, text in pages.items():
        path.write_text(with_policy(text, policy), encoding="utf-8")
    for path in folder.rglob("*.map"):
        path.unlink()
    write_host_files(folder, policy)


def content_security_policy(pages: Iterable[str]) -> str:
    """Return the policy that allows exactly the inline scripts and styles of these pages."""
    scripts: set[str] = set()
    styles: set[str] = set()
    for text in pages:
        for match in _SCRIPT.finditer(text):
            attributes = match["attributes"]
            if "src=" not in attributes and not _EXECUTED.search(attributes):
                scripts.add(_hash(match["body"]))
        styles |= {_hash(match["body"]) for match in _STYLE.finditer(text)}
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval' {' '.join(sorted(scripts))}".strip(),
            f"style-src 'self' {' '.join(sorted(styles))}".strip(),
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'self'",
            "form-action 'none'",
        )
    )


def with_policy(page: str, policy: str) -> str:
    """Put the policy first in the page's head."""
    meta = f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _HEAD.sub(lambda _: meta, page, count=1)


def _hash(body: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(body.encode('utf-8')).digest()).decode()}'"
