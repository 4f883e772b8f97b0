"""One repository with two editions for all these tests; a test that changes it works on a copy."""

from pathlib import Path

import pytest

from tests.conftest import once
from tests.editions.repository import Repository, copied, two_editions


@pytest.fixture(scope="session")
def two(common: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository with two frozen editions, this worker's own copy; to be read, not changed."""
    made = Repository(once(common / "two-editions", two_editions))
    return copied(made, tmp_path_factory.mktemp("editions") / "two")


@pytest.fixture(scope="session")
def published(two: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder where its site is published; a test that changes a file puts it back."""
    site = tmp_path_factory.mktemp("www") / "site"
    two.done("publish", "--to", str(site))
    return site


@pytest.fixture
def own(two: Repository, tmp_path: Path) -> Repository:
    """Return a copy of it."""
    return copied(two, tmp_path / "own")
