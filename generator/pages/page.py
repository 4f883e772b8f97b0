"""What a page is before it is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one language: its path below the docs folder, its template and what the template shows."""

    path: str
    template: str
    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""
    verified: str | None = None
    wide: bool = False
    """The page needs the whole width: no menu, no table of contents."""
    menu: bool = False
    """The menu of its section stands beside it."""
    behind: bool = False
    """In search results it stands behind the protocol's own pages."""

    @property
    def base(self) -> str:
        """Return the relative path from the page's address to the language's root."""
        folder = self.path.removesuffix("index.md").removesuffix(".md").strip("/")
        depth = len([part for part in folder.split("/") if part])
        return "../" * depth
