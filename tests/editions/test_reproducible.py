"""Two clones, built in two folders at two times with nothing shared, give the same site, byte for byte."""

import time
from pathlib import Path

import pytest

from generator.editions.manifest import SUMS
from tests.editions.repository import Repository, cloned, new_repository

pytestmark = pytest.mark.slow


def test_two_clones_build_the_same_bytes(tmp_path: Path) -> None:
    """The real content with its real editions; runtime, pages and packed twins are all made anew."""
    origin = new_repository(tmp_path / "origin", editions=True)
    one = cloned(origin, tmp_path / "a", TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="1")
    two = cloned(origin, tmp_path / "elsewhere" / "and-deeper", TZ="America/Lima", PYTHONHASHSEED="2")

    sums = []
    for repository, site in ((one, tmp_path / "www-a"), (two, tmp_path / "www" / "b")):
        repository.done("publish", "--to", str(site))
        sums.append((site / SUMS).read_text(encoding="utf-8"))
        time.sleep(1.1)  # another second, which an archive or a page could have kept

    assert sums[0].splitlines() == sums[1].splitlines()
    for part in (
        "runtime/",
        "2025.1/en/index.html",
        "2026.1/index.html.br",
        "data/2025.1-",
        "editions/feed.xml",
    ):
        assert f"  {part}" in sums[0]


def test_a_site_can_be_built_again_to_prove_what_it_was_made_from(two: Repository, published: Path) -> None:
    assert "in order" in two.done("verify", str(published), "--rebuild")
    sums = (published / SUMS).read_bytes()
    (published / SUMS).write_text("", encoding="utf-8")
    try:
        said = two.run("verify", str(published), "--rebuild").stdout
    finally:
        (published / SUMS).write_bytes(sums)
    assert "these sources do not make the published site" in said
