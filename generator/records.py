"""The records that editors write, as pydantic models. Their JSON is what an edition holds.

Field names are the editors' words. Optional fields are always present in the JSON, as null or empty, so that
`calculators.edition` reads every edition without asking what is there. The JSON Schema that editors' tools
use is made from these models.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from generator import grammar

Kind = Literal["as_printed", "reconstructed", "corrected", "undetermined", "choice", "gap", "editorial"]
Route = Literal["iv", "sc", "po", "im", "po_or_iv", "not_stated"]
Node = Literal[
    # nodes of the algorithm of document 000
    "I-A",
    "I-B",
    "I-C",
    "II-A",
    "II-B",
    "II-C",
    "II-D",
    # its other places
    "other",
    "retransplant",
    "palliative",
    # places of the companion documents, outside the algorithm
    "first-line-transplant",
    "first-line-no-transplant",
    "maintenance",
    "first-relapse-001",
    "advanced",
    "all-bridge",
    "lymphoma-case",
]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), BeforeValidator(grammar.date)]
Sentence = Annotated[str, Field(min_length=1)]


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


class Record(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Text(Record):
    """A sentence in both languages; neither may be missing."""

    it: Sentence
    en: Sentence


class CycleRange(Record):
    first: int
    last: int | None


class DoseText(Record):
    amount: str
    unit: str
    per: str | None


class TermText(Record):
    name: str
    operator: str
    value: str | None
    negated: bool


Cycles = Annotated[CycleRange, grammar.notation(grammar.cycles, str)]
EveryCycle = Annotated[
    CycleRange,
    grammar.notation(lambda v: grammar.cycles("1+" if v is None else v), str | None),
]
DoseOf = Annotated[DoseText, grammar.notation(grammar.dose, str)]
Term = Annotated[TermText, grammar.notation(grammar.term, str)]
Terms = Annotated[list[Term], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
SourceOf = Annotated[str, BeforeValidator(grammar.source)]
Sources = Annotated[
    list[SourceOf], BeforeValidator(_listed, json_schema_input_type=str | list[str]), Field(min_length=1)
]


class Sourced(Record):
    """A value with its source and the standing of the value (kind), and the discrepancy it belongs to."""

    source: Sources
    kind: Kind | None = None
    discrepancy: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _printed_unless_said(cls, data: Any) -> Any:
        """A value is as printed when every source is a document; otherwise its kind must be stated."""
        if isinstance(data, dict) and "kind" not in data and "source" in data:
            listed = _listed(data["source"])
            if all(isinstance(one, str) and one[:3].isdigit() for one in listed):
                return {**data, "kind": "as_printed"}
        return data

    @model_validator(mode="after")
    def _kind_is_known(self) -> Self:
        if self.kind is None:
            raise ValueError(
                "a value from outside the document needs its kind: reconstructed, corrected, choice, gap, ..."
            )
        return self


class Statement(Sourced):
    text: Text


def _each_once(nodes: list[Node]) -> list[Node]:
    if len(set(nodes)) < len(nodes):
        raise ValueError("a node stands here twice")
    return nodes


class PlacementCondition(Statement):
    """A further condition of a regimen's place; without ``any`` or ``all`` only the reader can assess it."""

    any: Terms = []
    all: Terms = []

    @model_validator(mode="after")
    def _any_or_all(self) -> Self:
        if self.any and self.all:
            raise ValueError("a condition has either `any` or `all`")
        return self


class Placement(Record):
    nodes: Annotated[list[Node], Field(min_length=1), AfterValidator(_each_once)]
    text: Text
    condition: PlacementCondition | None = None
    source: Sources


class Indication(Statement):
    jurisdiction: Literal["EU", "IT"]


class CycleLength(Sourced):
    cycles: Cycles
    days: Annotated[int, Field(ge=1, le=60)] | None
    text: Text | None = None


class LastCycle(Statement):
    cycle: int


class Review(Statement):
    cycle: int


class Cycle(Record):
    lengths: Annotated[list[CycleLength], Field(min_length=1)]
    count_stated: bool
    last: LastCycle | None = None
    review_after: list[Review] = []


class Rule(Statement):
    any: list[Term] = []
    all: list[Term] = []

    @model_validator(mode="after")
    def _any_or_all(self) -> Self:
        if bool(self.any) == bool(self.all):
            raise ValueError("a rule has either `any` or `all`, with at least one condition")
        return self


class Option(Record):
    label: Text
    source: Sources
    verified: bool = True
    settles: Literal["if_tolerated"] | None = None
    """The condition of planned doses that this answer says is met."""


class Requirement(Record):
    when: Terms
    text: Text


class Choice(Sourced):
    question: Text
    why: Text
    options: Annotated[dict[str, Option], Field(min_length=2)]
    optional: bool = False
    cycles: EveryCycle = Field(default="1+", validate_default=True)
    requires: Requirement | None = None


