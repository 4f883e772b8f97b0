"""The virtual patients of content/editions/cohort.yml."""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from generator.content import raise_for, validated
from generator.editions.register import FOLDER
from generator.records import Record
from generator.yaml_source import read_yaml

FILE = FOLDER / "cohort.yml"
Answer = str | int | bool
NotEmpty = Field(min_length=1)


class Body(Record):
    weight_kg: str
    height_cm: str


class Organs(Record):
    creatinine_clearance_ml_min: str
    dialysis: bool
    bilirubin_x_uln: str


class States(Record):
    """Every combination of answers to a calculator."""

    calculator: str
    inputs: Annotated[dict[str, Annotated[list[Answer], NotEmpty]], NotEmpty]

    def all(self) -> Iterator[dict[str, Answer]]:
        for values in product(*self.inputs.values()):
            yield dict(zip(self.inputs, values, strict=True))


class Cohort(Record):
    bodies: Annotated[list[Body], NotEmpty]
    ages: Annotated[list[int], NotEmpty]
    organs: Annotated[list[Organs], NotEmpty]
    conditions: Literal["none", "none_or_each_alone"]
    cycles: Annotated[list[Annotated[int, Field(ge=1)]], NotEmpty]
    states: list[States]
    limit: Annotated[int, Field(ge=1)]


def read_cohort(root: Path) -> Cohort:
    """Read the cohort. Raises ContentError with every mistake."""
    text = (root / FILE).read_bytes().decode("utf-8", "replace")
    source = read_yaml(FILE.as_posix(), text)
    problems = list(source.problems)
    cohort: Cohort | None = validated(source, Cohort, problems)
    raise_for(problems, {source.file: source})
    assert cohort is not None  # else there was a problem
    return cohort


def patients(cohort: Cohort, conditions: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield every patient; ``conditions`` are those of either edition."""
    alone = conditions if cohort.conditions == "none_or_each_alone" else ()
    for body, age, organs, present in product(cohort.bodies, cohort.ages, cohort.organs, (None, *alone)):
        yield {
            "age_years": age,
            **body.model_dump(),
            **organs.model_dump(),
            "conditions": {name: "yes" if name == present else "no" for name in conditions},
        }


def seen_by(patient: Mapping[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    """Return what a regimen asks of a patient: two who differ elsewhere are one case."""
    conditions = {name: answer for name, answer in patient["conditions"].items() if name in fields}
    seen = {name: value for name, value in patient.items() if name in fields}
    return {**seen, "conditions": conditions} if conditions else seen
