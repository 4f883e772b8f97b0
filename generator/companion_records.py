"""The pages of the companion documents, as editors write them: content/companion/<id>.yml.

A page is sections of sourced statements, tables, timelines in relative days, and the steps of a pathway.
Nothing here computes a dose: what a document tells of single persons carries `standing: case_fact`, what is
given in trials only `standing: trial_only`.
"""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.records import IsoDate, Record, Sourced, Sources, Statement, Text

Standing = Literal["case_fact", "trial_only", "slide_figure", "unsettled"]
Hue = Literal["orange", "sky", "green", "yellow", "blue", "vermillion", "purple", "grey"]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class Point(Statement):
    """One statement, with the regimens, drugs and calculators that it leads to."""

    standing: Standing | None = None
    verified: bool = True
    stated_on: IsoDate | None = None
    """The day for which the statement holds, where it may change: an indication, a reimbursement."""
    regimens: list[str] = Field(default_factory=list)
    drugs: list[str] = Field(default_factory=list)


class TableRow(Sourced):
    cells: Annotated[list[Text], Field(min_length=1)]
    standing: Standing | None = None
    verified: bool = True
    regimens: list[str] = Field(default_factory=list)
    drugs: list[str] = Field(default_factory=list)


class Table(Record):
    caption: Text
    columns: Annotated[list[Text], Field(min_length=2)]
    rows: Annotated[list[TableRow], Field(min_length=1)]

    @model_validator(mode="after")
    def _as_many_cells_as_columns(self) -> Self:
        for number, row in enumerate(self.rows, 1):
            if len(row.cells) != len(self.columns):
                raise ValueError(f"row {number} has {len(row.cells)} cells for {len(self.columns)} columns")
        return self


class Moment(Sourced):
    """Something on a day, or from a day until another; days count from the timeline's zero."""

    day: int
    until: int | None = None
    text: Text
    verified: bool = True

    @model_validator(mode="after")
    def _does_not_end_before_it_begins(self) -> Self:
        if self.until is not None and self.until <= self.day:
            raise ValueError(f"it ends on day {self.until}, before or on the day it begins ({self.day})")
        return self


class Track(Record):
    """One row of a timeline."""

    label: Text
    hue: Hue
    moments: Annotated[list[Moment], Field(min_length=1)]


class Stretch(Record):
    """A part of a timeline drawn to its own scale, from its first day to its last."""

    title: Text
    first: int
    last: int
    ticks: Annotated[list[int], Field(min_length=2)]
    tracks: Annotated[list[Track], Field(min_length=1)]

    @model_validator(mode="after")
    def _everything_is_inside(self) -> Self:
        days = [day for t in self.tracks for m in t.moments for day in (m.day, m.until) if day is not None]
        outside = [day for day in (*self.ticks, *days) if not self.first <= day <= self.last]
        if outside:
            raise ValueError(f"day {outside[0]} is outside the stretch from {self.first} to {self.last}")
        return self


class Timeline(Record):
    caption: Text
    axis: Text
    zero: bool = True
    """Days count from 0 with a sign (from an infusion); otherwise from 1, without one (of a treatment)."""
    stretches: Annotated[list[Stretch], Field(min_length=1)]


class Stage(Sourced):
    """A step of a pathway; a side step runs beside the main one that it names."""

    id: Slug
    title: Text
    text: Text
    beside: str | None = None


class Pathway(Record):
    caption: Text
    stages: Annotated[list[Stage], Field(min_length=2)]

    @model_validator(mode="after")
    def _side_steps_stand_beside_a_main_one(self) -> Self:
        main = [stage.id for stage in self.stages if stage.beside is None]
        for stage in self.stages:
            if stage.beside is not None and stage.beside not in main:
                raise ValueError(f"{stage.id} stands beside {stage.beside}, which is no main step")
        if len({stage.id for stage in self.stages}) < len(self.stages):
            raise ValueError("two steps have the same id")
        return self


class Section(Record):
    id: Slug
    title: Text
    intro: Text | None = None
    standing: Standing | None = None
    points: list[Point] = Field(default_factory=list)
    table: Table | None = None
    timeline: Timeline | None = None
    pathway: Pathway | None = None

    @model_validator(mode="after")
    def _something_in_it(self) -> Self:
        if not (self.points or self.table or self.timeline or self.pathway):
            raise ValueError("a section holds `points`, a `table`, a `timeline` or a `pathway`")
        return self


class Companion(Record):
    """A page of the companion documents: content/companion/<id>.yml."""

    id: str
    order: int
    title: Text
    summary: Text
    source: Sources
    last_verified_on: IsoDate
    sections: Annotated[list[Section], Field(min_length=1)]
    calculators: list[str] = Field(default_factory=list)
    discrepancies: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _sections_have_their_own_names(self) -> Self:
        for one, other in pairwise(sorted(section.id for section in self.sections)):
            if one == other:
                raise ValueError(f"two sections are called {one}")
        return self
