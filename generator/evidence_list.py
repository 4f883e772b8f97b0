"""The trials in the order in which the documents name them, and those that concern a regimen."""

from generator.content import Content
from generator.evidence_records import Trial
from generator.evidence_words import headline

FIRST_DOCUMENT = "002"
"""The document that is about trials; its trials stand first in the list."""


def in_order(content: Content) -> list[Trial]:
    """Return the trials as the documents name them; no other order, so none looks better for its place."""
    return sorted(content.evidence.values(), key=_place)


def _place(trial: Trial) -> tuple[bool, str, int, str]:
    document, _, lines = trial.source[0].partition(":")
    return document != FIRST_DOCUMENT, document, int(lines.partition("-")[0]), trial.id


def trials_of(content: Content, regimen: str, lang: str) -> list[tuple[Trial, str]]:
    """Return the trials that concern a regimen, each with its leading outcome in words."""
    return [
        (trial, headline(trial, lang, content.measures))
        for trial in in_order(content)
        if regimen in trial.regimens
    ]
