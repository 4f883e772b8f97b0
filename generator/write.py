"""The one place that writes files: whole, and only where something differs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


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


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a new folder to fill, and put it in the place of `folder` once it is full."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".") as temporary:
        filled = Path(temporary, "filled")
        filled.mkdir()
        yield filled
        try:
            filled.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process was faster, with the same content
                raise
