"""How many requests `python -m calculators run` answers in a second, on one core.

    python benchmarks/run_throughput.py [plans|simple|scores|NAME] [--rounds 7] [--requests 10000] [--json]
                                        [--profile]

`plans`: every regimen that can be computed, over its cycles, with every option of its choices, for patients
whose plan is complete. `simple`: one formula each (surface, body mass index, dose by surface and by weight,
creatinine clearance). `scores`: every published score, with inputs by chance. NAME: one calculator alone.
Each round is one process: its start and the reading of the edition are shown apart.
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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from calculators import api  # noqa: E402
from calculators.dose_plan.inputs import known_choices  # noqa: E402
from calculators.edition import Edition, load_edition  # noqa: E402
from calculators.fields import Field  # noqa: E402
from calculators.registry import CALCULATORS  # noqa: E402
from calculators.scores import CALCULATORS as SCORES  # noqa: E402

MIXES: dict[str, tuple[str, ...]] = {
    "simple": ("bsa", "bmi", "dose_per_m2", "dose_per_kg", "creatinine_clearance"),
    "scores": tuple(score.name for score in SCORES),
}
TYPICAL: dict[str, list[Any]] = {  # where the range depends on the unit, or chance would seldom be plausible
    "formula": ["mosteller"],
    "serum_creatinine": [0.8, 1.1, 1.9],
    "creatinine_unit": ["mg/dL"],
    "crp": [0.5, 3, 12.5],
    "crp_unit": ["mg/dL"],
    "calcium": [8.5, 9.9, 11.2],
    "calcium_unit": ["mg/dL"],
    "albumin": [2.9, 3.5, 4.1],
    "albumin_unit": ["g/dL"],
    "bsa_cap_m2": [2.2],
    "max_dose_mg": [100000],
}
CYCLES = (1, 2, 3, 4, 7, 8, 9, 13, 19, 25)


def main() -> int:
    """Measure, and print the figures as a sentence and as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", default="plans")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--json", action="store_true", help="only the JSON line")
    parser.add_argument("--profile", action="store_true", help="where the time goes, function by function")
    options = parser.parse_args()
    edition = load_edition((ROOT / "content" / "editions" / "draft.json").read_text(encoding="utf-8"))
    lines = mix(edition, options.what, options.requests)
    if options.profile:
        print(profile(edition, lines))
        return 0
    empty = [seconds([]) for _ in range(options.rounds)]
    full = [seconds(lines) for _ in range(options.rounds)]
    start, cpu_start = (statistics.median(pair[part] for pair in empty) for part in (0, 1))
    rates = [len(lines) / (taken - start) for taken, _ in full]
    found = {
        "what": options.what,
        "per_second": round(statistics.median(rates)),
        "lowest": round(min(rates)),
        "highest": round(max(rates)),
        "per_cpu_second": round(len(lines) / (statistics.median(cpu for _, cpu in full) - cpu_start)),
        "with_start_included": round(len(lines) / statistics.median(taken for taken, _ in full)),
        "start_seconds": round(start, 3),
        "requests": len(lines),
        "rounds": options.rounds,
        "python": sys.version.split()[0],
    }
    if not options.json:
        print(
            f"{found['per_second']} {options.what} a second "
            f"(median of {options.rounds} rounds of {len(lines)}, "
            f"{found['lowest']} to {found['highest']}; "
            f"{found['per_cpu_second']} in a second of processor time); "
            f"start {found['start_seconds']} s; Python {found['python']}"
        )
    print(json.dumps(found))
    return 0


def mix(edition: Edition, what: str, wanted: int) -> list[str]:
    """Return request lines that are answered in full, always the same."""
    return plans(edition, wanted) if what == "plans" else single(edition, MIXES.get(what, (what,)), wanted)


def single(edition: Edition, names: Sequence[str], wanted: int) -> list[str]:
    """Return requests to some calculators in turn, with inputs by chance within their ranges."""
    chance = random.Random(2025)
    lines: list[str] = []
    for name in itertools.cycle(names):
        if len(lines) == wanted:
            return lines
        inputs = {field.name: _input(field, chance) for field in CALCULATORS[name].fields}
        request = {"id": len(lines), "calculator": name, "inputs": inputs}
        if len(lines) > 50 * len(names) or _answers(edition, request):  # the first ones are tried
            lines.append(json.dumps(request))
    raise AssertionError("the cycle has no end")


def _answers(edition: Edition, request: dict[str, Any]) -> bool:
    answer = api.answer(api.read_request(json.dumps(request)), api.only(edition))
    assert answer["status"] != "invalid", answer["errors"]
    return bool(answer["status"] == "ok")


def _input(field: Field, chance: random.Random) -> Any:
    if field.name in TYPICAL:
        return chance.choice(TYPICAL[field.name])
    if field.options:
        return chance.choice([option for option in field.options if option != "unknown"])
    if field.kind == "boolean":
        return chance.choice([True, False])
    low, high = float(field.minimum or 0), float(field.maximum or 1)
    return (
        chance.randint(int(low), int(high))
        if field.kind == "integer"
        else round(chance.uniform(low, high), 1)
    )


def plans(edition: Edition, wanted: int) -> list[str]:
    """Return requests whose plans are complete."""
    chance = random.Random(2025)
    complete = [inputs for inputs in _requests(edition) if _status(edition, inputs) == "ok"]
    chance.shuffle(complete)
    chosen = list(itertools.islice(itertools.cycle(complete), wanted))
    return [
        json.dumps({"id": number, "calculator": "dose_plan", "inputs": _patient(inputs, chance)})
        for number, inputs in enumerate(chosen)
    ]


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
