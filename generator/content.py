"""Reading content/: every file to its record, every mistake collected with its place."""

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from generator.problems import ContentError, Problem, nearest
from generator.records import (
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
from generator.yaml_source import Source, read_yaml
from generator.yaml_source import Path as YamlPath

T = TypeVar("T")

FOLDERS: Mapping[str, type[BaseModel]] = {"regimens": Regimen, "drugs": Drug, "discrepancies": Discrepancy}
FILES: Mapping[str, Any] = {
    "edition.yml": EditionRecord,
    "sources.yml": dict[str, SourceRecord],
    "drug_classes.yml": dict[str, DrugClass],
    "conditions.yml": dict[str, Condition],
    "glossary.yml": dict[str, GlossaryEntry],
    "pages.yml": Prose,
}


@dataclass(frozen=True, slots=True)
class Content:
    """The whole content, read and well-formed; `sources` still knows where each value stands."""

    edition: EditionRecord
    regimens: Mapping[str, Regimen]
    drugs: Mapping[str, Drug]
    discrepancies: Mapping[str, Discrepancy]
    references: Mapping[str, SourceRecord]
    drug_classes: Mapping[str, DrugClass]
    conditions: Mapping[str, Condition]
    glossary: Mapping[str, GlossaryEntry]
    prose: Prose
    files: Mapping[str, Source]


def read_content(folder: Path) -> Content:
    """Read and validate every file of `folder`.

    Raises ContentError with every mistake of every file, not only the first.
    """
    texts = read_texts(folder)
    return parse_content(texts, folder.name)


def read_texts(folder: Path) -> dict[str, str]:
    """Read every YAML file that the content consists of, by its path below `folder`."""
    names = [name for name in FILES if (folder / name).is_file()]
    names += [
        path.relative_to(folder).as_posix()
        for section in FOLDERS
        for path in sorted((folder / section).glob("*.yml"))
    ]
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}


def parse_content(texts: Mapping[str, str], label: str = "content") -> Content:
    """Turn texts into the content. Raises ContentError with every mistake."""
    files = {name: read_yaml(f"{label}/{name}", text) for name, text in texts.items()}
    problems = [problem for source in files.values() for problem in source.problems]
    singles: dict[str, Any] = {}
    for name, shape in FILES.items():
        if name in files:
            singles[name] = _validated(files[name], shape, problems)
        else:
            problems.append(Problem(f"{label}/{name}", 1, 1, "the file is missing"))
    folders: dict[str, dict[str, Any]] = {section: {} for section in FOLDERS}
    for name, source in files.items():
        section, slash, _ = name.partition("/")
        if not slash:
            continue
        record = _validated(source, FOLDERS[section], problems)
        if record is None:
            continue
        stem = Path(name).stem
        if record.id.lower() != stem:
            problems.append(source.problem(("id",), f"id {record.id} is not the file's name {stem}"))
        folders[section][record.id] = record
    raise_for(problems, files)
    return Content(
        edition=singles["edition.yml"],
        regimens=folders["regimens"],
        drugs=folders["drugs"],
        discrepancies=folders["discrepancies"],
        references=singles["sources.yml"],
        drug_classes=singles["drug_classes.yml"],
        conditions=singles["conditions.yml"],
        glossary=singles["glossary.yml"],
        prose=singles["pages.yml"],
        files=files,
    )


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


def _validated(source: Source, shape: Any, problems: list[Problem]) -> Any:
    if source.problems:
        return None
    adapter = _adapters.setdefault(shape, TypeAdapter(shape))
    try:
        return adapter.validate_python(source.data)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            problems.append(_explained(source, shape, found))
    return None


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
        return source.problem(path, f"{found['input']!r} is not one of the known words", hint)
    message = str(found["msg"]).removeprefix("Value error, ")
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
