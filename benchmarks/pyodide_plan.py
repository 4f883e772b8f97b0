"""How long one dose plan, or one walk of the algorithm, takes inside Pyodide once it has started, under node.

    python3 dev.py run -- python benchmarks/pyodide_plan.py [--rounds 5] [--plans 400]

The same requests run twice in each round, few and many; the difference is the plans alone, without the start.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from calculators.edition import load_edition  # noqa: E402
from generator.runtime import build_runtime  # noqa: E402
from tests.pyodide.runtime import answer_in_node  # noqa: E402

DRAFT = ROOT / "content/editions/draft.json"
FEW = 20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--plans", type=int, default=400)
    parser.add_argument("--calculator", choices=("dose_plan", "algorithm"), default="dose_plan")
    options = parser.parse_args()
    requests = (walks if options.calculator == "algorithm" else mixed_requests)(options.plans)
    with tempfile.TemporaryDirectory() as folder:
        runtime = Path(folder, build_runtime(ROOT, Path(folder)).directory)
        rounds = [one_round(runtime, requests) for _ in range(options.rounds)]
    times = sorted(milliseconds for milliseconds, _ in rounds)
    found = {
        f"{options.calculator}_ms": {
            "median": round(statistics.median(times), 2),
            "min": round(times[0], 2),
            "max": round(times[-1], 2),
        },
        "start_ms": statistics.median(start for _, start in rounds),
        "plans": len(requests),
        "rounds": options.rounds,
    }
    print(json.dumps(found, indent=1))


def one_round(runtime: Path, requests: list[str]) -> tuple[float, int]:
    """Return milliseconds a plan and the start of the runtime in milliseconds."""
    few, start = timed(runtime, requests[:FEW])
    many, _ = timed(runtime, requests)
    return (many - few) * 1000 / (len(requests) - FEW), start


def timed(runtime: Path, requests: list[str]) -> tuple[float, int]:
    """Return the seconds that a whole run takes, and its start."""
    began = time.perf_counter()
    answers = answer_in_node(runtime, DRAFT, requests)
    return time.perf_counter() - began, answers.start_ms


def walks(count: int) -> list[str]:
    """Return questions to the algorithm, over lines and refractoriness."""
    answers = ("yes", "no", "unknown")
    return [
        json.dumps(
            {
                "calculator": "algorithm",
                "inputs": {
                    "prior_lines": 1 + number % 4,
                    "refractory_lenalidomide": answers[number % 3],
                    "refractory_pi": answers[number // 3 % 3],
                    "refractory_anti_cd38": answers[number // 9 % 3],
                },
            }
        )
        for number in range(count)
    ]


def mixed_requests(count: int) -> list[str]:
    """Return dose plans of every regimen that is not blocked, over the first cycles."""
    edition = load_edition(DRAFT.read_text(encoding="utf-8"))
    patient = {
        "age_years": 70,
        "height_cm": 170,
        "weight_kg": 70,
        "creatinine_clearance_ml_min": 80,
        "dialysis": False,
        "bilirubin_x_uln": 1,
        "conditions": dict.fromkeys(edition.conditions, "no"),
    }
    choices = {
        "daratumumab_route": "iv",
        "erd_dexamethasone": "label",
        "pcd_cyclophosphamide": "50_mg_daily",
        "cyclophosphamide_level": "1.2_g_m2",
    }
    regimens = [
        name for name, regimen in edition.regimens.items() if not any(not b.when for b in regimen.blocks)
    ]
    return [
        json.dumps(
            {
                "calculator": "dose_plan",
                "inputs": {
                    "regimen": regimens[number % len(regimens)],
                    "cycle": 1,
                    "patient": patient,
                    "choices": choices,
                    "cycle_start": "2026-01-05",
                },
            }
        )
        for number in range(count)
    ]


if __name__ == "__main__":
    main()
