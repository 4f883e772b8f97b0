"""The exact table under the cycle picture: every dose line as the record has it, with its sources."""

from collections.abc import Callable, Iterable
from html import escape

from generator.content import Content
from generator.links import Links
from generator.records import DoseLine, DrugBlock, Note, Regimen, Sourced
from generator.schedule import runs_daily
from generator.schedule_words import provenances, standing_word
from generator.words import (
    capital,
    cycles_sign,
    day_list,
    dose_words,
    number_words,
    phrase,
    said,
    term_words,
)

COLUMNS = ("cycles", "days", "dose", "route", "when", "source")


def schedule_table(
    regimen: Regimen, content: Content, lang: str, base: str, label: Callable[[str], str] | None = None
) -> str:
    """Return the exact table of a regimen as HTML without blank lines; empty for a regimen without drugs.

    ``base`` is the relative path to the language's root; ``label`` names a source, if not as links do.
    """
    if not regimen.drugs:
        return ""
    root = base if not base or base.endswith("/") else f"{base}/"
    table = _Table(regimen, content, lang, Links(content, lang, root), label)
    return table.html()


class _Table:
    def __init__(
        self, regimen: Regimen, content: Content, lang: str, links: Links, label: Callable[[str], str] | None
    ) -> None:
        self.regimen, self.content, self.lang, self.links = regimen, content, lang, links
        self.label = label or links.source_label

    def html(self) -> str:
        title = escape(self._word("table_title"))
        caption = escape(self._word("table_caption", name=self.regimen.acronym))
        head = "".join(f'<th scope="col" role="columnheader">{self._column(name)}</th>' for name in COLUMNS)
        bodies = [self._drug(block) for block in self.regimen.drugs]
        return "\n".join(
            [
                f'<details class="exact-table" open="open"><summary>{title}</summary>',
                f'<table class="schedule" role="table"><caption>{caption}</caption>',
                f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>',
                *bodies,
                "</table></details>",
            ]
        )

    def _drug(self, block: DrugBlock) -> str:
        drug = self.content.drugs[block.drug]
        name = escape(capital(said(drug.inn, self.lang)))
        hue = self.content.drug_classes[drug.class_].hue
        facts = "".join(f"<li>{fact}</li>" for fact in self._facts(block))
        listed = f"<ul>{facts}</ul>" if facts else ""
        header = f'<th scope="rowgroup" role="rowheader" colspan="{len(COLUMNS)}"><b>{name}</b>{listed}</th>'
        rows = "\n".join(self._line(line) for line in block.doses)
        head = f'<tr class="schedule__drug" role="row">{header}</tr>'
        return f'<tbody role="rowgroup" class="hue-{hue}">{head}\n{rows}</tbody>'

    def _facts(self, block: DrugBlock) -> Iterable[str]:
        infusion, surface = block.infusion, block.body_surface
        if infusion:
            key = "infusion_continuous" if infusion.continuous else "infusion_minutes"
            yield self._fact(self._word(key, n=infusion.minutes), infusion)
        if surface:
            words = [self._word(f"surface_{surface.weight}")]
            if surface.cap_m2 is not None:
                words.insert(0, self._word("surface_cap", cap=number_words(surface.cap_m2, self.lang)))
            yield self._fact(", ".join(words), surface)
        for note in block.timing:
            yield self._fact(self._timing(note), note)

    def _timing(self, note: Note) -> str:
        when = [term_words(term, self.regimen, self.content, self.lang) for term in note.when]
        return said(note.text, self.lang) + (f" ({'; '.join(when)})" if when else "")

    def _fact(self, text: str, origin: Sourced) -> str:
        badge = self._badge(origin.kind or "as_printed", origin.source)
        return f"{escape(capital(text))}{badge} {self._sources([(None, origin.source)], origin.discrepancy)}"

    def _line(self, line: DoseLine) -> str:
        lang = self.lang
        badges = {part: self._badge(kind, sources) for part, kind, sources in provenances(line)}
        if line.days == []:
            days, dose, route = self._word("not_given"), "", ""
            badges = {}
        else:
            days = self._days(line)
            dose = f'<span class="dose">{escape(dose_words(line.dose, lang))}</span>' if line.dose else ""
            if line.max:
                dose += f" <small>{escape(self._word('at_most', dose=dose_words(line.max, lang)))}</small>"
            if line.surface_limit:
                limit = dose_words(line.surface_limit.dose, lang)
                dose += f" <small>{escape(self._word('at_most', dose=limit))}</small>"
            if not line.verified:
                dose += f' <span class="badge badge--gap">{escape(self.links.word("to_verify"))}</span>'
            route = escape(self._word(f"route_{line.route}"))
        sources = [
            (None, line.source),
            ("part_days", line.days_source.source if line.days_source else []),
            ("part_route", line.route_source.source if line.route_source else []),
        ]
        cells = (
            cycles_sign(line.cycles),
            f"{days}{badges.get('days', '')}",
            f"{dose}{badges.get('dose', '')}",
            f"{route}{badges.get('route', '')}",
            self._when(line),
            self._sources(sources, line.discrepancy),
        )
        shown = "".join(
            f'<td role="cell" data-label="{self._column(name)}"><div>{cell}</div></td>'
            for name, cell in zip(COLUMNS, cells, strict=True)
        )
        return f'<tr role="row">{shown}</tr>'

    def _days(self, line: DoseLine) -> str:
        if line.days is None:
            return escape(self._word("days_unknown"))
        if runs_daily(line):
            return escape(self._word("run", first=line.days[0], last=line.days[-1]))
        return day_list(line.days)

    def _when(self, line: DoseLine) -> str:
        words = [term_words(term, self.regimen, self.content, self.lang) for term in line.when]
        if line.condition:
            words.append(self._word(line.condition))
        shown = escape(capital("; ".join(words)) or self._word("always"))
        note = f" <small>{escape(said(line.note, self.lang))}</small>" if line.note else ""
        return f"{shown}{note}"

    def _sources(self, groups: Iterable[tuple[str | None, list[str]]], discrepancy: str | None) -> str:
        found: list[str] = []
        seen: set[str] = set()
        for part, references in groups:
            new = [reference for reference in dict.fromkeys(references) if reference not in seen]
            seen.update(new)
            links = " ".join(self._source(reference) for reference in new)
            if links:
                found.append(f"{escape(self._word(part))}: {links}" if part else links)
        if discrepancy and not any(reference.endswith(f" {discrepancy}") for reference in seen):
            found.append(str(self.links.discrepancy(discrepancy)))
        return f'<span class="srcs">{" ".join(f"<span>{one}</span>" for one in found)}</span>'

    def _source(self, reference: str) -> str:
        href, label = escape(self.links.source_href(reference)), escape(self.label(reference))
        return f'<a class="src" href="{href}">{label}</a>'

    def _badge(self, kind: str, references: list[str]) -> str:
        if kind == "as_printed":
            return ""
        word = self._word(f"short_{standing_word(kind, references, self.content)}")
        meaning = escape(self.links.badge_text(kind, references))
        return f' <span class="badge badge--{kind}" title="{meaning}">{escape(word)}</span>'

    def _column(self, name: str) -> str:
        return escape(self._word(f"column_{name}"))

    def _word(self, key: str, **values: object) -> str:
        return phrase(key, self.lang, **values)
