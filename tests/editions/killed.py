"""Runs one publish after another and kills each at a later point: at every call to the operating system.

    python killed.py WORK [RANDOM]

WORK/old and WORK/new are two built sites. Each round begins with the old one served and publishes the new
one in a child process, which is killed at its n-th call (or, RANDOM times, after a random time). Prints how
many rounds ended in a kill, and how often the old and the new site were found; stops at anything else.
"""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from generator.editions.manifest import hashes
from generator.editions.swap import put_in_place

EVENTS = ("open", "os.", "shutil.", "tempfile.")


def main(work: Path, random_rounds: int) -> None:
    old, new = work / "old", work / "new"
    expected = {"old": hashes(old), "new": hashes(new)}
    found = {"old": 0, "new": 0}
    kills = 0
    number = 0
    while True:
        number += 1
        served = fresh(work, old)
        killed = publish_and_die(served, new, at_event=number)
        found[which(served, expected)] += 1
        if number % 20 == 0:  # whatever was left behind, the next publish works
            put_in_place(new, served, "again")
            assert hashes(served) == expected["new"], "the publish after a kill"
        if not killed:
            break
        kills += 1
    served = fresh(work, old)
    started = time.perf_counter()
    publish_and_die(served, new)
    whole = time.perf_counter() - started
    generator = random.Random(6)
    for _ in range(random_rounds):
        served = fresh(work, old)
        kills += publish_and_die(served, new, after=generator.uniform(0.0001, whole))
        found[which(served, expected)] += 1
    sys.stdout.write(f"{kills} {found['old']} {found['new']}\n")


def fresh(work: Path, old: Path) -> Path:
    """Serve the old site, in a place where nothing else is."""
    shutil.rmtree(work / "www", ignore_errors=True)
    served = work / "www" / "site"
    put_in_place(old, served, "old")
    return served


def which(served: Path, expected: dict[str, dict[str, str]]) -> str:
    """Tell which site a reader finds."""
    found = hashes(served)
    return next(name for name, files in expected.items() if files == found)


def publish_and_die(served: Path, new: Path, *, at_event: int = 0, after: float = 0) -> bool:
    """Publish in a child process that is killed; tell whether the kill came before the end."""
    child = os.fork()
    if child == 0:
        if at_event:
            sys.addaudithook(_killer(at_event))
        put_in_place(new, served, "new")
        os._exit(0)
    if after:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _killer(last: int) -> Callable[[str, object], None]:
    seen = 0

    def hook(event: str, _arguments: object) -> None:
        nonlocal seen
        if event.startswith(EVENTS):
            seen += 1
            if seen == last:
                os.kill(os.getpid(), signal.SIGKILL)

    return hook


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