class Block(Record):
    cycles: EveryCycle = Field(default="1+", validate_default=True)
    when: Terms = []
    question: Text
    discrepancy: str
    source: Sources


class Note(Statement):
    code: str | None = None
    cycles: EveryCycle = Field(default="1+", validate_default=True)
    when: Terms = []


class Infusion(Sourced):
    minutes: int | None = None
    continuous: bool = False

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.minutes is None) == (not self.continuous):
            raise ValueError("an infusion has either `minutes` or `continuous: true`")
        return self


Number = Annotated[Decimal, BeforeValidator(grammar.number)]


class BodySurface(Sourced):
    cap_m2: Number | None = None
    weight: Literal["baseline", "current"]
    recalculate_above_percent: Number | None = None
    choice: str | None = None


class Provenance(Sourced):
    pass


class Premedication(Statement):
    satisfied_by: str | None
    also: Text | None = None


class Serves(Record):
    for_: Annotated[list[str], Field(alias="for")]
    when: Terms = []


class SurfaceLimit(Sourced):
    """The most that a flat dose may be for the body surface, in whole units that can be dispensed."""

    dose: DoseOf
    whole: DoseOf
    text: Text


class DoseLine(Sourced):
    cycles: Cycles
    days: list[Annotated[int, Field(ge=1)]] | None
    days_source: Provenance | None = None
    route: Route | None = None
    route_source: Provenance | None = None
    dose: DoseOf | None = None
    max: DoseOf | None = None
    max_source: Provenance | None = None
    surface_limit: SurfaceLimit | None = None
    condition: Literal["if_tolerated"] | None = None
    verified: bool = True
    """False: not read in the label or paper it names; the page and the receipt say so."""
    reduced: bool = False
    when: Terms = []
    note: Text | None = None

    @model_validator(mode="after")
    def _dose_and_route_unless_none_is_given(self) -> Self:
        if self.days == []:
            if self.dose is not None:
                raise ValueError("`days: []` means no administration: it takes no dose")
        elif self.dose is None or self.route is None:
            raise ValueError("a line with administrations needs `dose` (with its unit) and `route`")
        if self.days and (sorted(set(self.days)) != self.days):
            raise ValueError("days must rise and not repeat")
        return self


class DrugBlock(Record):
    drug: str
    infusion: Infusion | None = None
    body_surface: BodySurface | None = None
    timing: list[Note] = []
    serves_as_premedication: Serves | None = None
    premedication: Premedication | None = None
    doses: Annotated[list[DoseLine], Field(min_length=1)]


class Regimen(Record):
    """A regimen of the catalogue: content/regimens/<id>.yml."""

    id: str
    acronym: str
    name: Text
    aliases: list[str] = []
    source: Sources
    last_verified_on: IsoDate
    off_label: Statement | None = None
    placement: Placement
    indication: Indication | None = None
    cycle: Cycle | None = None
    duration: Statement | None = None
    rules: dict[str, Rule] = {}
    choices: dict[str, Choice] = {}
    blocks: list[Block] = []
    warnings: list[Note] = []
    text_only: bool = False
    body: Text | None = None
    drugs: list[DrugBlock] = []
    not_treated: list[Text] = []
    discrepancies: list[str] = []

    @model_validator(mode="after")
    def _text_or_drugs(self) -> Self:
        if self.text_only != (not self.drugs) or self.text_only != (self.body is not None):
            raise ValueError("a regimen has `drugs` and a `cycle`, or `text_only: true` with a `body`")
        if self.drugs and self.cycle is None:
            raise ValueError("a regimen with drugs needs its `cycle`")
        return self


class AdjustmentRow(Record):
    when: Terms
    effect: Literal["as_planned", "limit", "replace"]
    dose: DoseOf | None = None
    days: list[int] | None = None
    text: Text
    later_cycles: Text | None = None
    verified: bool = True

    @model_validator(mode="after")
    def _dose_where_it_acts(self) -> Self:
        if (self.effect == "as_planned") != (self.dose is None):
            raise ValueError("`limit` and `replace` need a `dose`; `as_planned` takes none")
        return self


class Adjustment(Statement):
    id: str
    about: Literal["kidney", "liver"]
    rows: Annotated[list[AdjustmentRow], Field(min_length=1)]


class Atc(Record):
    code: str
    year: int | None = None
    verified: bool
    note: Text | None = None


class Strengths(Record):
    text: Text
    source: Sources
    verified: bool


class KidneyLimits(Statement):
    """Clearances below which a full dose is a choice, and below which the drug is not given."""

    choose_below_ml_min: Number
    blocked_below_ml_min: Number
    largest_reduction_percent: Number


class Precaution(Statement):
    verified: bool


