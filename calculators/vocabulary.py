"""The fields that several calculators share, each defined once: name, unit, plausible range, label."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from calculators.fields import Field

HEIGHT: Final = Field(
    "height_cm", "decimal", {"it": "Altezza", "en": "Height"}, "cm", Decimal(100), Decimal(230)
)
WEIGHT: Final = Field(
    "weight_kg", "decimal", {"it": "Peso attuale", "en": "Current weight"}, "kg", Decimal(25), Decimal(250)
)
BASELINE_WEIGHT: Final = Field(
    "baseline_weight_kg",
    "decimal",
    {"it": "Peso all'inizio del trattamento", "en": "Weight at the start of treatment"},
    "kg",
    Decimal(25),
    Decimal(250),
)
AGE: Final = Field(
    "age_years",
    "integer",
    {"it": "Età (anni compiuti)", "en": "Age (completed years)"},
    "a",
    Decimal(18),
    Decimal(110),
)
SEX: Final = Field("sex", "choice", {"it": "Sesso", "en": "Sex"}, options=("female", "male"))
BSA: Final = Field(
    "bsa_m2",
    "decimal",
    {"it": "Superficie corporea, se già calcolata", "en": "Body surface area, if already known"},
    "m2",
    Decimal("0.7"),
    Decimal(4),
)
BSA_FORMULAS: Final = ("mosteller", "du_bois", "haycock", "gehan_george", "boyd")
BSA_FORMULA: Final = Field(
    "bsa_formula",
    "choice",
    {"it": "Formula della superficie corporea", "en": "Body surface area formula"},
    options=BSA_FORMULAS,
)
CREATININE_CLEARANCE: Final = Field(
    "creatinine_clearance_ml_min",
    "decimal",
    {"it": "Clearance della creatinina", "en": "Creatinine clearance"},
    "mL/min",
    Decimal(0),
    Decimal(300),
)
DIALYSIS: Final = Field(
    "dialysis", "boolean", {"it": "In dialisi", "en": "On dialysis"}, options=("yes", "no")
)
BILIRUBIN: Final = Field(
    "bilirubin_x_uln",
    "decimal",
    {
        "it": "Bilirubina totale, in multipli del limite superiore",
        "en": "Total bilirubin, as a multiple of the upper limit",
    },
    "{ULN}",
    Decimal(0),
    Decimal(50),
)
SERUM_CREATININE: Final = Field(
    "serum_creatinine",
    "decimal",
    {"it": "Creatinina sierica", "en": "Serum creatinine"},
    help={
        "it": "Da 0,2 a 20 mg/dL, o da 17,68 a 1768 µmol/L",
        "en": "From 0.2 to 20 mg/dL, or from 17.68 to 1768 µmol/L",
    },
)
CREATININE_UNIT: Final = Field(
    "creatinine_unit",
    "choice",
    {"it": "Unità della creatinina", "en": "Creatinine unit"},
    options=("mg/dL", "umol/L"),
)
CYCLE: Final = Field("cycle", "integer", {"it": "Ciclo", "en": "Cycle"}, None, Decimal(1), Decimal(200))
CYCLE_START: Final = Field(
    "cycle_start",
    "date",
    {"it": "Data del giorno 1 del ciclo", "en": "Date of day 1 of the cycle"},
    required=False,
)
