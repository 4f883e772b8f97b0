"""Calculators that other people wrote and published: how each is asked what a request asks ours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import clincalc
from health_bsa.bsa import BSA
from medcalc.bmi_calculator import bmi_calculator_explanation
from medcalc.bsa_calculator import bsa_calculator_explaination
from medcalc.calcium_correction import calculate_corrected_calcium_explanation
from medcalc.cci import compute_cci_explanation
from medcalc.ckd_epi_2021_creatinine import ckd_epi_2021, ckd_epi_2021_explanation
from medcalc.creatinine_clearance import generate_cockcroft_gault_explanation
from medcalc.mdrd_gfr import mrdr_gfr_explanation
from medimetry import Gender, anthropometric, lytes, renal

from calculators.scores.charlson import WEIGHTS

Inputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Other:
    """One calculator of a package: what it is called, whom it answers, and to how many places it rounds."""

    package: str
    function: str
    calculator: str
    answer: Callable[[Inputs], float]
    places: int | None = None
    answers: Callable[[Inputs], bool] = lambda _inputs: True

    def __str__(self) -> str:
        return f"{self.package} {self.function}"


# health-bsa

HEALTH_BSA = {
    "mosteller": "Mosteller",
    "du_bois": "DuBois",
    "haycock": "Haycock",
    "gehan_george": "GehanGeorge",
}


def _health_bsa(inputs: Inputs) -> float:
    method = HEALTH_BSA[inputs["formula"]]
    return float(BSA(inputs["weight_kg"], inputs["height_cm"], method=method, digits=12))


# medimetry

MEDIMETRY_BSA = {
    "mosteller": anthropometric.BSAFormula.MOSTELLER,
    "du_bois": anthropometric.BSAFormula.DUBOIS,
    "haycock": anthropometric.BSAFormula.HAYCOCK,
    "gehan_george": anthropometric.BSAFormula.GEHAN_GEORGE,
    "boyd": anthropometric.BSAFormula.BOYD,
}
MEDIMETRY_SEX = {"female": Gender.FEMALE, "male": Gender.MALE}


def _medimetry_bsa(inputs: Inputs) -> float:
    formula = MEDIMETRY_BSA[inputs["formula"]]
    return float(anthropometric.bsa_from_cm(inputs["weight_kg"], inputs["height_cm"], formula))


def _medimetry_bmi(inputs: Inputs) -> float:
    return float(anthropometric.bmi_from_cm(inputs["weight_kg"], inputs["height_cm"]))


def _medimetry_clearance(inputs: Inputs) -> float:
    sex = MEDIMETRY_SEX[inputs["sex"]]
    return float(
        renal.cockcroft_gault(inputs["age_years"], inputs["weight_kg"], inputs["serum_creatinine"], sex)
    )


def _medimetry_ckd_epi(inputs: Inputs) -> float:
    return float(renal.ckd_epi(inputs["serum_creatinine"], inputs["age_years"], MEDIMETRY_SEX[inputs["sex"]]))


def _medimetry_mdrd(inputs: Inputs) -> float:
    return float(renal.mdrd(inputs["serum_creatinine"], inputs["age_years"], MEDIMETRY_SEX[inputs["sex"]]))


def _medimetry_calcium(inputs: Inputs) -> float:
    return float(lytes.calcium_correction(inputs["calcium"], inputs["albumin"]))


# medcalc-bench


def _bench_patient(inputs: Inputs) -> dict[str, Any]:
    """Return what all its functions take: values with their units, sex with a capital."""
    measured = {"height_cm": ("height", "cm"), "weight_kg": ("weight", "kg"), "age_years": ("age", "years")}
    patient: dict[str, Any] = {
        name: (inputs[ours], unit) for ours, (name, unit) in measured.items() if ours in inputs
    }
    if "sex" in inputs:
        patient["sex"] = inputs["sex"].capitalize()
        patient["creatinine"] = (inputs["serum_creatinine"], "mg/dL")
    return patient


def _bench(function: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Inputs], float]:
    return lambda inputs: float(function(_bench_patient(inputs))["Answer"])


def _bench_ckd_epi(inputs: Inputs) -> float:
    return float(ckd_epi_2021(_bench_patient(inputs)))


def _bench_calcium(inputs: Inputs) -> float:
    asked = {name: (inputs[name], inputs[f"{name}_unit"]) for name in ("calcium", "albumin")}
    return float(calculate_corrected_calcium_explanation(asked)["Answer"])


BENCH_CHARLSON = {
    "mi": "myocardial_infarction",
    "chf": "congestive_heart_failure",
    "peripheral_vascular_disease": "peripheral_vascular_disease",
    "cva": "cerebrovascular_disease",
    "connective_tissue_disease": "connective_tissue_disease",
    "dementia": "dementia",
    "copd": "copd",
    "hemiplegia": "hemiplegia_paraplegia",
    "peptic_ucler_disease": "peptic_ulcer_disease",
    "moderate_to_severe_ckd": "renal_disease_moderate_severe",
    "leukemia": "leukaemia",
    "lymphoma": "lymphoma",
    "aids": "aids",
}
BENCH_PAIRS = {  # one question with three answers where the index has two items; the severer comes first
    "liver_disease": (
        ("moderate to severe", "liver_disease_moderate_severe"),
        ("mild", "mild_liver_disease"),
        ("none", None),
    ),
    "diabetes_mellitus": (
        ("end-organ damage", "diabetes_complicated"),
        ("uncomplicated", "diabetes_uncomplicated"),
        ("none or diet-controlled", None),
    ),
    "solid_tumor": (
        ("metastatic", "metastatic_solid_tumour"),
        ("localized", "solid_tumour_non_metastatic"),
        ("none", None),
    ),
}


def _bench_charlson(inputs: Inputs) -> float:
    asked: dict[str, Any] = {theirs: inputs[ours] == "yes" for theirs, ours in BENCH_CHARLSON.items()}
    for theirs, answers in BENCH_PAIRS.items():
        asked[theirs] = next(word for word, item in answers if item is None or inputs[item] == "yes")
    asked["age"] = (inputs["age_years"], "years")
    return float(compute_cci_explanation(asked)["Answer"])


# clincalc


def _clincalc(name: str, inputs: Inputs) -> dict[str, Any]:
    answer: dict[str, Any] = clincalc.calculate(name, dict(inputs))
    return answer


def _clincalc_bsa(inputs: Inputs) -> float:
    asked = {name: inputs[name] for name in ("height_cm", "weight_kg")}
    return float(_clincalc("body_surface_area", asked)["working"]["body_surface_area_m2_unrounded"])


def _clincalc_bmi(inputs: Inputs) -> float:
    return float(_clincalc("bmi", inputs)["result"])


def _clincalc_kidney(name: str, inputs: Inputs, *also: str) -> float:
    asked = {
        "age": inputs["age_years"],
        "sex": inputs["sex"],
        "creatinine": inputs["serum_creatinine"],
        "creatinine_unit": inputs["creatinine_unit"],
    }
    return float(_clincalc(name, {**asked, **{field: inputs[field] for field in also}})["result"])


def _clincalc_charlson(inputs: Inputs) -> float:
    asked: dict[str, Any] = {field.name: inputs[field.name] == "yes" for field, _ in WEIGHTS}
    asked |= {"age": inputs["age_years"], "include_age_adjustment": inputs["include_age"]}
    return float(_clincalc("charlson", asked)["result"])


def _with(**wanted: str) -> Callable[[Inputs], bool]:
    """Return whether a request has these answers."""
    return lambda inputs: all(inputs[name] == answer for name, answer in wanted.items())


MG_DL = _with(creatinine_unit="mg/dL")
CKD_EPI_2021 = _with(creatinine_unit="mg/dL", equation="ckd_epi_2021")
MDRD = _with(creatinine_unit="mg/dL", equation="mdrd_175")

OTHERS: tuple[Other, ...] = (
    Other("health-bsa", "BSA", "bsa", _health_bsa, 12, lambda inputs: inputs["formula"] in HEALTH_BSA),
    Other("medimetry", "bsa_from_cm", "bsa", _medimetry_bsa, 2),
    Other(
        "medcalc-bench",
        "bsa_calculator",
        "bsa",
        _bench(bsa_calculator_explaination),
        3,
        _with(formula="mosteller"),
    ),
    Other("clincalc", "body_surface_area", "bsa", _clincalc_bsa, None, _with(formula="mosteller")),
    Other("medimetry", "bmi_from_cm", "bmi", _medimetry_bmi, 1),
    Other("medcalc-bench", "bmi_calculator", "bmi", _bench(bmi_calculator_explanation), 3),
    Other("clincalc", "bmi", "bmi", _clincalc_bmi, 1),
    Other("medimetry", "cockcroft_gault", "creatinine_clearance", _medimetry_clearance, 1, MG_DL),
    Other(
        "medcalc-bench",
        "creatinine_clearance",
        "creatinine_clearance",
        _bench(generate_cockcroft_gault_explanation),
        3,
        MG_DL,
    ),
    Other(
        "clincalc",
        "cockcroft_gault",
        "creatinine_clearance",
        lambda inputs: _clincalc_kidney("cockcroft_gault", inputs, "weight_kg"),
        1,
    ),
    Other("medimetry", "ckd_epi", "egfr", _medimetry_ckd_epi, None, CKD_EPI_2021),
    Other("medcalc-bench", "ckd_epi_2021", "egfr", _bench_ckd_epi, None, CKD_EPI_2021),
    Other(
        "medcalc-bench",
        "ckd_epi_2021_explanation",
        "egfr",
        _bench(ckd_epi_2021_explanation),
        3,
        CKD_EPI_2021,
    ),
    Other(
        "clincalc",
        "egfr",
        "egfr",
        lambda inputs: _clincalc_kidney("egfr", inputs),
        0,
        _with(equation="ckd_epi_2021"),
    ),
    Other("medimetry", "mdrd", "egfr", _medimetry_mdrd, None, MDRD),
    Other("medcalc-bench", "mdrd_gfr", "egfr", _bench(mrdr_gfr_explanation), 3, MDRD),
    Other(
        "medimetry",
        "calcium_correction",
        "corrected_calcium",
        _medimetry_calcium,
        2,
        _with(calcium_unit="mg/dL", albumin_unit="g/dL"),
    ),
    Other(  # asked in mmol/L it answers in mg/dL
        "medcalc-bench",
        "calcium_correction",
        "corrected_calcium",
        _bench_calcium,
        3,
        _with(calcium_unit="mg/dL"),
    ),
    Other(
        "clincalc",
        "corrected_calcium",
        "corrected_calcium",
        lambda inputs: float(_clincalc("corrected_calcium", inputs)["result"]),
        2,
        # It refuses albumin outside 10 to 70 g/L; ours goes from 5 to 80.
        lambda inputs: 10 <= inputs["albumin"] * (10 if inputs["albumin_unit"] == "g/dL" else 1) <= 70,
    ),
    Other("medcalc-bench", "cci", "charlson", _bench_charlson, 0, lambda inputs: inputs["include_age"]),
    Other("clincalc", "charlson", "charlson", _clincalc_charlson, 0),
)
"""Every calculator of theirs that has one of ours beside it."""
