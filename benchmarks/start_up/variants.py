"""What is compared: for each variant a folder of files to serve and the page to open."""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from others import from_npm, from_pypi
from wheels import add_wheels

from calculators.edition import load_edition
from generator.runtime import pack, package_sources

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).with_name("pages")
CURRENT = json.loads((ROOT / "content/editions/index.json").read_text())["current"] or "draft"
PYODIDE = ROOT / "node_modules/pyodide"
EDITION = ROOT / f"content/editions/{CURRENT}.json"
REQUEST = json.dumps(
    {
        "calculator": "dose_plan",
        "lang": "it",
        "inputs": {"regimen": "isapd", "cycle": "1", "patient": {"age_years": "70", "weight_kg": "62,5"}},
    }
)
STOCK = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")
KERNEL = (
    *("asttokens", "comm", "decorator", "executing", "ipython", "ipython-pygments-lexers", "jedi"),
    *("matplotlib-inline", "micropip", "parso", "prompt-toolkit", "pure-eval", "pygments"),
    *("stack-data", "traitlets", "wcwidth"),
)
"""What JupyterLite's kernel imports."""
Make = Callable[[Path], str]


def plain(folder: Path) -> str:
    """Plain JavaScript: the floor."""
    shutil.copy(PAGES / "plain.html", folder / "index.html")
    return "/"


def stock(folder: Path) -> str:
    """Pyodide as published, on the page's thread, with the calculators as an archive of source."""
    _published(folder)
    _page(folder, "stock.html", "index.html")
    return "/"


def pyscript(folder: Path) -> str:
    """PyScript with the same Pyodide."""
    _published(folder)
    unneeded = shutil.ignore_patterns("*.map")
    shutil.copytree(from_npm() / "@pyscript/core/dist", folder / "pyscript", ignore=unneeded)
    shutil.copy(PAGES / "pyscript.html", folder / "index.html")
    return "/"


def markdown_exec(folder: Path) -> str:
    """A page of markdown-exec, whose reader presses Run at once, with the same Pyodide."""
    _published(folder)
    python = from_pypi()
    add_wheels(folder / "pyodide", python, ["micropip"])
    shutil.copy(PYODIDE / "pyodide.js", folder / "pyodide")
    npm = from_npm()
    for package, name in (
        ("ace-builds/src-min-noconflict", "ace"),
        ("@highlightjs/cdn-assets", "highlight"),
        ("highlightjs-themes", "themes"),
    ):
        shutil.copytree(npm / package, folder / name)
    shutil.copy(folder / "themes/tomorrow.css", folder / "themes/tomorrow.min.css")
    render = [python, PAGES / "render_markdown_exec.py", PAGES / "markdown_exec.md", folder]
    subprocess.run([str(part) for part in render], check=True)
    return "/"


def jupyterlite(folder: Path) -> str:
    """JupyterLite's prompt with its Pyodide kernel, on the same Pyodide; the code is in the address."""
    python = from_pypi()
    build = [python, "-m", "jupyterlite_core", "build", "--apps", "repl", "--no-sourcemaps", "--output-dir"]
    with TemporaryDirectory() as empty:
        subprocess.run([str(part) for part in (*build, folder)], cwd=empty, check=True, capture_output=True)
    _published(folder)
    add_wheels(folder / "pyodide", python, KERNEL, whole="ipython")
    settings = folder / "jupyter-lite.json"
    config = json.loads(settings.read_text(encoding="utf-8"))
    plugins = config["jupyter-config-data"].setdefault("litePluginSettings", {})
    kernel = plugins.setdefault("@jupyterlite/pyodide-kernel-extension:kernel", {})
    kernel |= {"pyodideUrl": "./pyodide/pyodide.mjs", "disablePyPIFallback": True}
    settings.write_text(json.dumps(config), encoding="utf-8")
    page = folder / "repl/index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</head>", '<script src="/watch.js"></script></head>'), encoding="utf-8")
    shutil.copy(PAGES / "jupyterlite.js", folder / "watch.js")
    code = quote((PAGES / "jupyterlite.txt").read_text(encoding="utf-8"))
    return f"/repl/index.html?kernel=python&execute=1&code={code}"


def _published(folder: Path, pyodide: Path = PYODIDE) -> None:
    """Put in place Pyodide as published, the calculators as source, the edition and what is asked."""
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


def site(folder: Path, built: Path = ROOT / "site") -> str:
    """The built site: its worker, its runtime, its headers."""
    shutil.copytree(built, folder, dirs_exist_ok=True)
    page = (folder / "regimens/isapd/index.html").read_text(encoding="utf-8")
    found = {
        name: re.search(rf'data-{name}="(?:\.\./)*([^"]+)"', page)
        for name in ("runtime", "edition-url", "known-answer")
    }
    assert all(found.values()), "site/regimens/isapd/ has no form: run `python3 dev.py build`"
    bench = folder / "bench"
    bench.mkdir()
    runtime, edition, known = (html.unescape(match[1]) for match in found.values() if match)
    _order(bench, {"runtime": f"/{runtime}", "edition": f"/{edition}", "known": known})
    _page(bench, "site.html", "site.html")
    shutil.copy(PAGES / "site.js", bench)
    return "/bench/site.html"


def _page(folder: Path, name: str, to: str) -> None:
    """Copy a page with the order in it, as the site's pages have theirs: it costs no request."""
    order = (folder / "order.json").read_text()
    text = (PAGES / name).read_text(encoding="utf-8")
    assert text.count("<!--order-->") == 1
    order = f'<script type="application/json" id="order">{order}</script>'
    (folder / to).write_text(text.replace("<!--order-->", order), encoding="utf-8")


def _order(folder: Path, more: dict[str, str]) -> None:
    text = EDITION.read_text(encoding="utf-8")
    load_edition(text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    (folder / "order.json").write_text(json.dumps({**more, "sha256": sha256, "request": REQUEST}))


VARIANTS: dict[str, Make] = {
    "plain": plain,
    "stock": stock,
    "site": site,
    "pyscript": pyscript,
    "markdown_exec": markdown_exec,
    "jupyterlite": jupyterlite,
}
