"""What MkDocs builds: an edition, or the pages about editions, in a language; named by all that shapes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.editions.about import NAME, About, about_settings, about_texts
from generator.editions.software import unit_key
from generator.locale import LANGUAGES
from generator.pages.site_data import SiteData


@dataclass(frozen=True, slots=True)
class Unit:
    """One run of MkDocs: what its pages are made from, and the key under which the result is kept."""

    name: str
    lang: str
    site: SiteData | About
    key: str


def edition_units(root: Path, sites: Mapping[str, SiteData]) -> Iterator[Unit]:
    """Yield the units of an edition, one a language."""
    for lang in LANGUAGES:
        site = sites[lang]
        described = {name: one.model_dump(mode="json") for name, one in site.content.calculators.items()}
        examples = [site.examples, site.calculator_examples]
        # An old edition's own hash does not cover what calculators are described by today.
        inputs = [site.edition.id, lang, site.sha256, site.runtime, examples, site.history, described]
        yield Unit(site.edition.id, lang, site, unit_key(root, inputs))


def about_units(root: Path, abouts: Mapping[str, About]) -> Iterator[Unit]:
    """Yield the units of the pages about editions. Their texts say all that they are made from."""
    for lang, about in abouts.items():
        inputs = [lang, about_texts(about), about_settings(about)]
        yield Unit(NAME, lang, about, unit_key(root, inputs))
