"""How long the algorithm takes over its whole state space, and for one whole answer, natively.

python3 dev.py run -- python benchmarks/algorithm_states.py [--rounds 15]
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from calculators import api  # noqa: E402
from calculators.edition import load_edition  # noqa: E402
from generator.algorithm.coverage import walk  # noqa: E402

DRAFT = ROOT / "content/editions/draft.json"
ANSWERS = 100
MORE = ("cytogenetic_high_risk", "aggressive_disease")
REQUEST = {
    "calculator": "algorithm",
    "inputs": {
        "prior_lines": 4,
        "refractory_lenalidomide": "yes",
        "refractory_pi": "yes",
        "refractory_anti_cd38": "yes",
    },
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    edition = load_edition(DRAFT.read_text(encoding="utf-8"))
    algorithm = edition.algorithm
    assert algorithm is not None
    placements = list(edition.placements.values())
    facts = [f for f in algorithm.facts.values() if f.name == "prior_lines" or f.name[:10] == "refractory"]
    wider = [*facts, *(algorithm.facts[name] for name in MORE)]
    source = api.only(edition)
    spaces: dict[str, Callable[[], list[Any]]] = {
        "nodes": lambda: list(walk(algorithm, placements, unknown=True)),
        "nodes_and_conditions": lambda: list(walk(algorithm, placements, unknown=True, facts=wider)),
    }
    found: dict[str, Any] = {
        name: {"states": len(space()), **spread(timed(space, rounds))} for name, space in spaces.items()
    }
    times = timed(lambda: [api.answer(REQUEST, source) for _ in range(ANSWERS)], rounds)
    found["one_answer"] = spread([each / ANSWERS for each in times])
    print(json.dumps(found, indent=1))


def timed(what: Callable[[], object], rounds: int) -> list[float]:
    """Return the milliseconds of each round."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        what()
        times.append((time.perf_counter() - began) * 1000)
    return times


def spread(times: list[float]) -> dict[str, float]:
    return {
        f"{name}_ms": round(value, 3)
        for name, value in (("median", statistics.median(times)), ("min", min(times)), ("max", max(times)))
    }


if __name__ == "__main__":
    main()
