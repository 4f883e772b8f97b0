"""The cycle picture in sentences, and the standing of what it shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

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
    phrase,
    said,
    short_words,
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
            return next((one for one in ("publication", "check") if one in kinds), "decision")
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


def standings_by_row(rows: Sequence[Row], content: Content) -> tuple[list[Standing], list[list[Standing]]]:
    """Return the standings that all rows of a drug share, and for each row those that are its own."""
    listed = [standings(row, content) for row in rows]
    shared = [one for one in listed[0] if all(any(_alike(one, other) for other in row) for row in listed)]
    own = [[one for one in row if not any(_alike(one, other) for other in shared)] for row in listed]
    return shared, own


def _alike(one: Standing, other: Standing) -> bool:
    return (one.kind, one.word, one.parts) == (other.kind, other.word, other.parts)


def given(row: Row, lang: str) -> list[tuple[str, str]]:
    """Return each dose of a row with its days, in order: '27 mg/m² (se tollerata)', 'nei giorni 8, 9'."""
    days: dict[tuple[str, bool], list[int] | None] = {}
    for line in sorted(row.lines, key=lambda one: (one.days or [0])[0]):
        assert line.dose is not None  # a line with administrations has a dose
        condition = f" ({phrase(line.condition, lang)})" if line.condition else ""
        comma = "," if line.days is None else ""
        key = (f"{dose_words(line.dose, lang)}{condition}{comma}", runs_daily(line))
        earlier = days.get(key) or []
        days[key] = None if line.days is None else sorted({*earlier, *line.days})
    return [(dose, days_words(listed, lang, daily)) for (dose, daily), listed in days.items()]


def row_words(row: Row, lang: str) -> str:
    """Say what a row gives: doses with their days."""
    return "; ".join(f"{dose} {days}" for dose, days in given(row, lang))


def situation(
    row: Row, above: Sequence[Row], regimen: Regimen, content: Content, lang: str, *, full: bool
) -> list[tuple[Literal["when", "question"], str]]:
    """Say in which case a row holds: the facts, then the question and its answer.

    ``above`` are the rows of the drug said before: a question is asked once, and a row that only answers the
    last question differently says the answer alone. ``full`` says rules in their own text.
    """
    if row.together and above:
        return []
    say = term_words if full else short_words
    chosen = [term for term in row.new_terms if term.operator == "is"]
    facts = [term for term in row.new_terms if term.operator != "is"]
    found: list[tuple[Literal["when", "question"], str]] = []
    if facts and not (above and _siblings(above[-1], row)):
        found.append(("when", capital(", ".join(say(term, regimen, content, lang) for term in facts))))
    choices = all_choices(regimen, content)
    asked = {term.name for other in above for term in other.new_terms}
    found += [("question", said(choices[t.name].question, lang)) for t in chosen if t.name not in asked]
    answers = [short_words(term, regimen, content, lang) for term in chosen]
    if row.cycles:
        answers.append(cycles_words(row.cycles, lang, "only_cycle"))
    if answers:
        found.append(("when", capital(", ".join(answers))))
    return found


def _siblings(one: Row, other: Row) -> bool:
    """Tell whether two rows differ in the answer to their last question only."""
    if len(one.new_terms) < 2 or one.new_terms[:-1] != other.new_terms[:-1]:
        return False
    ends = (one.new_terms[-1], other.new_terms[-1])
    return all(term.operator == "is" for term in ends) and ends[0].name == ends[1].name


def row_sentence(row: Row, regimen: Regimen, content: Content, lang: str) -> str:
    """Say one row by itself, with its drug, route and whole situation."""
    words = [term_words(term, regimen, content, lang) for term in row.terms]
    if row.cycles:
        words.append(cycles_words(row.cycles, lang, "only_cycle"))
    case = f" ({'; '.join(words)})" if words else ""
    return f"{_subject(row, content, lang)}{case}: {row_words(row, lang)}."


def drug_sentences(panel: Panel, regimen: Regimen, content: Content, lang: str) -> list[tuple[str, str]]:
    """Say a panel: for each drug, what is given, what changes it, and what is not simply as printed."""
    found: list[tuple[str, str]] = []
    for drug, group in groupby(panel.rows, key=lambda row: row.drug):
        rows = list(group)
        shared, own = standings_by_row(rows, content)
        sentences: list[str] = []
        for position, row in enumerate(rows):
            sentences.append(_row_after(row, rows[:position], regimen, content, lang))
            sentences += [_as_sentence(one, lang) for one in own[position]]
        sentences += [_as_sentence(one, lang) for one in shared]
        found.append((drug, " ".join(sentences)))
    for drug in panel.not_given:
        name = capital(said(content.drugs[drug].inn, lang))
        found.append((drug, f"{name}: {phrase('not_given', lang)}."))
    return found


def _row_after(row: Row, above: Sequence[Row], regimen: Regimen, content: Content, lang: str) -> str:
    case = situation(row, above, regimen, content, lang, full=True)
    told = " ".join(text if kind == "question" or text == case[-1][1] else f"{text}." for kind, text in case)
    subject = "" if above and above[-1].route == row.route else _subject(row, content, lang)
    colon = ". " if case and ": " in case[-1][1] else ": "
    case_words = f"{told}{colon}" if told else ""
    lead = f"{subject}{'. ' if told else ': '}" if subject else ""
    return f"{lead}{case_words}{row_words(row, lang)}."


def _as_sentence(standing: Standing, lang: str) -> str:
    return f"{capital(standing_words(standing, lang))}."


def _subject(row: Row, content: Content, lang: str) -> str:
    name = capital(said(content.drugs[row.drug].inn, lang))
    how = f", {phrase('infusion_continuous', lang)}" if row.continuous else ""
    separator = ", " if row.route == "not_stated" else " "
    return f"{name}{separator}{phrase(f'route_{row.route}', lang)}{how}"
