"""Arithmetic on one dose: per m2, per kg, rounding to an increment, banding."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import Field, Problem, Refused, missing, read_value, refused, unknown_field
from calculators.messages import message
from calculators.outcome import Caution, Outcome, Step, invalid
from calculators.quantity import exact, exactly
from calculators.vocabulary import BSA, WEIGHT

_DOSE_RANGE: Final = (Decimal(0), Decimal(1000000))
_ROUNDING_MODES: Final = {"nearest": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}


def limited(value: Decimal, limit: Decimal | None) -> tuple[Decimal, bool]:
    """Return ``value`` or the limit it exceeds, and whether it does. Equal to the limit is not above it."""
    return (limit, True) if limit is not None and value > limit else (value, False)


@exactly
def multiplied(amount: Decimal, quantity: Decimal) -> Decimal:
    """Return a dose: amount per m2 times m2, or amount per kg times kg. Nothing is rounded."""
    return amount * quantity


@exactly
def rounded(dose: Decimal, increment: Decimal, mode: str) -> Decimal:
    """Round a dose to a multiple of ``increment``; in ``nearest`` a tie goes up."""
    multiples = (dose / increment).to_integral_value(rounding=_ROUNDING_MODES[mode])
    return multiples * increment


@exactly
def deviation_percent(rounded_dose: Decimal, dose: Decimal) -> Decimal:
    """Return how far a rounded dose is from the calculated one, in percent of the calculated one."""
    return (rounded_dose - dose) * 100 / dose


def _dose_per_m2(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    used, bsa_capped = limited(values["bsa_m2"], values.get("bsa_cap_m2"))
    steps, warnings = [], []
    if bsa_capped:
        text = message("cap_applied", lang, value=exact(values["bsa_m2"]), cap=exact(used))
        warnings.append(Caution("bsa_capped", text))
        steps.append(Step(text, f"min({exact(values['bsa_m2'])}, {exact(used)})", used, "m2"))
    return _limited_dose(
        values["dose_mg_per_m2"],
        used,
        values.get("max_dose_mg"),
        lang,
        steps,
        warnings,
        {"bsa_used_m2": exact(used), "bsa_capped": bsa_capped},
    )


def _dose_per_kg(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    return _limited_dose(
        values["dose_mg_per_kg"], values["weight_kg"], values.get("max_dose_mg"), lang, [], [], {}
    )


def _limited_dose(
    amount: Decimal,
    quantity: Decimal,
    maximum: Decimal | None,
    lang: str,
    steps: list[Step],
    warnings: list[Caution],
    details: dict[str, Any],
) -> Outcome:
    dose = multiplied(amount, quantity)
    steps.append(Step(message("step_uncapped", lang), f"{exact(amount)} * {exact(quantity)}", dose, "mg"))
    value, capped = limited(dose, maximum)
    if capped:
        text = message("max_applied", lang, value=exact(dose), cap=exact(value))
        warnings.append(Caution("dose_capped", text))
        steps.append(Step(message("step_limited", lang), f"min({exact(dose)}, {exact(value)})", value, "mg"))
    return Outcome(
        value=value, unit="mg", steps=steps, warnings=warnings, details={**details, "dose_capped": capped}
    )


def _dose_rounding(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    dose, increment, mode = values["dose_mg"], values["increment_mg"], values["mode"]
    value = rounded(dose, increment, mode)
    deviation = deviation_percent(value, dose)
    steps = [
        Step(
            message("step_rounding", lang),
            f"{mode}({exact(dose)} / {exact(increment)}) * {exact(increment)}",
            value,
            "mg",
        ),
        Step(
            message("step_deviation", lang),
            f"({exact(value)} - {exact(dose)}) / {exact(dose)} * 100",
            deviation,
            "%",
        ),
    ]
    return Outcome(value=value, unit="mg", steps=steps, details={"deviation_percent": exact(deviation)})


_BAND_FIELDS: Final = tuple(
    Field(name, "decimal", label, "mg", *_DOSE_RANGE)
    for name, label in (
        ("from_mg", {"it": "Da", "en": "From"}),
        ("to_mg", {"it": "A", "en": "To"}),
        ("dose_mg", {"it": "Dose della fascia", "en": "Dose of the band"}),
    )
)
_BANDS_FIELD: Final = Field("bands", "list", {"it": "Fasce", "en": "Bands"}, rows=_BAND_FIELDS)


def _dose_banding(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    bands, problems = _read_bands(values["bands"], lang)
    if problems:
        return invalid(problems)
    dose, from_inclusive = values["calculated_dose_mg"], values["edge"] == "from_inclusive"
    for lower, upper, banded in bands:
        inside = lower <= dose < upper if from_inclusive else lower < dose <= upper
        if inside:
            deviation = deviation_percent(banded, dose)
            signs = ("<=", "<") if from_inclusive else ("<", "<=")
            formula = f"{exact(lower)} {signs[0]} {exact(dose)} {signs[1]} {exact(upper)}"
            return Outcome(
                value=banded,
                unit="mg",
                steps=[Step(message("step_band", lang), formula, banded, "mg")],
                details={
                    "deviation_percent": exact(deviation),
                    "from_mg": exact(lower),
                    "to_mg": exact(upper),
                },
            )
    return invalid([Problem("bands", "dose_uncovered", message("dose_uncovered", lang, value=exact(dose)))])


def _read_bands(raw: list[object], lang: str) -> tuple[list[tuple[Decimal, Decimal, Decimal]], list[Problem]]:
    problems: list[Problem] = []
    bands: list[tuple[Decimal, Decimal, Decimal]] = []
    for position, entry in enumerate(raw, start=1):
        if not isinstance(entry, Mapping):
            problems.append(refused(_BANDS_FIELD, "not_an_object", entry, lang))
            continue
        numbers: list[Decimal] = []
        for field in _BAND_FIELDS:
            if entry.get(field.name) is None:
                problems.append(missing(field, lang))
                continue
            try:
                numbers.append(read_value(field, entry[field.name]))
            except Refused as refusal:
                problems.append(refused(field, refusal.code, entry[field.name], lang))
        known = [field.name for field in _BAND_FIELDS]
        problems += [unknown_field(name, known, lang) for name in entry if name not in known]
        if len(numbers) == len(_BAND_FIELDS):
            bands.append((numbers[0], numbers[1], numbers[2]))
            if numbers[0] >= numbers[1]:
                problems.append(
                    Problem("bands", "band_reversed", message("band_reversed", lang, first=position))
                )
    if not problems:
        ordered = sorted(bands)
        for first, second in pairwise(ordered):
            if second[0] < first[1]:
                text = message("bands_overlap", lang, first=_band_name(first), second=_band_name(second))
                problems.append(Problem("bands", "bands_overlap", text))
    return bands, problems


def _band_name(band: tuple[Decimal, Decimal, Decimal]) -> str:
    return f"{exact(band[0])}-{exact(band[1])} mg"


_MAX_DOSE: Final = Field(
    "max_dose_mg", "decimal", {"it": "Dose massima", "en": "Maximum dose"}, "mg", *_DOSE_RANGE, required=False
)
_ARITHMETIC: Final = {"it": "Aritmetica", "en": "Arithmetic"}

CALCULATORS: Final = (
    Calculator(
        "dose_per_m2",
        {"it": "Dose per superficie corporea", "en": "Dose by body surface area"},
        {
            "it": "Dose in mg per m2, con i limiti di superficie e di dose se indicati.",
            "en": "Dose in mg per m2, with surface and dose limits where given.",
        },
        _ARITHMETIC,
        (
            Field(
                "dose_mg_per_m2", "decimal", {"it": "Dose per m2", "en": "Dose per m2"}, "mg/m2", *_DOSE_RANGE
            ),
            Field(
                "bsa_m2",
                "decimal",
                {"it": "Superficie corporea", "en": "Body surface area"},
                "m2",
                BSA.minimum,
                BSA.maximum,
            ),
            Field(
                "bsa_cap_m2",
                "decimal",
                {"it": "Limite della superficie", "en": "Surface cap"},
                "m2",
                BSA.minimum,
                BSA.maximum,
                required=False,
            ),
            _MAX_DOSE,
        ),
        {"it": "dose in mg", "en": "dose in mg"},
        "mg",
        _dose_per_m2,
        group="dose",
    ),
    Calculator(
        "dose_per_kg",
        {"it": "Dose per peso", "en": "Dose by weight"},
        {
            "it": "Dose in mg per kg di peso, con il massimo se indicato.",
            "en": "Dose in mg per kg of weight, with the maximum where given.",
        },
        _ARITHMETIC,
        (
            Field(
                "dose_mg_per_kg", "decimal", {"it": "Dose per kg", "en": "Dose per kg"}, "mg/kg", *_DOSE_RANGE
            ),
            WEIGHT,
            _MAX_DOSE,
        ),
        {"it": "dose in mg", "en": "dose in mg"},
        "mg",
        _dose_per_kg,
        group="dose",
    ),
    Calculator(
        "dose_rounding",
        {"it": "Arrotondamento di una dose", "en": "Rounding of a dose"},
        {
            "it": "Arrotonda a un multiplo e dice lo scostamento. Nessuna regola del protocollo lo chiede.",
            "en": "Rounds to a multiple and states the deviation. No rule of the protocol asks for it.",
        },
        _ARITHMETIC,
        (
            Field("dose_mg", "decimal", {"it": "Dose", "en": "Dose"}, "mg", Decimal("0.001"), _DOSE_RANGE[1]),
            Field(
                "increment_mg",
                "decimal",
                {"it": "Multiplo", "en": "Increment"},
                "mg",
                Decimal("0.001"),
                Decimal(10000),
            ),
            Field("mode", "choice", {"it": "Modo", "en": "Mode"}, options=tuple(_ROUNDING_MODES)),
        ),
        {"it": "dose arrotondata in mg", "en": "rounded dose in mg"},
        "mg",
        _dose_rounding,
        group="dose",
    ),
    Calculator(
        "dose_banding",
        {"it": "Dose per fasce", "en": "Dose banding"},
        {
            "it": "Dose della fascia che contiene la dose calcolata; le fasce sono della farmacia.",
            "en": "Dose of the band that holds the calculated dose; the bands are the pharmacy's.",
        },
        _ARITHMETIC,
        (
            Field(
                "calculated_dose_mg",
                "decimal",
                {"it": "Dose calcolata", "en": "Calculated dose"},
                "mg",
                Decimal("0.001"),
                _DOSE_RANGE[1],
            ),
            _BANDS_FIELD,
            Field(
                "edge",
                "choice",
                {"it": "Estremo compreso", "en": "Inclusive edge"},
                options=("from_inclusive", "to_inclusive"),
            ),
        ),
        {"it": "dose della fascia in mg", "en": "dose of the band in mg"},
        "mg",
        _dose_banding,
        group="dose",
    ),
)
