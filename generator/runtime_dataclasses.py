"""The methods of the package's dataclasses, compiled at build time.

`dataclasses` writes `__init__` and its like as source text and compiles it whenever a class is made: in
WebAssembly that was most of the time that importing the calculators took. Here the same texts are written
once, by the runtime's own `dataclasses`, and their bytecode is shipped under the text's SHA-256: a text that
is not found there is compiled as ever, so nothing can come out differently.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

MODULE = "_dataclass_methods"
LIBRARY_MODULE = "dataclasses.py"
_COMPILES = b"        exec(txt, self.globals, ns)\n"
_LOOKS = b"        _look_up_or_exec(txt, self.globals, ns)\n"
_LOOK_UP = f'''

def _look_up_or_exec(text, module_globals, names):
    """Take what generator/runtime_dataclasses.py compiled; else compile."""
    import {MODULE}
    from _sha2 import sha256
    made = {MODULE}.MADE.get(sha256(text.encode()).digest())
    if made is None:
        exec(text, module_globals, names)
    else:
        names["__create_fn__"] = types.FunctionType(made.__code__, module_globals)
'''.encode()
_COLLECT = """
import builtins, dataclasses, importlib, json, sys
texts = {}
def collect(text, *namespaces):
    texts[text] = None
    exec(text, *namespaces)
dataclasses.exec = collect
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(list(texts)))
"""


class NotCollected(Exception):
    """The package could not be imported, or `dataclasses` is not the one that is known."""


def with_look_up(standard_library: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the archive's entries with a `dataclasses` that looks its methods up before it compiles them."""
    source = standard_library[LIBRARY_MODULE]
    if source.count(_COMPILES) != 1:
        raise NotCollected("dataclasses of this Pyodide makes its methods in a way that is not known")
    return {**standard_library, LIBRARY_MODULE: source.replace(_COMPILES, _LOOKS) + _LOOK_UP}


def method_texts(library_module: bytes, sources: Mapping[str, bytes], modules: Iterable[str]) -> list[str]:
    """Return every text that this `dataclasses` would compile when these modules are imported."""
    with TemporaryDirectory() as temporary:
        for name, source in {**sources, LIBRARY_MODULE: library_module}.items():
            path = Path(temporary, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source)
        done = subprocess.run(
            [sys.executable, "-S", "-B", "-c", _COLLECT, *modules],
            env=os.environ | {"PYTHONPATH": temporary, "PYTHONHASHSEED": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise NotCollected((done.stderr.strip() or "no reason given").splitlines()[-1])
    texts: list[str] = json.loads(done.stdout)
    return sorted(texts)


def methods_module(texts: Iterable[str]) -> str:
    """Return the source of the module that holds the methods under the hashes of their texts."""
    lines, entries = [], []
    for number, text in enumerate(texts):
        lines.append(text.replace("def __create_fn__(", f"def made_{number}(", 1))
        entries.append(f"    {hashlib.sha256(text.encode()).digest()!r}: made_{number},")
    return "\n\n".join(lines) + "\n\nMADE = {\n" + "\n".join(entries) + "\n}\n"
