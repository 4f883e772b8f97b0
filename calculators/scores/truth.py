"""Three-valued truth: True, False, or None for what is not known. Not known never counts as no."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def is_yes(answer: str | None) -> Truth:
    """Read a yes, no or unknown answer; an absent one is not known."""
    return {"yes": True, "no": False}.get(answer or "unknown")


def yes_or_no(truth: Truth) -> str | None:
    """Write a truth as the answer that ``is_yes`` reads; nothing for what is not known."""
    return {True: "yes", False: "no", None: None}[truth]


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return True if one is true, False if all are false, else None."""
    known = list(truths)
    return True if True in known else None if None in known else False


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return False if one is false, True if all are true, else None."""
    known = list(truths)
    return False if False in known else None if None in known else True


def negated(truth: Truth) -> Truth:
    """Return the opposite; of what is not known, nothing is known."""
    return None if truth is None else not truth
