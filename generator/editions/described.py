"""The calculators of an edition that was frozen before their records existed.

What a calculator is for and how a score is defined is the software's, not the protocol's: such an edition is
given the working records of those calculators whose every source it knows; they name only what it holds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from calculators.references import REFERENCES
from generator.content import Content
from generator.grammar import source_key
from generator.records import CalculatorRecord, Concern


def with_calculators(content: Content, working: Content) -> Content:
    """Return the content with calculators: its own if it has any, else the working ones that fit."""
    if content.calculators:
        return content
    fitting = {
        name: record.model_copy(update={"concerns": list(_concerns(record, content))})
        for name, record in working.calculators.items()
        if _known(record, content)
    }
    return replace(content, calculators=fitting)


def _known(record: CalculatorRecord, content: Content) -> bool:
    keys = {source_key(one.source) for one in record.references}
    keys |= {source_key(one.source) for one in record.criteria}
    return keys <= {*content.references, *REFERENCES}


def _concerns(record: CalculatorRecord, content: Content) -> Iterator[Concern]:
    """Yield the reasons that still lead somewhere."""
    for concern in record.concerns:
        left = {
            "regimens": _held(concern.regimens, content.regimens),
            "drugs": _held(concern.drugs, content.drugs),
            "nodes": _held(concern.nodes, content.prose.nodes),
        }
        if any(left.values()) or concern.calculators:
            yield concern.model_copy(update=left)


def _held(names: Iterable[str], known: Iterable[str]) -> list[str]:
    held = set(known)
    return [name for name in names if name in held]
