"""Trials as editors write them: content/evidence/<id>.yml, and the measures that their results name.

A result is one measure in one population: a value for each arm that the document gives, and a hazard ratio
where there is one. What the document does not give is absent, never zero. `check` says whether the figure was
found again outside the document.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from generator.records import IsoDate, Kind, Number, Provenance, Record, Sourced, Sources, Statement, Text

Setting = Literal["first_line", "early_relapse", "late_relapse", "maintenance", "other_disease"]
Domain = Literal["efficacy", "safety", "population"]
Group = Literal["all", "age", "frailty", "kidney", "cytogenetics", "refractoriness", "exposure", "transplant"]
Checked = Literal["agrees", "differs", "incomplete", "not_reread"]
Scale = Literal["months", "days", "percent", "count"]

EVERYONE = "all"
"""In place of an arm's name: the value is of all arms together."""


def _two_ends(value: Any) -> Any:
    """Read `[8.9, 13.9]`; an upper end of null is one that could not be estimated."""
    if isinstance(value, list):
        if len(value) != 2:
            raise ValueError("expected two ends: [8.9, 13.9], or [4.17, null] where there is no upper one")
        return {"low": value[0], "high": value[1]}
    return value


class Ends(Record):
    low: Number
    high: Number | None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.high is not None and self.high <= self.low:
            raise ValueError(f"the interval ends at {self.high}, before it begins at {self.low}")
        return self


Interval = Annotated[Ends, BeforeValidator(_two_ends, json_schema_input_type=tuple[Decimal, Decimal | None])]


Level = Annotated[int, Field(ge=50, le=99)]
"""The level of a confidence interval in percent, 95 unless the record says otherwise."""


class Measure(Record):
    """Something that trials report: content/measures.yml."""

    short: Text
    outcome: Text | None = None
    """What a hazard ratio is of, where `short` names a median: PFS, not its median."""
    name: Text
    meaning: Text
    scale: Scale
    domain: Domain
    drawn: bool = True
    """Values of this measure are drawn as bars on the trial's page."""


class Check(Record):
    """Whether a figure was found outside the document, and where."""

    status: Checked
    source: Sources | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _what_was_read(self) -> Self:
        if (self.status == "not_reread") != (self.source is None):
            raise ValueError("a check names what was read in `source`; `not_reread` names nothing")
        if self.status in ("differs", "incomplete") and self.text is None:
            raise ValueError("a check that does not agree says in `text` what was read instead")
        return self


class Size(Sourced):
    patients: Annotated[int, Field(ge=1)]
    printed: Annotated[int, Field(ge=1)] | None = None


class Arm(Record):
    name: Text
    short: Text
    size: Size | None = None
    regimen: str | None = None
    source: Sources


class Value(Record):
    """One arm's value, or `not_reached: true`; with its interval, its range, and the patients counted."""

    value: Number | None = None
    not_reached: bool = False
    at_months: Number | None = None
    approximate: bool = False
    ci: Interval | None = None
    level: Level = 95
    range: Interval | None = None
    patients: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _reached_or_not(self) -> Self:
        if (self.value is None) != self.not_reached:
            raise ValueError("an arm has a `value`, or `not_reached: true`")
        for name, ends in (("ci", self.ci), ("range", self.range)):
            outside = ends is not None and self.value is not None and not _within(self.value, ends)
            if outside:
                raise ValueError(f"{self.value} is outside its {name}")
        return self


class HazardRatio(Record):
    """A hazard ratio; below 1 it favours the first arm. `ci_source` is for an interval the document lacks."""

    value: Number
    ci: Interval | None = None
    level: Level = 95
    ci_source: Provenance | None = None
    p: Number | None = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.value <= 0:
            raise ValueError("a hazard ratio is above 0")
        if self.ci is not None and (self.ci.low <= 0 or self.ci.high is None):
            raise ValueError("the interval of a hazard ratio has two ends above 0")
        if self.ci is not None and not _within(self.value, self.ci):
            raise ValueError(f"the hazard ratio {self.value} is outside its interval")
        if self.ci_source is not None and self.ci is None:
            raise ValueError("`ci_source` belongs to an interval: `ci` is missing")
        return self


def _within(value: Decimal, ends: Ends) -> bool:
    return ends.low <= value and (ends.high is None or value <= ends.high)


class Result(Sourced):
    measure: str
    group: Group = "all"
    population: Text
    values: dict[str, Value] = Field(default_factory=dict)
    hazard_ratio: HazardRatio | None = None
    difference: Number | None = None
    drawn: bool = True
    """False where values side by side would be read as a comparison that the document does not allow."""
    note: Text | None = None
    cut_off: Text | None = None
    check: Check

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.values and self.hazard_ratio is None and self.difference is None:
            raise ValueError("a result has `values`, a `hazard_ratio` or a `difference`")
        return self


class Trial(Record):
    """A trial, or a figure of a trial that the document does not name: content/evidence/<id>.yml."""

    id: str
    name: Text
    title: Text
    named: bool = True
    settings: Annotated[list[Setting], Field(min_length=1)]
    regimens: list[str] = Field(default_factory=list)
    drugs: list[str] = Field(default_factory=list)
    source: Sources
    last_verified_on: IsoDate
    design: Statement
    population: Statement
    cut_off: Statement
    arms: Annotated[dict[str, Arm], Field(min_length=1)]
    headline: str | None = None
    """The measure that stands for the trial in the list of all trials."""
    results: list[Result] = Field(default_factory=list)
    statements: list[Statement] = Field(default_factory=list)
    cautions: list[Statement] = Field(default_factory=list)
    discrepancies: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _arms_are_not_everyone(self) -> Self:
        if EVERYONE in self.arms:
            raise ValueError(f"{EVERYONE} is the name for all arms together; name the arm otherwise")
        return self


def standing(value: Sourced) -> Kind:
    """Return the kind of a value, which its validation has made sure of."""
    assert value.kind is not None
    return value.kind
