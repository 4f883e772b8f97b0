"""How long a build takes, the generator's share of it, and how it grows with the catalogue.

    python3 dev.py run -- python benchmarks/build.py [--rounds 3] [--sizes 10 100 1000]

Prints one JSON object. Seconds are medians with the lowest and highest of the rounds. Every build runs in a
process of its own on a copy of the project. A synthetic catalogue is a protocol cut down to ten regimens, one
for every node of the algorithm, and renamed copies of them, in both languages, without frozen editions.
"""

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.editions import small_content  # noqa: E402

TEN = small_content.REGIMENS - {"drd", "pad"}
COPIED = ("content", "generator", "calculators", "site_overrides", "tests/cases")
LINKED = ("node_modules", ".cache/runtime")

WHOLE = "from generator.site import build_site; from pathlib import Path; build_site(Path('.'), Path('site'))"
GENERATOR = (
    "from generator.site import prepare_language; from pathlib import Path; prepare_language(Path('.'), 'it')"
)
MKDOCS = """
from mkdocs.commands.build import build
from mkdocs.config import load_config
from generator.site import apply_settings, mkdocs_settings, sites
from generator.project import load_project
from pathlib import Path
import time
site = sites(load_project(Path('.')))['it']
settings = mkdocs_settings(site)
started = time.perf_counter()
config = load_config('mkdocs.yml', hooks=[], site_dir='alone')
apply_settings(config, settings)
build(config)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10, 100, 1000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "project")
        copy_project(root)
        run(root, WHOLE)  # the runtime is in the cache from here on, as after any first build
        record = root / "content/regimens/krd.yml"
        report = {
            "cold_s": measured(options.rounds, lambda: cold(root)),
            "one_regimen_changed_s": measured(options.rounds, lambda: changed(root, record)),
            "generator_one_language_s": measured(options.rounds, lambda: run(root, GENERATOR)),
            "mkdocs_alone_one_language_s": measured(options.rounds, lambda: run(root, MKDOCS)),
        }
        share = report["generator_one_language_s"]["median"] / report["mkdocs_alone_one_language_s"]["median"]
        report["generator_share_of_mkdocs"] = {"ratio": round(share, 3)}
        for size in options.sizes:
            make_catalogue(root, size)
            report[f"regimens_{size}_s"] = measured(1 if size > 200 else options.rounds, lambda: cold(root))
    print(json.dumps(report, indent=1))


def measured(rounds: int, once: Callable[[], float]) -> dict[str, float]:
    """Return median, lowest and highest of the rounds."""
    times = [once() for _ in range(rounds)]
    return {
        "median": round(statistics.median(times), 3),
        "min": round(min(times), 3),
        "max": round(max(times), 3),
        "rounds": rounds,
    }


def run(root: Path, code: str) -> float:
    """Run a piece of Python in the project; return its own seconds, without interpreter and imports."""
    timed = (
        "import time, sys, generator.site, mkdocs.commands.build, material\n"
        f"started = time.perf_counter()\n{code}\n"
        "print('SECONDS', time.perf_counter() - started)"
    )
    done = subprocess.run(
        [sys.executable, "-c", timed], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return float(done.stdout.rpartition("SECONDS ")[2])


def cold(root: Path) -> float:
    """Build with nothing built before; only the packed runtime is kept."""
    for name in ("build/docs", "build/site", "site", ".cache/editions", ".cache/impact"):
        shutil.rmtree(root / name, ignore_errors=True)
    return run(root, WHOLE)


def changed(root: Path, record: Path) -> float:
    """Change one regimen's record and build again."""
    record.write_text(record.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    return run(root, WHOLE)


def copy_project(root: Path) -> None:
    """Copy what a build reads; link what is only installed."""
    root.mkdir(parents=True)
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in LINKED:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "requirements", root / "requirements")
    for name in ("mkdocs.yml", "package-lock.json"):
        shutil.copy(ROOT / name, root)


def make_catalogue(root: Path, size: int) -> None:
    """Make the catalogue hold ``size`` regimens: ten real ones, then renamed copies of them."""
    shutil.rmtree(root / "content")
    shutil.copytree(ROOT / "content", root / "content")
    small_content.make_small(root / "content", TEN)
    (root / "content/editions/register.yml").write_text("editions: {}\n", encoding="utf-8")
    for frozen in (root / "content/editions").glob("[0-9]*.json"):
        frozen.unlink()
    folder = root / "content/regimens"
    originals = sorted(folder.glob("*.yml"))
    for number in range(len(originals), size):
        original = originals[number % len(originals)]
        name = f"{original.stem}-{number:04d}"
        text = re.sub(r"(?m)^id: .*$", f"id: {name}", original.read_text(encoding="utf-8"), count=1)
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
