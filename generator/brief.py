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
    shared, own = standings_by_row(said, content)
    kinds = {(one.kind, one.parts): one for one in (*shared, *(one for row in own for one in row))}
    marks = " ".join(badge(one.kind, standing_words(one, lang)) for one in kinds.values())
    by_route = _options_are_routes(said)
    how = phrase("brief_choice", lang) if by_route else phrase(f"brief_{said[0].route}", lang)
    parts = [f"{links.drug(drug)} {_quiet(how)} {marks}"]
    for position, row in enumerate(said):
        route = ""
        if by_route or (position and row.route != said[position - 1].route):
            words = phrase(f"brief_{row.route}", lang)
            together = not by_route and (row.together or row.standing == "base")
            route = _quiet(phrase("besides", lang, route=words) if together else words)
        case = "" if by_route else _case(row, rows, regimen, content, lang)
        doses = "; ".join(f"<b>{escape(dose)}</b> {escape(days)}" for dose, days in given(row, lang))
        parts.append(f"<span>{' '.join(part for part in (case, route, doses) if part)}</span>")
    if len(said) < len(rows):
        parts.append(_quiet(phrase("brief_more", lang), "brief__more"))
    return f"<li>{''.join(parts)}</li>"


def _said(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that are said: all that hold without an answer, or every option, and plain rules.

    A plain rule changes the dose by facts alone (age, weight): it is said with the dose that it changes.
    """
    if rows[0].standing == "choice":
        return [row for row in rows if row.standing == "choice" and (row.together or not row.depth)]
    return [
        row
        for row in rows
        if row.standing == "base" or (not row.depth and all(term.operator != "is" for term in row.terms))
    ]


def _options_are_routes(said: Sequence[Row]) -> bool:
    """Tell whether the prescriber chooses a route and nothing else: the routes name the options."""
    routes = {row.route for row in said}
    plain = all(row.standing == "choice" and not row.together and len(row.terms) == 1 for row in said)
    return plain and len(routes) == len(said) > 1


def _case(row: Row, rows: Sequence[Row], regimen: Regimen, content: Content, lang: str) -> str:
    told = situation(row, rows[: rows.index(row)], regimen, content, lang, full=False)
    return " ".join(_quiet(text if kind == "question" else f"{text}:") for kind, text in told)


def _quiet(text: str, more: str = "") -> str:
    return f'<span class="{f"quiet {more}".strip()}">{escape(text)}</span>'
