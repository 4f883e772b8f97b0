"""Which modules of the standard library the browser runtime can ever import.

Found by reading, not by running: every `import` of every module reached counts, inside functions and error
paths too, since a module that is missing fails only when it is asked for. A test answers requests with what
is left.
"""

import ast
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

# What Pyodide's core imports by name from JavaScript or C, what Python needs to start, and what is imported
# by a name worked out at run time (codecs).
START = (
    "asyncio",
    "encodings.ascii",
    "encodings.cp437",
    "encodings.latin_1",
    "encodings.raw_unicode_escape",
    "encodings.unicode_escape",
    "encodings.utf_16_le",
    "encodings.utf_8",
    "encodings.utf_8_sig",
    "importlib.resources.abc",
    "linecache",
    "numbers",
    "pyodide._package_loader",
    "pyodide.code",
    "pyodide.ffi.wrappers",
    "pyodide.webloop",
    "site",
    "traceback",
    "zipimport",
    "_pyodide._core_docs",
    "_pyodide._future_helper",
    "_pyodide._importhook",
    "_pyodide.docstring",
    "_pyodide.jsbind",
)
# Reached only from a debugger, a test runner, a prompt, another process, another host or another system;
# or what has its counterpart in C; or what reads files, archives and package metadata, which are not there.
NEVER = (
    "_compression",
    "_pydatetime",
    "_pyrepl",
    "_sysconfigdata__emscripten_wasm32-emscripten",
    "argparse",
    "ast",
    "asyncio.base_events",
    "asyncio.proactor_events",
    "asyncio.windows_events",
    "asyncio.windows_utils",
    "base64",
    "bdb",
    "bz2",
    "cmd",
    "code",
    "concurrent",
    "csv",
    "ctypes",
    "dis",
    "doctest",
    "email",
    "fractions",
    "getopt",
    "gettext",
    "glob",
    "gzip",
    "http",
    "importlib.metadata",
    "ipaddress",
    "logging",
    "multiprocessing",
    "ntpath",
    "nturl2path",
    "optparse",
    "pathlib",
    "pdb",
    "pickle",
    "platform",
    "plistlib",
    "pprint",
    "pydoc",
    "pyodide.common",
    "pyodide.console",
    "pyodide.http",
    "queue",
    "quopri",
    "random",
    "rlcompleter",
    "secrets",
    "selectors",
    "shutil",
    "socket",
    "socketserver",
    "statistics",
    "subprocess",
    "sysconfig",
    "tarfile",
    "tempfile",
    "threading",
    "tracemalloc",
    "unittest",
    "urllib",
    "webbrowser",
    "xmlrpc",
    "zipfile",
)


def trim(standard_library: Mapping[str, bytes], roots: Iterable[str]) -> dict[str, bytes]:
    """Return the entries of the zip that hold the modules reachable from `START` and `roots`."""
    modules = {module_name(entry): entry for entry in standard_library if entry.endswith(".py")}
    kept: set[str] = set()
    waiting = [*START, *roots]
    while waiting:
        for name in _with_parents(waiting.pop()):
            if (
                name in modules
                and name not in kept
                and not any(stop in NEVER for stop in _with_parents(name))
            ):
                kept.add(name)
                waiting += imported(modules[name], standard_library[modules[name]])
    return {entry: content for entry, content in standard_library.items() if _belongs(entry, kept)}


def imported(path: str, source: bytes) -> set[str]:
    """Return every module that a module may import, under its full name; some may be no modules."""
    package = PurePosixPath(path).parent.parts
    names: set[str] = set()
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *([node.module] if node.module else [])))
            names.add(base)
            names.update(f"{base}.{alias.name}" for alias in node.names)
    return names


def module_name(path: str) -> str:
    """Return the dotted name of the module at a path: `a/b.py` and `a/b/__init__.py` are both `a.b`."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _with_parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[: length + 1]) for length in range(len(parts))]


def _belongs(entry: str, kept: set[str]) -> bool:
    """Tell whether an entry is a kept module, or a folder or a data file of a kept package."""
    if entry.endswith(".py"):
        return module_name(entry) in kept
    return (
        entry.rstrip("/").replace("/", ".") in kept
        or str(PurePosixPath(entry).parent).replace("/", ".") in kept
    )
