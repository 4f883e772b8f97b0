"""The one place that writes files: a folder made to hold exactly the given texts."""

from collections.abc import Mapping
from pathlib import Path


def write_tree(folder: Path, texts: Mapping[str, str]) -> None:
    """Make ``folder`` hold exactly these files. What is right already stays, so watchers stay quiet."""
    wanted = {folder / name: text for name, text in texts.items()}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in wanted:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for path, text in wanted.items():
        write_if_changed(path, text)


def write_if_changed(path: Path, text: str) -> bool:
    """Write a text unless the file already holds it; tell whether it was written."""
    content = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def write_whole(path: Path, text: str) -> None:
    """Write a text that must never be seen half written: beside its place, then moved into it."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode("utf-8"))
    beside.replace(path)
