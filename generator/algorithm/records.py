"""The records of content/algorithm/, as pydantic models: what is asked, the nodes, the known states."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.records import Node, Number, Record, Rule, Sourced, Sources, Statement, Terms, Text

Step = Annotated[int, Field(ge=1, le=9)]


class RefractoryTo(Record):
    """Which drugs of a regimen conflict: those of a class, or one drug."""

    class_: Annotated[str | None, Field(alias="class")] = None
    drug: str | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.class_ is None) == (self.drug is None):
            raise ValueError("expected either `class` or `drug`")
        return self


class Fact(Record):
    """What is asked of a patient: content/algorithm/facts.yml."""

    kind: Literal["count", "yes_no", "drugs"]
    step: Step
    minimum: int | None = None
    maximum: int | None = None
    refractory_to: RefractoryTo | None = None
    label: Text
    question: Text
    why: Text
    help: Text | None = None
    holds: Text
    fails: Text
    source: Sources

    @model_validator(mode="after")
    def _what_its_kind_needs(self) -> Self:
        if (self.kind == "count") != (self.minimum is not None and self.maximum is not None):
            raise ValueError("a count, and only a count, has `minimum` and `maximum`")
        if self.kind == "drugs" and (self.refractory_to is None or self.refractory_to.class_ is None):
            raise ValueError("a fact that names drugs needs `refractory_to: {class: ...}`")
        return self


class NodeRule(Record):
    aside: bool = False
    unstated: bool = False
    when: Terms = Field(default=[])
    calculator: str | None = None
    source: Sources

    @model_validator(mode="after")
    def _condition_unless_aside(self) -> Self:
        if not self.aside and not self.when:
            raise ValueError("a node needs its condition: `when`")
        if self.aside and bool(self.when) + bool(self.calculator) + self.unstated != 1:
            raise ValueError("an aside has one of `when`, `calculator` or `unstated: true`")
        return self


class Nodes(Record):
    """The nodes and the rules their conditions name: content/algorithm/nodes.yml."""

    rules: dict[str, Rule] = Field(default={})
    nodes: dict[Node, NodeRule]


class AlgorithmStatement(Statement):
    ends: bool = False
    when: Terms = Field(default=[])


class KnownState(Record):
    """A recorded gap, overlap or open point: content/algorithm/known_states.yml."""

    kind: Literal["gap", "overlap", "conflict", "ambiguous", "unknown", "outside"]
    nodes: list[Node] = Field(default=[])
    when: Terms = Field(default=[])
    any: Terms = Field(default=[])
    in_nodes: list[Node] = Field(default=[])
    unknown: list[str] = Field(default=[])
    title: Text
    why: Text
    source: Sources
    discrepancy: str | None = None

    @model_validator(mode="after")
    def _what_its_kind_needs(self) -> Self:
        if (self.kind == "overlap") != bool(self.nodes):
            raise ValueError("an overlap, and only an overlap, lists the `nodes` that meet")
        if (self.kind == "unknown") != bool(self.unknown):
            raise ValueError("kind unknown, and only that, lists the facts that are `unknown`")
        if (self.kind == "outside") == bool(self.when or self.any or self.unknown):
            raise ValueError("kind outside has no condition; every other kind needs `when` or `unknown`")
        return self


class CrabCriterion(Sourced):
    pass


class MComponent(Record):
    factor: Number
    within_months: Annotated[int, Field(ge=1)]


class PrintedMComponent(Sourced):
    factor: Number
    within_months: Annotated[int, Field(ge=1)]


class BenceJones(Sourced):
    increase_above_mg_24h: Number


class FreeLightChains(Sourced):
    increase_above_percent: Number


class ProtocolTrigger(Record):
    crab: CrabCriterion
    m_component: PrintedMComponent
    bence_jones: BenceJones
    free_light_chains: FreeLightChains


class ImwgMComponent(MComponent):
    reference_g_l: Number


class ImwgFreeLightChains(Record):
    increase_mg_l: Number
    increase_percent: Number


class ImwgTrigger(Sourced):
    m_component: ImwgMComponent
    m_component_increase_g_l: Number
    urine_increase_mg_24h: Number
    free_light_chains: ImwgFreeLightChains


class RelapseTrigger(Record):
    """When a relapse is treated: content/algorithm/relapse_trigger.yml."""

    protocol: ProtocolTrigger
    imwg: ImwgTrigger


class Retransplant(Sourced):
    """When a further autologous transplant is assessed: content/algorithm/retransplant.yml."""

    without_maintenance_above_months: Number
    with_maintenance_above_months: Number
    maximum_autologous: Annotated[int, Field(ge=1)]
    regimen: str


class VariantGroup(Record):
    """What another document offers in one situation. ``also``: what is no regimen of the catalogue."""

    title: Text
    regimens: list[str] = Field(default=[])
    also: list[Text] = Field(default=[])
    source: Sources


class Variant(Record):
    """How another document places regimens: shown beside the algorithm, never merged with it."""

    title: Text
    intro: Text
    groups: Annotated[list[VariantGroup], Field(min_length=1)]
    differences: list[Statement]


class Algorithm(Record):
    """All of content/algorithm/."""

    facts: dict[str, Fact]
    rules: dict[str, Rule]
    nodes: dict[Node, NodeRule]
    statements: dict[str, AlgorithmStatement]
    known_states: dict[str, KnownState]
    relapse_trigger: RelapseTrigger
    retransplant: Retransplant
    variant: Variant | None = None
