"""Toxicity after CAR-T and bispecific antibodies by the ASTCT: CRS, ICE, ICANS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from calculators.calculator import Calculator
from calculators.edition import Edition
from calculators.fields import Field
from calculators.outcome import Caution, Outcome
from calculators.references import cited
from calculators.scores.inputs import choice, count, optional, yes_no
from calculators.scores.score import Item, grades, item, point_score
from calculators.scores.truth import any_of, is_yes, yes_or_no

GRADES: Final = grades(4)
HIGHEST: Final = 4

FEVER: Final = yes_no(
    "fever_ge_38", "Febbre di almeno 38,0 °C senza altra causa", "Fever of 38.0 °C or more, no other cause"
)
TREATED: Final = yes_no(
    "antipyretic_or_anticytokine_given",
    "Già dati antipiretici, tocilizumab o steroidi",
    "Antipyretics, tocilizumab or steroids already given",
)
HYPOTENSION_GRADES: Final = {"none": 0, "no_vasopressor": 2, "one_vasopressor": 3, "multiple_vasopressors": 4}
HYPOTENSION: Final = choice("hypotension", "Ipotensione", "Hypotension", *HYPOTENSION_GRADES)
HYPOXIA_GRADES: Final = {"none": 0, "low_flow": 2, "high_flow": 3, "positive_pressure": 4}
HYPOXIA: Final = choice("hypoxia", "Ipossia", "Hypoxia", *HYPOXIA_GRADES)
FEVER_OR_TREATED: Final = {
    "it": "Febbre, o terapia che può nasconderla",
    "en": "Fever, or therapy that may hide it",
}
NOT_CRS: Final = {
    "it": "Senza febbre e senza terapia che la nasconda non è una CRS secondo ASTCT: cercare un'altra causa.",
    "en": "Without fever, and without therapy that hides it, this is not CRS by the ASTCT: look for another"
    " cause.",
}
FEVER_HIDDEN: Final = {
    "it": "Grado 1 senza febbre: la febbre può essere nascosta dalla terapia. Se la CRS è risolta il grado"
    " è 0.",
    "en": "Grade 1 without fever: therapy may hide the fever. If the CRS has resolved, the grade is 0.",
}

ICE_ITEMS: Final = (  # Lee 2019, table 3: ten points
    count(
        "orientation",
        "Orientamento: anno, mese, città, ospedale",
        "Orientation: year, month, city, hospital",
        0,
        4,
    ),
    count("naming", "Denominazione di 3 oggetti", "Naming 3 objects", 0, 3),
    count("following_commands", "Esegue un comando semplice", "Follows a simple command", 0, 1),
    count("writing", "Scrive una frase", "Writes a sentence", 0, 1),
    count("attention", "Conta all'indietro da 100 di 10 in 10", "Counts backwards from 100 by ten", 0, 1),
)
ICE_MAXIMUM: Final = 10

ICE: Final = optional(
    count("ice_score", "Punteggio ICE", "ICE score", 0, 10),
    "Vuoto solo se il paziente non è valutabile",
    "Empty only if the patient cannot be assessed",
)
CONSCIOUSNESS_GRADES: Final = {
    "alert": 0,
    "awakens_spontaneously": 1,
    "awakens_to_voice": 2,
    "awakens_to_touch": 3,
    "unarousable": 4,
}
CONSCIOUSNESS: Final = choice(
    "consciousness", "Livello di coscienza", "Level of consciousness", *CONSCIOUSNESS_GRADES
)
SEIZURE_GRADES: Final = {"none": 0, "resolving": 3, "prolonged_or_repetitive": 4}
SEIZURE: Final = choice("seizure", "Crisi epilettica", "Seizure", *SEIZURE_GRADES)
WEAKNESS: Final = yes_no(
    "deep_focal_motor_weakness", "Deficit motorio focale profondo", "Deep focal motor weakness"
)
OEDEMA_GRADES: Final = {"none": 0, "focal": 3, "diffuse": 4}
OEDEMA: Final = choice(
    "oedema",
    "Edema cerebrale o segni di ipertensione endocranica",
    "Cerebral oedema or signs of raised intracranial pressure",
    *OEDEMA_GRADES,
)
INCONSISTENT: Final = {
    "it": "Paziente non risvegliabile ma ICE sopra 0: i due dati si contraddicono, verificare.",
    "en": "The patient is unarousable but ICE is above 0: the two contradict each other, check them.",
}


def _graded(field: Field, by_option: Mapping[str, int], values: Mapping[str, Any]) -> Item:
    return item(field, values, by_option[values[field.name]])


def _crs_grade(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    """Grade CRS (Lee 2019, table 2): the worse of hypotension and hypoxia, at least 1 with fever."""
    fever, treated = is_yes(values[FEVER.name]), is_yes(values[TREATED.name])
    graded = any_of((fever, treated))  # after such therapy fever is no longer required
    points = {True: 1, False: 0, None: None}[graded]
    cause = Item("fever", FEVER_OR_TREATED, yes_or_no(graded), None, points, graded, (FEVER, TREATED))
    hypotension = _graded(HYPOTENSION, HYPOTENSION_GRADES, values)
    hypoxia = _graded(HYPOXIA, HYPOXIA_GRADES, values)
    signs = any(one.met for one in (hypotension, hypoxia))
    warnings = []
    if graded is False and signs:
        warnings.append(Caution("not_crs", NOT_CRS[lang]))
    if treated and not fever and not signs:
        warnings.append(Caution("fever_hidden", FEVER_HIDDEN[lang]))
    counted = (cause,) if graded is False else (cause, hypotension, hypoxia)
    return point_score(counted, GRADES, HIGHEST, values, lang, worst=True, warnings=warnings)


def _ice_score(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    items = [item(field, values, values[field.name]) for field in ICE_ITEMS]
    return point_score(items, (), ICE_MAXIMUM, values, lang)


def ice_grade(ice_score: int) -> int:
    """Return the grade of ICANS that an ICE score gives (Lee 2019): 10 none, 7-9 1, 3-6 2, 0-2 3."""
    return 0 if ice_score == 10 else 1 if ice_score >= 7 else 2 if ice_score >= 3 else 3


def _icans_grade(values: Mapping[str, Any], lang: str, _edition: Edition | None) -> Outcome:
    """Grade ICANS (Lee 2019, table 4): the worst of its five domains."""
    ice, weakness = values.get(ICE.name), is_yes(values[WEAKNESS.name])
    items = (
        item(ICE, values, None if ice is None else ice_grade(ice), most=3),
        _graded(CONSCIOUSNESS, CONSCIOUSNESS_GRADES, values),
        item(WEAKNESS, values, {True: 4, False: 0, None: None}[weakness], most=4),
        _graded(SEIZURE, SEIZURE_GRADES, values),
        _graded(OEDEMA, OEDEMA_GRADES, values),
    )
    contradicting = values[CONSCIOUSNESS.name] == "unarousable" and bool(ice)
    warnings = [Caution("inconsistent", INCONSISTENT[lang])] if contradicting else []
    return point_score(items, GRADES, HIGHEST, values, lang, worst=True, warnings=warnings)


CALCULATORS: Final = (
    Calculator(
        "crs_grade",
        {"it": "Grado di CRS (ASTCT)", "en": "CRS grade (ASTCT)"},
        {
            "it": "Grado della sindrome da rilascio di citochine, da 0 a 4: il peggiore tra ipotensione e"
            " ipossia.",
            "en": "Grade of cytokine release syndrome, 0 to 4: the worse of hypotension and hypoxia.",
        },
        cited("astct-2019"),
        (FEVER, TREATED, HYPOTENSION, HYPOXIA),
        {"it": "punti da 0 a 4", "en": "points 0 to 4"},
        None,
        _crs_grade,
        group="cell_therapy",
        references=("astct-2019",),
    ),
    Calculator(
        "ice_score",
        {"it": "Punteggio ICE", "en": "ICE score"},
        {
            "it": "Punteggio dell'encefalopatia da cellule effettrici: dieci punti, meno punti è peggio.",
            "en": "Immune effector cell encephalopathy score: ten points, fewer is worse.",
        },
        cited("astct-2019"),
        ICE_ITEMS,
        {"it": "punti da 0 a 10", "en": "points 0 to 10"},
        None,
        _ice_score,
        group="cell_therapy",
        references=("astct-2019",),
    ),
    Calculator(
        "icans_grade",
        {"it": "Grado di ICANS (ASTCT)", "en": "ICANS grade (ASTCT)"},
        {
            "it": "Grado della neurotossicità, da 0 a 4: il peggiore dei cinque domini.",
            "en": "Grade of neurotoxicity, 0 to 4: the worst of the five domains.",
        },
        cited("astct-2019"),
        (ICE, CONSCIOUSNESS, SEIZURE, WEAKNESS, OEDEMA),
        {"it": "punti da 0 a 4", "en": "points 0 to 4"},
        None,
        _icans_grade,
        group="cell_therapy",
        references=("astct-2019",),
    ),
)
