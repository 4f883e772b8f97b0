"""Two clones, built in two folders at two times with nothing shared, give the same site, byte for byte."""

import time
from pathlib import Path

import pytest

from generator.editions.manifest import SUMS
from tests.editions.repository import Repository, copied, new_repository

pytestmark = pytest.mark.slow


def test_two_clones_build_the_same_bytes(tmp_path: Path) -> None:
    one = new_repository(tmp_path / "a", shared_cache=False)
    one.freeze("2025.1", "2025-11-30")
    two = copied(one, tmp_path / "elsewhere" / "and-deeper")
    (two.root / ".cache/editions").mkdir(parents=True, exist_ok=True)

    sums = []
    for repository, site in ((one, tmp_path / "www-a"), (two, tmp_path / "www" / "b")):
        repository.done("publish", "--with-draft", "--to", str(site))
        sums.append((site / SUMS).read_text(encoding="utf-8"))
        time.sleep(1.1)  # another second, which an archive or a page could have kept

    assert sums[0].splitlines() == sums[1].splitlines()
    assert "runtime/" in sums[0]


def test_a_site_can_be_built_again_to_prove_what_it_was_made_from(two: Repository, tmp_path: Path) -> None:
    site = tmp_path / "www"
    two.done("publish", "--to", str(site))

    assert "in order" in two.done("verify", str(site), "--rebuild")
    (site / SUMS).write_text("", encoding="utf-8")
    assert "these sources do not make the published site" in two.run("verify", str(site), "--rebuild").stdout
