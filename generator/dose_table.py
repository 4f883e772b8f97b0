"""The static table of doses by body surface or weight, for a reader without JavaScript and for paper.

Every cell is computed by the calculators' own arithmetic, with the regimen's surface cap and maximum dose.
What depends on the patient beyond that (age, kidney, liver, conditions) is left to the calculation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Literal

from calculators.dose_arithmetic import limited, multiplied
from calculators.quantity import readable
from generator.cycle_legend import badge
from generator.links import Links
from generator.records import DoseLine, DrugBlock, Regimen
from generator.schedule_words import standing_word
from generator.words import capital, dose_words, number_words, phrase, said

Per = Literal["m2", "kg"]
STEPS: dict[Per, tuple[Decimal, ...]] = {
    "m2": tuple(Decimal(tenths) / 10 for tenths in range(13, 25)),
    "kg": tuple(Decimal(kilos) for kilos in range(40, 121, 10)),
}
"""Body surfaces in m2 and weights in kg: the rows. What lies between them is for the calculation."""


@dataclass(frozen=True, slots=True)
class Column:
    """A dose by body surface or weight, with its limits: one column."""

    drug: str
    line: DoseLine
    cap: Decimal | None

    def dose(self, quantity: Decimal) -> tuple[Decimal, bool]:
        """Return the dose in mg for a body surface or weight, and whether a limit acts."""
        assert self.line.dose is not None  # columns are made of lines with a dose
        used, capped = limited(quantity, self.cap)
        dose = multiplied(Decimal(self.line.dose.amount), used)
        value, over = limited(dose, Decimal(self.line.max.amount) if self.line.max else None)
        return value, capped or over


def columns(regimen: Regimen, per: Per) -> list[Column]:
    """Return the regimen's doses per m2 or per kg, each once. Of a blocked regimen nothing is computed."""
    if any(not block.when and block.cycles.first == 1 for block in regimen.blocks):
        return []
    found: dict[tuple[object, ...], Column] = {}
    for block in regimen.drugs:
        for line in block.doses:
            if line.dose is not None and line.dose.per == per:
                cap = _cap(block, per)
                key = (block.drug, line.dose, line.max, cap)
                found.setdefault(key, Column(block.drug, line, cap))
    return list(found.values())


def dose_tables(regimen: Regimen, links: Links) -> str:
    """Return the tables as HTML without blank lines; empty where there is nothing to compute."""
    tables = [_table(per, found, links) for per in STEPS if (found := columns(regimen, per))]
    if not tables:
        return ""
    title = escape(phrase("dose_table_title", links.lang))
    note = escape(phrase("dose_table_note", links.lang))
    return "\n".join(
        [
            f'<details class="exact-table" open="open"><summary>{title}</summary>',
            *tables,
            f'<p class="cycle__note">{note}</p></details>',
        ]
    )


def _cap(block: DrugBlock, per: Per) -> Decimal | None:
    return block.body_surface.cap_m2 if block.body_surface and per == "m2" else None


def _table(per: Per, found: Sequence[Column], links: Links) -> str:
    lang = links.lang
    caption = escape(phrase(f"dose_table_{per}", lang))
    first = escape(phrase(f"dose_table_row_{per}", lang))
    heads = "".join(f'<th scope="col">{head}</th>' for head in _heads(found, links))
    rows = "\n".join(_row(quantity, per, found, lang) for quantity in STEPS[per])
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="plain-table doses"><caption>{caption}</caption>'
        f'<thead><tr><th scope="col">{first}</th>{heads}</tr></thead><tbody>\n{rows}</tbody></table></div>'
    )


def _heads(found: Sequence[Column], links: Links) -> Iterator[str]:
    for column in found:
        line, lang = column.line, links.lang
        assert line.dose is not None
        name = capital(said(links.content.drugs[column.drug].inn, lang))
        marks = []
        if line.kind in ("reconstructed", "corrected", "undetermined", "gap"):
            word = phrase(f"short_{standing_word(line.kind, line.source, links.content)}", lang)
            marks.append(badge(line.kind, word))
        if not line.verified:
            marks.append(badge("gap", links.word("to_verify")))
        yield f"{escape(name)} <b>{escape(dose_words(line.dose, lang))}</b> {' '.join(marks)}".strip()


def _row(quantity: Decimal, per: Per, found: Sequence[Column], lang: str) -> str:
    unit = {"m2": "m²", "kg": "kg"}[per]
    cells = "".join(f"<td>{_cell(*column.dose(quantity), lang)}</td>" for column in found)
    return f'<tr><th scope="row">{number_words(quantity, lang)} {unit}</th>{cells}</tr>'


def _cell(dose: Decimal, capped: bool, lang: str) -> str:
    limit = f" <small>{escape(phrase('dose_table_limit', lang))}</small>" if capped else ""
    return f"{readable(dose, lang)} mg{limit}"
