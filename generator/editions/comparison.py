"""Two editions compared: what changed in the data and what changes for virtual patients; kept in a cache."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.editions.clinical import Said, Sides, said
from generator.editions.cohort import FILE as COHORT
from generator.editions.cohort import read_cohort
from generator.editions.differences import NOT_COMPARED, Difference, differences
from generator.editions.frozen import FrozenEdition
from generator.editions.impact import Impact, Row, Side, impact
from generator.editions.software import unit_key
from generator.write import write_whole

CACHE = Path(".cache/impact")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What leads from one edition to the next."""

    before: str
    after: str
    differences: tuple[Difference, ...]
    sides: Sides
    impact: Impact | None = None

    def said(self, lang: str) -> list[Said]:
        """Return every difference in words, in the order of the edition's file."""
        return [said(difference, self.sides, lang) for difference in self.differences]

    def regimens(self, kind: str) -> list[str]:
        """Return the regimens that were added, removed or changed."""
        whole = {d.record: d.kind for d in self.differences if d.section == "regimens" and not d.path}
        if kind != "changed":
            return [name for name, of in whole.items() if of == kind]
        return list(dict.fromkeys(d.record for d in self.differences if d.section == "regimens" and d.path))


def compared(before: FrozenEdition, after: FrozenEdition, found: Impact | None = None) -> Comparison:
    """Compare the data of two editions."""
    return Comparison(
        before.id,
        after.id,
        tuple(differences(before.data, after.data)),
        Sides(before.content, after.content),
        found,
    )


def with_impact(root: Path, before: FrozenEdition, after: FrozenEdition) -> Comparison:
    """Compare the data, and the doses of the cohort: computed once for the same two editions and software."""
    cohort = (root / COHORT).read_bytes().decode("utf-8", "replace")
    old, new = (Side(one.data, one.edition) for one in (before, after))
    inputs = [_compared_data(old), _compared_data(new), cohort]
    path = root / CACHE / f"{unit_key(root, inputs)}.json"
    if path.is_file():
        found = impact_from(json.loads(path.read_text(encoding="utf-8")))
    else:
        found = impact(old, new, read_cohort(root))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(found.as_data(), ensure_ascii=False))
    return compared(before, after, found)


def _compared_data(side: Side) -> Mapping[str, Any]:
    """Leave out the id: what was computed for the working draft is not computed again when it is frozen."""
    return {section: data for section, data in side.data.items() if section not in NOT_COMPARED}


def impact_from(data: Mapping[str, Any]) -> Impact:
    """Return what `Impact.as_data` gave."""
    by_subject = {name: (int(pair[0]), int(pair[1])) for name, pair in data["by_subject"].items()}
    rows = [Row(**row) for row in data["rows"]]
    return Impact(data["patients"], data["computed"], data["changed"], data["cut"], by_subject, rows)
