"""A timeline of relative days as rows of strips, in the manner of the cycle picture: a label beside its days.

Looks are classes of cycle.css and companion.css. Each strip is an SVG named by the sentence that says the
same.
"""

from decimal import Decimal
from html import escape

from generator.companion_records import Moment, Stretch, Timeline, Track
from generator.cycle_strip import HEIGHT, TOP, XMLNS
from generator.words import phrase, said

MINUS = "−"
RADIUS = 7


def timeline_figure(timeline: Timeline, name: str, lang: str) -> str:
    """Return the figure as HTML without blank lines; ``name`` begins its ids."""
    caption = escape(said(timeline.caption, lang))
    parts = [f'<figure class="cycle track" id="{name}" aria-label="{caption}">']
    for number, stretch in enumerate(timeline.stretches, 1):
        parts += _stretch(stretch, timeline, f"{name}-{number}", lang)
    axis = escape(said(timeline.axis, lang))
    return "\n".join([*parts, f'<figcaption class="track__axis">{axis}</figcaption>', "</figure>"])


def days_of(moment: Moment, timeline: Timeline, lang: str) -> str:
    """Say when: 'giorno +5', 'giorni da +1 a +5'."""
    first = day_words(moment.day, timeline)
    if moment.until is None:
        return phrase("track_day", lang, day=first)
    return phrase("track_days", lang, first=first, last=day_words(moment.until, timeline))


def day_words(day: int, timeline: Timeline) -> str:
    """Print a day; counted from zero it bears its sign."""
    sign = "+" if timeline.zero and day > 0 else MINUS if day < 0 else ""
    return f"{sign}{abs(day)}"


def _stretch(stretch: Stretch, timeline: Timeline, name: str, lang: str) -> list[str]:
    title = escape(said(stretch.title, lang))
    return [
        '<div class="cycle__panel">',
        f'<p class="cycle__range"><b>{title}</b></p>',
        '<div class="cycle__grid columns-28">',
        f'<div class="cycle__head"><span class="cycle__corner"></span>{_axis(stretch, timeline)}</div>',
        *(_row(track, stretch, timeline, f"{name}-{n}", lang) for n, track in enumerate(stretch.tracks, 1)),
        "</div>",
        "</div>",
    ]


def _axis(stretch: Stretch, timeline: Timeline) -> str:
    numbers = "".join(
        f'<text class="axis axis--on{_edge(day, stretch)}" x="{_centre(day, stretch)}" y="15">'
        f"{day_words(day, timeline)}</text>"
        for day in stretch.ticks
    )
    return f'<svg class="cycle__strip" aria-hidden="true" focusable="false" {XMLNS}>{numbers}</svg>'


def _edge(day: int, stretch: Stretch) -> str:
    """Return the class that keeps a number at an end inside the strip."""
    return {stretch.first: " axis--first", stretch.last: " axis--last"}.get(day, "")


def _row(track: Track, stretch: Stretch, timeline: Timeline, name: str, lang: str) -> str:
    words = [(days_of(m, timeline, lang), said(m.text, lang)) for m in track.moments]
    label = escape(said(track.label, lang))
    told = "; ".join(f"{escape(when)}: {escape(text)}" for when, text in words)
    sentence = f"{said(track.label, lang)}: " + "; ".join(f"{when}, {text}" for when, text in words)
    drawn = "".join(_drawn(moment, stretch, timeline, lang) for moment in track.moments)
    picture = (
        f'<svg class="cycle__strip" role="img" aria-labelledby="{name}" {XMLNS}>'
        f'<desc id="{name}">{escape(sentence)}</desc>{_line(stretch)}{drawn}</svg>'
    )
    shown = (
        f'<div class="cycle__label"><b class="cycle__name">{label}</b>'
        f' <span class="track__told" aria-hidden="true">{told}</span></div>'
    )
    return f'<div class="cycle__drug hue-{track.hue}"><div class="cycle__row">{shown}{picture}</div></div>'


def _line(stretch: Stretch) -> str:
    y = TOP + HEIGHT // 2
    ticks = "".join(
        f'<line class="track__tick" x1="{_centre(day, stretch)}" x2="{_centre(day, stretch)}"'
        f' y1="{y - 4}" y2="{y + 4}"/>'
        for day in stretch.ticks
    )
    return f'<line class="track__line" x1="0" x2="100%" y1="{y}" y2="{y}"/>{ticks}'


def _drawn(moment: Moment, stretch: Stretch, timeline: Timeline, lang: str) -> str:
    hint = escape(f"{days_of(moment, timeline, lang)}: {said(moment.text, lang)}")
    if moment.until is None:
        place = f'cx="{_centre(moment.day, stretch)}" cy="{TOP + HEIGHT // 2}" r="{RADIUS}"'
        return f'<circle class="mark" {place}><title>{hint}</title></circle>'
    width = _percent(Decimal(moment.until - moment.day + 1) * 100 / _length(stretch))
    start = _percent(Decimal(moment.day - stretch.first) * 100 / _length(stretch))
    place = f'x="{start}" y="{TOP + 3}" width="{width}" height="{HEIGHT - 6}" rx="{HEIGHT // 2 - 3}"'
    return f'<rect class="bar" {place}><title>{hint}</title></rect>'


def _length(stretch: Stretch) -> int:
    return stretch.last - stretch.first + 1


def _centre(day: int, stretch: Stretch) -> str:
    return _percent((Decimal(day - stretch.first) + Decimal("0.5")) * 100 / _length(stretch))


def _percent(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01')).normalize():f}%"
