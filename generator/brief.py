"""What is given, when and how much, in the few lines that stand first on a regimen's page.

They say the first panel of the cycle picture: for each drug the doses that hold unless a rule acts or, where
the prescriber must choose, each option. What else there is, the picture below says in full.
"""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from generator.content import Content
from generator.cycle_legend import badge
from generator.links import Links
from generator.records import Regimen
from generator.schedule import Row, panels
from generator.schedule_words import given, situation, standing_words, standings_by_row
from generator.words import cycles_words, phrase


def brief(regimen: Regimen, links: Links) -> tuple[str, str]:
    """Return which cycles are said, and an HTML list of their drugs; both empty without drugs."""
    content, lang = links.content, links.lang
    shown = panels(regimen, content)
    if not shown:
        return "", ""
    items = [
        _drug(drug, list(rows), regimen, content, links)
        for drug, rows in groupby(shown[0].rows, key=lambda row: row.drug)
    ]
    if len(shown) > 1:
        items.append(f'<li><a href="#ciclo">{escape(phrase("brief_later", lang))}</a></li>')
    return cycles_words(shown[0].cycles, lang), f'<ul class="brief">{"".join(items)}</ul>'


def _drug(drug: str, rows: Sequence[Row], regimen: Regimen, content: Content, links: Links) -> str:
    lang = links.lang
    said = _said(rows)
    marks = standings_by_row(said, content)
    kinds = {one.kind: one for one in (*marks[0], *(one for own in marks[1] for one in own))}
    badges = " ".join(badge(one.kind, standing_words(one, lang)) for one in kinds.values())
    parts = [f"{links.drug(drug)} {_route(said[0], lang)} {badges}"]
    for position, row in enumerate(said):
        doses = "; ".join(f"<b>{escape(dose)}</b> {escape(days)}" for dose, days in given(row, lang))
        other_route = f"{_route(row, lang)}: " if position and row.route != said[0].route else ""
        case = _case(row, rows, regimen, content, lang)
        parts.append(f"<span>{case}{other_route}{doses}</span>")
    if len(said) < len(rows):
        parts.append(f'<span class="quiet">{escape(phrase("brief_more", lang))}</span>')
    return f"<li>{''.join(parts)}</li>"


def _said(rows: Sequence[Row]) -> list[Row]:
    """Return the first row and those given with it or, if it is an option, the other options."""
    first = rows[0]
    if first.standing == "choice":
        return [row for row in rows if row.standing == "choice" and (row.together or not row.depth)]
    said = [first]
    for row in rows[1:]:
        if not row.together and row.standing != "base":
            break
        said.append(row)
    return said


def _case(row: Row, rows: Sequence[Row], regimen: Regimen, content: Content, lang: str) -> str:
    told = situation(row, rows[: rows.index(row)], regimen, content, lang, full=False)
    words = " ".join(text for _, text in told)
    return f'<span class="quiet">{escape(words)}:</span> ' if words else ""


def _route(row: Row, lang: str) -> str:
    return f'<span class="quiet">{escape(phrase(f"brief_{row.route}", lang))}</span>'
