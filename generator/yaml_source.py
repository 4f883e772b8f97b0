"""Strict YAML with positions: every value knows its line and column, and nothing is read as something else.

YAML 1.1 reads `no` as false, `08` as a text, `1_8` as 18 and `2026-01-05` as a date. Here a bare scalar is a
text, a whole number, a plain decimal, `true`, `false` or `null`; whatever could be read otherwise is refused
and must be quoted. Duplicate keys, tags and references (&, *) are refused. Decimals keep every digit.
"""

import re
from collections.abc import Iterator
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
    r"|[-+]?[0-9]+(?::[0-9]+)+(?:\.[0-9]*)?"  # sexagesimal: 1:30, and source lines such as 000:99
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?"  # dates
    r"|[-+]?\.(?i:inf|nan)"
)
_WORDS = {"true": True, "false": False, "null": None}
_YES_NO = re.compile(r"(?i:yes|no|on|off|y|n|true|false)")
_REFUSED = (
    (re.compile(r"\t"), "a tab character", "indent with spaces"),
    (re.compile(r"\ufffd"), "a character that is not UTF-8", "save the file as UTF-8"),
    (re.compile(r"[^\n\r\x20-\x7e\x85\xa0-\ufefe\uff00-\U0010ffff]"), "a control character", "delete it"),
)
_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")


@dataclass(slots=True)
class Source:
    """One file as it was read: its data, the position of every value and key, its lines, its mistakes."""

    file: str
    lines: list[str]
    data: Any = None
    positions: dict[Path, tuple[int, int]] = field(default_factory=dict)
    key_positions: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    nodes: set[int] = field(default_factory=set)
    """The YAML nodes that were read, by identity."""

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
    text = text.removeprefix("\ufeff")
    source = Source(file, text.splitlines())
    for character, message, hint in _REFUSED:
        if found := character.search(text):
            line, column = _line_and_column(text, found.start())
            source.problems.append(Problem(file, line, column, message, hint))
            return source
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        source.problems.append(_unreadable(source, error))
        return source
    if node is None:
        source.problems.append(Problem(file, 1, 1, "the file is empty", "expected a record"))
        return source
    source.data = _read(node, (), source)
    return source


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    before = f"{text[:position]}|".splitlines()
    return len(before), len(before[-1])


def _unreadable(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    """Return what the parser says; a file that ends too soon is shown at the end of its last line."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if line > len(source.lines):
        line, column = len(source.lines), len(source.lines[-1]) + 1
    began = error.context_mark.line + 1 if error.context and error.context_mark else line
    hint = f"{error.context}, which begins on line {began}" if error.context and began != line else ""
    return Problem(source.file, line, column, f"not readable as YAML: {error.problem}", hint)


def _read(node: yaml.Node, path: Path, source: Source) -> Any:
    """Return the value of a node. One that was read before is an alias: with two places, or in itself."""
    place = _place(node)
    if id(node) in source.nodes:
        message = "this value is used again elsewhere in the file through a reference (*)"
        source.problems.append(Problem(source.file, *place, message, "write it out in both places"))
        return None
    source.nodes.add(id(node))
    source.positions[path] = place
    if node.tag not in _TAGS:
        source.problems.append(
            Problem(source.file, *place, f"a tag {node.tag}", "write the value without it")
        )
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, path, source))
    if isinstance(node, yaml.SequenceNode):
        return [_read(item, (*path, position), source) for position, item in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)  # there are no other nodes
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
        hint = f'write "{text}" in quotes' if text else "write null if none"
        if _YES_NO.fullmatch(text):
            hint += ", or true or false where the record asks yes or no"
        source.problems.append(
            Problem(source.file, line, column, f"{shown} can be read in more than one way", hint)
        )
    return text


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
