"""The cycle picture: a figure with one panel for each range of cycles that differs, a row a drug, a column a day.

A row's label is HTML beside (on a phone: above) its SVG strip, so that it stays readable and wraps.
"""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from generator.content import Content
from generator.cycle_strip import axis, strip
from generator.records import CycleLength, DrugBlock, Regimen
from generator.schedule import Panel, Row, panels
from generator.schedule_table import schedule_table
from generator.schedule_words import (
    Standing,
    drug_sentences,
    questions,
    row_sentence,
    standing_word,
    standing_words,
    standings,
)
from generator.words import capital, cycles_words, phrase, said, short_words

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
    parts += [_legend(shown, content, lang), _in_words(shown, regimen, content, lang), "</figure>"]
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
    ]
    if days:
        busy = {mark.day for row in panel.rows for mark in row.marks}
        header = escape(phrase("day_header", lang))
        parts.append(f'<div class="cycle__head"><span class="cycle__corner">{header}</span>{axis(days, busy)}</div>')
    rows = 0
    for _, group in groupby(panel.rows, key=lambda row: row.drug):
        listed = list(group)
        parts.append(f'<div class="cycle__drug hue-{listed[0].hue}">')
        for position, row in enumerate(listed):
            rows += 1
            sentence = row_sentence(row, regimen, content, lang)
            label = _label(row, listed[:position], regimen, content, lang)
            parts.append(f'<div class="cycle__row">{label}{strip(row, days, sentence, f"{name}-{rows}", lang)}</div>')
        parts.append("</div>")
    parts += ["</div>", "</div>", *_notes(panel, regimen, content, lang), "</div>"]
    return "\n".join(parts)


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
    badge = "" if kind == "as_printed" else f" {_badge(kind, phrase(f'short_{word}', lang))}"
    return f"<span>{escape(text)}</span>{badge}"


def _notes(panel: Panel, regimen: Regimen, content: Content, lang: str) -> Iterator[str]:
    if panel.not_given:
        drugs = ", ".join(said(content.drugs[drug].inn, lang) for drug in panel.not_given)
        yield f'<p class="cycle__note">{escape(phrase("not_given_here", lang, drugs=drugs))}</p>'
    last = panel.cycles.last
    for block in regimen.blocks:
        if block.when and (last is None or block.cycles.first <= last) and block.cycles.first >= panel.cycles.first:
            text = f"{said(block.question, lang)} ({block.discrepancy})"
            yield f'<p class="cycle__note">{escape(text)}</p>'


def _label(row: Row, above: list[Row], regimen: Regimen, content: Content, lang: str) -> str:
    """Return what stands beside a strip: the drug once, then for each row what sets it apart."""
    first = not above
    name = capital(said(content.drugs[row.drug].inn, lang))
    parts = [f'<b class="cycle__name">{escape(name)}</b>' if first else f'<span class="visually-hidden">{escape(name)}</span>']
    if first or row.route != above[-1].route:
        parts.append(f'<span class="cycle__route">{_route(row, lang)}</span>')
    if not row.together:
        asked = {question for other in above for question in questions(other, regimen, content, lang)}
        for question in questions(row, regimen, content, lang):
            if question not in asked:
                parts.append(f'<span class="cycle__question">{escape(question)}</span>')
        words = [short_words(term, regimen, content, lang) for term in row.new_terms]
        if row.cycles:
            words.append(cycles_words(row.cycles, lang, "only_cycle"))
        if words:
            parts.append(f'<span class="cycle__when">{escape(capital(", ".join(words)))}</span>')
    told = {standing_words(one, lang) for other in above for one in standings(other, content)}
    new = [one for one in standings(row, content) if standing_words(one, lang) not in told]
    parts += [_badge(one.kind, standing_words(one, lang)) for one in new]
    inset = "" if first else f" cycle__label--{'deep' if row.depth else 'under'}"
    return f'<div class="cycle__label{inset}">{" ".join(parts)}</div>'


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


def _badge(kind: str, text: str) -> str:
    return f'<span class="badge badge--{kind}">{escape(text)}</span>'


def _legend(shown: list[Panel], content: Content, lang: str) -> str:
    rows = [row for panel in shown for row in panel.rows]
    known = [
        (any(row.marks for row in rows), "key_mark", '<rect class="mark" x="1" y="1" width="14" height="14" rx="3"/>'),
        (
            any(row.runs and not row.continuous for row in rows),
            "key_run",
            '<rect class="bar" x="1" y="3" width="34" height="10" rx="5"/>',
        ),
        (
            any(row.continuous for row in rows),
            "key_continuous",
            '<rect class="bar" x="1" y="1" width="34" height="14" rx="3"/>',
        ),
        (
            any(row.standing == "alternative" for row in rows),
            "key_alternative",
            '<rect class="mark alternative" x="1" y="1" width="14" height="14" rx="3"/>',
        ),
        (
            any(row.standing == "choice" for row in rows),
            "key_choice",
            '<path class="hatch-key" d="M1 8 8 1M1 15 15 1M8 15 15 8"/><rect class="choice" x="1" y="1" width="14" height="14" rx="3" fill="none"/>',
        ),
    ]
    items = []
    for wanted, key, drawn in known:
        if wanted:
            size = 36 if key in ("key_run", "key_continuous") else 16
            sign = f'<svg aria-hidden="true" focusable="false" width="{size}" height="16" xmlns="http://www.w3.org/2000/svg">{drawn}</svg>'
            items.append(f"<li>{sign} {escape(phrase(key, lang))}</li>")
    for one in _kinds(shown, content):
        meaning = content.prose.kinds[one.kind].label  # type: ignore[index]
        items.append(f"<li>{_badge(one.kind, phrase(f'short_{one.word}', lang))} {escape(said(meaning, lang))}</li>")
    label = escape(phrase("legend_label", lang))
    return f'<ul class="cycle__key hue-grey" aria-label="{label}">{"".join(items)}</ul>'


def _kinds(shown: list[Panel], content: Content) -> list[Standing]:
    found: dict[tuple[str, str], Standing] = {}
    for panel in shown:
        for row in panel.rows:
            for one in standings(row, content):
                found.setdefault((one.kind, one.word), one)
        length = panel.length
        if length and length.kind not in (None, "as_printed"):
            word = standing_word(str(length.kind), length.source, content)
            found.setdefault((str(length.kind), word), Standing(str(length.kind), word, (), tuple(length.source)))
    return [one for _, one in sorted(found.items())]


def _in_words(shown: list[Panel], regimen: Regimen, content: Content, lang: str) -> str:
    parts = [f'<details class="cycle__words"><summary>{escape(phrase("in_words", lang))}</summary>']
    for panel in shown:
        sentences = drug_sentences(panel, regimen, content, lang)
        items = "".join(f"<li>{escape(sentence)}</li>" for _, sentence in sentences)
        parts.append(f"<p><b>{escape(cycles_words(panel.cycles, lang))}</b></p><ul>{items}</ul>")
    return "".join([*parts, "</details>"])
