"""What stands in for parts of Pyodide and of the standard library that a worker without packages never uses.

Pyodide imports an event loop, archives, and the readers of package resources at every start. Here nothing
awaits in Python, nothing is installed, and no resource is read. A stand-in that is used all the same raises
ModuleNotFoundError, and the worker starts again with the full standard library, which holds the originals.
"""

_ABSENT = '''"""Stands in for {name}: see generator/runtime_start.py."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise ModuleNotFoundError("{name}." + name, name="{name}")
'''
_NO_EVENT_LOOP = '''"""Stands in for pyodide.webloop: nothing awaits in Python."""


def _initialize_event_loop():
    pass
'''
_NO_PACKAGES = '''"""Stands in for pyodide._package_loader: there are no packages."""


class _Folder:
    def __init__(self, path):
        self.path = path

    def __str__(self):
        return self.path


SITE_PACKAGES = _Folder("/lib/site-packages")
DSO_DIR = _Folder("/usr/lib")


def init_loaded_packages():
    pass
'''
_NO_RESOURCES = '''"""Stands in for importlib.resources, of which importlib.abc names three classes."""

from . import abc
'''
_RESOURCE_CLASSES = '''"""Stands in for importlib.resources.abc."""

ResourceReader = Traversable = TraversableResources = object
'''
STAND_INS = {
    "asyncio/__init__.py": _ABSENT.format(name="asyncio"),
    "importlib/resources/__init__.py": _NO_RESOURCES,
    "importlib/resources/abc.py": _RESOURCE_CLASSES,
    "pyodide/_package_loader.py": _NO_PACKAGES,
    "pyodide/webloop.py": _NO_EVENT_LOOP,
}
"""Texts by their path in the standard library's archive."""


def with_stand_ins(standard_library: dict[str, bytes]) -> dict[str, bytes]:
    """Return the archive's entries with each original that is stood in for replaced."""
    return standard_library | {path: text.encode() for path, text in STAND_INS.items()}


def start_module(lock_info: str) -> str:
    """Return the module that a worker imports: Pyodide's two scripts, fetched together, an empty lock."""
    return (
        'import "./pyodide.asm.js";\n'
        'export { loadPyodide } from "./pyodide.mjs";\n'
        "// What pyodide-lock.json would say, without a fetch: the ABI, and that there are no packages.\n"
        f"export const lock = {lock_info};\n"
    )
