"""Putting a site in place: a kill at any point leaves the old site or the new one, whole."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.editions.manifest import hashes
from generator.editions.refused import EditionRefused
from generator.editions.swap import KEPT, put_in_place, releases_of
from tests.conftest import ROOT

RANDOM_ROUNDS = 100


def site(folder: Path, word: str, files: int = 30) -> Path:
    """Make a site of some pages in folders, each with the word in it."""
    for number in range(files):
        path = folder / f"part-{number % 5}" / f"page-{number}" / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(f"{word} {number} " * 500, encoding="utf-8")
    (folder / "index.html").write_text(word, encoding="utf-8")
    return folder


@pytest.fixture
def work() -> Iterator[Path]:
    """Return a folder in memory where there is one: hundreds of rounds write the same few files."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def test_a_kill_at_any_point_leaves_the_old_site_or_the_new_one_whole(work: Path) -> None:
    site(work / "old", "old", files=12)
    site(work / "new", "new", files=12)
    script = Path(__file__).with_name("killed.py")
    command = [sys.executable, str(script), str(work), str(RANDOM_ROUNDS)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)})

    assert done.returncode == 0, done.stderr
    kills, old, new = map(int, done.stdout.split())
    assert kills >= 200
    assert old > 0
    assert new > 0


def test_the_address_is_a_link_that_moves_from_release_to_release(tmp_path: Path) -> None:
    served = tmp_path / "www"
    put_in_place(site(tmp_path / "a", "first"), served, "a")
    first = served.resolve()

    put_in_place(site(tmp_path / "b", "second"), served, "b")

    assert served.is_symlink()
    assert (served / "index.html").read_text() == "second"
    assert (first / "index.html").read_text() == "first"


def test_the_link_is_relative_so_that_both_may_be_moved(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    put_in_place(site(tmp_path / "a", "first"), tmp_path / "here" / "www", "a")

    (tmp_path / "here").rename(tmp_path / "there")

    assert (tmp_path / "there/www/index.html").read_text() == "first"


def test_old_releases_are_forgotten_and_the_served_one_never(tmp_path: Path) -> None:
    served = tmp_path / "www"
    for number in range(KEPT + 3):
        put_in_place(site(tmp_path / str(number), f"site {number}", files=2), served, str(number))

    assert len(list(releases_of(served).iterdir())) == KEPT
    assert (served / "index.html").read_text() == f"site {KEPT + 2}"


def test_the_same_site_again_is_a_release_of_its_own(tmp_path: Path) -> None:
    """A release that somebody touched is not trusted for its name."""
    made, served = site(tmp_path / "a", "first"), tmp_path / "www"
    put_in_place(made, served, "a")
    (served / "index.html").write_text("touched")

    put_in_place(made, served, "a")

    assert hashes(served) == hashes(made)


def test_a_folder_that_somebody_filled_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www/theirs.html").write_text("theirs")

    with pytest.raises(EditionRefused, match="not a link that publish made"):
        put_in_place(site(tmp_path / "a", "first"), tmp_path / "www", "a")

    assert (tmp_path / "www/theirs.html").read_text() == "theirs"


def test_an_empty_folder_becomes_the_link(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()

    put_in_place(site(tmp_path / "a", "first"), tmp_path / "www", "a")

    assert (tmp_path / "www").is_symlink()
