"""Records of cell therapies and antibodies: lymphodepletion, step-up doses, eligibility, supportive care.

Each is a file of its folder in content/. An edition made before these sections existed has none of them.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.records import DoseOf, IsoDate, Number, Record, Route, Sourced, Sources, Statement, Term, Text

DayBefore = Annotated[int, Field(ge=-30, le=-1)]
Month = Annotated[str, Field(pattern=r"^\d{4}(-\d{2})?$")]


class LymphodepletionLine(Sourced):
    """One drug before the infusion: its dose and the days, counted back from the infusion on day 0."""

    drug: str
    dose: DoseOf
    days: Annotated[list[DayBefore], Field(min_length=1)]
    route: Route
    verified: bool = True

    @model_validator(mode="after")
    def _days_rise(self) -> Self:
        if sorted(set(self.days)) != self.days:
            raise ValueError("days must rise and not repeat: [-4, -3, -2]")
        if self.dose.per != "m2":
            raise ValueError("lymphodepletion is dosed per m2")
        return self


class Lymphodepletion(Record):
    """Chemotherapy before a CAR-T product: content/lymphodepletion/<product>.yml."""

    id: str
    product: str
    name: Text
    lines: Annotated[list[LymphodepletionLine], Field(min_length=1)]
    notes: list[Statement] = Field(default=[])
    discrepancies: list[str] = Field(default=[])
    last_verified_on: IsoDate


class DaysBetween(Record):
    """How many days must pass since the dose before, and how many may."""

    at_least: Annotated[int, Field(ge=1)]
    at_most: int | None = None


class StepUpDose(Sourced):
    """One dose of the step-up: day, dose, concentration, and how many days may pass since the one before."""

    day: Annotated[int, Field(ge=1, le=60)]
    dose: DoseOf
    mg_per_ml: Number
    role: Literal["step_up", "full"]
    days_since_last: DaysBetween | None = None

    @model_validator(mode="after")
    def _per_kg_or_flat(self) -> Self:
        if self.dose.per not in (None, "kg") or self.dose.unit != "mg":
            raise ValueError("a step-up dose is in mg or mg/kg")
        return self


class StepUp(Record):
    """Step-up doses of a bispecific antibody: content/step_up/<schedule>.yml."""

    id: str
    drug: str
    name: Text
    jurisdiction: Literal["EU"]
    route: Route
    doses: Annotated[list[StepUpDose], Field(min_length=2)]
    then: Statement
    notes: list[Statement] = Field(default=[])
    discrepancies: list[str] = Field(default=[])
    last_verified_on: IsoDate

    @model_validator(mode="after")
    def _days_rise(self) -> Self:
        days = [dose.day for dose in self.doses]
        if sorted(set(days)) != days:
            raise ValueError("the days of the doses must rise and not repeat")
        if self.doses[0].days_since_last is not None:
            raise ValueError("the first dose has none before it")
        return self


class EligibilityCriterion(Record):
    """One criterion: conditions that must all hold, or one of them; none where only a person can tell."""

    id: str
    text: Text
    all: list[Term] = Field(default=[])
    any: list[Term] = Field(default=[])
    source: Sources

    @model_validator(mode="after")
    def _all_or_any(self) -> Self:
        if self.all and self.any:
            raise ValueError("a criterion has either `all` or `any`, or neither where only a person can tell")
        return self


class CriterionSet(Sourced):
    """What one text asks for: a document's words, or a label with its date."""

    id: str
    title: Text
    origin: Literal["document", "label"]
    date: Month | None
    jurisdiction: Literal["EU", "IT"]
    verified: bool = True
    criteria: Annotated[list[EligibilityCriterion], Field(min_length=1)]

    @model_validator(mode="after")
    def _a_label_has_a_date(self) -> Self:
        if self.origin == "label" and self.date is None and self.verified:
            raise ValueError("a label's criteria need its `date`, or `verified: false` while it is not known")
        return self


class AdvancedTherapy(Record):
    """Who may be considered for a therapy: content/advanced_therapies/<therapy>.yml."""

    id: str
    name: Text
    drugs: Annotated[list[str], Field(min_length=1)]
    order: int
    sets: Annotated[list[CriterionSet], Field(min_length=1)]
    notes: list[Statement] = Field(default=[])
    discrepancies: list[str] = Field(default=[])
    last_verified_on: IsoDate


class Limit(Sourced):
    """A threshold of a measurement."""

    value: Number
    text: Text


class SupportiveCare(Record):
    """A threshold of supportive care: content/supportive_care/<id>.yml."""

    id: Literal["igg"]
    name: Text
    unit: Literal["mg/dL"]
    start_below: Limit
    continue_until: Limit
    notes: list[Statement] = Field(default=[])
    discrepancies: list[str] = Field(default=[])
    last_verified_on: IsoDate
