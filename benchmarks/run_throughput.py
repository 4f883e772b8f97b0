"""How many dose plans `python -m calculators run` answers in a second, on one core.

    python benchmarks/run_throughput.py [--rounds 7] [--requests 10000] [--json] [--profile]

The mix: every regimen that can be computed, over its cycles, with every option of its choices, for patients
whose plan is complete. Each round is one process: its start and the reading of the edition are shown apart.
On a busy machine the clock says little: the rate in a second of processor time is the steadier figure.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import itertools
import json
import os
import pstats
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from calculators import api  # noqa: E402
from calculators.dose_plan.inputs import known_choices  # noqa: E402
from calculators.edition import Edition, load_edition  # noqa: E402

CYCLES = (1, 2, 3, 4, 7, 8, 9, 13, 19, 25)


def main() -> int:
    """Measure, and print the figures as a sentence and as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--json", action="store_true", help="only the JSON line")
    parser.add_argument("--profile", action="store_true", help="where the time goes, function by function")
    options = parser.parse_args()
    edition = load_edition((ROOT / "content" / "editions" / "draft.json").read_text(encoding="utf-8"))
    lines, regimens = mix(edition, options.requests)
    if options.profile:
        print(profile(edition, lines))
        return 0
    empty = [seconds([]) for _ in range(options.rounds)]
    full = [seconds(lines) for _ in range(options.rounds)]
    start, cpu_start = (statistics.median(pair[part] for pair in empty) for part in (0, 1))
    rates = [len(lines) / (taken - start) for taken, _ in full]
    found = {
        "plans_per_second": round(statistics.median(rates)),
        "lowest": round(min(rates)),
        "highest": round(max(rates)),
        "plans_per_cpu_second": round(len(lines) / (statistics.median(cpu for _, cpu in full) - cpu_start)),
        "with_start_included": round(len(lines) / statistics.median(taken for taken, _ in full)),
        "start_seconds": round(start, 3),
        "requests": len(lines),
        "regimens": regimens,
        "rounds": options.rounds,
        "python": sys.version.split()[0],
    }
    if not options.json:
        print(
            f"{found['plans_per_second']} plans a second (median of {options.rounds} rounds of {len(lines)}, "
            f"{found['lowest']} to {found['highest']}; "
            f"{found['plans_per_cpu_second']} in a second of processor time); "
            f"start {found['start_seconds']} s; Python {found['python']}"
        )
    print(json.dumps(found))
    return 0


def mix(edition: Edition, wanted: int) -> tuple[list[str], int]:
    """Return request lines whose plans are complete, always the same, and how many regimens they span."""
    chance = random.Random(2025)
    complete = [inputs for inputs in _requests(edition) if _status(edition, inputs) == "ok"]
    chance.shuffle(complete)
    chosen = list(itertools.islice(itertools.cycle(complete), wanted))
    lines = [
        json.dumps({"id": number, "calculator": "dose_plan", "inputs": _patient(inputs, chance)})
        for number, inputs in enumerate(chosen)
    ]
    return lines, len({inputs["regimen"] for inputs in chosen})


def _requests(edition: Edition) -> Iterator[dict[str, Any]]:
    for regimen in edition.regimens.values():
        known = known_choices(edition, regimen)
        drugs = [edition.drugs[block.drug] for block in regimen.drugs]
        names = [*regimen.choices, *(name for drug in drugs for name in drug.choices)]
        for cycle in CYCLES:
            for options in itertools.product(*(list(known[name].options) for name in names)):
                yield {
                    "regimen": regimen.id,
                    "cycle": cycle,
                    "choices": dict(zip(names, options, strict=True)),
                }


def _patient(inputs: dict[str, Any], chance: random.Random | None = None) -> dict[str, Any]:
    """Complete a request with a patient: the same one, or one by chance."""
    pick = chance or random.Random(1)
    weight = round(pick.uniform(45, 110), 1)
    patient = {
        "age_years": pick.randint(45, 85),
        "height_cm": pick.randint(150, 190),
        "weight_kg": weight,
        "creatinine_clearance_ml_min": round(pick.uniform(15, 110), 1),
        "dialysis": pick.random() < 0.05,
        "bilirubin_x_uln": round(pick.uniform(0.4, 2), 1),
        "conditions": {
            name: pick.choice(("yes", "no"))
            for name in ("poorly_controlled_diabetes", "steroid_intolerance", "severe_comorbidity")
        },
    }
    return {**inputs, "patient": patient}


def _status(edition: Edition, inputs: dict[str, Any]) -> str:
    request = {"calculator": "dose_plan", "inputs": _patient(inputs)}
    status: str = api.answer(api.read_request(json.dumps(request)), api.only(edition))["status"]
    return status


def seconds(lines: list[str]) -> tuple[float, float]:
    """Return how long one process takes to answer these lines: by the clock, and in processor time."""
    text = "".join(f"{line}\n" for line in lines).encode()
    before = _processor_time()
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "calculators", "run"], cwd=ROOT, input=text, capture_output=True, check=True
    )
    taken, used = time.perf_counter() - began, _processor_time() - before
    statuses = [json.loads(line)["status"] for line in done.stdout.splitlines()]
    assert len(statuses) == len(lines)
    assert set(statuses) <= {"ok"}, sorted(set(statuses))
    return taken, used


def _processor_time() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def profile(edition: Edition, lines: list[str]) -> str:
    """Return the twenty-five functions that take the most time of their own."""
    source, profiler = api.only(edition), cProfile.Profile()
    profiler.enable()
    for line in lines:
        api.write_result(api.answer(api.read_request(line), source))
    profiler.disable()
    text = io.StringIO()
    pstats.Stats(profiler, stream=text).sort_stats("tottime").print_stats(25)
    return text.getvalue()


if __name__ == "__main__":
    sys.exit(main())