class Drug(Record):
    """A drug of the catalogue: content/drugs/<id>.yml."""

    id: str
    inn: Text
    class_: Annotated[str, Field(alias="class")]
    routes: list[Route]
    atc: Atc | None = None
    strengths: Strengths | None = None
    source: Sources | None = None
    last_verified_on: IsoDate
    choices: dict[str, Choice] = {}
    adjustments: list[Adjustment] = []
    premedication: Premedication | None = None
    kidney_limits: KidneyLimits | None = None
    never_reduced: Statement | None = None
    precautions: list[Precaution] = []
    mechanism: list[Statement] = []
    notes: list[Statement] = []


class Printed(Record):
    source: SourceOf
    text: str


class Evidence(Record):
    source: SourceOf
    text: Text | None = None


class Decision(Record):
    status: Literal["pending", "accepted", "rejected"]
    by: str | None
    date: IsoDate | None

    @model_validator(mode="after")
    def _signed_when_decided(self) -> Self:
        if self.status != "pending" and not (self.by and self.date):
            raise ValueError("a decision that is not pending needs `by` (the role) and `date`")
        return self


class Discrepancy(Record):
    """A place where the document is wrong, silent or ambiguous: content/discrepancies/<id>.yml."""

    id: Annotated[str, Field(pattern=r"^(DX|DEC)-\d{2}$")]
    kind: Kind
    severity: Literal["critical", "high", "medium", "low"]
    title: Text
    printed: list[Printed]
    problem: Text
    proposed: Text
    evidence: list[Evidence]
    confidence: Literal["high", "medium", "low"]
    shown: Text
    decides: Text
    decision: Decision
    until_decided: Literal["corrected_value"] | None = None
    """What holds while the decision is pending; a correction cannot be frozen without one or the other."""


class SourceRecord(Record):
    title: str
    short: Text
    kind: Literal["document", "label", "publication", "decision", "check"]
    jurisdiction: str | None = None
    revision: str | None = None
    read: Text
    verified: bool
    last_line: int | None = None
    last_verified_on: IsoDate


class DrugClass(Record):
    name: Text
    hue: Literal["orange", "sky", "green", "yellow", "blue", "vermillion", "purple", "grey"]


class Condition(Record):
    question: Text
    help: Text
    source: Sources


class CalculatorReference(Record):
    """What a calculator takes from a publication or a label, and whether a person has read it there."""

    source: SourceOf
    text: Text
    verified: bool


class Criterion(Record):
    """One line of a definition: what is looked at, what it counts for or leads to, on whose authority."""

    text: Text
    counts: Text
    source: SourceOf
    verified: bool = True


class Concern(Record):
    """Why a calculator matters somewhere, and where: links are made from here in both directions."""

    text: Text
    regimens: list[str] = []
    drugs: list[str] = []
    nodes: list[Node] = []
    calculators: list[str] = []

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not (self.regimens or self.drugs or self.nodes or self.calculators):
            raise ValueError("say where: `regimens`, `drugs`, `nodes` or `calculators`")
        return self


class CalculatorRecord(Record):
    """The page of a calculator: content/calculators/<name>.yml. What it asks and computes is code."""

    id: str
    use: Text
    definition: Text
    formula: list[Text] = []
    criteria: list[Criterion] = []
    not_for: Annotated[list[Text], Field(min_length=1)]
    notes: list[Text] = []
    references: Annotated[list[CalculatorReference], Field(min_length=1)]
    fills: list[str] = []
    """Inputs of other forms that its result answers: beside them stands a link to it."""
    concerns: list[Concern] = []
    page: Annotated[str, Field(pattern=r"^[a-z/-]+/$")] | None = None
    """Where its form stands when it has no page of its own."""
    last_verified_on: IsoDate


class GlossaryWord(Record):
    full: str
    note: str | None = None


class GlossaryEntry(Record):
    it: GlossaryWord
    en: GlossaryWord


class KindWords(Record):
    label: Text
    meaning: Text


class NodeWords(Record):
    title: Text
    source: Sources


class Prose(Record):
    """The site's own words: content/pages.yml."""

    home_intro: Text
    intended_use: Text
    how_to_use: Text
    accessibility: Text
    report_error: Text
    privacy: Text
    about_sources: Text
    kinds: dict[Kind, KindWords]
    severities: dict[str, Text]
    statuses: dict[str, Text]
    nodes: dict[Node, NodeWords]
    discrepancy_page_intro: Text
    drugs_intro: Text
    regimens_intro: Text
    glossary_intro: Text
    sources_intro: Text
    evidence_intro: Text | None = None
    frail_note: Text
    trial_note: Text
    responsible: Text


class Formula(Sourced):
    value: Literal["mosteller", "du_bois", "haycock", "gehan_george", "boyd"]


class Rounding(Sourced):
    value: Literal["none"]


class Settings(Record):
    bsa_formula: Formula
    rounding: Rounding


class EditionRecord(Record):
    """The edition itself: content/edition.yml."""

    title: Text
    status: Literal["draft"]
    owner: Text
    report_to: Text
    effective_date: IsoDate | None
    review_due: IsoDate | None
    sign_off: Text | None
    document: str
    settings: Settings
