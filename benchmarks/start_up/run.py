"""Start-up of Python in the page, side by side: see README.md in this folder."""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

from host import Host, Line, serve  # noqa: E402
from playwright.sync_api import Playwright, sync_playwright  # noqa: E402
from reader import QUIET, feel, keep_offline  # noqa: E402
from variants import PYODIDE, VARIANTS  # noqa: E402

import dev  # noqa: E402

BASE = "stock"
KINDS = ("cold", "warm", "image", "worker")
KEEPS = "site"
"""The one variant that keeps an image of Python, and that a service worker can keep."""
SETTLE = 1.5
"""Seconds a browser is left alone before it is closed, so that its caches reach the disk."""
AWAIT = """() => new Promise((done, failed) => {
  const look = () => window.firstDose ? done(window.firstDose) : setTimeout(look, 5);
  window.addEventListener("error", (event) => failed(event.message));
  look();
})"""


def visit(
    playwright: Playwright, host: Host, path: str, profile: Path, *, until_imaged: bool = False
) -> dict[str, Any]:
    """Open the page in a new browser on this profile; return what the page measured, and what was sent.

    The browser is closed before the page makes its image of Python, or else after that.
    """
    host.forget()
    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path=dev.browser("Chromium"), args=QUIET
    )
    try:
        page = context.pages[0]
        page.set_default_timeout(120_000)
        page.goto(host.address + path, wait_until="commit")
        seen: dict[str, Any] = page.evaluate(AWAIT)
        if until_imaged:
            page.evaluate(AWAIT.replace("firstDose", "imaged"))
        time.sleep(SETTLE)
        return {
            "ms": seen["ms"],
            "answer": seen["answer"],
            "bytes": host.sent,
            "requests": len(host.requests),
        }
    finally:
        context.close()


def one_round(
    playwright: Playwright, places: dict[str, tuple[Host, str]], order: list[str]
) -> dict[str, dict[str, Any]]:
    """Visit every variant in this order, each on a new profile: all cold, then warm, then this site
    with its image of Python, then with the service worker too."""
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            for name in order:
                host, path = places[name]
                if kind in ("image", "worker"):
                    if name != KEEPS:
                        continue
                    if kind == "image":
                        visit(playwright, host, path, Path(folder, name), until_imaged=True)
                    else:
                        keep_offline(playwright, host, Path(folder, name))
                found.setdefault(name, {})[kind] = visit(playwright, host, path, Path(folder, name))
    return found


def spread(values: list[float], digits: int) -> dict[str, float]:
    """Return the median with the lowest and highest."""
    return {
        "median": round(statistics.median(values), digits),
        "min": round(min(values), digits),
        "max": round(max(values), digits),
    }


def summary(rounds: list[dict[str, dict[str, Any]]], names: list[str]) -> dict[str, Any]:
    """Medians with the lowest and highest round, and the same of the ratios to the base within a round."""

    table: dict[str, Any] = {}
    for name in names:
        row: dict[str, Any] = {
            "bytes": round(statistics.median(r[name]["cold"]["bytes"] for r in rounds)),
            "requests": round(statistics.median(r[name]["cold"]["requests"] for r in rounds)),
            "warm_bytes": round(statistics.median(r[name]["warm"]["bytes"] for r in rounds)),
        }
        for kind in KINDS:
            if kind not in rounds[0][name]:
                continue
            row[f"{kind}_ms"] = spread([r[name][kind]["ms"] for r in rounds], 0)
            if BASE in names:
                base = "cold" if kind == "cold" else "warm"  # the others are later visits too
                ratios = [r[name][kind]["ms"] / r[BASE][base]["ms"] for r in rounds]
                row[f"{kind}_ratio"] = spread(ratios, 3)
        table[name] = row
    return table


def main() -> None:
    """Measure and print; write the JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--variants", default=",".join(VARIANTS), help="names, with commas")
    parser.add_argument("--mbit", type=float, default=0, help="speed of the line; 0 is this machine's own")
    parser.add_argument("--delay-ms", type=float, default=0, help="wait before each answer")
    parser.add_argument("--out", type=Path, help="where the JSON goes")
    options = parser.parse_args()
    names = options.variants.split(",")
    load = os.getloadavg()[0]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        places: dict[str, tuple[Host, str]] = {}
        for name in names:
            (folder / name).mkdir()
            path = VARIANTS[name](folder / name)
            compress(folder / name)
            host = stack.enter_context(serve(folder / name))
            host.line = Line(options.mbit * 125_000, options.delay_ms / 1000)
            places[name] = (host, path)
        playwright = stack.enter_context(sync_playwright())
        rounds, felt = [], []
        for number in range(options.rounds):
            order = random.Random(number).sample(names, len(names))
            rounds.append(one_round(playwright, places, order))
            if KEEPS in names:
                felt.append(feel(playwright, places[KEEPS][0], folder / f"reader-{number}"))
            print(
                f"round {number + 1}: "
                + ", ".join(
                    f"{name} {rounds[-1][name]['cold']['ms']:.0f}/{rounds[-1][name]['warm']['ms']:.0f}"
                    for name in names
                ),
                file=sys.stderr,
                flush=True,
            )
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "line": {"mbit": options.mbit or None, "delay_ms": options.delay_ms},
        "rounds": options.rounds,
        "load": [load, os.getloadavg()[0]],
        "pyodide": json.loads((PYODIDE / "package.json").read_text())["version"],
        "variants": summary(rounds, names),
        "reader": {key: spread([one[key] for one in felt], 0) for key in (felt[0] if felt else ())},
    }
    text = json.dumps(result, indent=1)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


def compress(folder: Path) -> None:
    """Put brotli beside each file worth it, as a good host would; kept by content between runs."""
    from generator.compress import brotli_of

    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and path.suffix not in (".br", ".gz", ".png", ".woff2")
            and path.stat().st_size > 512
        ):
            beside = path.with_name(path.name + ".br")
            if not beside.exists():
                beside.write_bytes(brotli_of(path.read_bytes(), ROOT / ".cache/compressed"))


def machine() -> str:
    """Say what it ran on."""
    version = (
        subprocess.run(
            [dev.browser("Chromium") or "chromium", "--version"], capture_output=True, text=True, check=False
        )
        .stdout.split(" built")[0]
        .strip()
    )
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}; {version}"


if __name__ == "__main__":
    main()
