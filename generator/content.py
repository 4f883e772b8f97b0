"""Reading content/: every file to its record, every mistake collected with its place."""

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from calculators.registry import CALCULATORS
from generator.advanced_therapy_records import AdvancedTherapy, Lymphodepletion, StepUp, SupportiveCare
from generator.algorithm.records import (
    Algorithm,
    AlgorithmStatement,
    Fact,
    KnownState,
    Nodes,
    RelapseTrigger,
    Retransplant,
    Variant,
)
from generator.companion_records import Companion
from generator.evidence_records import Measure, Trial
from generator.problems import ContentError, Problem, nearest
from generator.records import (
    CalculatorRecord,
    Condition,
    Discrepancy,
    Drug,
    DrugClass,
    EditionRecord,
    GlossaryEntry,
    Prose,
    Regimen,
    SourceRecord,
)
from generator.yaml_source import Path as YamlPath
from generator.yaml_source import Source, read_yaml

T = TypeVar("T")

FOLDERS: Mapping[str, type[BaseModel]] = {
    "regimens": Regimen,
    "drugs": Drug,
    "discrepancies": Discrepancy,
    "evidence": Trial,
    "calculators": CalculatorRecord,
    "lymphodepletion": Lymphodepletion,
    "step_up": StepUp,
    "advanced_therapies": AdvancedTherapy,
    "supportive_care": SupportiveCare,
    "companion": Companion,
}
FILES: Mapping[str, Any] = {
    "edition.yml": EditionRecord,
    "sources.yml": dict[str, SourceRecord],
    "drug_classes.yml": dict[str, DrugClass],
    "conditions.yml": dict[str, Condition],
    "glossary.yml": dict[str, GlossaryEntry],
    "measures.yml": dict[str, Measure],
    "pages.yml": Prose,
    "algorithm/facts.yml": dict[str, Fact],
    "algorithm/nodes.yml": Nodes,
    "algorithm/statements.yml": dict[str, AlgorithmStatement],
    "algorithm/known_states.yml": dict[str, KnownState],
    "algorithm/relapse_trigger.yml": RelapseTrigger,
    "algorithm/retransplant.yml": Retransplant,
    "algorithm/variant_001.yml": Variant,
}
OPTIONAL = frozenset({"algorithm/variant_001.yml", "measures.yml"})
"""Files that need not be there: the content of one document alone has no other to set beside it."""


@dataclass(frozen=True, slots=True)
class Content:
    """The content as read; `files` still knows where each value stands.

    `broken` names the files with mistakes: their records are missing here, and what others say of them is
    neither right nor wrong. A content that `read_content` returns has none.
    """

    edition: EditionRecord
    regimens: Mapping[str, Regimen]
    drugs: Mapping[str, Drug]
    discrepancies: Mapping[str, Discrepancy]
    calculators: Mapping[str, CalculatorRecord]
    lymphodepletion: Mapping[str, Lymphodepletion]
    step_up: Mapping[str, StepUp]
    advanced_therapies: Mapping[str, AdvancedTherapy]
    supportive_care: Mapping[str, SupportiveCare]
    references: Mapping[str, SourceRecord]
    drug_classes: Mapping[str, DrugClass]
    conditions: Mapping[str, Condition]
    glossary: Mapping[str, GlossaryEntry]
    prose: Prose
    algorithm: Algorithm
    files: Mapping[str, Source]
    companion: Mapping[str, Companion]
    broken: frozenset[str] = frozenset()
    evidence: Mapping[str, Trial] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)

    def names(self, section: str) -> set[str]:
        """Return the ids of a folder's records, those of broken files included."""
        broken = {record_id(name) for name in self.broken if name.startswith(f"{section}/")}
        return broken | set(getattr(self, section))


def read_content(folder: Path) -> Content:
    """Read and validate every file of `folder`.

    Raises ContentError with every mistake of every file, not only the first.
    """
    texts = read_texts(folder)
    return parse_content(texts, folder.name)


