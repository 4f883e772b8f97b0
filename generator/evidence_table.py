"""The exact figures of a part of a trial's page as a table: every figure with its check and its sources."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from generator.evidence_records import EVERYONE, HazardRatio, Measure, Result, Trial, standing
from generator.evidence_words import (
    arm_name,
    besides,
    check_words,
    difference_words,
    figure,
    ratio_parts,
    reached,
)
from generator.links import Links
from generator.locale import words
from generator.words import said

CHECK_LOOKS = {"agrees": "agrees", "differs": "corrected", "incomplete": "part", "not_reread": "gap"}


def results_table(
    trial: Trial, results: Sequence[Result], measures: Mapping[str, Measure], links: Links, section: str
) -> str:
    """Return the table, open; on a phone a script folds it."""
    return _Table(trial, results, measures, links).render(section)


class _Table:
    def __init__(
        self, trial: Trial, results: Sequence[Result], measures: Mapping[str, Measure], links: Links
    ) -> None:
        self.trial, self.results, self.measures, self.links = trial, results, measures, links
        self.lang, self.t = links.lang, words(links.lang)
        given = {name for result in results for name in result.values}
        arms = [name for name in trial.arms if name in given]
        with_differences = any(result.difference is not None for result in results)
        self.arms = [*(arms or (list(trial.arms) if with_differences else []))]
        if EVERYONE in given:
            self.arms.append(EVERYONE)
        self.several = len({result.measure for result in results}) > 1
        self.ratios = any(result.hazard_ratio is not None for result in results)

    def render(self, section: str) -> str:
        name = said(self.trial.name, self.lang)
        caption = escape(self.t["table_of"].format(trial=name, section=section))
        parts = [
            f'<details class="exact-table" open="open"><summary>{escape(self.t["table_figures"])}</summary>',
            f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">',
            f'<table class="results" role="table"><caption class="visually-hidden">{caption}</caption>',
            f'<thead role="rowgroup"><tr role="row">{"".join(self._head())}</tr></thead>',
            *self._groups(),
            "</table></div></details>",
        ]
        return "\n".join(parts)

    def _columns(self) -> list[str]:
        first = [self.t["column_measure"]] if self.several else []
        arms = [arm_name(self.trial, name, self.lang) for name in self.arms]
        ratio = [self.t["column_ratio"]] if self.ratios else []
        last = [self.t["column_check"], self.t["column_sources"]]
        return [*first, self.t["column_population"], *arms, *ratio, *last]

    def _head(self) -> Iterator[str]:
        for name in self._columns():
            yield f'<th scope="col" role="columnheader">{escape(name)}</th>'

    def _groups(self) -> Iterator[str]:
        groups = [(name, list(members)) for name, members in groupby(self.results, key=lambda r: r.group)]
        for name, members in groups:
            yield '<tbody role="rowgroup">'
            if len(groups) > 1:
                width = len(self._columns())
                title = escape(self.t[f"group_{name}"])
                head = f'<th role="rowheader" scope="rowgroup" colspan="{width}">{title}</th>'
                yield f'<tr class="results__group" role="row">{head}</tr>'
            yield from (self._row(result) for result in members)
            yield "</tbody>"

    def _row(self, result: Result) -> str:
        measure = self.measures[result.measure]
        cells = []
        if self.several:
            cells.append(self._cell("column_measure", escape(said(measure.short, self.lang)), header=True))
        cells.append(self._cell("column_population", self._population(result), header=not self.several))
        cells += self._values(result, measure)
        if self.ratios:
            ratio = result.hazard_ratio
            cells.append(self._figure(self.t["column_ratio"], self._ratio(ratio) if ratio else None))
        cells.append(self._cell("column_check", self._check(result)))
        cells.append(self._cell("column_sources", self._sources(result)))
        return f'<tr role="row">{"".join(cells)}</tr>'

    def _population(self, result: Result) -> str:
        badge = self.links.badge(standing(result), result.source)
        small = [one for one in (result.note, result.cut_off) if one is not None]
        notes = "".join(f" <small>{escape(said(one, self.lang))}</small>" for one in small)
        return f"{escape(said(result.population, self.lang))} {badge}{notes}"

    def _values(self, result: Result, measure: Measure) -> Iterator[str]:
        if result.difference is not None and not result.values and self.arms:
            text = escape(difference_words(result, self.trial, measure.scale, self.lang))
            yield f'<td role="cell" colspan="{len(self.arms)}"><div>{text}</div></td>'
            return
        for name in self.arms:
            value = result.values.get(name)
            shown = None
            if value is not None:
                shown = _lines(reached(value, measure.scale, self.lang), besides(value, self.lang))
            yield self._figure(arm_name(self.trial, name, self.lang), shown)

    def _figure(self, label: str, shown: str | None) -> str:
        """Return a cell of figures; what the document does not report says so, and folds away on a phone."""
        look = "" if shown else ' class="absent"'
        shown = shown or f"<small>{escape(self.t['not_reported'])}</small>"
        return f'<td role="cell"{look} data-label="{escape(label)}"><div>{shown}</div></td>'

    def _ratio(self, ratio: HazardRatio) -> str:
        shown = _lines(figure(ratio.value, self.lang), list(ratio_parts(ratio, self.lang)))
        return f"{shown} {self.links.sources(ratio.ci_source.source)}" if ratio.ci_source else shown

    def _check(self, result: Result) -> str:
        check = result.check
        look = CHECK_LOOKS[check.status]
        badge = f'<span class="badge badge--{look}">{escape(check_words(check, self.lang))}</span>'
        text = f" {escape(said(check.text, self.lang))}" if check.text is not None else ""
        sources = f" {self.links.sources(check.source)}" if check.source else ""
        return f"{badge}{text}{sources}"

    def _sources(self, result: Result) -> str:
        links = self.links.sources(result.source)
        return f"{links} {self.links.discrepancy(result.discrepancy)}" if result.discrepancy else str(links)

    def _cell(self, label: str, shown: str, *, header: bool = False) -> str:
        name = escape(self.t[label])
        if header:
            return f'<th scope="row" role="rowheader" data-label="{name}"><div>{shown}</div></th>'
        return f'<td role="cell" data-label="{name}"><div>{shown.strip()}</div></td>'


def _lines(shown: str, beside: Sequence[str]) -> str:
    """Print a figure, and below it, a line each, what the document gives beside it."""
    small = "".join(f' <small class="beside">{escape(one)}</small>' for one in beside)
    return f'<span class="figure">{escape(shown)}</span>{small}'
