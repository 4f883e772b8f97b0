"""From the project's folder to the data of a site: read, check, write the draft edition."""

from dataclasses import dataclass
from pathlib import Path

from calculators.edition import Edition, load_edition
from generator.check import checked_content
from generator.content import Content, read_texts
from generator.edition_file import edition_text, sha256_of
from generator.write import write_if_changed

DRAFT = Path("content/editions/draft.json")


@dataclass(frozen=True, slots=True)
class Project:
    """The checked content of a project and the edition made from it."""

    root: Path
    content: Content
    text: str
    sha256: str
    edition: Edition


def load_project(root: Path) -> Project:
    """Read and check the content. Raises ContentError with every mistake."""
    content = checked_content(read_texts(root / "content"))
    text = edition_text(content, "draft")
    return Project(root, content, text, sha256_of(text), load_edition(text))


def write_draft(project: Project) -> bool:
    """Write the draft edition; tell whether it changed."""
    return write_if_changed(project.root / DRAFT, project.text)


def draft_is_current(project: Project) -> bool:
    """Tell whether the draft that is checked in is the one that the content makes."""
    path = project.root / DRAFT
    return path.is_file() and path.read_text(encoding="utf-8") == project.text
