"""The browser runtime: Pyodide's core, and one archive of bytecode: its standard library, `calculators`.

`build_runtime` writes one folder named by the hash of all it holds, so a page that names the folder names
every byte it will run. Reading, compiling and writing are at the edges; what lies between takes bytes and
gives bytes. The same inputs give the same bytes, and a second call with the same inputs only compares hashes.
"""

import ast
import importlib.metadata
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from generator import runtime_dataclasses, runtime_start, runtime_trim
from generator.edition_file import sha256_of, sha256_of_bytes
from generator.runtime_dataclasses import (
    LIBRARY_MODULE,
    MODULE,
    NotCollected,
    method_texts,
    methods_module,
    with_look_up,
)
from generator.runtime_start import start_module, with_stand_ins
from generator.runtime_trim import imported, module_name, trim
from generator.write import whole_folder

PACKAGE = "calculators"
STANDARD_LIBRARY = "python_stdlib.zip"
# Asked for only when the trimmed one lacks a module: everything, as source, slow and complete.
FULL_LIBRARY = "python_stdlib_full.zip"
START_MODULE = "start.mjs"
LOCK_FILE = "pyodide-lock.json"
AS_THEY_ARE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
# Stored, not deflated: the server's brotli packs loose bytecode better, and the page need not inflate it.
COMPRESSION = zipfile.ZIP_STORED
# How many runtimes stay in the cache, at some 16 MB each: enough to go back and forth between branches.
KEPT = 4
# Only the command line: the page enters through `calculators.browser`.
NOT_SHIPPED = frozenset({"__main__.py"})


class RuntimeFailure(Exception):
    """The runtime cannot be built for a reason the reader of the message can mend."""


@dataclass(frozen=True, slots=True)
class RuntimeFile:
    """What a page needs to know of one file: its size, for progress, and its hash, for integrity."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Runtime:
    """A built runtime: `directory` is its folder's name below the destination."""

    directory: str
    files: Mapping[str, RuntimeFile]
    python_version: str
    pyodide_version: str


def build_runtime(root: Path, destination: Path) -> Runtime:
    """Build the runtime of the project in `root` into `destination/<hash>/`, or find it already there."""
    npm = root / "node_modules" / "pyodide"
    core = {name: _read(npm / name) for name in (*AS_THEY_ARE, STANDARD_LIBRARY, LOCK_FILE, "package.json")}
    sources = package_sources(root / PACKAGE)
    cache = root / ".cache" / "runtime"
    made = cache / _key([core, sources])
    if not (made / "runtime.json").is_file():
        _make(core, sources, cache, made)
    runtime = _runtime_from_json((made / "runtime.json").read_text(encoding="utf-8"))
    folder = destination / runtime.directory
    if not _holds(folder, runtime.files):
        _place(made / "files", folder)
    return runtime


def package_sources(package: Path) -> dict[str, bytes]:
    """Return the package's modules by their path inside the wheel."""
    paths = sorted(package.rglob("*.py"))
    if not paths:
        raise RuntimeFailure(f"{package} holds no Python modules: is this the project's folder?")
    sources = {path.relative_to(package.parent).as_posix(): path.read_bytes() for path in paths}
    return {name: text for name, text in sources.items() if name.rpartition("/")[2] not in NOT_SHIPPED}


def package_version(init: bytes) -> str:
    """Return the literal `__version__` of a package's `__init__.py`, without importing it."""
    for node in ast.parse(init).body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="__version__")], value=ast.Constant(value=str(version)))
                | ast.AnnAssign(target=ast.Name(id="__version__"), value=ast.Constant(value=str(version)))
            ):
                return version
    raise RuntimeFailure(f'{PACKAGE}/__init__.py must say __version__ = "..."')


def pack(entries: Mapping[str, bytes]) -> bytes:
    """Return a zip archive that depends on nothing but its entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", COMPRESSION) as archive:
        for name, content in sorted(entries.items()):
            entry = zipfile.ZipInfo(name)  # dated 1980
            entry.compress_type = COMPRESSION
            entry.create_system = 3
            entry.external_attr = (0o40755 << 16 | 0x10) if name.endswith("/") else 0o100644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def unpack(archive: bytes) -> dict[str, bytes]:
    """Return the entries of a zip archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _compiled(name: str, archive: bytes, cache: Path) -> dict[str, bytes]:
    """Compile the modules of a zip with Pyodide's own tool; return the entries."""
    kept = cache / "compiled" / _key([{name: archive}])
    if not kept.is_dir():
        with TemporaryDirectory() as temporary:
            given = Path(temporary, name)
            given.write_bytes(archive)
            command = [sys.executable, "-m", "pyodide_cli", "py-compile", "--silent", "--no-keep", str(given)]
            # A set date makes the tool write bytecode that is checked by hash, so without the time of day.
            fixed = {"SOURCE_DATE_EPOCH": "315532800", "PYTHONHASHSEED": "0", "PYTHONOPTIMIZE": ""}
            done = subprocess.run(
                command, env=os.environ | fixed, capture_output=True, text=True, check=False
            )
            if done.returncode:
                reason = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
                raise RuntimeFailure(f"pyodide py-compile failed on {name}: {reason}")
            [made] = Path(temporary).iterdir()
            entries = pack(unpack(made.read_bytes()))
            with whole_folder(kept) as folder:
                (folder / made.name).write_bytes(entries)
    [path] = kept.iterdir()
    return unpack(path.read_bytes())


