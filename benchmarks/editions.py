"""What another edition costs: the build of 2, 5 and 10 editions, from nothing and when one is added.

    python3 dev.py run -- python benchmarks/editions.py [--sizes 2 5 10]

Prints one JSON object: seconds, and how many times MkDocs ran (two for an edition, one a language). Each
edition differs from the one before in one dose. `cold` builds all but the last; `added_one` freezes one
more and builds; `unchanged` builds again; `recalled` withdraws the oldest and builds. Everything runs on
a copy of the project with a cache of its own; only the packed browser runtime is shared. The pages about
editions, whose list grows, are two runs more each time an edition is added.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.editions.repository import KRD, Repository, new_repository  # noqa: E402

DOSES = (25, 24, 23, 22, 21, 19, 18, 17, 16, 15, 14, 13)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[2, 5, 10])
    options = parser.parse_args()
    report = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            report[f"editions_{size}"] = measured(Path(folder, str(size)), size)
    print(json.dumps(report, indent=1))


def measured(folder: Path, size: int) -> dict[str, Any]:
    """Return the figures for this many editions, the added one included."""
    repository = new_repository(folder, shared_cache=False)
    (repository.root / ".cache/runtime").symlink_to(ROOT / ".cache/runtime")
    for number in range(size - 1):
        freeze(repository, number)
    cold, _ = build(repository)
    freeze(repository, size - 1)
    added, built = build(repository)
    unchanged, none = build(repository)
    repository.done("recall", "2000.1", "--by", "UFA", "--reason-it", "prova", "--reason-en", "trial")
    repository.commit()
    recalled, rebuilt = build(repository)
    return {
        f"cold_{size - 1}_s": cold,
        "added_one_s": added,
        "added_one_mkdocs_runs": built,
        "unchanged_s": unchanged,
        "unchanged_mkdocs_runs": none,
        "recalled_s": recalled,
        "recalled_mkdocs_runs": rebuilt,
    }


def freeze(repository: Repository, number: int) -> None:
    """Freeze an edition that differs from the one before in one dose."""
    if number:
        old, new = DOSES[number - 1], DOSES[number]
        repository.edit(KRD, f"dose: {old} mg", f"dose: {new} mg")
        repository.commit()
    repository.freeze(f"{2000 + number}.1", f"{2000 + number}-01-01")


def build(repository: Repository) -> tuple[dict[str, float], int]:
    """Build what would be published; return its seconds and how many times MkDocs ran."""
    cache = repository.root / ".cache/editions"
    before = set(cache.iterdir()) if cache.is_dir() else set()
    code = (
        "from pathlib import Path; from generator.site import Draft, build_site;"
        "build_site(Path('.'), Path('site'), Draft.LEFT_OUT)"
    )
    started, used = time.perf_counter(), processor_seconds()
    subprocess.run([sys.executable, "-c", code], cwd=repository.root, check=True)
    taken = {"wall": time.perf_counter() - started, "processor": processor_seconds() - used}
    return {name: round(value, 1) for name, value in taken.items()}, len(set(cache.iterdir()) - before)


def processor_seconds() -> float:
    """Return what the processes started from here have used: on a busy machine the steadier figure."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
