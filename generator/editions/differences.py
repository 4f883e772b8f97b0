"""What differs between the data of two editions. No section is known by name, so new ones count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Data = Mapping[str, Any]
Kind = Literal["added", "removed", "changed"]

NOT_COMPARED = ("schema_version", "id")
_WHOLE = (
    frozenset({"it", "en"}),
    frozenset({"amount", "unit", "per"}),
    frozenset({"first", "last"}),
    frozenset({"name", "operator", "value", "negated"}),
)
"""Values of several parts read as one: a text in both languages, a dose, cycles, a condition."""
_NAMES = ("id", "drug", "code", "name", "acronym", "key")
"""What the records of a list are known by, if each has one and no two the same."""
ALIKE = 0.5
"""From which share of equal fields two records of a list without names count as one that changed."""


@dataclass(frozen=True, slots=True)
class Item:
    """A step of a path into a list: the record itself, for whoever has to name it."""

    value: Any


Step = str | Item


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: where (section, record, path inside the record), and the values. Absent is None."""

    section: str
    record: str
    path: tuple[Step, ...]
    kind: Kind
    before: Any
    after: Any

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the named steps of the path."""
        return tuple(step for step in self.path if isinstance(step, str))


def differences(before: Data, after: Data) -> list[Difference]:
    """Return every change from one edition's data to another's, in the order of the file."""
    sections = [name for name in dict.fromkeys([*after, *before]) if name not in NOT_COMPARED]
    return [
        difference
        for section in sections
        for difference in _section(section, before.get(section), after.get(section))
    ]


def _section(section: str, before: Any, after: Any) -> Iterator[Difference]:
    old, new = _records(before), _records(after)
    if old is None or new is None:
        for path, kind, one, other in _changes(before, after, ()):
            yield Difference(section, "", path, kind, one, other)
        return
    for record in dict.fromkeys([*new, *old]):
        if record not in old:
            yield Difference(section, record, (), "added", None, new[record])
        elif record not in new:
            yield Difference(section, record, (), "removed", old[record], None)
        else:
            for path, kind, one, other in _changes(old[record], new[record], ()):
                yield Difference(section, record, path, kind, one, other)


def _records(section: Any) -> Mapping[str, Any] | None:
    """Return a section's records by name; None if it is one record itself."""
    if section is None or section in ([], {}):
        return {}
    if isinstance(section, list) and all(
        isinstance(r, Mapping) and isinstance(r.get("id"), str) for r in section
    ):
        return {record["id"]: record for record in section}
    if isinstance(section, Mapping) and all(
        isinstance(value, Mapping) and not is_whole(value) for value in section.values()
    ):
        return section
    return None


def is_whole(value: Any) -> bool:
    """Tell whether a value is compared and shown as one."""
    if isinstance(value, Mapping):
        return frozenset(value) in _WHOLE
    if isinstance(value, list):
        return all(not isinstance(item, list) and is_whole(item) for item in value)
    return True


_Change = tuple[tuple[Step, ...], Kind, Any, Any]


def _changes(before: Any, after: Any, path: tuple[Step, ...]) -> Iterator[_Change]:
    if before == after:
        return
    if (
        isinstance(before, Mapping)
        and isinstance(after, Mapping)
        and not (is_whole(before) or is_whole(after))
    ):
        for key in dict.fromkeys([*after, *before]):
            yield from _changes(before.get(key), after.get(key), (*path, str(key)))
    elif _is_list(before) and _is_list(after) and not (is_whole(before) and is_whole(after)):
        for old, new in _pairs(before, after):
            yield from _changes(old, new, (*path, Item(new if new is not None else old)))
    elif _nothing(before):
        yield path, "added", None, after
    elif _nothing(after):
        yield path, "removed", before, None
    else:
        yield path, "changed", before, after


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _nothing(value: Any) -> bool:
    return value is None or value in ([], {})


def _pairs(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Match the records of two lists: by name, else the equal ones, else the most alike."""
    name = _name(before, after)
    if name is not None:
        old, new = ({record[name]: record for record in records} for records in (before, after))
        for key in dict.fromkeys([*new, *old]):
            yield old.get(key), new.get(key)
        return
    left = [record for record in before if record not in after]
    for record in after:
        if record in before:
            continue
        nearest = max(left, key=lambda other: likeness(other, record), default=None)
        if nearest is not None and likeness(nearest, record) >= ALIKE:
            left.remove(nearest)
            yield nearest, record
        else:
            yield None, record
    for record in left:
        yield record, None


def _name(*lists: Sequence[Any]) -> str | None:
    for name in _NAMES:
        if all(
            isinstance(record, Mapping) and isinstance(record.get(name), str)
            for records in lists
            for record in records
        ) and all(len({record[name] for record in records}) == len(records) for records in lists):
            return name
    return None


def likeness(one: Any, other: Any) -> float:
    """Return the share of equal fields of two records, of those that either fills in."""
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return 0.0
    keys = [k for k in {*one, *other} if not (_nothing(one.get(k)) and _nothing(other.get(k)))]
    return sum(one.get(key) == other.get(key) for key in keys) / len(keys) if keys else 1.0
