"""The cache of built pages: a unit whose inputs did not change is not built again."""

import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.editions.about import About, about_settings, about_texts
from generator.editions.units import Unit
from generator.write import whole_folder, write_tree

CACHE = Path(".cache/editions")
KEPT = 80
"""How many built units stay, at some 4 MB each: twenty editions in two languages, twice."""
WORKERS = 2


def build_units(root: Path, units: Iterable[Unit]) -> dict[tuple[str, str], Path]:
    """Return the folder of each unit's built pages, by name and language; builds what is not there.

    Raises SiteFailure when MkDocs warns or fails.
    """
    units = list(units)
    folders = {(unit.name, unit.lang): root / CACHE / unit.key for unit in units}
    missing = [unit for unit in units if not folders[unit.name, unit.lang].is_dir()]
    if missing:
        with ProcessPoolExecutor(max_workers=min(WORKERS, len(missing))) as pool:
            done = [pool.submit(_build, root, unit) for unit in missing]
            failures = [future.exception() for future in done]
        for failure in failures:
            if failure is not None:
                raise failure
    for folder in folders.values():
        os.utime(folder)
    _forget_old(root / CACHE, set(folders.values()))
    return folders


def _build(root: Path, unit: Unit) -> None:
    from generator.site import build_pages, run_mkdocs

    (root / "build").mkdir(exist_ok=True)
    with whole_folder(root / CACHE / unit.key) as folder, TemporaryDirectory(dir=root / "build") as docs:
        if isinstance(unit.site, About):
            write_tree(Path(docs), about_texts(unit.site))
            run_mkdocs(root, unit.lang, about_settings(unit.site), Path(docs), folder)
        else:
            build_pages(root, unit.site, Path(docs), folder)
        for path in [*folder.rglob("*.map"), folder / "sitemap.xml.gz"]:
            path.unlink(missing_ok=True)  # nobody reads them; the archive would carry the time of day


def _forget_old(cache: Path, used: set[Path]) -> None:
    """Delete what was not used for longest."""
    kept = [path for path in cache.iterdir() if path.is_dir() and not path.name.startswith(".")]
    older = sorted((path for path in kept if path not in used), key=_last_used)
    for path in older[: max(0, len(kept) - KEPT)]:
        shutil.rmtree(path, ignore_errors=True)


def _last_used(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # another build forgot it
        return 0
