"""The command line: ``list``, ``run`` and ``explain``. The only module of the package that reads files."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from calculators import __version__, api
from calculators.edition import Edition, EditionError, EditionWithdrawn, load_edition
from calculators.fields import Field
from calculators.receipt import as_text, build_receipt
from calculators.registry import CALCULATORS

EDITIONS: Final = Path(__file__).resolve().parent.parent / "content" / "editions"
MAX_LINE_BYTES: Final = 1_000_000
CHUNK_BYTES: Final = 16_384


class Editions:
    """Editions on disk, each read once. The default: the current one; before the first, the draft."""

    def __init__(self, directory: Path, default: str | None) -> None:
        """Read which editions are registered; none is opened yet."""
        self.directory = directory
        self.index = _index(directory / "index.json")
        self.default = default or self.index["current"] or "draft"
        self.loaded: dict[str, Edition | None] = {}

    def __call__(self, wanted: str | None) -> Edition | None:
        """Return an edition by id, or None when there is no such file."""
        name = wanted or self.default
        if name not in self.loaded:
            self.loaded[name] = self._load(name)
        return self.loaded[name]

    def _load(self, name: str) -> Edition | None:
        path = self.directory / f"{name}.json"
        if not name.replace(".", "").replace("-", "").isalnum() or not path.is_file():
            return None
        registered = self.index["editions"].get(name, {})
        if registered.get("status") == "withdrawn":
            raise EditionWithdrawn(name)
        try:
            edition = load_edition(path.read_bytes().decode("utf-8"), registered.get("sha256"))
        except UnicodeDecodeError as error:
            raise EditionError(f"edition {name} is not UTF-8 text") from error
        gc.freeze()  # it lives as long as the process: the collector need not walk it again and again,
        gc.set_threshold(50_000)  # nor look often for cycles, of which an answer makes none
        return edition


def _index(path: Path) -> dict[str, Any]:
    """Read what the generator made of the register; this package reads no YAML."""
    if not path.is_file():
        return {"current": None, "editions": {}}
    try:
        index: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {"current": index["current"], "editions": dict(index["editions"])}
    except (ValueError, KeyError, TypeError) as error:
        raise EditionError(f"{path.name} cannot be read: {error!r}") from error


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m calculators", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    lister = commands.add_parser("list", help="every calculator, with its inputs and output")
    lister.add_argument("--lang", choices=("it", "en"), default="en")
    runner = commands.add_parser("run", help="answer JSON requests from standard input, one a line")
    explainer = commands.add_parser("explain", help="print one receipt as text")
    explainer.add_argument("calculator")
    explainer.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="values")
    explainer.add_argument("--lang", choices=("it", "en"), default="it")
    for command in (runner, explainer):
        command.add_argument("--edition", help="edition id (default: the current one)")
        command.add_argument("--editions", type=Path, default=EDITIONS, help="folder of edition files")
    options = parser.parse_args(arguments)
    try:
        if options.command == "list":
            return _list(options.lang)
        editions = Editions(options.editions, options.edition)
        if options.command == "run":
            return _run(cast(BufferedReader, sys.stdin.buffer), sys.stdout.buffer, editions)
        return _explain(options, editions)
    except EditionError as error:
        print(f"calculators: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the answers has gone: nothing more to say, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _list(lang: str) -> int:
    for calculator in CALCULATORS.values():
        print(f"{calculator.name}: {calculator.title[lang]}")
        for field in calculator.fields:
            print(f"    {field.name}: {_describe(field, lang)}")
        print(f"    -> {calculator.output[lang]}")
    return 0


def _describe(field: Field, lang: str) -> str:
    unit = f" [{field.unit}]" if field.unit else ""
    optional = "" if field.required else " (optional)" if lang == "en" else " (facoltativo)"
    accepted = " | ".join(field.options) if field.options else field.expected(lang)
    return f"{field.kind}{unit}{optional} {accepted}".strip()


def _arriving(stream: BufferedReader) -> Iterator[list[bytes | None]]:
    """Yield lines as they arrive, in constant memory; None stands for one that is too long."""
    rest, too_long = b"", False
    while chunk := stream.read1(CHUNK_BYTES):
        *whole, rest = (rest + chunk).split(b"\n")
        lines = [None if len(line) > MAX_LINE_BYTES else line for line in whole]
        if too_long and lines:
            lines[0], too_long = None, False
        if len(rest) > MAX_LINE_BYTES:
            rest, too_long = b"", True
        yield lines
    if rest or too_long:
        yield [None if too_long else rest]


def _run(stream: BufferedReader, output: BinaryIO, editions: Editions) -> int:
    for lines in _arriving(stream):
        output.write("".join(f"{_answer_line(line, editions)}\n" for line in lines).encode())
        output.flush()  # whoever writes a line and waits for its answer gets it
    return 0


def _answer_line(line: bytes | None, editions: Editions) -> str:
    if line is None:
        return api.write_result(api.unreadable("line_too_long", limit=MAX_LINE_BYTES))
    try:
        request = api.read_request(line.decode("utf-8"))
    except ValueError:
        return api.write_result(api.unreadable())
    return api.write_result(api.answer(request, editions))


def _explain(options: argparse.Namespace, editions: Editions) -> int:
    inputs: dict[str, object] = {}
    for pair in options.values:
        name, _, value = pair.partition("=")
        if not _set(inputs, name.split("."), value):
            print(f"calculators: --set {pair}: part of this name already has a value", file=sys.stderr)
            return 2
    request = {"calculator": options.calculator, "inputs": inputs, "lang": options.lang}
    result = api.answer(request, editions)
    edition = editions(None) if result["edition"] else None
    print(as_text(build_receipt(request, result, edition)), end="")
    return 0 if result["status"] == "ok" else 1


def _set(target: dict[str, object], path: list[str], value: str) -> bool:
    """Put a value where its dotted name says; true and false are booleans, all else is text as typed."""
    for name in path[:-1]:
        inner = target.setdefault(name, {})
        if not isinstance(inner, dict):
            return False
        target = inner
    target[path[-1]] = {"true": True, "false": False}.get(value, value)
    return True


if __name__ == "__main__":
    sys.exit(main())
