"""Risk before and after CAR-T: CAR-HEMATOTOX, EASIX and modified EASIX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import Field
from calculators.messages import message
from calculators.outcome import Caution, Outcome, Step, invalid
from calculators.quantity import exact, exactly, exactly_guarded, readable
from calculators.references import cited
from calculators.scores.crp import CRP, CRP_UNIT, read_crp
from calculators.scores.inputs import CREATININE_MG_DL, FERRITIN, HAEMOGLOBIN, LDH_U_L, PLATELETS, measure
from calculators.scores.score import Class, item, point_score

NEUTROPHILS: Final = measure("anc_10e9_l", "Neutrofili", "Neutrophils", "10*9/L", "0", "200")
HEMATOTOX_CLASSES: Final = (Class("low", 0, 1), Class("high", 2, 7))  # Rejeski 2021
HEMATOTOX_MAXIMUM: Final = 7
NEUTROPHIL_CUT: Final = Decimal("1.2")
HAEMOGLOBIN_CUT: Final = Decimal("9.0")
CRP_CUT_MG_DL: Final = Decimal("3.0")
EASIX_PLATELETS: Final = replace(PLATELETS, maximum=Decimal(1500))
NO_RISK_CLASS: Final = {
    "it": "Nessuna classe di rischio: i documenti non danno un valore soglia.",
    "en": "No risk class: the documents give no cut-off.",
}


def platelet_points(platelets_10e9_l: Decimal) -> int:
    """Return CAR-HEMATOTOX points for platelets (Rejeski 2021): above 175 0, 75 to 175 1, below 75 2."""
    return 0 if platelets_10e9_l > 175 else 1 if platelets_10e9_l >= 75 else 2


def ferritin_points(ferritin_ng_ml: Decimal) -> int:
    """Return CAR-HEMATOTOX points for ferritin (Rejeski 2021): below 650 0, 650 to 2000 1, above 2000 2."""
    return 0 if ferritin_ng_ml < 650 else 1 if ferritin_ng_ml <= 2000 else 2


def _car_hematotox(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    crp, conversion, problems = read_crp(values, lang)
    if problems:
        return invalid(problems)
    platelets, neutrophils, haemoglobin, ferritin = (
        values[field.name] for field in (PLATELETS, NEUTROPHILS, HAEMOGLOBIN, FERRITIN)
    )
    items = (  # Rejeski 2021, figure 2; the paper prints only above and below for the three single cut-offs
        item(PLATELETS, values, platelet_points(platelets)),
        item(NEUTROPHILS, values, 1 if neutrophils < NEUTROPHIL_CUT else 0),
        item(HAEMOGLOBIN, values, 1 if haemoglobin < HAEMOGLOBIN_CUT else 0),
        item(replace(CRP, unit="mg/dL"), {CRP.name: crp}, 1 if crp >= CRP_CUT_MG_DL else 0),
        item(FERRITIN, values, ferritin_points(ferritin)),
    )
    warnings = [
        _at_threshold(field, cut, lang)
        for field, value, cut in (
            (NEUTROPHILS, neutrophils, NEUTROPHIL_CUT),
            (HAEMOGLOBIN, haemoglobin, HAEMOGLOBIN_CUT),
            (CRP, crp, CRP_CUT_MG_DL),
        )
        if value == cut
    ]
    outcome = point_score(items, HEMATOTOX_CLASSES, HEMATOTOX_MAXIMUM, values, lang, warnings=warnings)
    outcome.steps[:0] = conversion
    return outcome


def _at_threshold(field: Field, cut: Decimal, lang: str) -> Caution:
    shown = readable(cut, lang)
    return Caution("at_threshold", message("at_threshold", lang, label=field.label[lang], value=shown))


@exactly
def easix(ldh_u_l: Decimal, creatinine_mg_dl: Decimal, platelets_10e9_l: Decimal) -> Decimal:
    """Return EASIX, unrounded: LDH (U/L) * creatinine (mg/dL) / platelets (10^9/L) (Luft 2017).

    Modified EASIX (Pennisi 2021) is the same with C-reactive protein in mg/dL in the place of creatinine.
    """
    return ldh_u_l * creatinine_mg_dl / platelets_10e9_l


@exactly_guarded
def log2(value: Decimal) -> Decimal:
    """Return the logarithm in base 2 of a value above 0."""
    return value.ln() / Decimal(2).ln()


def _index(
    values: Mapping[str, Any], second: Decimal, lang: str, conversion: list[Step], name: str
) -> Outcome:
    ldh, platelets = values[LDH_U_L.name], values[EASIX_PLATELETS.name]
    value = easix(ldh, second, platelets)
    logarithm = log2(value)
    steps = [
        *conversion,
        Step(name, f"{exact(ldh)} * {exact(second)} / {exact(platelets)}", value, None),
        Step(message("step_log2", lang), f"log2({exact(value)})", logarithm, None),
    ]
    warnings = [Caution("no_risk_class", NO_RISK_CLASS[lang], level="info")]
    return Outcome(value=value, steps=steps, warnings=warnings, details={"log2": exact(logarithm)})


def _easix(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    return _index(values, values[CREATININE_MG_DL.name], lang, [], "EASIX")


def _m_easix(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    crp, conversion, problems = read_crp(values, lang)
    return invalid(problems) if problems else _index(values, crp, lang, conversion, "m-EASIX")


CALCULATORS: Final = (
    Calculator(
        "car_hematotox",
        {"it": "CAR-HEMATOTOX", "en": "CAR-HEMATOTOX"},
        {
            "it": "Rischio di citopenia prolungata, prima della linfodeplezione. Validato nel linfoma a"
            " grandi"
            " cellule B, studiato nel mieloma: non nella leucemia linfoblastica.",
            "en": "Risk of prolonged cytopenia, before lymphodepletion. Validated in large B-cell lymphoma,"
            " studied"
            " in myeloma: not in lymphoblastic leukaemia.",
        },
        cited("car-hematotox-2021"),
        (PLATELETS, NEUTROPHILS, HAEMOGLOBIN, CRP, CRP_UNIT, FERRITIN),
        {"it": "punti e categoria low o high", "en": "points and category low or high"},
        None,
        _car_hematotox,
        group="cell_therapy",
        references=("car-hematotox-2021",),
        not_verified=(
            {
                "it": "le soglie delle cinque voci vengono da una trascrizione secondaria",
                "en": "the cut-offs of the five items come from a secondary transcription",
            },
        ),
    ),
    Calculator(
        "easix",
        {"it": "EASIX", "en": "EASIX"},
        {
            "it": "Indice di attivazione e stress dell'endotelio. Nessuna classe di rischio.",
            "en": "Endothelial activation and stress index. No risk class.",
        },
        cited("easix-2017", "m-easix-2021"),
        (LDH_U_L, CREATININE_MG_DL, EASIX_PLATELETS),
        {"it": "valore senza unità; details.log2", "en": "value without unit; details.log2"},
        None,
        _easix,
        group="cell_therapy",
        references=("easix-2017", "m-easix-2021"),
    ),
    Calculator(
        "m_easix",
        {"it": "m-EASIX", "en": "m-EASIX"},
        {
            "it": "EASIX modificato, con la proteina C reattiva: l'unità della PCR è obbligatoria.",
            "en": "Modified EASIX, with C-reactive protein: the unit of CRP is mandatory.",
        },
        cited("m-easix-2021"),
        (LDH_U_L, CRP, CRP_UNIT, EASIX_PLATELETS),
        {"it": "valore senza unità; details.log2", "en": "value without unit; details.log2"},
        None,
        _m_easix,
        group="cell_therapy",
        references=("m-easix-2021",),
    ),
)
