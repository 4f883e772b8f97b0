"""The Charlson comorbidity index of 1987."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import Field
from calculators.outcome import Outcome
from calculators.references import FROM_MEMORY, cited
from calculators.scores.inputs import optional, yes_no
from calculators.scores.score import Item, item, point_score
from calculators.scores.truth import is_yes
from calculators.vocabulary import AGE

WEIGHTS: Final[tuple[tuple[Field, int], ...]] = (  # Charlson 1987, table 3
    (yes_no("myocardial_infarction", "Infarto miocardico", "Myocardial infarction"), 1),
    (yes_no("congestive_heart_failure", "Scompenso cardiaco", "Congestive heart failure"), 1),
    (yes_no("peripheral_vascular_disease", "Vasculopatia periferica", "Peripheral vascular disease"), 1),
    (yes_no("cerebrovascular_disease", "Malattia cerebrovascolare", "Cerebrovascular disease"), 1),
    (yes_no("dementia", "Demenza", "Dementia"), 1),
    (yes_no("copd", "Broncopneumopatia cronica", "Chronic pulmonary disease"), 1),
    (yes_no("connective_tissue_disease", "Connettivite", "Connective tissue disease"), 1),
    (yes_no("peptic_ulcer_disease", "Ulcera peptica", "Peptic ulcer disease"), 1),
    (yes_no("mild_liver_disease", "Epatopatia lieve", "Mild liver disease"), 1),
    (yes_no("diabetes_uncomplicated", "Diabete senza danno d'organo", "Diabetes without organ damage"), 1),
    (yes_no("diabetes_complicated", "Diabete con danno d'organo", "Diabetes with end-organ damage"), 2),
    (yes_no("hemiplegia_paraplegia", "Emiplegia o paraplegia", "Hemiplegia or paraplegia"), 2),
    (
        yes_no(
            "renal_disease_moderate_severe",
            "Nefropatia moderata o grave",
            "Moderate or severe renal disease",
        ),
        2,
    ),
    (
        yes_no(
            "solid_tumour_non_metastatic",
            "Tumore solido senza metastasi",
            "Solid tumour without metastases",
        ),
        2,
    ),
    (yes_no("leukaemia", "Leucemia", "Leukaemia"), 2),
    (
        yes_no(
            "lymphoma",
            "Linfoma (il mieloma in esame non conta)",
            "Lymphoma (the myeloma itself does not count)",
        ),
        2,
    ),
    (
        yes_no(
            "liver_disease_moderate_severe",
            "Epatopatia moderata o grave",
            "Moderate or severe liver disease",
        ),
        3,
    ),
    (yes_no("metastatic_solid_tumour", "Tumore solido metastatico", "Metastatic solid tumour"), 6),
    (yes_no("aids", "AIDS", "AIDS"), 6),
)
SEVERER: Final = {
    "diabetes_uncomplicated": "diabetes_complicated",
    "mild_liver_disease": "liver_disease_moderate_severe",
    "solid_tumour_non_metastatic": "metastatic_solid_tumour",
}
"""Of each pair only the severer disease counts."""

MAXIMUM: Final = 33
MAXIMUM_WITH_AGE: Final = 37
AGE_OPTIONAL: Final = optional(AGE, "Serve solo con i punti dell'età", "Needed only with the points for age")
INCLUDE_AGE: Final = replace(
    Field("include_age", "boolean", {"it": "Aggiungere i punti dell'età", "en": "Add the points for age"}),
    options=("yes", "no"),
    help={
        "it": "Le scale di fragilità usano l'indice senza età",
        "en": "The frailty scales use the index without age",
    },
)


def age_points(age_years: int) -> int:
    """Return the points for age (Charlson 1994): 50-59 years 1, 60-69 2, 70-79 3, 80 and over 4."""
    return min(max(age_years // 10 - 4, 0), 4)


def _disease(field: Field, weight: int, values: Mapping[str, Any]) -> Item:
    """Return the line of a disease. Beside its severer form it counts nothing; unknown forms stay open."""
    present = is_yes(values[field.name])
    points = {True: weight, False: 0, None: None}[present]
    severer = SEVERER.get(field.name)
    if severer and values[severer] == "yes":
        points = 0
    one = item(field, values, points)
    return replace(one, met=present)


def _charlson(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    items = [_disease(field, weight, values) for field, weight in WEIGHTS]
    maximum = MAXIMUM
    if values["include_age"]:
        maximum = MAXIMUM_WITH_AGE
        age = values.get(AGE.name)
        items.insert(0, item(AGE_OPTIONAL, values, None if age is None else age_points(age)))
    outcome = point_score(items, (), maximum, values, lang)
    if AGE.name in values and not values["include_age"]:
        outcome.details["unused"] = [AGE.name]
    return outcome


CALCULATORS: Final = (
    Calculator(
        "charlson",
        {"it": "Indice di Charlson", "en": "Charlson index"},
        {
            "it": "Peso delle malattie associate, indice originale del 1987; il mieloma in esame non conta.",
            "en": "Weight of comorbidities, the original index of 1987; the myeloma itself does not count.",
        },
        cited("charlson-1987"),
        (INCLUDE_AGE, AGE_OPTIONAL, *(field for field, _ in WEIGHTS)),
        {"it": "punti", "en": "points"},
        None,
        _charlson,
        group="frailty",
        references=("charlson-1987",),
        not_verified=(FROM_MEMORY,),
    ),
)
