"""One row of the cycle picture as an SVG strip: a column a day, weeks ruled off.

Columns are percentages and everything else is in pixels, so a strip widens with the page while its letters
keep their size. Looks are classes of cycle.css; nothing here is a style.
"""

from decimal import Decimal
from html import escape

from generator.records import DoseLine
from generator.schedule import Mark, Row, Run
from generator.words import dose_words, phrase

TEXT_LINE, TOP, HEIGHT, RUN_INSET = 14, 21, 18, 3
GAP = Decimal("0.14")
WEEK = 7
XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
NARROW_COLUMN, LETTER = 17, 7
"""Least width of a column on a phone, and of a letter of the dose: they decide where a dose would not fit."""


def weeks(days: int) -> str:
    """Return the lines between weeks, which stand behind all the rows of a panel."""
    starts = [_start(day, days) for day in range(1 + WEEK, days + 1, WEEK)]
    lines = "".join(f'<line class="week" x1="{x}" x2="{x}" y1="0" y2="100%"/>' for x in starts)
    return f'<svg class="cycle__weeks" aria-hidden="true" focusable="false" {XMLNS}>{lines}</svg>'


def axis(days: int, busy: set[int]) -> str:
    """Return the days' numbers; the days of a single administration stand out."""
    numbers = "".join(
        f'<text class="{_axis_look(day, busy)}" x="{_centre(day, days)}" y="15">{day}</text>'
        for day in range(1, days + 1)
    )
    return f'<svg class="cycle__strip" aria-hidden="true" focusable="false" {XMLNS}>{numbers}</svg>'


def _axis_look(day: int, busy: set[int]) -> str:
    on = " axis--on" if day in busy else ""
    within = " axis--within" if day % WEEK != 1 else ""
    return f"axis{on}{within}"


def strip(row: Row, days: int, sentence: str, identifier: str, lang: str) -> str:
    """Return the picture of one row; its name is the sentence that says the same."""
    hatch = f"{identifier}-hatch"
    pattern = _pattern(hatch) if row.standing == "choice" else ""
    drawn = "".join(
        [
            _dots(days),
            *(_run(run, row, days, hatch, lang) for run in row.runs),
            *(_mark(mark, row, days, hatch, lang) for mark in row.marks),
            _undated(lang) if row.undated else "",
            *_doses(row, days, lang),
        ]
    )
    return (
        f'<svg class="cycle__strip" role="img" aria-labelledby="{identifier}" {XMLNS}>'
        f'<desc id="{identifier}">{escape(sentence)}</desc>{pattern}{drawn}</svg>'
    )


def look(row: Row, shape: str, hatch: str) -> str:
    """Return the attributes that make a mark plain, an alternative's or a choice's."""
    if row.standing == "choice":
        return f'class="choice {shape}" fill="url(#{hatch})"'
    return f'class="{shape}{" alternative" if row.standing == "alternative" else ""}"'


def _percent(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01')).normalize():f}%"


def _start(day: int, days: int, inset: Decimal = Decimal(0)) -> str:
    return _percent((day - 1 + inset) * 100 / days)


def _centre(day: int, days: int) -> str:
    return _start(day, days, Decimal("0.5"))


def _dots(days: int) -> str:
    """Return a dot on every day: one line whose dashes have no length and round ends."""
    if days < 2:
        return ""
    y = TOP + HEIGHT // 2
    ends = f'x1="{_centre(1, days)}" x2="{_centre(days, days)}" y1="{y}" y2="{y}"'
    length = f"{days - 1}.01"  # a little more than the last dash needs, or it may be lost
    return f'<line class="day-dots" {ends} pathLength="{length}" stroke-dasharray="0 1"/>'


def _pattern(identifier: str) -> str:
    return (
        f'<pattern id="{identifier}" width="5" height="5" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="hatch-ground" width="5" height="5"/>'
        '<line class="hatch-line" x1="1.25" x2="1.25" y1="0" y2="5"/></pattern>'
    )


def _mark(mark: Mark, row: Row, days: int, hatch: str, lang: str) -> str:
    width = _percent((1 - 2 * GAP) * 100 / days)
    hint = escape(_hint(str(mark.day), mark.line, lang))
    return (
        f'<rect {look(row, "mark", hatch)} data-days="{mark.day}" x="{_start(mark.day, days, GAP)}" y="{TOP}"'
        f' width="{width}" height="{HEIGHT}" rx="3"><title>{hint}</title></rect>'
    )


def _run(run: Run, row: Row, days: int, hatch: str, lang: str) -> str:
    width = _percent((run.last - run.first + 1 - 2 * GAP) * 100 / days)
    inset, corner = (0, 3) if row.continuous else (RUN_INSET, HEIGHT // 2 - RUN_INSET)
    span = str(run.first) if run.first == run.last else f"{run.first}-{run.last}"
    start = _start(run.first, days, GAP)
    return (
        f'<rect {look(row, "bar", hatch)} data-days="{span}" x="{start}" y="{TOP + inset}"'
        f' width="{width}" height="{HEIGHT - 2 * inset}" rx="{corner}">'
        f"<title>{escape(_hint(span, run.line, lang))}</title></rect>"
    )


def _undated(lang: str) -> str:
    text = escape(phrase("days_unknown", lang))
    y = TOP + HEIGHT - 5
    return (
        f'<rect class="undated" x="0.5%" y="{TOP}" width="99%" height="{HEIGHT}" rx="3"/>'
        f'<text class="undated__text" x="2%" y="{y}">{text}</text>'
    )


def _hint(days: str, line: DoseLine, lang: str) -> str:
    return phrase("day_of", lang, day=days, dose=_dose(line, lang))


def _dose(line: DoseLine, lang: str) -> str:
    assert line.dose is not None  # a line with administrations has a dose
    condition = f" {phrase(line.condition, lang)}" if line.condition else ""
    return f"{dose_words(line.dose, lang)}{condition}"


def _doses(row: Row, days: int, lang: str) -> list[str]:
    """Return the doses, each above the first day on which it is given."""
    firsts = [(mark.day, _dose(mark.line, lang)) for mark in row.marks]
    firsts += [(run.first, phrase("every_day", lang, dose=_dose(run.line, lang))) for run in row.runs]
    firsts += [(1, _dose(line, lang)) for line in row.undated]
    found: list[str] = []
    before = None
    for day, text in sorted(firsts):
        if text == before:
            continue
        before = text
        late = days and (days - day + 1) * NARROW_COLUMN < len(text) * LETTER and day > days // 2
        x = _start(day, days, 1 - GAP) if late else _start(day, days, GAP) if days else "0.5%"
        anchor = ' text-anchor="end"' if late else ""
        found.append(f'<text class="dose" x="{x}" y="{TEXT_LINE}"{anchor}>{escape(text)}</text>')
    return found
