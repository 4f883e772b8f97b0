"""Fetches what this site is compared with, by the locks in others/, into the cache: none is ever shipped."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT)]

import dev  # noqa: E402

LOCKS = HERE / "others"
PLACE = ROOT / ".cache/start-up-others"


def from_npm() -> Path:
    """Return the folder of the npm packages."""
    return fetch_npm(LOCKS, PLACE / "npm")


def fetch_npm(locks: Path, place: Path) -> Path:
    """Install the package-lock.json of a folder elsewhere, once; return its node_modules."""
    files = [locks / name for name in ("package.json", "package-lock.json")]
    is_fresh, stamp = dev.fresh(place, files)
    if not is_fresh:
        place.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copy(file, place)
        command = [*dev.npm("ci"), "--prefix", place]
        subprocess.run([str(part) for part in command], cwd=place, env=dev.environment(), check=True)
        (place / "stamp").write_text(stamp)
    return place / "node_modules"


def from_pypi() -> Path:
    """Return the Python that has the packages of PyPI."""
    place = PLACE / "pypi"
    lock = LOCKS / "requirements.txt"
    is_fresh, stamp = dev.fresh(place, [lock])
    if not is_fresh:
        uv = dev.uv_program()
        make = [uv, "venv", "--quiet", "--no-project", "--clear", "--python", dev.VENV_PYTHON, place]
        subprocess.run([str(part) for part in make], check=True)
        sync = [uv, "pip", "sync", "--quiet", "--python", _python(place), "--require-hashes", lock]
        subprocess.run([str(part) for part in sync], check=True)
        (place / "stamp").write_text(stamp)
    return _python(place)


def _python(place: Path) -> Path:
    return place / dev.SCRIPTS / ("python" + dev.EXE)
