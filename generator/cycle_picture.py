"""The cycle picture: a figure with a panel for each range of cycles that differs.

A row a drug, a column a day. A row's label is HTML beside (on a phone: above) its SVG strip, so that
it stays readable and wraps.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from generator.content import Content
from generator.cycle_legend import badge, legend
from generator.cycle_strip import axis, strip, weeks
from generator.records import CycleLength, DrugBlock, Regimen
from generator.schedule import Panel, Row, covers, panels
from generator.schedule_table import schedule_table
from generator.schedule_words import (
    drug_sentences,
    given,
    row_sentence,
    situation,
    standing_word,
    standing_words,
    standings_by_row,
)
from generator.words import capital, cycles_words, phrase, said

__all__ = ["cycle_figure", "schedule_table"]

WIDTHS = (4, 7, 14, 21, 28, 35, 42, 60)
"""For how many columns cycle.css knows a width."""


def cycle_figure(regimen: Regimen, content: Content, lang: str) -> str:
    """Return the whole figure of a regimen as HTML without blank lines; empty for a regimen without drugs."""
    shown = panels(regimen, content)
    if not shown:
        return ""
    name = f"cycle-{regimen.id}"
    title = phrase("figure_title", lang, name=regimen.acronym)
    parts = [f'<figure class="cycle" id="{name}" aria-label="{escape(title)}">']
    parts += [
        f'<p class="cycle__stop">{escape(phrase("blocked", lang, discrepancy=block.discrepancy))}</p>'
        for block in regimen.blocks
        if not block.when
    ]
    for number, panel in enumerate(shown, 1):
        parts.append(_panel(panel, regimen, content, lang, f"{name}-{number}"))
    parts += [legend(shown, content, lang), _in_words(shown, regimen, content, lang), "</figure>"]
    return "\n".join(parts)


def _panel(panel: Panel, regimen: Regimen, content: Content, lang: str, name: str) -> str:
    days = panel.days
    width = next((width for width in WIDTHS if days <= width), WIDTHS[-1])
    cycles = cycles_words(panel.cycles, lang)
    scroll = escape(phrase("scroll_label", lang, cycles=cycles))
    parts = [
        '<div class="cycle__panel">',
        f'<p class="cycle__range"><b>{escape(cycles)}</b> {_length(panel.length, content, lang)}</p>',
        f'<div class="cycle__scroll" tabindex="0" role="group" aria-label="{scroll}">',
        f'<div class="cycle__grid columns-{width}">',
        *_head(panel, lang),
    ]
    for number, (_, rows) in enumerate(groupby(panel.rows, key=lambda row: row.drug), 1):
        parts += _drug(list(rows), panel, regimen, content, lang, f"{name}-{number}")
    parts += ["</div>", "</div>", *_notes(panel, regimen, content, lang), "</div>"]
    return "\n".join(parts)


def _head(panel: Panel, lang: str) -> list[str]:
    if not panel.days:
        return []
    busy = {mark.day for row in panel.rows for mark in row.marks}
    corner = f'<span class="cycle__corner">{escape(phrase("day_header", lang))}</span>'
    return [weeks(panel.days), f'<div class="cycle__head">{corner}{axis(panel.days, busy)}</div>']


def _drug(
    rows: Sequence[Row], panel: Panel, regimen: Regimen, content: Content, lang: str, name: str
) -> Iterator[str]:
    shared, own = standings_by_row(rows, content)
    yield f'<div class="cycle__drug hue-{rows[0].hue}">'
    for position, row in enumerate(rows):
        marked = [*([] if position else shared), *own[position]]
        badges = [badge(one.kind, standing_words(one, lang)) for one in marked]
        label = _label(rows, position, badges, regimen, content, lang)
        sentence = row_sentence(row, regimen, content, lang)
        picture = strip(row, panel.days, sentence, f"{name}-{position + 1}", lang)
        yield f'<div class="cycle__row">{label}{picture}</div>'
    yield "</div>"


def _length(length: CycleLength | None, content: Content, lang: str) -> str:
    if length is None:
        return ""
    if length.text:
        text = said(length.text, lang)
    elif length.days is None:
        text = phrase("length_unknown", lang)
    else:
        text = phrase("length_days", lang, n=length.days)
    kind = length.kind or "as_printed"
    word = standing_word(kind, length.source, content)
    mark = "" if kind == "as_printed" else f" {badge(kind, phrase(f'short_{word}', lang))}"
    return f"<span>{escape(text)}</span>{mark}"


def _notes(panel: Panel, regimen: Regimen, content: Content, lang: str) -> Iterator[str]:
    """Say under a panel what is not given in it, and what is undecided from its cycles on."""
    if panel.not_given:
        drugs = ", ".join(said(content.drugs[drug].inn, lang) for drug in panel.not_given)
        yield f'<p class="cycle__note">{escape(phrase("not_given_here", lang, drugs=drugs))}</p>'
    unread = dict.fromkeys(row.drug for row in panel.rows if not all(line.verified for line in row.lines))
    if unread:
        drugs = ", ".join(said(content.drugs[drug].inn, lang) for drug in unread)
        yield f'<p class="cycle__note">{escape(phrase("unread_here", lang, drugs=drugs))}</p>'
    for block in regimen.blocks:
        if block.when and covers(panel.cycles, block.cycles.first):
            text = f"{said(block.question, lang)} ({block.discrepancy})"
            yield f'<p class="cycle__note">{escape(text)}</p>'


def _label(
    rows: Sequence[Row], position: int, badges: Iterable[str], regimen: Regimen, content: Content, lang: str
) -> str:
    """Return what stands beside a strip: the drug once, then for each row what sets it apart."""
    row, above = rows[position], rows[:position]
    name = escape(capital(said(content.drugs[row.drug].inn, lang)))
    parts = [f'<b class="{"visually-hidden" if above else "cycle__name"}">{name}</b>']
    case = [
        f'<span class="cycle__{kind}">{escape(text)}</span>'
        for kind, text in situation(row, above, regimen, content, lang, full=False)
    ]
    route = []
    if not above or row.route != above[-1].route:
        besides = bool(above) and (row.together or row.standing == "base")
        words = phrase("besides", lang, route=_route(row, lang)) if besides else _route(row, lang)
        route = [f'<span class="cycle__route">{words}</span>']
    parts += [*case, *route, *badges] if above else [*route, *badges, *case]
    parts.append(_given(row, lang))
    inset = "" if not above else f" cycle__label--{'deep' if row.depth else 'under'}"
    return f'<div class="cycle__label{inset}">{" ".join(parts)}</div>'


def _given(row: Row, lang: str) -> str:
    """Say doses and days in words, shown where columns are too narrow to count."""
    words = "; ".join(f"<b>{escape(dose)}</b> {escape(days)}" for dose, days in given(row, lang))
    return f'<span class="cycle__given" aria-hidden="true">{words}</span>'


def _route(row: Row, lang: str) -> str:
    word = phrase(f"route_{row.route}", lang)
    shown = escape(word)
    if row.route in ("iv", "sc", "po", "im", "po_or_iv"):
        shown = f'<abbr title="{escape(word)}">{escape(phrase(f"sign_{row.route}", lang))}</abbr>'
    how = infusion_words(row.block, lang)
    return f"{shown} {escape(how)}" if how else shown


def infusion_words(block: DrugBlock, lang: str) -> str:
    """Say how an infusion runs; empty where nothing is known."""
    if block.infusion is None:
        return ""
    if block.infusion.continuous:
        return phrase("infusion_continuous", lang)
    return phrase("infusion_minutes", lang, n=block.infusion.minutes)


def _in_words(shown: list[Panel], regimen: Regimen, content: Content, lang: str) -> str:
    parts = [f'<details class="cycle__words"><summary>{escape(phrase("in_words", lang))}</summary>']
    for panel in shown:
        sentences = drug_sentences(panel, regimen, content, lang)
        items = "".join(f"<li>{escape(sentence)}</li>" for _, sentence in sentences)
        parts.append(f"<p><b>{escape(cycles_words(panel.cycles, lang))}</b></p><ul>{items}</ul>")
    return "".join([*parts, "</details>"])
