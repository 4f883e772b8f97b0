"""Packages of PyPI beside Pyodide, in its own list: what its package host has, which npm does not."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.runtime import pack

LIST = "pyodide-lock.json"


def add_wheels(pyodide: Path, python: Path, names: Iterable[str], whole: str = "") -> None:
    """Put pure packages of a Python into a folder of Pyodide. ``whole`` is the one that brings the others."""
    [packages] = python.parents[1].glob("lib/python*/site-packages")
    names = list(names)
    lock = json.loads((pyodide / LIST).read_text())
    for name in names:
        [info] = packages.glob(f"{_file_name(name)}-*.dist-info")
        wheel = pack({path: (packages / path).read_bytes() for path in _files(packages, info)})
        version = info.name.removesuffix(".dist-info").rpartition("-")[2]
        file_name = f"{_file_name(name)}-{version}-py3-none-any.whl"
        (pyodide / file_name).write_bytes(wheel)
        before = lock["packages"].get(name, {})
        lock["packages"][name] = {
            **before,
            "name": name,
            "version": version,
            "file_name": file_name,
            "install_dir": "site",
            "sha256": hashlib.sha256(wheel).hexdigest(),
            "package_type": "package",
            "imports": before.get("imports", [name.replace("-", "_")]),
            "depends": [other for other in names if other != name] if name == whole else [],
        }
    (pyodide / LIST).write_text(json.dumps(lock))


def _file_name(name: str) -> str:
    return re.sub(r"[-.]", "_", name)


def _files(packages: Path, info: Path) -> Iterator[str]:
    """Yield the files of an installed package that its wheel had."""
    with (info / "RECORD").open(newline="") as record:
        for path, *_ in csv.reader(record):
            made_here = path.startswith("..") or path.endswith((".pyc", "INSTALLER", "REQUESTED"))
            if not made_here and (packages / path).is_file():
                yield path
