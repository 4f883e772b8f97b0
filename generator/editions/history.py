"""What each edition changed in a regimen, told on the regimen's page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.content import Content
from generator.editions.comparison import Comparison

LONGEST = 12
"""How many changes of an edition the page lists before it leads to the comparison."""


def histories(
    first: tuple[str, Content], steps: Sequence[Comparison], lang: str
) -> dict[str, list[dict[str, Any]]]:
    """Return the history of every regimen of the last edition: when it came, and what changed since."""
    name, content = first
    found: dict[str, list[dict[str, Any]]] = {
        regimen: [{"edition": name, "kind": "first", "changes": [], "count": 0}]
        for regimen in content.regimens
    }
    for step in steps:
        changes = _by_regimen(step, lang)
        for regimen in step.regimens("added"):
            found[regimen] = [{"edition": step.after, "kind": "added", "changes": [], "count": 0}]
        for regimen in step.regimens("removed"):
            found.pop(regimen, None)
        for regimen, sentences in changes.items():
            if regimen in found and regimen not in step.regimens("added"):
                entry = {"edition": step.after, "before": step.before, "kind": "changed"}
                counted = {"changes": sentences[:LONGEST], "count": len(sentences)}
                found[regimen].append(entry | counted)
    return found


def _by_regimen(step: Comparison, lang: str) -> Mapping[str, list[str]]:
    """Gather the sentences of a regimen: of its own record, and of the drugs it gives."""
    found: dict[str, list[str]] = {}
    for one in step.said(lang):
        if one.section == "regimens":
            found.setdefault(one.record, []).append(one.sentence(lang))
        elif one.section == "drugs":
            for regimen in _regimens_of(one.record, step.sides.after):
                found.setdefault(regimen, []).append(one.sentence(lang))
    return found


def _regimens_of(drug: str, content: Content) -> Iterable[str]:
    return (r.id for r in content.regimens.values() if any(block.drug == drug for block in r.drugs))
