"""Which small changes to the calculators no test notices: the survivors, one a line, and the score.

    uv run --no-project --python .venv/bin/python --with-requirements requirements/mutation.txt \\
        benchmarks/mutation.py [--per-module 20] [--whole advanced_therapies] [--only scores/] [--seed 2026]

(`uv` is in .tools/ after any `dev.py` command.) The changes are those of cosmic-ray: one operator, number,
condition, decorator or loop at a time. Of every module a sample is taken by chance, always the same for a
seed; of those whose path holds `--whole`, one change at every place where there is any. Each is made in a
copy of the project, and put to every case in both languages, then to the tests of the calculators, until
something fails: docs/mutation-testing.md.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
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
for case in all_cases():
    if differences(case) or differences(case, "en"):
        print("FAILED", case.id)
        sys.exit(1)
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
    column: int

    @property
    def place(self) -> tuple[int, int, str]:
        """Return what is changed, whatever is put in its stead: the operators that replace + with another."""
        return self.line, self.column, self.operator.rsplit("_", 1)[0]


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
    parser.add_argument("--quick", action="store_true", help="leave out the slow properties: an upper bound")
    parser.add_argument("--count", action="store_true", help="only say how many changes there are")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    chosen: list[Change] = []
    for path in sorted((ROOT / "calculators").rglob("*.py")):
        module = path.relative_to(ROOT).as_posix()
        found = changes(module)
        chance.shuffle(found)  # before --only, which so changes no other module's sample
        places = {change.place: change for change in found}
        whole = bool(options.whole) and options.whole in module
        sample = list(places.values()) if whole else found[: options.per_module]
        if options.only in module:
            chosen += sample
            print(f"{module}: {len(sample)} of {len(found)}", file=sys.stderr)
    if not options.count:
        report(chosen, run_all(chosen, options.workers, options.quick))
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
                    found.append(Change(module, name, occurrence, *start))
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


def run_all(chosen: list[Change], workers: int, quick: bool) -> list[tuple[Change, str | None]]:
    """Try every change, each worker in a copy of its own; who noticed it is printed as it happens."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as pool:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(workers):
            copy = shutil.copytree(ROOT, Path(folder, str(number)), ignore=LEFT_OUT)
            subprocess.run([sys.executable, "-m", "compileall", "-q", copy], check=True)
            copies.put(copy)
        if failure := noticed_by(copy, quick):
            raise SystemExit(f"without any change: {failure}")

        def one(change: Change) -> tuple[Change, str | None]:
            copy = copies.get()
            path = copy / change.module
            source = path.read_text(encoding="utf-8")
            path.write_text(mutated(change, source), encoding="utf-8")
            try:
                found = noticed_by(copy, quick)
            finally:
                path.write_text(source, encoding="utf-8")
                copies.put(copy)
            print(json.dumps([found, change.module, change.line, change.operator]), flush=True)
            return change, found

        return list(pool.map(one, chosen))


def noticed_by(copy: Path, quick: bool) -> str | None:
    """Return what fails first: a case, a quick test, a slow one; or None."""
    others = sorted(
        path.relative_to(copy).as_posix() for path in (copy / "tests" / "calculators").rglob("test_*.py")
    )
    fast = [name for name in others if name not in (*SLOW, "tests/calculators/test_cases.py")]
    stages = [("-c", ALL_CASES), (*TESTS, *fast), (*TESTS, *SLOW)]
    return next(filter(None, (failure(stage, copy) for stage in stages[: 2 if quick else 3])), None)


def mutated(change: Change, source: str) -> str:
    """Return a module's text with the change made."""
    text = mutate_code(source, get_operator(change.operator)(), change.occurrence)
    assert text is not None, change
    return str(text)


def failure(arguments: tuple[str, ...], folder: Path) -> str | None:
    """Run Python there, with the bytecode of all that is unchanged; return the name of what failed."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(folder)}
    command = [sys.executable, *arguments]
    try:
        done = subprocess.run(
            command, check=False, cwd=folder, env=env, capture_output=True, text=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return "it does not end"
    named = re.search(r"^(?:FAILED|ERROR) (.*?)(?: - .*)?$", done.stdout, re.MULTILINE)
    return (named[1] if named else "it does not start") if done.returncode else None


def report(chosen: list[Change], outcomes: list[tuple[Change, str | None]]) -> None:
    """Print the survivors with what was changed, and the score."""
    for change, found in outcomes:
        if found is None:
            source = (ROOT / change.module).read_text(encoding="utf-8")
            pairs = zip(source.splitlines(), mutated(change, source).splitlines(), strict=False)
            before, after = next(((one, other) for one, other in pairs if one != other), ("", ""))
            print(f"\n{change.module}:{change.line} {change.operator}\n- {before.strip()}\n+ {after.strip()}")
    noticed = sum(found is not None for _, found in outcomes)
    print(f"\n{noticed} of {len(chosen)} noticed: {noticed / len(chosen):.1%}")


if __name__ == "__main__":
    sys.exit(main())
