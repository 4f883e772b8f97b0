"""Lighthouse, as on a phone, on kinds of pages that are read: the median of some runs, what costs points.

    python3 dev.py build
    python3 dev.py run -- python benchmarks/lighthouse.py [--runs 3] [--out result.json]

Needs Chromium. Lighthouse itself comes from npm by lighthouse_packages/package-lock.json, into the cache.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE / "start_up")]

from host import serve  # noqa: E402
from others import fetch_npm  # noqa: E402

import dev  # noqa: E402
from tests.browser.server import read_rules  # noqa: E402

PAGES = {
    "home": "/",
    "regimen": "/regimens/krd/",
    "algorithm": "/algorithm/",
    "calculator": "/calculators/bsa/",
}
TARGETS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TRIES = 3
CHROME = "--headless --no-sandbox --disable-background-networking"


def one_run(program: Path, address: str) -> dict[str, Any]:
    """Return Lighthouse's report on one address."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [
            "node",
            str(program),
            address,
            "--output=json",
            f"--output-path={report}",
            f"--only-categories={','.join(TARGETS)}",
            f"--chrome-flags={CHROME}",
            "--quiet",
        ]
        env = dev.environment() | {"CHROME_PATH": dev.browser("Chromium") or "chromium"}
        for left in reversed(range(TRIES)):  # on a busy machine Chromium may be late for it
            if subprocess.run(command, env=env, check=left == 0).returncode == 0:
                break
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return found


def lost(report: dict[str, Any]) -> dict[str, list[str]]:
    """Name the audits that cost points, by category."""
    named = {}
    for category in TARGETS:
        refs = report["categories"][category]["auditRefs"]
        named[category] = [
            f"{ref['id']} ({report['audits'][ref['id']]['score']})"
            for ref in refs
            if ref["weight"] and (report["audits"][ref["id"]]["score"] or 0) < 1
            if report["audits"][ref["id"]]["scoreDisplayMode"]
            not in ("notApplicable", "manual", "informative")
        ]
    return {category: names for category, names in named.items() if names}


def main() -> None:
    """Measure and print; write the JSON where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    parser.add_argument("--out", type=Path, help="where the JSON goes")
    options = parser.parse_args()
    program = fetch_npm(HERE / "lighthouse_packages", ROOT / ".cache/lighthouse") / "lighthouse/cli/index.js"
    rules = read_rules((options.site / "_headers").read_text(encoding="utf-8"))
    everywhere = {name: value for pattern, name, value in rules if pattern == "/*"}
    load = os.getloadavg()[0]
    pages: dict[str, Any] = {}
    with serve(options.site, everywhere) as host:
        for name in options.pages.split(","):
            reports = [one_run(program, host.address + PAGES[name]) for _ in range(options.runs)]
            scores = {
                category: [round(report["categories"][category]["score"] * 100) for report in reports]
                for category in TARGETS
            }
            pages[name] = {
                "median": {category: statistics.median(found) for category, found in scores.items()},
                "runs": scores,
                "lost": lost(reports[-1]),
            }
            print(f"{name:12}", pages[name]["median"], pages[name]["lost"], file=sys.stderr, flush=True)
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "lighthouse": json.loads((program.parents[1] / "package.json").read_text())["version"],
        "load": [load, os.getloadavg()[0]],
        "targets": TARGETS,
        "pages": pages,
    }
    text = json.dumps(result, indent=1)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
