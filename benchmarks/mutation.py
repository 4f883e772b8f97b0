"""Which small changes to the calculators no test notices: the survivors, one a line, and the score.

    uv run --no-project --python .venv/bin/python --with-requirements requirements/mutation.txt \\
        benchmarks/mutation.py [--per-module 20] [--whole advanced_therapies] [--only scores/] [--seed 2026]

(`uv` is in .tools/ after any `dev.py` command.) The changes are those of cosmic-ray: one operator, number,
condition, decorator or loop at a time. Of every module a sample is taken by chance, always the same for a seed; of
those whose path holds `--whole`, all. Each change is made in a copy of the project, and put to every case in both
languages, then to the tests of the calculators, until something fails. See docs/mutation-testing.md.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".tools", ".cache", "node_modules", "site", "build", "__pycache__"
)
ALL_CASES = """
import sys
from tests.calculators.case_files import all_cases, differences
sys.exit(any(differences(case, lang) for lang in ("it", "en") for case in all_cases()))
"""
TESTS = ("-m", "pytest", "-x", "-q")
SLOW = ("tests/calculators/test_algorithm.py", "tests/calculators/test_properties.py")
LONGEST = 600
"""Seconds after which a change counts as noticed: it does not end."""


@dataclass(frozen=True, slots=True)
class Change:
    """One mutant."""

    module: str
    operator: str
    occurrence: int
    line: int


def main() -> int:
    """Sample, run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--per-module", type=int, default=20)
    parser.add_argument("--whole", default="advanced_therapies")
    parser.add_argument("--only", default="", help="only modules whose path holds this")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--count", action="store_true", help="only say how many changes there are")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    chosen: list[Change] = []
    for path in sorted((ROOT / "calculators").rglob("*.py")):
        module = path.relative_to(ROOT).as_posix()
        found = list(changes(module))
        wanted = len(found) if options.whole in module else min(options.per_module, len(found))
        sample = chance.sample(
            found, wanted
        )  # drawn before --only, which so changes no other module's sample
        if options.only in module:
            chosen += sample
            print(f"{module}: {wanted} of {len(found)}", file=sys.stderr)
    if not options.count:
        report(chosen, run_all(chosen, options.workers))
    return 0


def changes(module: str) -> list[Change]:
    """Return every change of a module that could matter: what stands in an annotation is never evaluated."""
    source = (ROOT / module).read_text(encoding="utf-8")
    unread = annotations(source)
    nodes = list(ast_nodes(get_ast(source)))
    found = []
    for name in sorted(name for name in operator_names() if "Variable" not in name):  # those need a name
        operator, occurrence = get_operator(name)(), 0
        for node in nodes:
            for start, _ in operator.mutation_positions(node):
                if not any(first <= start <= last for first, last in unread):
                    found.append(Change(module, name, occurrence, start[0]))
                occurrence += 1
    return found


def annotations(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return where annotations stand, as pairs of line and column."""
    parts = [
        part
        for node in ast.walk(ast.parse(source))
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if isinstance(part, ast.expr)
    ]
    return [
        ((part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0)) for part in parts
    ]


def run_all(chosen: list[Change], workers: int) -> list[tuple[Change, str]]:
    """Try every change, each worker in a copy of its own; what happened is printed as it happens."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as pool:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(workers):
            copies.put(shutil.copytree(ROOT, Path(folder, str(number)), ignore=LEFT_OUT))

        def one(change: Change) -> tuple[Change, str]:
            copy = copies.get()
            try:
                outcome = tried(change, copy)
            finally:
                copies.put(copy)
            print(json.dumps([outcome, change.module, change.line, change.operator]), flush=True)
            return change, outcome

        return list(pool.map(one, chosen))


def tried(change: Change, copy: Path) -> str:
    """Return which tests noticed a change: the cases, the quick tests, the slow ones, or none."""
    path = copy / change.module
    source = path.read_text(encoding="utf-8")
    path.write_text(mutated(change, source), encoding="utf-8")
    others = sorted(
        path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "calculators").rglob("test_*.py")
    )
    quick = [name for name in others if name not in (*SLOW, "tests/calculators/test_cases.py")]
    stages = {"cases": ("-c", ALL_CASES), "tests": (*TESTS, *quick), "properties": (*TESTS, *SLOW)}
    try:
        return next((name for name, arguments in stages.items() if fails(arguments, copy)), "none")
    finally:
        path.write_text(source, encoding="utf-8")


def mutated(change: Change, source: str) -> str:
    """Return a module's text with the change made."""
    text = mutate_code(source, get_operator(change.operator)(), change.occurrence)
    assert text is not None, change
    return str(text)


def fails(arguments: tuple[str, ...], folder: Path) -> bool:
    """Run Python there; bytecode is not kept, so that a changed module is always read again."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(folder)}
    try:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=folder, env=env, capture_output=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def report(chosen: list[Change], outcomes: list[tuple[Change, str]]) -> None:
    """Print the survivors with what was changed, and the score."""
    for change, outcome in outcomes:
        if outcome == "none":
            source = (ROOT / change.module).read_text(encoding="utf-8")
            pairs = zip(source.splitlines(), mutated(change, source).splitlines(), strict=False)
            before, after = next(((one, other) for one, other in pairs if one != other), ("", ""))
            print(f"\n{change.module}:{change.line} {change.operator}\n- {before.strip()}\n+ {after.strip()}")
    count = Counter(outcome for _, outcome in outcomes)
    noticed = len(chosen) - count["none"]
    print(f"\n{noticed} of {len(chosen)} noticed ({noticed / len(chosen):.1%}): {dict(count)}")


if __name__ == "__main__":
    sys.exit(main())
