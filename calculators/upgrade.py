"""Editions frozen under an older schema, brought to the present one step by step before they are read.

A frozen file never changes, so each change of the records' shape raises `SCHEMA_VERSION` by one and adds a
step here. A step says what an edition of before *did not say*: what was not there is empty.
It never fills in what the protocol says today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, Final

SCHEMA_VERSION: Final = 1
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


STEPS: Final[Mapping[int, Step]] = {}
"""By the schema that a step starts from: ``{1: adds(algorithm=None)}`` leads from schema 1 to schema 2."""


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
