"""What is compared: for each variant a folder of files to serve and the page to open."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from calculators.edition import load_edition
from generator.runtime import pack, package_sources

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).with_name("pages")
CURRENT = json.loads((ROOT / "content/editions/index.json").read_text())["current"] or "draft"
EDITION = ROOT / f"content/editions/{CURRENT}.json"
REQUEST = json.dumps(
    {
        "calculator": "dose_plan",
        "lang": "it",
        "inputs": {"regimen": "isapd", "cycle": "1", "patient": {"age_years": "70", "weight_kg": "62,5"}},
    }
)
STOCK = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")
Make = Callable[[Path], str]


def plain(folder: Path) -> str:
    """Plain JavaScript: the floor."""
    shutil.copy(PAGES / "plain.html", folder / "index.html")
    return "/"


def stock(folder: Path, pyodide: Path = ROOT / "node_modules/pyodide") -> str:
    """Pyodide as published, on the page's thread, with the calculators as an archive of source."""
    (folder / "pyodide").mkdir()
    for name in STOCK:
        source = pyodide / name
        if source.exists():
            shutil.copy(source, folder / "pyodide" / name)
    if not (pyodide / "pyodide.asm.js").exists():
        shutil.copy(pyodide / "pyodide.asm.mjs", folder / "pyodide")
    (folder / "calculators.zip").write_bytes(pack(package_sources(ROOT / "calculators")))
    _order(folder, {"package": "./calculators.zip", "edition": "./edition.json"})
    shutil.copy(EDITION, folder / "edition.json")
    shutil.copy(PAGES / "stock.html", folder / "index.html")
    return "/"


def site(folder: Path, built: Path = ROOT / "site") -> str:
    """The built site: its worker, its runtime, its headers."""
    shutil.copytree(built, folder, dirs_exist_ok=True)
    page = (folder / "regimens/isapd/index.html").read_text(encoding="utf-8")
    found = {
        name: re.search(rf'data-{name}="(?:\.\./)*([^"]+)"', page) for name in ("runtime", "edition-url")
    }
    assert all(found.values()), "site/regimens/isapd/ has no form: run `python3 dev.py build`"
    bench = folder / "bench"
    bench.mkdir()
    runtime, edition = (f"/{match[1]}" for match in found.values() if match)
    _order(bench, {"runtime": runtime, "edition": edition})
    for name in ("site.html", "site.js"):
        shutil.copy(PAGES / name, bench)
    return "/bench/site.html"


def _order(folder: Path, more: dict[str, str]) -> None:
    text = EDITION.read_text(encoding="utf-8")
    load_edition(text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    (folder / "order.json").write_text(json.dumps({**more, "sha256": sha256, "request": REQUEST}))


VARIANTS: dict[str, Make] = {"plain": plain, "stock": stock, "site": site}
