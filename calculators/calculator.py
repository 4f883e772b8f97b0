"""What a calculator is: its name, its fields, its answer, its place, and whether it needs an edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from calculators.edition import Edition
from calculators.fields import Field
from calculators.outcome import Outcome
from calculators.terms import Text

GROUPS: Final = (
    "body",
    "kidney",
    "dose",
    "myeloma",
    "staging",
    "frailty",
    "cell_therapy",
    "lymphoma",
    "protocol",
)
"""What calculators are for, in the order in which pages list them."""


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator of the registry.

    ``compute`` receives the values that were read (never raw text), the reader's language, and the edition
    when ``needs_edition``. ``output`` says in both languages what the result holds. ``group`` is one of
    :data:`GROUPS`. ``references`` are keys of :data:`calculators.references.REFERENCES`. ``not_verified``
    says what nobody has read in the original yet: every result repeats it.
    """

    name: str
    title: Text
    purpose: Text
    reference: Text
    fields: tuple[Field, ...]
    output: Text
    unit: str | None
    compute: Callable[[Mapping[str, Any], str, Edition | None], Outcome]
    needs_edition: bool = False
    reads_inputs: bool = False
    """It is handed what was given as it stands: the edition decides which fields there are."""
    group: str = field(kw_only=True)
    references: tuple[str, ...] = field(default=(), kw_only=True)
    not_verified: tuple[Text, ...] = field(default=(), kw_only=True)
    field_by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the fields once: every request reads by name."""
        object.__setattr__(self, "field_by_name", {own.name: own for own in self.fields})
