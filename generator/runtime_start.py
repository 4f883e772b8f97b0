"""What stands in for parts of Pyodide and of the standard library that a worker without packages never uses.

Pyodide imports an event loop, archives, the readers of package resources, a parser and the inspection of
functions at every start. Here nothing awaits in Python, nothing is installed, no resource is read, no source
is run and no JavaScript is given types. A stand-in that is used all the same raises
ModuleNotFoundError, and the worker starts again with the full standard library, which holds the originals.
"""

_ABSENT = '''"""Stands in for {name}: see generator/runtime_start.py."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise ModuleNotFoundError("{name}." + name, name="{name}")
'''
_NO_EVENT_LOOP = '''"""Stands in for pyodide.webloop: nothing awaits in Python."""

from pyodide_js._api import scheduleCallback  # a snapshot of the memory expects it where the original has it


def _initialize_event_loop():
    pass
'''
_NO_PACKAGES = '''"""Stands in for pyodide._package_loader: there are no packages."""

from pyodide_js import loadedPackages  # a snapshot of the memory expects it where the original has it


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
_NO_SOURCE_TO_RUN = '''"""Stands in for _pyodide._base: Pyodide alone runs source, as `statements; value`."""

from importlib import import_module


def eval_code(source, namespace=None):
    if namespace is None:
        namespace = {}
    statements, _, value = source.rpartition(";")
    exec(statements, namespace)
    return eval(value.strip(), namespace)


def pyimport_impl(path):
    return import_module(path)
'''
_NO_DOCUMENTATION = '''"""Stands in for _pyodide.docstring: nobody reads what a built-in says of itself."""


def get_cmeth_docstring(func):
    return func.__name__ + "($self)\\n--\\n\\n"
'''
_NO_INSPECTION = (
    _ABSENT.format(name="inspect")
    + """

def iscoroutinefunction(obj):
    return False


def get_annotations(cls):
    return dict(cls.__dict__.get("__annotations__") or {})


def signature(obj):
    # `dataclasses` asks for it to document a class that has no docstring, and goes on without.
    raise TypeError("no signature is known")
"""
)
_NO_JAVASCRIPT_TYPES = (
    _ABSENT.format(name="_pyodide.jsbind")
    + """

from _pyodide_core import JsFuncSignature, js2py_default_call_result, py2js_default


def _any(*args, **kwargs):
    pass


no_default = object()
# What the original makes of a function of any arguments.
default_signature = JsFuncSignature(
    _any, False, 0, (), (), py2js_default, (), (), (), py2js_default, js2py_default_call_result
)
"""
)
STAND_INS = {
    "_pyodide/_base.py": _NO_SOURCE_TO_RUN,
    "_pyodide/docstring.py": _NO_DOCUMENTATION,
    "_pyodide/jsbind.py": _NO_JAVASCRIPT_TYPES,
    "asyncio/__init__.py": _ABSENT.format(name="asyncio"),
    "importlib/resources/__init__.py": _NO_RESOURCES,
    "importlib/resources/abc.py": _RESOURCE_CLASSES,
    "inspect.py": _NO_INSPECTION,
    "pyodide/_package_loader.py": _NO_PACKAGES,
    "pyodide/code.py": _ABSENT.format(name="pyodide.code"),
    "pyodide/webloop.py": _NO_EVENT_LOOP,
    "tokenize.py": _ABSENT.format(name="tokenize"),
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
