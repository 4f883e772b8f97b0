"""One repository with two editions for all these tests; a test that changes it works on a copy."""

from pathlib import Path

import pytest

from tests.editions.repository import Repository, copied, two_editions


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository with two frozen editions; to be read, not changed."""
    return two_editions(tmp_path_factory.mktemp("editions") / "two")


@pytest.fixture
def own(two: Repository, tmp_path: Path) -> Repository:
    """Return a copy of it."""
    return copied(two, tmp_path / "own")
