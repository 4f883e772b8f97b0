"""The browser runtime: reproducible, cached, whole, and of the same Python as the one that compiled it."""

import hashlib
import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from generator.runtime import Runtime, RuntimeFailure, build_runtime, package_sources, unpack
from generator.runtime_dataclasses import NotCollected, method_texts, methods_module, with_look_up
from generator.runtime_start import STAND_INS
from generator.runtime_trim import NEVER, START, imported, module_name, trim
from tests.pyodide.runtime import Answers, NotStarted, answer_in_node

ROOT = Path(__file__).resolve().parents[2]
EDITION = '{"id": "2025.1"}'
STUB = """
import hashlib, json
from decimal import Decimal

edition = {}

def start(edition_json, expected_sha256):
    if hashlib.sha256(edition_json.encode()).hexdigest() != expected_sha256:
        raise ValueError("the edition does not match its hash")
    edition.update(json.loads(edition_json))

def answer(request_json):
    request = json.loads(request_json, parse_float=Decimal)
    return json.dumps({"edition": edition["id"], "double": str(request["dose"] * 2)})
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the real Pyodide and a small package in the place of the calculators."""
    root = tmp_path_factory.mktemp("project")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    (root / "calculators").mkdir()
    (root / "calculators" / "__init__.py").write_text('__version__ = "1.2.3"\n')
    (root / "calculators" / "__main__.py").write_text("import argparse\n")
    (root / "calculators" / "browser.py").write_text(STUB)
    (root / "edition.json").write_text(EDITION)
    return root


@pytest.fixture(scope="module")
def runtime(project: Path) -> Runtime:
    return build_runtime(project, project / "built")


@pytest.fixture(scope="module")
def answers(project: Path, runtime: Runtime) -> Answers:
    requests = ['{"dose": 48.36}', '{"dose": 1}']
    return answer_in_node(project / "built" / runtime.directory, project / "edition.json", requests)


def test_names_and_hashes_are_those_of_the_files(project: Path, runtime: Runtime) -> None:
    folder = project / "built" / runtime.directory
    assert {path.name for path in folder.iterdir()} == set(runtime.files)
    for name, file in runtime.files.items():
        content = (folder / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)


def test_the_start_module_says_the_abi_and_that_there_are_no_packages(
    project: Path, runtime: Runtime
) -> None:
    text = (project / "built" / runtime.directory / "start.mjs").read_text()
    lock = json.loads(text.partition("export const lock = ")[2].rstrip(";\n"))
    assert lock["packages"] == {}
    assert lock["info"]["python"] == runtime.python_version


def test_the_archive_holds_bytecode_and_no_path_of_this_machine(project: Path, runtime: Runtime) -> None:
    entries = unpack((project / "built" / runtime.directory / "python_stdlib.zip").read_bytes())
    assert not [entry for entry in entries if entry.endswith(".py")]
    assert not [entry for entry, content in entries.items() if str(project).encode() in content]
    assert "calculators/__main__.pyc" not in entries
    assert "calculators/browser.pyc" in entries


def test_the_full_archive_holds_every_module_as_published(project: Path, runtime: Runtime) -> None:
    entries = unpack((project / "built" / runtime.directory / "python_stdlib_full.zip").read_bytes())
    published = unpack((ROOT / "node_modules" / "pyodide" / "python_stdlib.zip").read_bytes())
    assert published.items() <= entries.items()
    assert "calculators/browser.py" in entries


def test_a_second_build_finds_the_first(project: Path, runtime: Runtime) -> None:
    before = {path: path.stat().st_mtime_ns for path in (project / "built").rglob("*")}
    assert build_runtime(project, project / "built") == runtime
    assert {path: path.stat().st_mtime_ns for path in (project / "built").rglob("*")} == before


def test_a_build_from_nothing_gives_the_same_bytes(project: Path, runtime: Runtime) -> None:
    shutil.rmtree(project / ".cache")
    again = build_runtime(project, project / "again")
    assert again == runtime  # with the hash of every file


def test_a_damaged_copy_is_put_right(project: Path, runtime: Runtime) -> None:
    library = project / "again" / runtime.directory / "python_stdlib.zip"
    build_runtime(project, project / "again")
    library.unlink()
    build_runtime(project, project / "again")
    expected = runtime.files["python_stdlib.zip"].sha256
    assert hashlib.sha256(library.read_bytes()).hexdigest() == expected


