"""What the calculators of advanced therapies have in common."""

from __future__ import annotations

from collections.abc import Iterable

from calculators.advanced_therapies.records import Said
from calculators.messages import message
from calculators.outcome import Caution, Outcome


def not_in_edition(lang: str) -> Outcome:
    """Answer that the edition says nothing on the matter."""
    return Outcome(
        status="not_covered", warnings=[Caution("not_in_edition", message("not_in_edition", lang))]
    )


def notes(said: Iterable[Said], lang: str) -> list[Caution]:
    """Return the record's notes, to be read with the result."""
    return [Caution("note", note.text[lang], note.sources, "info") for note in said]
