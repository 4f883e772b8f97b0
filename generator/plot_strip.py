"""One row of a plot as an SVG strip, its axis, and the lines behind it.

Positions are percentages and sizes are pixels, so a strip widens with the page while its letters and marks
keep their size. Looks are classes of evidence.css; nothing here is a style.
"""

from dataclasses import dataclass
from decimal import Decimal
from html import escape

from generator.plot_scale import Scale

XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
MIDDLE = 13
CAP = 4


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a strip says to who does not see it: a name and a sentence, under an id of the page."""

    identifier: str
    title: str
    sentence: str


def axis(scale: Scale, labels: list[str]) -> str:
    """Return the figures under the marks of an axis."""
    texts = []
    for position, (tick, label) in enumerate(zip(scale.ticks, labels, strict=True)):
        end = " plot__tick--first" if position == 0 else ""
        end = " plot__tick--last" if position == len(labels) - 1 else end
        texts.append(f'<text class="plot__tick{end}" x="{scale.place(tick)}" y="15">{escape(label)}</text>')
    return _hidden("plot__axis", "".join(texts))


def rules(scale: Scale, strong: Decimal | None = None) -> str:
    """Return the lines behind all rows; `strong` is the figure that stands for no difference."""
    lines = "".join(
        f'<line class="{"plot__one" if tick == strong else "plot__rule"}"'
        f' x1="{scale.place(tick)}" x2="{scale.place(tick)}" y1="0" y2="100%"/>'
        for tick in scale.ticks
    )
    return _hidden("plot__rules", lines)


def _hidden(look: str, drawn: str) -> str:
    return f'<svg class="{look}" aria-hidden="true" focusable="false" {XMLNS}>{drawn}</svg>'


def strip(drawn: str, said: Alternative) -> str:
    """Return a strip with its title and description."""
    title, desc = f"{said.identifier}-title", f"{said.identifier}-desc"
    return (
        f'<svg class="plot__strip" role="img" aria-labelledby="{title} {desc}" {XMLNS}>'
        f'<title id="{title}">{escape(said.title)}</title><desc id="{desc}">{escape(said.sentence)}</desc>'
        f"{drawn}</svg>"
    )


def whisker(scale: Scale, low: Decimal, high: Decimal, look: str = "") -> str:
    """Return an interval: a line with a cap at each end."""
    kind = f"plot__interval {look}".strip()
    left, right = scale.place(low), scale.place(high)
    caps = "".join(
        f'<line class="{kind} plot__cap" x1="{x}" x2="{x}" y1="{MIDDLE - CAP}" y2="{MIDDLE + CAP}"/>'
        for x in (left, right)
    )
    return f'<line class="{kind}" x1="{left}" x2="{right}" y1="{MIDDLE}" y2="{MIDDLE}"/>{caps}'


def open_whisker(scale: Scale, low: Decimal) -> str:
    """Return an interval whose upper end could not be estimated: it runs to the edge, with one cap."""
    x = scale.place(low)
    return (
        f'<line class="plot__interval plot__interval--open" x1="{x}" x2="100%" y1="{MIDDLE}" y2="{MIDDLE}"/>'
        f'<line class="plot__interval plot__cap" x1="{x}" x2="{x}" y1="{MIDDLE - CAP}" y2="{MIDDLE + CAP}"/>'
    )


def point(scale: Scale, value: Decimal, *, hollow: bool) -> str:
    """Return the mark of a hazard ratio; hollow where it has no interval."""
    look = "plot__point plot__point--hollow" if hollow else "plot__point"
    return f'<circle class="{look}" cx="{scale.place(value)}" cy="{MIDDLE}" r="5"/>'


def bar(scale: Scale, value: Decimal, rank: int) -> str:
    """Return the bar of an arm; the first is full, the others pale with an outline."""
    look = "plot__bar" if rank == 0 else "plot__bar plot__bar--other"
    return f'<rect class="{look}" x="0" y="{MIDDLE - 7}" width="{scale.place(value)}" height="14"/>'


def open_bar(scale: Scale, until: Decimal | None, rank: int) -> str:
    """Return the bar of a median not reached: dashed, as long as the follow-up, or else as the axis."""
    look = "plot__bar plot__bar--open" if rank == 0 else "plot__bar plot__bar--open plot__bar--other"
    width = "100%" if until is None else scale.place(until)
    return f'<rect class="{look}" x="0" y="{MIDDLE - 7}" width="{width}" height="14"/>'
