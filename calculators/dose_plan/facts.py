"""What is known of the patient, and three-valued truth: a rule holds, does not hold, or is not known.

``unknown`` never counts as ``no``: a term whose input is absent is None, and what asked for it stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from calculators.anthropometry import body_mass_index
from calculators.edition import Choice, Regimen
from calculators.terms import COMPARISONS, Rule, Term, joined, negated

DERIVED_FROM: Final[Mapping[str, tuple[str, ...]]] = {"bmi": ("height_cm", "weight_kg")}
"""Quantities of rules that are computed from inputs rather than given."""

EFFECT_OF: Final[Mapping[str, str]] = {
    "age_years": "age_reduced",
    "bilirubin_x_uln": "hepatic_reduced",
    "creatinine_clearance_ml_min": "renal_reduced",
    "dialysis": "renal_reduced",
}
"""Which flag a reduction carries, by the fact that caused it; any other fact is a condition."""

NO_REGIMEN: Final = Regimen("", "", {}, (), True, None, (), None, {}, {}, (), (), (), ())
"""For facts that are looked at outside any regimen."""


@dataclass(slots=True)
class Facts:
    """The values read for one request, and which of them were used.

    ``patient`` holds decimals, integers and booleans by field name; ``conditions`` yes, no or unknown;
    ``choices`` the name of the option chosen.
    """

    regimen: Regimen
    known_choices: Mapping[str, Choice]
    patient: Mapping[str, Any]
    conditions: Mapping[str, str]
    choices: Mapping[str, str]
    used: set[str] = field(default_factory=set)

    def holds(self, term: Term) -> bool | None:
        """Tell whether a term is true; None when an input that it needs is not known."""
        truth: bool | None
        if term.operator == "is":
            truth = self._chosen(term)
        elif term.operator == "holds":
            rule = self.regimen.rules.get(term.name)
            truth = self.rule_holds(rule) if rule else self._yes(term.name)
        else:
            number = self.number(term.name)
            truth = None if number is None else COMPARISONS[term.operator](number, term.value)
        return negated(truth) if term.negated else truth

    def _chosen(self, term: Term) -> bool | None:
        chosen = self.choices.get(term.name)
        if chosen is None:
            return False if self.known_choices[term.name].optional else None
        self.used.add(term.name)
        return chosen == term.value

    def _yes(self, name: str) -> bool | None:
        if name == "dialysis":
            value = self.patient.get("dialysis")
            if value is not None:
                self.used.add("dialysis")
            return value
        answer = self.conditions.get(name, "unknown")
        if answer == "unknown":
            return None
        self.used.add(name)
        return answer == "yes"

    def number(self, name: str) -> Decimal | int | None:
        """Return a quantity, given or derived; None when it cannot be had."""
        if name == "bmi":
            height, weight = self.number("height_cm"), self.number("weight_kg")
            return (
                None
                if height is None or weight is None
                else body_mass_index(Decimal(height), Decimal(weight))
            )
        value: Decimal | int | None = self.patient.get(name)
        if value is not None:
            self.used.add(name)
        return value

    def rule_holds(self, rule: Rule) -> bool | None:
        """Tell whether a named rule holds, by Kleene's logic."""
        return joined(rule.mode, [self.holds(term) for term in rule.terms])

    def all_hold(self, terms: Iterable[Term]) -> bool | None:
        """Tell whether every term holds. Terms after one that does not hold are not looked at."""
        truth: bool | None = True
        for term in terms:
            holds = self.holds(term)
            if holds is False:
                return False
            if holds is None:
                truth = None
        return truth

    def open_terms(self, terms: Iterable[Term]) -> list[Term]:
        """Return the undecided terms to ask about now: inputs wait for a choice, or a choice for inputs."""
        undecided = [term for term in terms if self.holds(term) is None]
        return [term for term in undecided if (term.operator == "is") == (undecided[0].operator == "is")]

    def inputs_of(self, term: Term) -> list[str]:
        """Return the names of the inputs that an undecided term waits for."""
        rule = self.regimen.rules.get(term.name) if term.operator == "holds" else None
        if rule is not None:
            return [
                name for inner in rule.terms if self.holds(inner) is None for name in self.inputs_of(inner)
            ]
        return [name for name in DERIVED_FROM.get(term.name, (term.name,)) if self.patient.get(name) is None]

    def effects_of(self, terms: Iterable[Term]) -> list[str]:
        """Return the reduction flags of the facts that make these terms true, through named rules."""
        flags: list[str] = []
        for term in terms:
            rule = self.regimen.rules.get(term.name) if term.operator == "holds" else None
            if rule is not None and not term.negated:
                flags += self.effects_of(rule.terms)
            elif term.operator != "is" and rule is None and not term.negated and self.holds(term):
                flags.append(EFFECT_OF.get(term.name, "condition_reduced"))
        return flags
