"""Editions frozen under an older schema, brought to the present one step by step before they are read.

A frozen file never changes, so each change of the records' shape raises `SCHEMA_VERSION` by one and adds a
step here. A step says what an edition of before *did not say*: what was not there is empty.
It never fills in what the protocol says today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any, Final

SCHEMA_VERSION: Final = 2
"""What the generator writes, and what `calculators.edition` reads."""

Step = Callable[[dict[str, Any]], None]
"""Changes the data of one schema, in place, into that of the next."""


class UnknownSchema(ValueError):
    """The data is of no schema that is known here, such as one made by newer software."""


def adds(**sections: Any) -> Step:
    """Return the step for top-level sections that did not exist yet: each is there, and empty.

    ``adds(algorithm=None, evidence=[])``: the value is that of an edition that says nothing on the matter.
    """

    def step(data: dict[str, Any]) -> None:
        data.update({name: deepcopy(empty) for name, empty in sections.items() if name not in data})

    return step


def fills(records: Iterable[dict[str, Any]], **fields: Any) -> None:
    """Give records the fields that did not exist yet, each empty."""
    for record in records:
        record.update({name: deepcopy(empty) for name, empty in fields.items() if name not in record})


def _companions(data: dict[str, Any]) -> None:
    """Schema 1 is document 000 alone; the companion documents brought what stands empty here.

    A dose of schema 1 could not say that nobody had re-read it: it stands as it was published.
    """
    adds(
        evidence=[],
        measures={},
        companion=[],
        calculators=[],
        lymphodepletion=[],
        step_up=[],
        advanced_therapies=[],
        supportive_care=[],
    )(data)
    fills(data["drugs"], mechanism=[], kidney_limits=None)
    blocks = [block for regimen in data["regimens"] for block in regimen["drugs"]]
    fills((line for block in blocks for line in block["doses"]), surface_limit=None, verified=True)
    fills([data["prose"]], evidence_intro=None)


STEPS: Final[Mapping[int, Step]] = {1: _companions}
"""By the schema that a step starts from: the step of 1 leads to schema 2."""


def upgraded(
    data: Mapping[str, Any], steps: Mapping[int, Step] = STEPS, current: int = SCHEMA_VERSION
) -> dict[str, Any]:
    """Return the data in the shape of the present schema; what is given stays as it is.

    Raises:
        UnknownSchema: if no chain of steps leads from its schema to the present one.
    """
    version = data["schema_version"]
    if type(version) is not int or not 1 <= version <= current:
        raise UnknownSchema(f"edition schema {version!r} is not one of 1 to {current}, which are known here")
    if version == current:
        return dict(data)
    new = deepcopy(dict(data))
    for number in range(version, current):
        steps[number](new)
        new["schema_version"] = number + 1
    return new
