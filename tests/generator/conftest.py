"""What the tests of the generator read, made once: the content as it is, and the pages of the built site."""

from pathlib import Path

import pytest

from generator.check import checked_content
from generator.content import Content
from tests.generator.editing import real_texts
from tests.html_page import HtmlPage, read_site


@pytest.fixture(scope="session")
def content() -> Content:
    return checked_content(real_texts())


@pytest.fixture(scope="session")
def pages(built_site: Path) -> dict[str, HtmlPage]:
    """Every page of the working draft, which stands at the top of the site in a copy of the project."""
    return read_site(built_site)
