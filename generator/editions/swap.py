"""Putting a site where it is served, so that at no moment half of it is seen.

The address of the site is a link to a release: a folder that is complete before the link moves. Moving a link
is one rename, which the file system does whole or not at all; so a publish that is killed at any point leaves
the old site or the new one. Releases of before stay for a while, for readers who are half through a page.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from generator.editions.refused import EditionRefused

KEPT = 3
"""How many releases stay, the served one included."""


def releases_of(destination: Path) -> Path:
    """Return the folder of the releases, beside the link."""
    return destination.with_name(f"{destination.name}.releases")


def require_link(destination: Path) -> None:
    """Refuse a destination that cannot be swapped whole: a folder with files that nobody released."""
    if destination.is_symlink() or not destination.exists():
        return
    if not destination.is_dir() or any(destination.iterdir()):
        raise EditionRefused(
            f"{destination} is not a link that publish made. A folder cannot be swapped whole: move it away, "
            f"and publish puts a link there that leads into {releases_of(destination).name}/"
        )


def put_in_place(site: Path, destination: Path, name: str) -> Path:
    """Copy a built site to a release and let the destination lead to it; return the release."""
    require_link(destination)
    releases = releases_of(destination)
    releases.mkdir(parents=True, exist_ok=True)
    _forget_unfinished(releases, destination)
    release = next(_free_names(releases, name))
    incoming = releases / f".{release.name}.{os.getpid()}"
    shutil.copytree(site, incoming)
    incoming.rename(release)
    _lead(destination, release)
    _forget_old(releases, release)
    return release


def _free_names(releases: Path, name: str) -> Iterator[Path]:
    """Yield names for a release: a release that is there may have been touched, so it is not used again."""
    number = 1
    while True:
        path = releases / (name if number == 1 else f"{name}-{number}")
        if not path.exists():
            yield path
        number += 1


def _lead(destination: Path, release: Path) -> None:
    """Move the link to a release; the path is relative, so that both may be moved together."""
    link = destination.with_name(f".{destination.name}.new")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.join(release.parent.name, release.name))  # noqa: PTH118 - a link's text
    if destination.is_dir() and not destination.is_symlink():
        destination.rmdir()  # empty: `require_link` looked
    link.replace(destination)


def _forget_unfinished(releases: Path, destination: Path) -> None:
    """Delete what an interrupted publish left: nothing of it was ever served."""
    for path in releases.glob(".*"):
        shutil.rmtree(path, ignore_errors=True)
    destination.with_name(f".{destination.name}.new").unlink(missing_ok=True)


def _forget_old(releases: Path, served: Path) -> None:
    others = sorted(
        (path for path in releases.iterdir() if path != served and not path.name.startswith(".")),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path in others[KEPT - 1 :]:
        gone = releases / f".{path.name}.old"
        path.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
