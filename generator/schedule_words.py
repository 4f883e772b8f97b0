"""The cycle picture in sentences, and the standing of what it shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.content import Content
from generator.grammar import source_key
from generator.records import DoseLine, Regimen
from generator.schedule import Panel, Row, runs_daily
from generator.words import (
    all_choices,
    capital,
    cycles_words,
    days_words,
    dose_words,
    option_words,
    phrase,
    said,
    term_words,
)

PARTS = ("dose", "days", "route", "infusion")
UNREMARKABLE = ("as_printed", "choice", "editorial")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is not simply as printed: its kind, the word for it, and which parts of a row it concerns."""

    kind: str
    word: str
    parts: tuple[str, ...]
    sources: tuple[str, ...]


def standing_word(kind: str, references: Sequence[str], content: Content) -> str:
    """Return the key of the short word: a reconstructed value is named for where it comes from."""
    if kind == "reconstructed":
        kinds = {content.references[source_key(reference)].kind for reference in references}
        if "label" not in kinds:
            return "publication" if "publication" in kinds else "decision"
    return kind


def provenances(line: DoseLine) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each part of a line with its kind and sources: its own, or those of the whole line."""
    for part, own in (("dose", None), ("days", line.days_source), ("route", line.route_source)):
        origin = own or line
        if origin.kind and (part != "route" or line.route != "not_stated"):
            yield part, origin.kind, origin.source


def standings(row: Row, content: Content) -> list[Standing]:
    """Return what of a row is reconstructed, corrected, undetermined or missing."""
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    entries = [entry for line in (*row.lines, *row.also) for entry in provenances(line)]
    if row.block.infusion and row.block.infusion.kind:
        entries.append(("infusion", row.block.infusion.kind, row.block.infusion.source))
    for part, kind, sources in entries:
        if kind in UNREMARKABLE:
            continue
        parts, listed = found.setdefault((kind, standing_word(kind, sources, content)), ([], []))
        parts.append(part)
        listed += sources
    return [
        Standing(kind, word, tuple(part for part in PARTS if part in parts), tuple(dict.fromkeys(listed)))
        for (kind, word), (parts, listed) in found.items()
    ]


def standing_words(standing: Standing, lang: str) -> str:
    """Say a standing and its parts: 'RCP: giorni, via'; all parts need no list."""
    word = phrase(f"short_{standing.word}", lang)
    if set(standing.parts) >= {"dose", "days", "route"}:
        return word
    return f"{word}: {', '.join(phrase(f'part_{part}', lang) for part in standing.parts)}"


def line_words(line: DoseLine, lang: str, daily: bool) -> str:
    """Say what a line gives and when: '27 mg/m² (se tollerata) nei giorni 8, 9, 15, 16'."""
    assert line.dose is not None  # a line with administrations has a dose
    condition = f" ({phrase(line.condition, lang)})" if line.condition else ""
    return f"{dose_words(line.dose, lang)}{condition} {days_words(line.days, lang, daily)}"


def row_words(row: Row, lang: str) -> str:
    """Say what a row gives: doses with their days, in the order of the days."""
    ordered = sorted(row.lines, key=lambda line: (line.days or [0])[0])
    return "; ".join(line_words(line, lang, runs_daily(line)) for line in ordered)


def situation_words(row: Row, regimen: Regimen, content: Content, lang: str) -> str:
    """Say in full in which case a row holds; empty for what is given unless said otherwise."""
    words = [term_words(term, regimen, content, lang) for term in row.terms]
    if row.cycles:
        words.append(cycles_words(row.cycles, lang, "only_cycle"))
    return "; ".join(words)


def questions(row: Row, regimen: Regimen, content: Content, lang: str) -> list[str]:
    """Return the questions that a row answers anew."""
    choices = all_choices(regimen, content)
    return [said(choices[term.name].question, lang) for term in row.new_terms if term.operator == "is"]


def answers(row: Row, regimen: Regimen, content: Content, lang: str) -> list[str]:
    """Return the answers that lead to a row, in full."""
    choices = all_choices(regimen, content)
    return [option_words(term, choices[term.name], lang) for term in row.new_terms if term.operator == "is"]


def row_sentence(row: Row, regimen: Regimen, content: Content, lang: str) -> str:
    """Say a row in one sentence, with its drug, route and situation."""
    situation = situation_words(row, regimen, content, lang)
    case = f" ({situation})" if situation else ""
    return f"{_subject(row, content, lang)}{case}: {row_words(row, lang)}."


def drug_sentences(panel: Panel, regimen: Regimen, content: Content, lang: str) -> list[tuple[str, str]]:
    """Say a panel: for each drug, what is given and what changes it."""
    found: list[tuple[str, str]] = []
    for drug, rows in groupby(panel.rows, key=lambda row: row.drug):
        sentences: list[str] = []
        route = None
        for row in rows:
            subject = f"{_subject(row, content, lang)}: " if row.route != route else ""
            situation = situation_words(row, regimen, content, lang)
            case = f"{situation}: " if situation else ""
            sentences.append(capital(f"{subject}{case}{row_words(row, lang)}."))
            route = row.route
            sentences += [capital(f"{standing_words(one, lang)}.") for one in standings(row, content)]
        found.append((drug, " ".join(dict.fromkeys(sentences))))
    for drug in panel.not_given:
        name = capital(said(content.drugs[drug].inn, lang))
        found.append((drug, f"{name}: {phrase('not_given', lang)}."))
    return found


def _subject(row: Row, content: Content, lang: str) -> str:
    name = capital(said(content.drugs[row.drug].inn, lang))
    how = f", {phrase('infusion_continuous', lang)}" if row.continuous else ""
    separator = ", " if row.route == "not_stated" else " "
    return f"{name}{separator}{phrase(f'route_{row.route}', lang)}{how}"
