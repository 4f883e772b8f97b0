"""A comparison as lines of text, for the command line."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from generator.editions.comparison import Comparison, compared, with_impact
from generator.editions.frozen import FrozenEdition
from generator.editions.impact_words import impact_lines, impact_summary
from generator.editions.refused import EditionRefused
from generator.editions.whole import Editions, read_editions
from generator.locale import words
from generator.problems import nearest


def comparison_lines(root: Path, before: str | None, after: str, lang: str, *, impact: bool) -> Iterator[str]:
    """Compare two editions by name; the working draft is `draft`, and the last edition comes before it."""
    editions = read_editions(root)
    before = before or next(reversed(editions.register.editions), None)
    if before is None:
        raise EditionRefused("no edition is frozen yet: there is nothing to compare the working draft with")
    old, new = _edition(editions, before), _edition(editions, after)
    yield from as_lines(with_impact(root, old, new) if impact else compared(old, new), lang)


def as_lines(step: Comparison, lang: str) -> Iterator[str]:
    """Yield the changes, grouped by section, and the effect on the virtual patients."""
    t = words(lang)
    yield t["compare_title"].format(before=step.before, after=step.after)
    for section, changes in groupby(step.said(lang), key=lambda one: one.section):
        yield ""
        yield (t.get(f"section_{section}") or section.replace("_", " ")).upper()
        for change in changes:
            sign = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
            yield f"  {sign} {change.sentence(lang)}"
    if not step.differences:
        yield t["compare_same"]
    if step.impact is None:
        return
    yield ""
    yield t["impact_title"].upper()
    yield from (f"  {line}" for line in impact_summary(step.impact, lang))
    for row in impact_lines(step.impact, step.sides, lang):
        values = f" {row.before} -> {row.after} {row.percent}".rstrip() if row.before or row.after else ""
        counts = f"; {t['impact_cases'].lower()}: {row.cases}" if row.cases else ""
        people = f"; {t['impact_patients'].lower()}: {row.patients}" if row.patients else ""
        example = f"; {t['impact_example'].lower()}: {row.example}" if row.example else ""
        yield f"  {row.subject}, {row.what}:{values}{counts}{people}{example}"


def _edition(editions: Editions, name: str) -> FrozenEdition:
    if name == "draft":
        return editions.draft
    if name not in editions.frozen:
        raise EditionRefused(
            f"there is no edition {name}. {nearest(name, [*editions.frozen, 'draft'])}".strip()
        )
    return editions.frozen[name]