def read_texts(folder: Path) -> dict[str, str]:
    """Read every YAML file of the content, by its path below `folder`."""
    sections = {*FOLDERS, *(name.partition("/")[0] for name in FILES if "/" in name)}
    folders = (folder, *(folder / section for section in sorted(sections)))
    paths = [path for one in folders for path in sorted(one.glob("*.y*ml")) if path.is_file()]
    names = [path.relative_to(folder).as_posix() for path in paths]
    # What is not UTF-8 becomes U+FFFD, which `read_yaml` reports with its place.
    return {name: (folder / name).read_bytes().decode("utf-8", "replace") for name in names}


def parse_content(texts: Mapping[str, str], label: str = "content") -> Content:
    """Turn texts into the content. Raises ContentError with every mistake."""
    content, problems = parse_parts(texts, label)
    raise_for(problems, content.files)
    return content


def parse_parts(texts: Mapping[str, str], label: str = "content") -> tuple[Content, list[Problem]]:
    """Turn texts into as much of the content as can be read, and the mistakes in the rest."""
    files = {name: read_yaml(f"{label}/{name}", text) for name, text in texts.items()}
    problems = [problem for source in files.values() for problem in source.problems]
    singles: dict[str, Any] = {}
    for name, shape in FILES.items():
        singles[name] = validated(files[name], shape, problems) if name in files else None
        if name not in files and name not in OPTIONAL:
            problems.append(Problem(f"{label}/{name}", 1, 1, "the file is missing"))
    problems += [
        Problem(
            f"{label}/{name}", 1, 1, "the file is missing", "every calculator of the registry has its record"
        )
        for name in (f"calculators/{calculator}.yml" for calculator in CALCULATORS)
        if name not in files
    ]
    folders: dict[str, dict[str, Any]] = {section: {} for section in FOLDERS}
    for name, source in files.items():
        if name in FILES:
            continue
        section, slash, _ = name.partition("/")
        if section not in FOLDERS or not name.endswith(".yml"):
            in_folder = slash and section in FOLDERS
            hint = "a record's file ends in .yml" if in_folder else nearest(name, FILES)
            problems.append(Problem(f"{label}/{name}", 1, 1, "a file of this name is not read", hint))
            continue
        record = validated(source, FOLDERS[section], problems)
        if record is None:
            continue
        expected = record_id(name)
        if record.id != expected:
            problems.append(
                source.problem(("id",), f"id {record.id} is not the file's name", f"expected {expected}")
            )
        folders[section][expected] = record
    label_length = len(label) + 1
    content = Content(
        edition=singles["edition.yml"],
        regimens=folders["regimens"],
        drugs=folders["drugs"],
        discrepancies=folders["discrepancies"],
        calculators=folders["calculators"],
        lymphodepletion=folders["lymphodepletion"],
        step_up=folders["step_up"],
        advanced_therapies=folders["advanced_therapies"],
        supportive_care=folders["supportive_care"],
        references=singles["sources.yml"] or {},
        drug_classes=singles["drug_classes.yml"] or {},
        conditions=singles["conditions.yml"] or {},
        glossary=singles["glossary.yml"] or {},
        prose=singles["pages.yml"],
        algorithm=_algorithm(singles),
        files=files,
        companion=folders["companion"],
        broken=frozenset(problem.file[label_length:] for problem in problems),
        evidence=folders["evidence"],
        measures=singles["measures.yml"] or {},
    )
    return content, problems


def _algorithm(singles: Mapping[str, Any]) -> Any:
    """Join the files of content/algorithm/; None while one of them is broken."""
    parts = {name.removeprefix("algorithm/"): value for name, value in singles.items() if "/" in name}
    if any(value is None for name, value in parts.items() if f"algorithm/{name}" not in OPTIONAL):
        return None
    return Algorithm(
        facts=parts["facts.yml"],
        rules=parts["nodes.yml"].rules,
        nodes=parts["nodes.yml"].nodes,
        statements=parts["statements.yml"],
        known_states=parts["known_states.yml"],
        relapse_trigger=parts["relapse_trigger.yml"],
        retransplant=parts["retransplant.yml"],
        variant=parts["variant_001.yml"],
    )


