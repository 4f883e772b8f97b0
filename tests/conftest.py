"""What several groups of tests share: a copy of the project, and the site built from it, once a session."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

from generator.editions.register import FOLDER, Register, read_register
from generator.editions.register_file import write_register

ROOT = Path(__file__).resolve().parents[1]
SHARED = ("node_modules", ".cache")
"""Folders that a copy of the project only points at: what they hold is named by its hash."""
LEFT_OUT = {".git", ".venv", ".tools", "build", "site", *SHARED}

set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
settings.register_profile("project", deadline=None)  # a slow machine is no failure
settings.load_profile("project")


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this run of the tests: one, however many workers share the files among them."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def project_copy(common: Path) -> Path:
    """Return a copy of the project as it is on disk; to be read, not changed."""
    return once(common / "project", lambda folder: copy_project(ROOT, folder))


@pytest.fixture(scope="session")
def built_site(common: Path, project_copy: Path) -> Path:
    """Return the folder of the site, built by the command that a person would use."""

    def build(site: Path) -> None:
        command = [sys.executable, "-m", "generator", "build", "--site", str(site)]
        done = subprocess.run(command, cwd=project_copy, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    return once(common / "site", build)


def once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Make a folder if no other worker has; the others wait for the one who does."""
    made = folder.with_name(folder.name + ".made")
    with FileLock(folder.with_name(folder.name + ".lock")):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a worker who failed
            make(folder)
            made.touch()
    return folder


def copy_project(source: Path, target: Path, *, editions: bool = False) -> Path:
    """Copy what a build reads, and point at the folders that all copies share.

    Frozen editions stay behind unless asked for: in a copy the working draft stands at the top of the site,
    and most tests are about it. Those about editions freeze their own.
    """

    def left_out(folder: str, names: list[str]) -> set[str]:
        top = LEFT_OUT if Path(folder) == source else set()
        return {name for name in names if name in top or name.endswith("__pycache__")}

    shutil.copytree(source, target, ignore=left_out)
    for name in SHARED:
        (ROOT / name).mkdir(exist_ok=True)  # a fresh clone has no cache yet
        (target / name).symlink_to(ROOT / name)
    if editions:
        return target
    for edition in read_register(source).register.editions:
        (target / FOLDER / f"{edition}.json").unlink()
    write_register(target, Register(editions={}))
    return target
