"""The memory of `python -m calculators run` over a million lines, and whether bad lines stop it.

    python benchmarks/run_memory.py [--lines 1000000]

Lines are written and read at once. After them come a line of ten megabytes, a NUL byte and an unknown
calculator: each must give one `invalid` result, and the last good line its answer. Memory is read at every
tenth (Linux only).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE = b'{"id": 1, "calculator": "bmi", "inputs": {"height_cm": 170, "weight_kg": 70.5}}\n'
BAD = (b"[" * 10_000_000 + b"\n", b"\0\n", b'{"calculator": "bmii", "inputs": {}}\n')


def main() -> int:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=1_000_000)
    wanted = parser.parse_args().lines
    with subprocess.Popen(
        [sys.executable, "-m", "calculators", "run"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        began = time.perf_counter()
        threading.Thread(target=_feed, args=(process, wanted), daemon=True).start()
        assert process.stdout is not None
        count, resident, last = 0, [], []
        for answer in process.stdout:
            count += 1
            last = [*last[-3:], json.loads(answer)["status"]] if count > wanted - 1 else last
            if count % (wanted // 10) == 0:
                resident.append(_resident_mb(process.pid))
        seconds = time.perf_counter() - began
    found = {
        "answers": count,
        "last": last,
        "resident_mb_by_tenths": resident,
        "seconds": round(seconds, 1),
        "exit": process.returncode,
    }
    print(json.dumps(found))
    return 0 if last == ["invalid", "invalid", "invalid", "ok"] else 1


def _feed(process: subprocess.Popen[bytes], wanted: int) -> None:
    assert process.stdin is not None
    block = LINE * 1000
    for _ in range(wanted // 1000):
        process.stdin.write(block)
    process.stdin.write(b"".join(BAD) + LINE)
    process.stdin.close()


def _resident_mb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    sys.exit(main())
