"""The inputs that several scores share, each defined once, and short ways to define one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from calculators.fields import YES_NO_UNKNOWN, Field


def measure(name: str, it: str, en: str, unit: str | None, low: str, high: str) -> Field:
    """Return a field for a measured quantity, with its plausible range."""
    return Field(name, "decimal", {"it": it, "en": en}, unit, Decimal(low), Decimal(high))


def count(name: str, it: str, en: str, low: int, high: int) -> Field:
    """Return a field for a whole number."""
    return Field(name, "integer", {"it": it, "en": en}, None, Decimal(low), Decimal(high))


def yes_no(name: str, it: str, en: str) -> Field:
    """Return a field answered with yes, no or unknown."""
    return Field(name, "condition", {"it": it, "en": en}, options=YES_NO_UNKNOWN)


def choice(name: str, it: str, en: str, *options: str) -> Field:
    """Return a field answered with one of its options."""
    return Field(name, "choice", {"it": it, "en": en}, options=options)


def optional(
    field: Field, it: str = "Lasciare vuoto se non noto", en: str = "Leave empty if not known"
) -> Field:
    """Return the same field, which may be absent: then its value is not known."""
    return replace(field, required=False, help={"it": it, "en": en})


BETA2_MICROGLOBULIN: Final = measure(
    "beta2_microglobulin_mg_l", "Beta-2 microglobulina", "Beta-2 microglobulin", "mg/L", "0.1", "100"
)
ALBUMIN_G_DL: Final = measure("albumin_g_dl", "Albumina", "Albumin", "g/dL", "0.5", "8")
LDH_X_ULN: Final = measure(
    "ldh_x_uln",
    "LDH, in multipli del limite superiore",
    "LDH, as a multiple of the upper limit",
    "{ULN}",
    "0.1",
    "100",
)
LDH_U_L: Final = measure("ldh_u_l", "LDH", "LDH", "U/L", "50", "20000")
PLATELETS: Final = measure("platelets_10e9_l", "Piastrine", "Platelets", "10*9/L", "1", "3000")
CREATININE_MG_DL: Final = measure("creatinine_mg_dl", "Creatinina", "Creatinine", "mg/dL", "0.2", "20")
HAEMOGLOBIN: Final = measure("hb_g_dl", "Emoglobina", "Haemoglobin", "g/dL", "2", "25")
FERRITIN: Final = measure("ferritin_ng_ml", "Ferritina", "Ferritin", "ng/mL", "1", "500000")
DEL_17P: Final = yes_no("del17p", "Delezione 17p", "Deletion 17p")
T_4_14: Final = yes_no("t_4_14", "Traslocazione t(4;14)", "Translocation t(4;14)")
T_14_16: Final = yes_no("t_14_16", "Traslocazione t(14;16)", "Translocation t(14;16)")
CHARLSON_INDEX: Final = replace(
    count("charlson_index", "Indice di Charlson, senza età", "Charlson index, without age", 0, 37),
    help={
        "it": "Senza i punti dell'età e senza contare il mieloma",
        "en": "Without the points for age and without counting the myeloma",
    },
)
ECOG: Final = count("ecog_ps", "Performance status ECOG", "ECOG performance status", 0, 4)
