"""Strict YAML with positions: every value knows its line and column, and nothing is read as something else.

YAML 1.1 reads `no` as false, `08` as a text, `1_8` as 18 and `2026-01-05` as a date. Here a bare scalar is a
text, a whole number, a plain decimal, `true`, `false` or `null`; whatever could be read otherwise is refused
and must be quoted. Duplicate keys are refused. Decimals keep every digit of the file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from generator.problems import Problem

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_AMBIGUOUS = re.compile(
    r"(?i:yes|no|on|off|y|n|true|false|null|~)"  # other spellings of the three words that are read
    r"|[-+]?\.?[0-9][0-9_]*"  # 08, 1_8, .5, +5
    r"|[-+]?[0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9_]+[eE][-+]?[0-9]+|0[xob][0-9a-fA-F_]+"  # 5., 1e3
    r"|[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?"  # sexagesimal: 1:30, and source lines such as 000:99
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?"  # dates
    r"|[-+]?\.(?i:inf|nan)"
)
_WORDS = {"true": True, "false": False, "null": None}


@dataclass(slots=True)
class Source:
    """One file as it was read: its data, the position of every value and key, its lines, its mistakes."""

    file: str
    lines: list[str]
    data: Any = None
    positions: dict[Path, tuple[int, int]] = field(default_factory=dict)
    key_positions: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path, message: str, hint: str = "", *, at_key: bool = False) -> Problem:
        """Return a mistake at the value (or key) of `path`, or at its nearest ancestor that has a place."""
        places = [self.key_positions, self.positions] if at_key else [self.positions, self.key_positions]
        for length in range(len(path), -1, -1):
            for known in places:
                if path[:length] in known:
                    return Problem(self.file, *known[path[:length]], message, hint)
        return Problem(self.file, 1, 1, message, hint)


def read_yaml(file: str, text: str) -> Source:
    """Read one file's text. Mistakes are collected in the result, not raised."""
    source = Source(file, text.splitlines())
    tab = next((n for n, line in enumerate(source.lines, 1) if "\t" in line), None)
    if tab is not None:
        column = source.lines[tab - 1].index("\t") + 1
        source.problems.append(Problem(file, tab, column, "a tab character", "indent with spaces"))
        return source
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        source.problems.append(Problem(file, line, column, f"not readable as YAML: {error.problem}"))
        return source
    if node is None:
        source.problems.append(Problem(file, 1, 1, "the file is empty", "expected a record"))
        return source
    source.data = _read(node, (), source)
    return source


def _read(node: yaml.Node, path: Path, source: Source) -> Any:
    source.positions[path] = _place(node)
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, path, source))
    if isinstance(node, yaml.SequenceNode):
        return [_read(item, (*path, position), source) for position, item in enumerate(node.value)]
    return _scalar(node, source)


def _pairs(node: yaml.MappingNode, path: Path, source: Source) -> Iterator[tuple[str, Any]]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        line, column = _place(key_node)
        if not isinstance(key_node, yaml.ScalarNode):
            source.problems.append(Problem(source.file, line, column, "a key must be a plain name"))
            continue
        _scalar(key_node, source, is_key=True)
        if key in seen:
            message = f"duplicate key {key}"
            source.problems.append(
                Problem(source.file, line, column, message, f"first given on line {seen[key]}")
            )
        seen.setdefault(key, line)
        source.key_positions[(*path, key)] = (line, column)
        yield key, _read(value_node, (*path, key), source)


def _scalar(node: yaml.ScalarNode, source: Source, *, is_key: bool = False) -> Any:
    text: str = node.value
    if node.style:  # quoted or a block; the C parser gives a plain scalar an empty style
        return text
    if not is_key:
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
    if not text or _AMBIGUOUS.fullmatch(text):
        line, column = _place(node)
        shown = f"a bare {text}" if text else "an empty value"
        hint = f'write "{text}" in quotes, or true/false for a yes/no field' if text else "write null if none"
        source.problems.append(
            Problem(source.file, line, column, f"{shown} can be read in more than one way", hint)
        )
    return text


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping)
