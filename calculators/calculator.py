"""What a calculator is: its name, its fields, its answer, and whether it needs an edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from calculators.edition import Edition
from calculators.fields import Field
from calculators.outcome import Outcome
from calculators.terms import Text


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator of the registry.

    ``compute`` receives the values that were read (never raw text), the reader's language, and the edition
    when ``needs_edition``. ``output`` says in both languages what the result holds.
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
