"""The steps of a pathway as a picture: boxes in a line, below them what runs beside; on a phone in a column.

Two drawings of the same steps, of which the page shows the one that fits. The text of every step stands in
the list under the figure. Looks are classes of companion.css.
"""

from collections.abc import Iterator, Sequence
from html import escape

from generator.companion_records import Pathway, Stage
from generator.cycle_strip import XMLNS
from generator.words import phrase, said

BOX, GAP, HIGH, LINE = 140, 26, 66, 17
BELOW = 34
"""Space between the main steps and those beside them."""
NARROW = 330
INSET = 28
LETTERS = {"wide": 15, "narrow": 38, "inset": 34}
"""How many letters a line of a box holds."""
BESIDE = "pathway__box pathway__box--beside"


def pathway_figure(pathway: Pathway, name: str, lang: str) -> str:
    """Return the figure as HTML without blank lines; ``name`` begins its ids."""
    caption = escape(said(pathway.caption, lang))
    sentence = escape(_sentence(pathway, lang))
    pictures = [
        _svg(kind, *drawing, f"{name}-{kind}", sentence)
        for kind, drawing in (("wide", _wide(pathway, lang)), ("narrow", _narrow(pathway, lang)))
    ]
    signs = (("pathway__sign", "pathway_main"), ("pathway__sign pathway__sign--beside", "pathway_beside"))
    items = [f'<li><span class="{look}"></span>{escape(phrase(key, lang))}</li>' for look, key in signs]
    key = f'<ul class="pathway__key">{"".join(items)}</ul>'
    return "\n".join(
        [f'<figure class="pathway" id="{name}" aria-label="{caption}">', *pictures, key, "</figure>"]
    )


def _svg(kind: str, width: int, height: int, drawn: str, name: str, sentence: str) -> str:
    return (
        f'<svg class="pathway__{kind}" viewBox="0 0 {width} {height}" width="{width}" role="img"'
        f' aria-labelledby="{name}" {XMLNS}>'
        f'<desc id="{name}">{sentence}</desc>'
        f'<defs><marker id="{name}-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
        ' orient="auto"><path class="pathway__head" d="M0 0 8 4 0 8Z"/></marker></defs>'
        f"{drawn.replace('#head', f'#{name}-head')}</svg>"
    )


def _main(pathway: Pathway) -> list[Stage]:
    return [stage for stage in pathway.stages if stage.beside is None]


def _beside(pathway: Pathway, stage: Stage) -> list[Stage]:
    return [other for other in pathway.stages if other.beside == stage.id]


def _wide(pathway: Pathway, lang: str) -> tuple[int, int, str]:
    main = _main(pathway)
    drawn: list[str] = []
    deepest = 0
    for place, stage in enumerate(main):
        x = 1 + place * (BOX + GAP)
        if place:
            drawn.append(_arrow(x - GAP + 2, HIGH / 2, x - 2, HIGH / 2))
        drawn.append(_box(x, 1, BOX, _lines(stage, LETTERS["wide"], lang), "pathway__box"))
        for depth, other in enumerate(_beside(pathway, stage)):
            # What runs beside a step stands under the way to the next one.
            left, top = x + (BOX + GAP) // 2, HIGH + BELOW + depth * (HIGH + BELOW // 2)
            if not depth:
                middle = x + BOX + GAP / 2
                drawn.append(_plain(middle, HIGH / 2, middle, top))
            drawn.append(_box(left, top, BOX, _lines(other, LETTERS["wide"], lang), BESIDE))
            deepest = max(deepest, top + HIGH)
    width = 2 + len(main) * BOX + (len(main) - 1) * GAP
    return width, max(HIGH + 2, deepest + 2), "".join(drawn)


def _narrow(pathway: Pathway, lang: str) -> tuple[int, int, str]:
    drawn: list[str] = []
    y = 1
    for place, stage in enumerate(_main(pathway)):
        if place:
            drawn.append(_arrow(14, y - 22, 14, y - 2))
        lines = _lines(stage, LETTERS["narrow"], lang)
        high = 20 + LINE * len(lines)
        drawn.append(_box(1, y, NARROW - 2, lines, "pathway__box", high))
        y += high + 24
        for other in _beside(pathway, stage):
            lines = _lines(other, LETTERS["inset"], lang)
            high = 20 + LINE * len(lines)
            drawn.append(_plain(14, y - 24, 14, y + high))
            drawn.append(_plain(14, y + high / 2, INSET, y + high / 2))
            drawn.append(_box(INSET, y - 10, NARROW - INSET - 1, lines, BESIDE, high))
            y += high + 14
    return NARROW, y - 22, "".join(drawn)


def _box(x: int, y: int, width: int, lines: Sequence[str], look: str, high: int = HIGH) -> str:
    first = y + high / 2 - (len(lines) - 1) * LINE / 2 + 5
    texts = "".join(
        f'<text x="{x + width / 2:g}" y="{first + n * LINE:g}">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    return f'<g class="{look}"><rect x="{x}" y="{y}" width="{width}" height="{high}" rx="6"/>{texts}</g>'


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    ends = f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"'
    return f'<line class="pathway__way" {ends} marker-end="url(#head)"/>'


def _plain(x1: float, y1: float, x2: float, y2: float) -> str:
    ends = f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"'
    return f'<line class="pathway__way pathway__way--beside" {ends}/>'


def _lines(stage: Stage, letters: int, lang: str) -> list[str]:
    """Break a title into lines of so many letters."""
    lines = [""]
    for word in said(stage.title, lang).split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _sentence(pathway: Pathway, lang: str) -> str:
    return " ".join(_sentences(pathway, lang))


def _sentences(pathway: Pathway, lang: str) -> Iterator[str]:
    for number, stage in enumerate(_main(pathway), 1):
        others = ", ".join(said(other.title, lang) for other in _beside(pathway, stage))
        beside = f" ({phrase('pathway_beside', lang)}: {others})" if others else ""
        yield f"{number}. {said(stage.title, lang)}{beside}."
