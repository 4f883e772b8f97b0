"""A repository of its own, with editions that the tests freeze, recall and publish."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT, SHARED, copy_project
from tests.editions.small_content import make_small

KRD = "content/regimens/krd.yml"
DRD = "content/regimens/drd.yml"
FIRST, SECOND = "2025.1", "2026.1"


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository with the project in it, and the commands that an editor gives."""

    root: Path

    environment: tuple[tuple[str, str], ...] = ()
    """Variables that are not as on this machine."""

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "generator", *arguments]
        there = os.environ | dict(self.environment)
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, env=there)

    def done(self, *arguments: str) -> str:
        """Run a command that must work; return what it printed."""
        finished = self.run(*arguments)
        assert finished.returncode == 0, f"{finished.stdout}{finished.stderr}"
        return finished.stdout

    def refused(self, *arguments: str) -> str:
        """Run a command that must be refused without a traceback; return the reason."""
        finished = self.run(*arguments)
        assert finished.returncode == 1, finished.stdout
        assert "Traceback" not in finished.stderr, finished.stderr
        return finished.stderr

    def edit(self, file: str, fragment: str, becomes: str) -> None:
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert fragment in text, f"{file} no longer holds {fragment!r}"
        path.write_text(text.replace(fragment, becomes, 1), encoding="utf-8")

    def change_a_dose(self) -> None:
        """Lenalidomide in KRd: 20 mg instead of 25; and the age threshold of DRd, which becomes inclusive."""
        self.edit(KRD, "dose: 25 mg", "dose: 20 mg")
        self.edit(DRD, "any: [age_years > 75]", "any: [age_years >= 75]")

    def commit(self, message: str = "change") -> None:
        self.done("draft")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.root, capture_output=True, text=True, env=_GIT)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def freeze(self, edition: str, day: str = "2026-11-30") -> None:
        self.done("freeze", edition, "--on", day, "--effective", day)
        self.commit(f"freeze {edition}")


_GIT = os.environ | {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Editor"), ("EMAIL", "editor@example.org"))
}


def new_repository(
    folder: Path, *, shared_cache: bool = True, small: bool = False, editions: bool = False
) -> Repository:
    """Make a repository of the project as it is on disk, or of a part of it, with or without its editions."""
    root = copy_project(ROOT, folder, editions=editions)
    if small:
        make_small(root / "content")
    if not shared_cache:
        (root / ".cache").unlink()
        (root / ".cache").mkdir()
    made = Repository(root)
    made.git("init", "--quiet")
    (root / ".git/info/exclude").write_text("\n".join(SHARED) + "\n", encoding="utf-8")
    made.commit("start")
    return made


def cloned(repository: Repository, folder: Path, **environment: str) -> Repository:
    """Clone a repository; nothing of what it built comes along."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    repository.git("clone", "--quiet", str(repository.root), str(folder))
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return Repository(folder, tuple(environment.items()))


def two_editions(folder: Path) -> Repository:
    """Make a repository with two editions, of which the second changes a dose and an age threshold."""
    made = new_repository(folder, small=True)
    made.freeze(FIRST, "2025-11-30")
    made.change_a_dose()
    made.commit()
    made.freeze(SECOND)
    return made


def copied(repository: Repository, folder: Path) -> Repository:
    """Copy a repository with its history, for a test that changes it."""
    shutil.copytree(repository.root, folder, symlinks=True, ignore=shutil.ignore_patterns("site", "build"))
    return Repository(folder)
