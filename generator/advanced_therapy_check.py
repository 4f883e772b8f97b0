"""What the records of advanced therapies name must exist: drugs, products, and the facts of criteria."""

from collections.abc import Collection, Iterator

from calculators.advanced_therapies.eligibility import FIELDS
from calculators.advanced_therapies.lymphodepletion import PRODUCTS
from calculators.advanced_therapies.step_up import PRODUCTS as SCHEDULES
from generator.content import Content, record_id
from generator.problems import Problem, nearest
from generator.yaml_source import Path, Source

NUMBERS = frozenset(field.name for field in FIELDS if field.kind in ("decimal", "integer"))
FACTS = frozenset(field.name for field in FIELDS if field.kind == "condition")


def advanced_therapy_problems(name: str, source: Source, content: Content) -> Iterator[Problem]:
    """Yield what is wrong in one file of these folders; a broken record is not judged."""
    section, identifier = name.partition("/")[0], record_id(name)
    if section == "lymphodepletion" and identifier in content.lymphodepletion:
        lymphodepletion = content.lymphodepletion[identifier]
        yield from _known(source, ("id",), identifier, PRODUCTS, "product of the calculator")
        yield from _drug(source, ("product",), lymphodepletion.product, content)
        for position, line in enumerate(lymphodepletion.lines):
            yield from _drug(source, ("lines", position, "drug"), line.drug, content)
    elif section == "step_up" and identifier in content.step_up:
        yield from _known(source, ("id",), identifier, SCHEDULES, "schedule of the calculator")
        yield from _drug(source, ("drug",), content.step_up[identifier].drug, content)
    elif section == "advanced_therapies" and identifier in content.advanced_therapies:
        therapy = content.advanced_therapies[identifier]
        for position, drug in enumerate(therapy.drugs):
            yield from _drug(source, ("drugs", position), drug, content)
        yield from _criteria(source, content, identifier)


def _criteria(source: Source, content: Content, identifier: str) -> Iterator[Problem]:
    for number, criteria in enumerate(content.advanced_therapies[identifier].sets):
        for position, criterion in enumerate(criteria.criteria):
            for mode, terms in (("all", criterion.all), ("any", criterion.any)):
                for index, term in enumerate(terms):
                    path = ("sets", number, "criteria", position, mode, index)
                    known = FACTS if term.operator == "holds" else NUMBERS
                    yield from _known(source, path, term.name, sorted(known), "fact of the calculator")


def _drug(source: Source, path: Path, name: str, content: Content) -> Iterator[Problem]:
    yield from _known(source, path, name, content.names("drugs"), "drug")


def _known(source: Source, path: Path, name: str, known: Collection[str], what: str) -> Iterator[Problem]:
    if name not in known:
        yield source.problem(path, f"unknown {what} {name}", nearest(name, known))
