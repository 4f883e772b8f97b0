"""Links and marks of a page in one language: sources, records, badges. Everything it prints is escaped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from calculators.references import REFERENCES
from calculators.registry import CALCULATORS
from generator.content import Content
from generator.grammar import source_key
from generator.locale import words

_YEAR = re.compile(r"\b(?:19|20)\d\d(?=;)")


@dataclass(frozen=True, slots=True)
class Links:
    """Where things are, seen from one page; ``base`` is the relative path to the language's root."""

    content: Content
    lang: str
    base: str
    made: dict[tuple[str, ...], Markup] = field(default_factory=dict, repr=False, compare=False)
    """Links and badges already made: the same few stand on a page many times."""

    def word(self, key: str) -> str:
        return words(self.lang)[key]

    def source_label(self, reference: str) -> str:
        """Name a source as a reader would: 'Allegato 6, righe 132-134', 'RCP Kyprolis, 4.2', 'DEC-07'."""
        key = source_key(reference)
        if key not in self.content.references:
            return short_citation(REFERENCES[key][self.lang])
        short = getattr(self.content.references[key].short, self.lang)
        if key.isdigit():
            place = reference.partition(":")[2]
            return f"{short}, {self.word('lines' if '-' in place else 'line')} {place}"
        locator = reference.partition(" ")[2]
        if key == "decisions":
            return locator
        return f"{short}, {locator}" if locator else short

    def source_href(self, reference: str) -> str:
        key = source_key(reference)
        if key == "decisions":
            return f"{self.base}discrepancies/#{reference.partition(' ')[2].lower()}"
        return f"{self.base}sources/#s-{key}"

    def source(self, reference: str) -> Markup:
        key = ("source", reference)
        if key not in self.made:
            href, label = self.source_href(reference), self.source_label(reference)
            self.made[key] = Markup('<a class="src" href="{}">{}</a>').format(href, label)
        return self.made[key]

    def sources(self, references: Iterable[str]) -> Markup:
        """Return the links of several sources in one line."""
        links = Markup(" ").join(self.source(reference) for reference in dict.fromkeys(references))
        return Markup('<span class="srcs">{}</span>').format(links)

    def badge(self, kind: str, references: Iterable[str] = ()) -> Markup:
        """Mark the standing of a value; what is as printed carries no mark."""
        if kind == "as_printed":
            return Markup()
        key = ("badge", kind, *references)
        if key not in self.made:
            text = self.badge_text(kind, references)
            self.made[key] = Markup('<span class="badge badge--{}">{}</span>').format(kind, text)
        return self.made[key]

    def badge_text(self, kind: str, references: Iterable[str] = ()) -> str:
        """Say the standing of a value; a value from outside the document says where it comes from."""
        kinds = {self.content.references[source_key(reference)].kind for reference in references}
        if kind == "reconstructed" and kinds and "label" not in kinds:
            origin = next((one for one in ("publication", "check") if one in kinds), "decision")
            return self.word(f"badge_{origin}")
        label: str = getattr(self.content.prose.kinds[kind].label, self.lang)  # type: ignore[index]
        return label

    def regimen_href(self, regimen: str) -> str:
        return f"{self.base}regimens/{regimen}/"

    def drug_href(self, drug: str) -> str:
        return f"{self.base}drugs/{drug}/"

    def drug_name(self, drug: str) -> str:
        name: str = getattr(self.content.drugs[drug].inn, self.lang)
        return name

    def drug(self, drug: str) -> Markup:
        return Markup('<a href="{}">{}</a>').format(self.drug_href(drug), self.drug_name(drug))

    def chip(self, regimen: str) -> Markup:
        """Return a regimen's acronym as a chip that leads to its page."""
        record = self.content.regimens[regimen]
        return Markup('<a class="chip" href="{}">{}</a>').format(self.regimen_href(regimen), record.acronym)

    def calculator_href(self, name: str) -> str:
        record = self.content.calculators[name]
        return f"{self.base}{record.page or f'calculators/{slug(name)}/'}"

    def calculator_name(self, name: str) -> str:
        return CALCULATORS[name].title[self.lang]

    def has_calculator(self, name: str) -> bool:
        return name in self.content.calculators

    def node(self, node: str) -> Markup:
        """Name a place in the algorithm, with its link."""
        title = getattr(self.content.prose.nodes[node].title, self.lang)  # type: ignore[index]
        shown = title if node in ("other", "retransplant", "palliative") else f"{node}: {title}"
        href = f"{self.base}regimens/#node-{node.lower()}"
        return Markup('<a href="{}">{}</a>').format(href, shown)

    def calculator(self, name: str) -> Markup:
        return Markup('<a href="{}">{}</a>').format(self.calculator_href(name), self.calculator_name(name))

    def trial(self, trial: str) -> Markup:
        name = getattr(self.content.evidence[trial].name, self.lang)
        return Markup('<a href="{}evidence/{}/">{}</a>').format(self.base, trial, name)

    def discrepancy(self, identifier: str) -> Markup:
        href = f"{self.base}discrepancies/#{identifier.lower()}"
        return Markup('<a class="src" href="{}">{}</a>').format(href, identifier)


def short_citation(citation: str) -> str:
    """Return authors and year of a citation."""
    authors, year = citation.partition(",")[0], _YEAR.search(citation)
    return f"{authors} {year[0]}" if year and len(authors) < len(citation) else authors


def slug(name: str) -> str:
    """Return a calculator's name as it stands in an address."""
    return name.replace("_", "-")


def plain(text: str) -> str:
    """Escape a text for HTML."""
    return str(escape(text))
