"""The commands: mistakes end them with exit code 1 and no traceback, and leave what was there untouched."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, copy_project

KRD = Path("content/regimens/krd.yml")


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the project that the test may break."""
    return copy_project(ROOT, tmp_path / "project")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def misspell(path: Path, fragment: str, becomes: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert fragment in text
    path.write_text(text.replace(fragment, becomes, 1), encoding="utf-8")


def test_a_build_with_mistakes_exits_1_shows_them_all_and_writes_nothing(project: Path) -> None:
    (project / "site").mkdir()
    (project / "site/index.html").write_text("the last good site", encoding="utf-8")
    misspell(project / KRD, "drug: lenalidomide", "drug: lenalidomid")
    misspell(project / "content/regimens/rd.yml", "count_stated", "count_state")
    before = snapshot(project)

    done = run(project, "build")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "unknown drug lenalidomid" in done.stderr
    assert "unknown key count_state" in done.stderr
    assert done.stderr.strip().endswith("3 mistakes in the content; nothing was built.")
    assert snapshot(project) == before


def test_a_file_that_is_not_utf_8_stops_the_build_without_a_traceback(project: Path) -> None:
    (project / KRD).write_bytes((project / KRD).read_bytes() + "# società\n".encode("latin-1"))

    done = run(project, "build")

    assert done.returncode == 1
    assert "a character that is not UTF-8" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_template_that_fails_leaves_the_site_as_it_was(project: Path) -> None:
    (project / "site").mkdir()
    (project / "site/index.html").write_text("the last good site", encoding="utf-8")
    (project / "generator/templates/home.md.j2").write_text("{{ t.no_such_word }}", encoding="utf-8")

    done = run(project, "build")

    assert done.returncode == 1
    assert "no_such_word" in done.stderr
    assert snapshot(project / "site") == {"index.html": b"the last good site"}


def test_check_says_that_the_content_is_in_order(project: Path) -> None:
    run(project, "draft")

    done = run(project, "check")

    assert (done.returncode, done.stderr) == (0, "")


def test_check_names_what_is_stale_and_the_command_that_mends_it(project: Path) -> None:
    (project / "content/editions/draft.json").unlink()
    (project / "content/schema/drugs.json").write_text("{}", encoding="utf-8")

    done = run(project, "check")

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "stale: content/editions/draft.json: run `python3 dev.py run -- python -m generator draft`",
        "stale: content/schema/drugs.json: run `python3 dev.py run -- python -m generator schema`",
    ]
    assert [run(project, command).returncode for command in ("draft", "schema", "check")] == [0, 0, 0]


def test_a_project_without_its_npm_packages_says_how_to_fetch_them(project: Path) -> None:
    (project / "node_modules").unlink()

    done = run(project, "build")

    assert done.returncode == 1
    assert "node_modules/pyodide/pyodide.mjs is missing: any `python3 dev.py` task fetches it" in done.stderr
    assert "Traceback" not in done.stderr
