"""What every page may need: the content, the language, the edition's hash, and where the runtime is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from calculators.edition import Edition
from generator.content import Content

SITE_ROOT = "~site-root~/"
"""Stands for the path from a page to the site's top: a built edition is put in more than one place."""


@dataclass(frozen=True, slots=True)
class SiteData:
    """One build of one language."""

    content: Content
    edition: Edition
    lang: str
    sha256: str
    runtime: str
    """Folder of the Python runtime below the site's root, such as ``runtime/0123456789ab/``."""
    examples: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    """Test cases marked as examples, by regimen."""
    history: Mapping[str, Any] = field(default_factory=dict)
    """What each edition up to this one changed, by regimen; the oldest first."""
    calculator_examples: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    """Test cases that a calculator's page shows, by calculator."""
    known_answer: str = ""
    """On what Python in the page proves itself, as JSON: known_answer.py."""

    @property
    def to_root(self) -> str:
        """Path to the site's root, known when the edition is put in its place (editions/place.py)."""
        return SITE_ROOT

    @property
    def edition_path(self) -> str:
        """Path of the edition's JSON below the site's root; named by its hash, so a cache may keep it."""
        return f"data/{self.edition.id}-{self.sha256[:12]}.json"

    def order(self, root: str) -> dict[str, str]:
        """Return what the page hands to Python's worker; ``root`` is the path to the site's root."""
        return {
            "runtime": root + self.runtime,
            "edition_url": root + self.edition_path,
            "edition_sha256": self.sha256,
            "known_answer": self.known_answer,
        }
