"""The key of the cycle picture: only the signs and badges that the picture shows."""

from collections.abc import Iterator, Sequence
from html import escape

from generator.content import Content
from generator.cycle_strip import XMLNS
from generator.locale import words
from generator.schedule import Panel, Row
from generator.schedule_words import standing_word, standings
from generator.words import phrase, said

_SQUARE = 'x="1" y="1" width="14" height="14" rx="3"'
_HATCH = "M1 8 8 1M1 15 15 1M8 15 15 8"


def badge(kind: str, text: str) -> str:
    """Return the small mark of a value that is not simply as printed."""
    return f'<span class="badge badge--{kind}">{escape(text)}</span>'


def legend(panels: Sequence[Panel], content: Content, lang: str) -> str:
    """Return the key as an HTML list."""
    rows = [row for panel in panels for row in panel.rows]
    items = [f"{_sign(drawn, width)} {escape(phrase(key, lang))}" for key, width, drawn in _signs(rows)]
    items += [
        f"{badge(kind, phrase(f'short_{word}', lang))} {escape(_meaning(kind, word, content, lang))}"
        for kind, word in _kinds(panels, content)
    ]
    label = escape(phrase("legend_label", lang))
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="cycle__key hue-grey" aria-label="{label}">{listed}</ul>'


def _meaning(kind: str, word: str, content: Content, lang: str) -> str:
    if kind == word == "reconstructed":
        return said(content.prose.kinds["reconstructed"].label, lang)
    return words(lang)[f"badge_{word}"] if kind != word else phrase(f"key_{kind}", lang)


def _sign(drawn: str, width: int) -> str:
    return f'<svg aria-hidden="true" focusable="false" width="{width}" height="16" {XMLNS}>{drawn}</svg>'


def _signs(rows: Sequence[Row]) -> Iterator[tuple[str, int, str]]:
    if any(row.marks for row in rows):
        yield "key_mark", 16, f'<rect class="mark" {_SQUARE}/>'
    if any(row.runs and not row.continuous for row in rows):
        yield "key_run", 36, '<rect class="bar" x="1" y="2" width="34" height="12" rx="6"/>'
    if any(row.runs and row.continuous for row in rows):
        yield "key_continuous", 36, '<rect class="bar" x="1" y="1" width="34" height="14" rx="3"/>'
    if any(row.standing == "alternative" for row in rows):
        yield "key_alternative", 16, f'<rect class="mark alternative" {_SQUARE}/>'
    if any(row.standing == "choice" for row in rows):
        hatch = f'<path class="hatch-key" d="{_HATCH}"/>'
        yield "key_choice", 16, f'{hatch}<rect class="choice" {_SQUARE} fill="none"/>'


def _kinds(panels: Sequence[Panel], content: Content) -> list[tuple[str, str]]:
    found = {
        (one.kind, one.word) for panel in panels for row in panel.rows for one in standings(row, content)
    }
    for panel in panels:
        length = panel.length
        if length and length.kind and length.kind != "as_printed":
            found.add((length.kind, standing_word(length.kind, length.source, content)))
    return sorted(found)
