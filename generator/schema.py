"""JSON Schemas of the records, for completion and checks in editors' tools; checked in and kept current."""

import json
from pathlib import Path

from pydantic import TypeAdapter

from generator.content import FILES, FOLDERS
from generator.editions.cohort import Cohort
from generator.editions.register import Register

FOLDER = "content/schema"


def schema_files() -> dict[str, str]:
    """Return every schema by its path."""
    shapes = {**FOLDERS, **{name.removesuffix(".yml"): shape for name, shape in FILES.items()}}
    shapes |= {"register": Register, "cohort": Cohort}
    return {
        f"{FOLDER}/{name}.json": json.dumps(
            TypeAdapter(shape).json_schema(by_alias=True), indent=1, ensure_ascii=False
        )
        + "\n"
        for name, shape in shapes.items()
    }


def stale_schemas(root: Path) -> list[str]:
    """Return the schemas that are not what the models say."""
    return [
        path
        for path, text in schema_files().items()
        if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text
    ]
