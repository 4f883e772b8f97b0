"""What lets a reader keep the site: a list of files with their hashes, a worker, the app's manifest.

The list holds the edition at the top of the site, in both languages, with its runtime and data. Other
editions, the working draft and the full standard library are read online only.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from generator.edition_file import sha256_of, sha256_of_bytes
from generator.locale import LANGUAGES, interface_words, words
from generator.runtime import FULL_LIBRARY

LIST = "offline.json"
STATUS = "status.json"
WORKER = "service-worker.js"
MANIFEST = "manifest.webmanifest"
ICON = "assets/app-icon.svg"
# A drop in the site's teal, as in its header.
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">'
    '<rect width="512" height="512" fill="#0f5c63"/>'
    '<path d="M256 96c64 84 104 142 104 196a104 104 0 0 1-208 0c0-54 40-112 104-196z" fill="#fff"/></svg>\n'
)
_NOT_KEPT = frozenset(
    {LIST, STATUS, WORKER, "_headers", ".htaccess", "404.html", "versions.json", "editions.json"}
)
# Search in the languages the site does not have, and what only other hosts and feeds read.
_NOT_NEEDED = re.compile(r"lunr/(?!min/lunr\.(?:it|stemmer|multi))|\.xml\.gz$|feed\.xml$|\.map$")


def write_offline(
    site: Path, edition: tuple[str, str], other_folders: frozenset[str], register: dict[str, Any]
) -> None:
    """Add to a stamped site what offline use needs. ``edition``: id and hash of what stands at the top."""
    shutil.copyfile(site / "assets/javascripts" / WORKER, site / WORKER)
    (site / ICON).write_text(_ICON, encoding="utf-8")
    for lang in LANGUAGES:
        prefix = "" if lang == "it" else f"{lang}/"
        (site / prefix / MANIFEST).write_text(_manifest(lang), encoding="utf-8")
    kept = _kept(site, other_folders)
    _say_size(site, sum((site / path).stat().st_size for path in kept))
    files = {path: _entry(site, path) for path in kept}
    version = sha256_of(json.dumps(files, sort_keys=True))[:16]
    said = {
        lang: {key: text for key, text in interface_words(lang).items() if key.startswith("offline_")}
        for lang in LANGUAGES
    }
    listed = {
        "version": version,
        "edition": {"id": edition[0], "sha256": edition[1]},
        "files": {_address(path): entry for path, entry in files.items()},
        "bytes": sum(size for _, size in files.values()),
        "words": said,
    }
    (site / LIST).write_text(json.dumps(listed, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    (site / STATUS).write_text(
        json.dumps({**register, "version": version}, indent=1) + "\n", encoding="utf-8"
    )


def _kept(site: Path, other_folders: frozenset[str]) -> list[str]:
    paths = (path.relative_to(site).as_posix() for path in sorted(site.rglob("*")) if path.is_file())
    return [
        path
        for path in paths
        if path.partition("/")[0] not in other_folders
        and path not in _NOT_KEPT
        and not path.endswith(FULL_LIBRARY)
        and not _NOT_NEEDED.search(path)
        and not path.endswith(("/404.html", f"javascripts/{WORKER}"))
    ]


def _say_size(site: Path, size: int) -> None:
    """Every page's control says how much room the copy takes."""
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace('data-megabytes="?"', f'data-megabytes="{size / 1e6:.0f}"'), encoding="utf-8"
        )


def _entry(site: Path, path: str) -> tuple[str, int]:
    content = (site / path).read_bytes()
    return sha256_of_bytes(content), len(content)


def _address(path: str) -> str:
    """A page is asked for by its folder."""
    return re.sub(r"(^|/)index\.html$", r"\1", path)


def _manifest(lang: str) -> str:
    name = words(lang)["site_name"]
    to_root = "" if lang == "it" else "../"
    data = {
        "name": name,
        "short_name": name.split()[0],
        "lang": lang,
        "start_url": "./",
        "scope": to_root or "./",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#0f5c63",
        "icons": [
            {"src": f"{to_root}{ICON}", "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