def _standard_library(archive: bytes, sources: Mapping[str, bytes], cache: Path) -> dict[str, bytes]:
    """Return Pyodide's standard library, cut to what can be imported, as bytecode."""
    roots = sorted(set().union(*(imported(path, source) for path, source in sources.items())))
    # Reading all its imports takes seconds, and which modules stay changes only with these roots.
    known = cache / "trimmed" / _key([{STANDARD_LIBRARY: archive, "roots": json.dumps(roots).encode()}])
    if not known.is_dir():
        with whole_folder(known) as folder:
            (folder / STANDARD_LIBRARY).write_bytes(
                pack(trim(with_look_up(with_stand_ins(unpack(archive))), roots))
            )
    return _compiled(STANDARD_LIBRARY, (known / STANDARD_LIBRARY).read_bytes(), cache)


def _dataclass_methods(archive: bytes, sources: Mapping[str, bytes], cache: Path) -> dict[str, bytes]:
    """Return the methods of the package's dataclasses as bytecode."""
    modules = [module_name(path) for path in sources]
    try:
        texts = method_texts(unpack(archive)[LIBRARY_MODULE], sources, modules)
    except NotCollected as error:
        raise RuntimeFailure(f"the dataclasses of {PACKAGE} cannot be made: {error}") from None
    source = {f"{MODULE}.py": methods_module(texts).encode()}
    return _compiled(f"{MODULE}.zip", pack(source), cache)


def _make(core: Mapping[str, bytes], sources: Mapping[str, bytes], cache: Path, made: Path) -> None:
    """Make the runtime's files and its description in the cache."""
    info = json.loads(core[LOCK_FILE])["info"]
    host = ".".join(map(str, sys.version_info[:2]))
    if info["python"].split(".")[:2] != host.split("."):
        raise RuntimeFailure(
            f"bytecode of Python {host} does not run in Pyodide's {info['python']}: build with dev.py"
        )
    files = {name: core[name] for name in AS_THEY_ARE}
    package = _compiled(
        f"{PACKAGE}-{package_version(sources[f'{PACKAGE}/__init__.py'])}.zip", pack(sources), cache
    )
    methods = _dataclass_methods(core[STANDARD_LIBRARY], sources, cache)
    library = _standard_library(core[STANDARD_LIBRARY], sources, cache)
    files[STANDARD_LIBRARY] = pack(library | package | methods)
    files[FULL_LIBRARY] = pack({**unpack(core[STANDARD_LIBRARY]), **sources})
    files[START_MODULE] = start_module(json.dumps({"info": info, "packages": {}}, sort_keys=True)).encode()
    described = {name: RuntimeFile(len(files[name]), sha256_of_bytes(files[name])) for name in sorted(files)}
    named = json.dumps([[name, file.sha256] for name, file in described.items()])
    runtime = Runtime(
        directory=sha256_of(named)[:12],
        files=described,
        python_version=info["python"],
        pyodide_version=str(json.loads(core["package.json"])["version"]),
    )
    with whole_folder(made) as folder:
        (folder / "files").mkdir()
        for name, content in files.items():
            (folder / "files" / name).write_bytes(content)
        (folder / "runtime.json").write_text(json.dumps(asdict(runtime), indent=1), encoding="utf-8")
        shutil.rmtree(made, ignore_errors=True)  # what is there has no description
    older = sorted(cache.glob("*/runtime.json"), key=lambda path: path.stat().st_mtime)
    for description in older[:-KEPT]:
        shutil.rmtree(description.parent)


def _runtime_from_json(text: str) -> Runtime:
    data = json.loads(text)
    files = {name: RuntimeFile(**file) for name, file in data.pop("files").items()}
    return Runtime(files=MappingProxyType(files), **data)


def _key(parts: Iterable[Mapping[str, bytes]]) -> str:
    """Hash named contents, this code and its tools: all that shapes what is made."""
    code = [
        sha256_of_bytes(Path(module).read_bytes())
        for module in (
            __file__,
            runtime_dataclasses.__file__,
            runtime_start.__file__,
            runtime_trim.__file__,
        )
    ]
    packages = [importlib.metadata.version(name) for name in ("pyodide-build",)]
    contents = [[name, sha256_of_bytes(part[name])] for part in parts for name in sorted(part)]
    return sha256_of(json.dumps([sys.version, code, packages, contents]))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise RuntimeFailure(f"{path} is missing: any `python3 dev.py` task fetches it") from None


def _holds(folder: Path, files: Mapping[str, RuntimeFile]) -> bool:
    """Tell whether a folder, which is only ever put in place whole, is there with every file."""
    try:
        return all((folder / name).stat().st_size == file.size for name, file in files.items())
    except OSError:
        return False


def _place(source: Path, folder: Path) -> None:
    with whole_folder(folder) as temporary:
        shutil.copytree(source, temporary, dirs_exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)  # what is there misses a file
