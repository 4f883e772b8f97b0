"""Which calculators matter where: read from their records, so that links are made in both directions."""

from collections.abc import Iterable, Iterator

from calculators import api
from calculators.edition import Edition
from calculators.registry import CALCULATORS
from generator.content import Content
from generator.records import CalculatorRecord, Concern, Regimen


def known(content: Content) -> Iterator[CalculatorRecord]:
    """Yield the records of calculators that exist, in the registry's order."""
    return (content.calculators[name] for name in CALCULATORS if name in content.calculators)


def filled_by(content: Content, names: Iterable[str]) -> dict[str, list[str]]:
    """Return for each input the calculators whose result answers it, if there are any."""
    wanted = set(names)
    found: dict[str, list[str]] = {}
    for record in known(content):
        for name in record.fills:
            if name in wanted:
                found.setdefault(name, []).append(record.id)
    return found


def regimens_asking(content: Content, edition: Edition, name: str) -> list[str]:
    """Return the regimens whose form asks for an input, by acronym."""
    asking = [
        regimen for regimen in edition.regimens if any(f["name"] == name for f in api.form(edition, regimen))
    ]
    return sorted(asking, key=lambda regimen: content.regimens[regimen].acronym.casefold())


def where_it_matters(content: Content, kind: str, name: str) -> list[tuple[str, Concern]]:
    """Return the calculators whose records name a regimen, drug, node or calculator, each with its reason."""
    return [
        (record.id, concern)
        for record in known(content)
        for concern in record.concerns
        if name in getattr(concern, kind)
    ]


def near_regimen(content: Content, regimen: Regimen) -> list[tuple[str, Concern]]:
    """Return the calculators that matter to a regimen itself, to its place or to its drugs, each once."""
    found = where_it_matters(content, "regimens", regimen.id)
    for node in regimen.placement.nodes:
        found += where_it_matters(content, "nodes", node)
    for block in regimen.drugs:
        found += where_it_matters(content, "drugs", block.drug)
    once: dict[str, Concern] = {}
    for name, concern in found:
        once.setdefault(name, concern)
    return list(once.items())


def citing(content: Content, key: str) -> list[str]:
    """Return the calculators whose records name a publication."""
    return [record.id for record in known(content) if any(r.source == key for r in record.references)]