def test_the_bytecode_is_of_the_runtimes_own_kind(answers: Answers, runtime: Runtime) -> None:
    assert answers.magic == importlib.util.MAGIC_NUMBER.hex()
    assert answers.python_version == runtime.python_version
    assert answers.pyodide_version == runtime.pyodide_version


def test_it_answers(answers: Answers) -> None:
    assert answers.texts == (
        '{"edition": "2025.1", "double": "96.72"}',
        '{"edition": "2025.1", "double": "2"}',
    )


def test_another_edition_than_expected_does_not_start(project: Path, runtime: Runtime) -> None:
    folder = project / "built" / runtime.directory
    with pytest.raises(NotStarted, match="does not match its hash"):
        answer_in_node(folder, project / "edition.json", [], sha256="0" * 64)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "node_modules/pyodide/pyodide.mjs is missing"),
        ({"node_modules": None}, "holds no Python modules"),
        ({"node_modules": None, "calculators/__init__.py": "x = 1"}, "must say __version__"),
        (
            {"node_modules": None, "calculators/__init__.py": '__version__ = "1"', "calculators/a.py": "def"},
            "py-compile failed on calculators-1.zip: .*SyntaxError|invalid syntax",
        ),
    ],
)
def test_what_is_missing_is_said_in_one_line(
    tmp_path: Path, files: dict[str, str | None], message: str
) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        if text is None:
            path.symlink_to(ROOT / name)
        else:
            path.write_text(text)
    with pytest.raises(RuntimeFailure, match=message) as raised:
        build_runtime(tmp_path, tmp_path / "built")
    assert "\n" not in str(raised.value)


def test_every_name_in_the_lists_of_the_trim_is_a_module() -> None:
    entries = unpack((ROOT / "node_modules" / "pyodide" / "python_stdlib.zip").read_bytes())
    assert {*START, *NEVER} <= {module_name(entry) for entry in entries if entry.endswith(".py")}


def test_nothing_that_the_calculators_import_is_among_what_is_never_kept() -> None:
    sources = package_sources(ROOT / "calculators")
    roots = set().union(*(imported(path, source) for path, source in sources.items()))
    assert not set(NEVER) & roots


def test_every_stand_in_stands_for_a_module(answers: Answers) -> None:
    entries = unpack((ROOT / "node_modules" / "pyodide" / "python_stdlib.zip").read_bytes())
    assert set(STAND_INS) <= set(entries)
    assert {"asyncio", "pyodide.webloop", "pyodide._package_loader"} <= set(answers.modules)
    assert "asyncio.events" not in answers.modules


def test_nothing_that_runs_at_the_start_is_among_what_is_never_kept(answers: Answers) -> None:
    assert not set(NEVER) & set(answers.modules)


def test_the_trim_follows_imports_inside_functions_and_relative_ones() -> None:
    library = {
        "a.py": b"def f():\n    try:\n        import b.c\n    except ImportError: raise\n",
        "b/": b"",
        "b/__init__.py": b"",
        "b/c.py": b"from . import d\nfrom .e import name\nimport pdb",
        "b/d.py": b"",
        "b/data.txt": b"",
        "b/e.py": b"",
        "b/unused.py": b"",
        "pdb.py": b"",
    }
    assert set(library) - set(trim(library, ["a"])) == {"b/unused.py", "pdb.py"}
    assert imported("b/c.py", library["b/c.py"]) == {"b", "b.d", "b.e", "b.e.name", "pdb"}


def test_every_method_of_a_dataclass_is_found_compiled() -> None:
    """What is not found would be compiled by the reader's browser, which is right but slow."""
    archive = unpack((ROOT / "node_modules" / "pyodide" / "python_stdlib.zip").read_bytes())
    sources = package_sources(ROOT / "calculators")
    modules = [module_name(path) for path in sources]
    texts = method_texts(archive["dataclasses.py"], sources, modules)
    looked_up = with_look_up(archive)["dataclasses.py"]
    methods = {"_dataclass_methods.py": methods_module(texts).encode()}
    assert len(texts) > 50
    assert method_texts(looked_up, {**sources, **methods}, modules) == []


def test_another_way_of_making_methods_is_noticed() -> None:
    with pytest.raises(NotCollected, match="not known"):
        with_look_up({"dataclasses.py": b"exec(text)"})
    with pytest.raises(NotCollected, match="ZeroDivisionError"):
        method_texts(b"", {"a.py": b"1 / 0"}, ["a"])
