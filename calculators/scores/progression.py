"""Progression of myeloma by the IMWG: a quarter above the nadir and an absolute increase, confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import Field
from calculators.messages import message, unit_words
from calculators.outcome import Caution, Outcome, Step
from calculators.quantity import exact, exactly, readable
from calculators.references import FROM_MEMORY, cited
from calculators.scores.inputs import choice, measure, optional, yes_no
from calculators.scores.score import Class, Item, criteria, rule, undecided
from calculators.scores.truth import Truth, all_of, is_yes

CLASSES: Final = (Class("not_pd"), Class("pd"))
RELATIVE_PERCENT: Final = 25  # Kumar 2016, table 5: an increase of 25 % from the lowest value
HIGH_NADIR_G_DL: Final = Decimal(5)  # from a nadir of 5 g/dL an increase of 1 g/dL is enough
HIGH_NADIR_INCREASE_G_DL: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Component:
    """One measure of the disease: its two fields, and the absolute increase that counts."""

    nadir: Field
    current: Field
    increase: Decimal
    strict: bool

    def increased(self, nadir: Decimal, current: Decimal) -> bool:
        """Tell whether the absolute increase is reached: at least the limit, or strictly more where so."""
        change = current - nadir
        return change > self.increase if self.strict else change >= self.increase


def _pair(it: str, en: str, unit: str, suffix: str, high: str) -> tuple[Field, Field]:
    lowest = measure(f"nadir_{suffix}", f"{it}: valore più basso", f"{en}: lowest value", unit, "0", high)
    now = measure(f"current_{suffix}", f"{it}: valore attuale", f"{en}: current value", unit, "0", high)
    it, en = "Serve solo per questa misura", "Needed only for this measure"
    return optional(lowest, it, en), optional(now, it, en)


COMPONENTS: Final = {  # absolute increases: Kumar 2016, table 5
    "serum_m_protein": Component(
        *_pair("Componente M nel siero", "Serum M-protein", "g/dL", "g_dl", "15"),
        Decimal("0.5"),
        strict=False,
    ),
    "urine_m_protein": Component(
        *_pair("Componente M nelle urine", "Urine M-protein", "mg/(24.h)", "mg_24h", "50000"),
        Decimal(200),
        strict=False,
    ),
    "free_light_chain_difference": Component(
        *_pair(
            "Differenza tra catene leggere libere",
            "Difference between free light chains",
            "mg/L",
            "mg_l",
            "100000",
        ),
        Decimal(100),
        strict=True,
    ),
}
COMPONENT: Final = choice("component", "Misura", "Measure", *COMPONENTS)
CONFIRMED: Final = yes_no(
    "confirmed", "Confermato da una seconda misura", "Confirmed by a second measurement"
)
NOT_CONFIRMED: Final = {
    "it": "Criterio numerico raggiunto ma non confermato: ripetere la misura prima di parlare di"
    " progressione.",
    "en": "The numeric criterion is reached but not confirmed: repeat the measurement before calling it"
    " progression.",
}
NEW_NADIR: Final = {
    "it": "Il valore attuale è sotto il valore più basso inserito: è il nuovo valore più basso.",
    "en": "The current value is below the lowest value entered: it is the new lowest value.",
}
ONLY_UNMEASURABLE: Final = {
    "it": "La differenza tra catene leggere vale solo se la componente M non è misurabile in siero e urine.",
    "en": "The light chain difference counts only if the M-protein is not measurable in serum and urine.",
}


@dataclass(frozen=True, slots=True)
class Reached:
    """Which of the increases is there: both of the first two are needed, or the third alone."""

    relative: bool
    absolute: bool
    from_high_nadir: bool

    @property
    def enough(self) -> bool:
        """Tell whether the numeric criterion is reached."""
        return (self.relative and self.absolute) or self.from_high_nadir


@exactly
def reached(component: str, nadir: Decimal, current: Decimal) -> Reached:
    """Tell which increases are reached; compared without dividing.

    Relative: at least 25 % of the nadir. Absolute: serum at least 0.5 g/dL, urine at least 200 mg/24 h,
    difference of free light chains above 100 mg/L. From a serum nadir of 5 g/dL, 1 g/dL is enough alone.

    Args:
        component: a key of ``COMPONENTS``.
        nadir: lowest value in the component's unit, 0 or above.
        current: value now, in the same unit.

    Raises:
        KeyError: for any other component.
    """
    change = current - nadir
    return Reached(
        relative=change > 0 and change * 100 >= RELATIVE_PERCENT * nadir,
        absolute=COMPONENTS[component].increased(nadir, current),
        from_high_nadir=(
            component == "serum_m_protein" and nadir >= HIGH_NADIR_G_DL and change >= HIGH_NADIR_INCREASE_G_DL
        ),
    )


@exactly
def _imwg_progression(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    component = COMPONENTS[values[COMPONENT.name]]
    lowest, now = (values.get(field.name) for field in (component.nadir, component.current))
    if lowest is None or now is None:
        pair = rule("pair", component.nadir.label, None, component.nadir, component.current)
        return undecided((pair,), values, lang, {})
    found, confirmed = reached(values[COMPONENT.name], lowest, now), is_yes(values[CONFIRMED.name])
    category = {True: "pd", False: "not_pd", None: None}[all_of((found.enough, confirmed))]
    warnings = _warnings(
        component, lang, change=now - lowest, unconfirmed=found.enough and confirmed is False
    )
    items = _items(component, found, confirmed)
    outcome = criteria(items, CLASSES, category, values, lang, asks=items[-1:], warnings=warnings)
    change, unit = now - lowest, component.current.unit
    steps = [Step(message("step_increase", lang), f"{exact(now)} - {exact(lowest)}", change, unit)]
    if lowest > 0:
        formula, percent = f"{exact(change)} / {exact(lowest)} * 100", change * 100 / lowest
        steps.append(Step(message("step_increase_percent", lang), formula, percent, "%"))
    outcome.steps[:0] = steps
    needed = {component.nadir.name, component.current.name}
    pairs = (field.name for other in COMPONENTS.values() for field in (other.nadir, other.current))
    outcome.details["unused"] = [name for name in pairs if name in values and name not in needed]
    return outcome


def _items(component: Component, found: Reached, confirmed: Truth) -> tuple[Item, ...]:
    """Return the criteria as they are; the alternative from a high nadir only where it exists."""
    relative = {
        "it": f"Aumento di almeno il {RELATIVE_PERCENT} % dal valore più basso",
        "en": f"Increase of at least {RELATIVE_PERCENT} % from the lowest value",
    }
    sign, unit = ">" if component.strict else "≥", unit_words(component.current.unit or "", "it")
    absolute = {
        "it": f"Aumento assoluto {sign} {readable(component.increase, 'it')} {unit}",
        "en": f"Absolute increase {sign} {readable(component.increase, 'en')} {unit}",
    }
    alternative = {
        "it": f"Oppure: da {HIGH_NADIR_G_DL} g/dL in su, aumento ≥ {HIGH_NADIR_INCREASE_G_DL} g/dL",
        "en": f"Or: from {HIGH_NADIR_G_DL} g/dL upwards, increase ≥ {HIGH_NADIR_INCREASE_G_DL} g/dL",
    }
    items = [rule("relative_increase", relative, found.relative)]
    items.append(rule("absolute_increase", absolute, found.absolute))
    if component.nadir.unit == "g/dL":
        items.append(rule("from_high_nadir", alternative, found.from_high_nadir))
    items.append(rule("confirmed", CONFIRMED.label, confirmed, CONFIRMED))
    return tuple(items)


def _warnings(component: Component, lang: str, *, change: Decimal, unconfirmed: bool) -> list[Caution]:
    warnings = []
    if unconfirmed:
        warnings.append(Caution("not_confirmed", NOT_CONFIRMED[lang]))
    if change < 0:
        warnings.append(Caution("new_nadir", NEW_NADIR[lang]))
    if component.strict:
        warnings.append(Caution("only_if_not_measurable", ONLY_UNMEASURABLE[lang], level="info"))
    return warnings


CALCULATORS: Final = (
    Calculator(
        "imwg_progression",
        {"it": "Progressione secondo IMWG", "en": "Progression by the IMWG"},
        {
            "it": "Dice se un aumento della componente M o delle catene leggere è progressione.",
            "en": "Tells whether an increase of M-protein or of light chains is progression.",
        },
        cited("imwg-response-2016"),
        (
            COMPONENT,
            *(field for component in COMPONENTS.values() for field in (component.nadir, component.current)),
            CONFIRMED,
        ),
        {"it": "categoria pd o not_pd", "en": "category pd or not_pd"},
        None,
        _imwg_progression,
        group="myeloma",
        references=("imwg-response-2016",),
        not_verified=(FROM_MEMORY,),
    ),
)