def record_id(name: str) -> str:
    """Return the id that the record of a file must have: its name, in capitals for a discrepancy."""
    stem = Path(name).stem
    return stem.upper() if name.startswith("discrepancies/") else stem


def raise_for(problems: list[Problem], files: Mapping[str, Source]) -> None:
    """Raise ContentError if there are problems, each with its snippet."""
    if not problems:
        return
    lines = {source.file: source.lines for source in files.values()}
    ordered = sorted(set(problems))
    rendered = "\n\n".join(problem.render(lines.get(problem.file, [])) for problem in ordered)
    count = f"{len(ordered)} mistake{'s' if len(ordered) > 1 else ''} in the content; nothing was built."
    raise ContentError(ordered, f"{rendered}\n\n{count}")


_adapters: dict[Any, TypeAdapter[Any]] = {}


def validated(source: Source, shape: Any, problems: list[Problem]) -> Any:
    """Return the record of a file, or None with its mistakes added to `problems`."""
    if source.data is None and source.problems:
        return None
    reported = {(problem.line, problem.column) for problem in source.problems}
    adapter = _adapters.setdefault(shape, TypeAdapter(shape))
    try:
        return adapter.validate_python(source.data)
    except ValidationError as error:
        explained = [_explained(source, shape, found) for found in error.errors(include_url=False)]
        problems += [found for found in explained if (found.line, found.column) not in reported]
    return None


_EXPECTED = {
    "string_type": "expected a text; what looks like a number or a yes/no goes in quotes",
    "string_too_short": "expected a text, found an empty one",
    "bool_type": "expected true or false",
    "int_type": "expected a whole number",
    "list_type": "expected a list: [one, two], or one line each that begins with -",
    "dict_type": "expected names with values: `name: value`",
    "model_type": "expected names with values: `name: value`",
    "is_instance_of": "expected a number",
    "string_pattern_mismatch": "expected DX- or DEC- and two digits",
}


def _explained(source: Source, shape: Any, found: Mapping[str, Any]) -> Problem:
    path: YamlPath = tuple(found["loc"])
    if found["type"] == "extra_forbidden":
        known = _keys_at(shape, path[:-1])
        return source.problem(path, f"unknown key {path[-1]}", nearest(str(path[-1]), known), at_key=True)
    if found["type"] == "missing":
        return source.problem(path[:-1], f"{path[-1]} is missing", at_key=bool(path[:-1]))
    if found["type"] == "literal_error":
        allowed = str(found["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        hint = nearest(str(found["input"]), allowed) or f"expected one of: {', '.join(allowed)}"
        at_key = path[-1] == "[key]"
        return source.problem(path, f"{found['input']!r} is not one of the known words", hint, at_key=at_key)
    message = _EXPECTED.get(found["type"]) or str(found["msg"]).removeprefix("Value error, ")
    for technical in ("Input should be", "Value should have"):
        message = message.replace(technical, "expected")
    return source.problem(path, message[0].lower() + message[1:])


def _keys_at(shape: Any, path: YamlPath) -> list[str]:
    """Return the keys known at a place of a record, to name the nearest one."""
    for step in path:
        shape = _inner(shape, step)
    shape = _bare(shape)
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return [field.alias or name for name, field in shape.model_fields.items()]
    return []


def _inner(shape: Any, step: str | int) -> Any:
    shape = _bare(shape)
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        for name, field in shape.model_fields.items():
            if step in (name, field.alias):
                return field.annotation
        return None
    arguments = get_args(shape)
    return arguments[-1] if arguments else None


def _bare(shape: Any) -> Any:
    """Strip Annotated and `| None`."""
    while True:
        origin = get_origin(shape)
        if origin is Annotated:
            shape = get_args(shape)[0]
        elif origin in (typing.Union, types.UnionType):
            shape = next((a for a in get_args(shape) if a is not type(None)), None)
        else:
            return shape
