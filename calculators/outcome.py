"""What a calculator answers, before it becomes JSON: status, value, steps, warnings, questions, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from calculators.fields import Problem
from calculators.quantity import exact, json_number

STATUSES: Final = ("invalid", "blocked", "not_covered", "needs_choice", "needs_input", "ok")
"""In order of precedence: the status of a result is the first that applies."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the receipt: what was computed, by which formula, with which exact value and source."""

    label: str
    formula: str
    value: Decimal | None
    unit: str | None
    sources: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "label": self.label,
            "formula": self.formula,
            "value": None if self.value is None else exact(self.value),
            "unit": self.unit,
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence that must be read with the result. ``level`` is ``info``, ``caution`` or ``stop``."""

    code: str
    message: str
    sources: tuple[str, ...] = ()
    level: str = "caution"

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "code": self.code,
            "message": self.message,
            "level": self.level,
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Question:
    """Something still open: an input to give or a choice to make, and why it matters."""

    field: str
    kind: str
    options: tuple[str, ...]
    why: str

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"field": self.field, "kind": self.kind, "options": list(self.options), "why": self.why}


@dataclass(slots=True)
class Outcome:
    """The answer of one calculation."""

    status: str = "ok"
    value: Decimal | None = None
    unit: str | None = None
    category: str | None = None
    points: int | Decimal | None = None
    details: dict[str, Any] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    warnings: list[Caution] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    sources: tuple[str, ...] = ()


def invalid(problems: Iterable[Problem], questions: Iterable[Question] = ()) -> Outcome:
    """Answer without a number: the problems found, and what else is open.

    Only missing fields make it ``needs_input``. What a problem already names is not asked again.
    """
    found = list(problems)
    only_missing = all(problem.code == "missing" for problem in found)
    named = {problem.field for problem in found}
    questions = [
        *(Question(p.field, "input", (), p.message) for p in found if p.code == "missing"),
        *(question for question in questions if question.field not in named),
    ]
    return Outcome(status="needs_input" if only_missing else "invalid", problems=found, questions=questions)


def as_result(
    outcome: Outcome, request: Mapping[str, Any], edition: Mapping[str, str | None], version: str
) -> dict[str, Any]:
    """Return the result of the contract for a request."""
    questions = [question.as_dict() for question in outcome.questions]
    return {
        "id": request.get("id"),
        "calculator": request.get("calculator"),
        "status": outcome.status,
        "value": None if outcome.value is None else exact(outcome.value),
        "unit": outcome.unit,
        "category": outcome.category,
        "points": None if outcome.points is None else json_number(outcome.points),
        "details": {**outcome.details, "questions": questions},
        "questions": questions,
        "steps": [step.as_dict() for step in outcome.steps],
        "warnings": [warning.as_dict() for warning in outcome.warnings],
        "errors": [problem.as_dict() for problem in outcome.problems],
        "sources": list(outcome.sources),
        "edition": edition["id"],
        "edition_sha256": edition["sha256"],
        "calculators_version": version,
    }
