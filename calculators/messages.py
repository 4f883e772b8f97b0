"""Every sentence the calculators say, in Italian and English. No clinical value lives here.

Sentences with a clinical content (rules, warnings, questions of the protocol) come from the edition.
"""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("it", "en")

MESSAGES: Final[dict[str, dict[str, str]]] = {
    "missing": {"it": "{label}: manca. {expected}", "en": "{label}: missing. {expected}"},
    "unknown_field": {
        "it": "Campo sconosciuto: {field}.{nearest}",
        "en": "Unknown field: {field}.{nearest}",
    },
    "nearest": {"it": " Il nome più vicino è {name}.", "en": " The nearest name is {name}."},
    "not_a_number": {
        "it": "{label}: {value} non è un numero. {expected}",
        "en": "{label}: {value} is not a number. {expected}",
    },
    "ambiguous_number": {
        "it": "{label}: {value} ha due separatori. Scriverlo senza separatore delle migliaia. {expected}",
        "en": "{label}: {value} has two separators. Write it without a thousands separator. {expected}",
    },
    "not_an_integer": {
        "it": "{label}: {value} non è un numero intero. {expected}",
        "en": "{label}: {value} is not a whole number. {expected}",
    },
    "out_of_range": {
        "it": "{label}: {value} è fuori intervallo, verificare. {expected}",
        "en": "{label}: {value} is out of range, check it. {expected}",
    },
    "not_an_option": {
        "it": "{label}: {value} non è tra le scelte. {expected}",
        "en": "{label}: {value} is not one of the choices. {expected}",
    },
    "not_a_date": {
        "it": "{label}: {value} non è una data. Scrivere anno-mese-giorno, per esempio 2026-01-05.",
        "en": "{label}: {value} is not a date. Write year-month-day, for example 2026-01-05.",
    },
    "date_overflow": {
        "it": "{label}: le date del ciclo escono dal calendario.",
        "en": "{label}: the dates of the cycle leave the calendar.",
    },
    "not_an_object": {
        "it": "{label}: serve un gruppo di campi.",
        "en": "{label}: a group of fields is needed.",
    },
    "not_a_list": {
        "it": "{label}: serve un elenco. {expected}",
        "en": "{label}: a list is needed. {expected}",
    },
    "expected_range": {"it": "Da {minimum} a {maximum}{unit}.", "en": "From {minimum} to {maximum}{unit}."},
    "expected_options": {"it": "Scelte: {options}.", "en": "Choices: {options}."},
    "expected_date": {"it": "Anno-mese-giorno.", "en": "Year-month-day."},
    "bad_json": {
        "it": "La riga non è una richiesta JSON leggibile.",
        "en": "The line is not a readable JSON request.",
    },
    "not_a_request": {
        "it": "La richiesta deve essere un oggetto con calculator e inputs.",
        "en": "The request must be an object with calculator and inputs.",
    },
    "line_too_long": {
        "it": "La riga supera {limit} caratteri.",
        "en": "The line is longer than {limit} characters.",
    },
    "unknown_calculator": {
        "it": "Calcolatore sconosciuto: {value}.{nearest}",
        "en": "Unknown calculator: {value}.{nearest}",
    },
    "unknown_edition": {"it": "Edizione sconosciuta: {value}.", "en": "Unknown edition: {value}."},
    "withdrawn_edition": {
        "it": "Edizione ritirata: {value}. Non si calcola.",
        "en": "Withdrawn edition: {value}. Nothing is computed.",
    },
    "unknown_language": {
        "it": "Lingua sconosciuta: {value}. Scelte: it, en.",
        "en": "Unknown language: {value}. Choices: it, en.",
    },
    "unknown_regimen": {
        "it": "Schema sconosciuto: {value}.{nearest}",
        "en": "Unknown regimen: {value}.{nearest}",
    },
    "split_needs_iv": {
        "it": "La prima dose suddivisa esiste solo per la via endovenosa.",
        "en": "The split first dose exists for the intravenous route only.",
    },
    "bands_overlap": {
        "it": "Le fasce {first} e {second} si sovrappongono.",
        "en": "Bands {first} and {second} overlap.",
    },
    "band_reversed": {
        "it": "La fascia {first} finisce prima di cominciare.",
        "en": "Band {first} ends before it begins.",
    },
    "dose_uncovered": {
        "it": "Nessuna fascia contiene {value} mg.",
        "en": "No band contains {value} mg.",
    },
    "cycle_not_covered": {
        "it": "Il documento non copre il ciclo {cycle}: {reason}",
        "en": "The document does not cover cycle {cycle}: {reason}",
    },
    "rejected_correction": {
        "it": "La correzione proposta in {discrepancy} è stata respinta: nessun valore da calcolare.",
        "en": "The correction proposed in {discrepancy} was rejected: there is no value to compute.",
    },
    "blocked_until": {
        "it": "Calcolo bloccato ({discrepancy}). {question}",
        "en": "Calculation blocked ({discrepancy}). {question}",
    },
    "cycles_not_stated": {
        "it": "Il documento non indica quanti cicli fare: proseguire è una decisione del medico.",
        "en": "The document does not say how many cycles to give: going on is the physician's decision.",
    },
    "reconstructed": {
        "it": "Valori assenti nel documento, ripresi dalle fonti indicate: {drugs}. Da confermare.",
        "en": "Values that are not in the document, taken from the sources shown: {drugs}. To be confirmed.",
    },
    "gap": {
        "it": "Il documento tace; vale una decisione da confermare: {drugs}.",
        "en": "The document is silent; a decision to be confirmed holds: {drugs}.",
    },
    "organ_function_unused": {
        "it": "Inserito ma non usato, lo schema non ha una regola: {fields}. Valutare con la scheda tecnica.",
        "en": "Entered but not used, this regimen has no rule for it: {fields}. Check against the label.",
    },
    "warning_not_assessed": {
        "it": "Non valutato, manca un dato: {text}",
        "en": "Not assessed, an input is missing: {text}",
    },
    "cycle_length_reconstructed": {
        "it": "Ciclo di {days} giorni: durata assente nel documento, ripresa dalle fonti indicate.",
        "en": "A {days}-day cycle: length not in the document, taken from the sources shown.",
    },
    "not_in_document": {
        "it": "{text} (da fonte esterna, assente nel documento)",
        "en": "{text} (from an outside source, not in the document)",
    },
    "cycle_length_not_stated": {
        "it": "Durata del ciclo: {text}",
        "en": "Cycle length: {text}",
    },
    "infusion_minutes": {"it": "infusione di {minutes} minuti", "en": "{minutes}-minute infusion"},
    "infusion_continuous": {"it": "infusione continua", "en": "continuous infusion"},
    "premedication_missing_day": {
        "it": "Giorno {days}: prima di {drug} la premedicazione non è coperta dallo schema. {text}",
        "en": "Day {days}: before {drug} the regimen provides no premedication. {text}",
    },
    "corrected": {
        "it": "Valore corretto rispetto allo stampato: {drugs} ({discrepancy}). Da confermare.",
        "en": "Value corrected against the printed one: {drugs} ({discrepancy}). To be confirmed.",
    },
    "choice_made": {
        "it": "Scelta del prescrittore: {question} {answer}.",
        "en": "Prescriber's choice: {question} {answer}.",
    },
    "not_verified": {"it": "Valore non verificato: {text}", "en": "Value not verified: {text}"},
    "baseline_assumed": {
        "it": "Peso basale non indicato: per {drug} è usato il peso attuale.",
        "en": "No baseline weight given: the current weight is used for {drug}.",
    },
    "bsa_entered": {
        "it": "La superficie corporea è stata inserita direttamente: verificare peso e formula da cui viene.",
        "en": "The body surface area was entered directly: check the weight and formula it comes from.",
    },
    "dialysis_clearance_ignored": {
        "it": "In dialisi la clearance calcolata non vale: non è stata usata.",
        "en": "On dialysis a computed clearance does not hold: it was not used.",
    },
    "premedication_missing": {
        "it": "Giorni {days}: prima di {drug} la premedicazione non è coperta dallo schema. {text}",
        "en": "Days {days}: before {drug} the regimen provides no premedication. {text}",
    },
    "day_not_stated": {
        "it": "Il documento non indica il giorno: {drug}.",
        "en": "The document gives no day: {drug}.",
    },
    "why_input": {"it": "Può cambiare la dose di {drug}.", "en": "It can change the dose of {drug}."},
    "why_plan": {"it": "Senza, nessuna dose si può calcolare.", "en": "Nothing can be computed without it."},
    "rebaseline_question": {
        "it": "Il peso è cambiato di {percent} % rispetto al basale: ricalcolare la superficie corporea?",
        "en": "The weight changed by {percent} % from baseline: recalculate the body surface area?",
    },
    "check_professional": {
        "it": "Supporto alla decisione: da confermare da medico e farmacia.",
        "en": "Decision support: to be confirmed by physician and pharmacy.",
    },
    "step_bsa": {"it": "Superficie corporea ({formula})", "en": "Body surface area ({formula})"},
    "step_bsa_entered": {"it": "Superficie corporea inserita", "en": "Body surface area as entered"},
    "step_bsa_cap": {
        "it": "Superficie corporea per {drug}: limite",
        "en": "Body surface area for {drug}: cap",
    },
    "step_bmi": {"it": "Indice di massa corporea", "en": "Body mass index"},
    "step_weight_change": {"it": "Variazione di peso", "en": "Weight change"},
    "step_dose": {"it": "Dose di {drug}", "en": "Dose of {drug}"},
    "step_max": {"it": "Dose massima di {drug}", "en": "Maximum dose of {drug}"},
    "step_limit": {"it": "Dose di {drug} dopo il limite", "en": "Dose of {drug} after the limit"},
    "step_adjustment": {"it": "{drug}: {text}", "en": "{drug}: {text}"},
    "step_rule": {"it": "Regola che agisce: {text}", "en": "Rule that acted: {text}"},
    "step_umol": {"it": "Creatinina in mg/dL", "en": "Creatinine in mg/dL"},
    "step_clearance": {
        "it": "Clearance della creatinina (Cockcroft-Gault)",
        "en": "Creatinine clearance (Cockcroft-Gault)",
    },
    "step_rounding": {"it": "Arrotondamento", "en": "Rounding"},
    "step_deviation": {"it": "Scostamento", "en": "Deviation"},
    "step_band": {"it": "Fascia", "en": "Band"},
    "step_uncapped": {"it": "Dose calcolata", "en": "Calculated dose"},
    "step_limited": {"it": "Dose limitata al massimo", "en": "Dose limited to the maximum"},
    "cap_applied": {
        "it": "{value} m2, oltre il limite: usati {cap} m2",
        "en": "{value} m2, above the cap: {cap} m2 used",
    },
    "max_applied": {
        "it": "{value} mg, oltre il massimo: {cap} mg",
        "en": "{value} mg, above the maximum: {cap} mg",
    },
    "keep": {"it": "nessun ricalcolo", "en": "no recalculation"},
    "recalculate": {"it": "ricalcolare", "en": "recalculate"},
}


OPTIONS: Final[dict[str, dict[str, str]]] = {
    "yes": {"it": "Sì", "en": "Yes"},
    "no": {"it": "No", "en": "No"},
    "unknown": {"it": "Non noto", "en": "Not known"},
    "female": {"it": "Femmina", "en": "Female"},
    "male": {"it": "Maschio", "en": "Male"},
    "mosteller": {"it": "Mosteller", "en": "Mosteller"},
    "du_bois": {"it": "Du Bois", "en": "Du Bois"},
    "haycock": {"it": "Haycock", "en": "Haycock"},
    "gehan_george": {"it": "Gehan e George", "en": "Gehan and George"},
    "boyd": {"it": "Boyd", "en": "Boyd"},
    "nearest": {"it": "al più vicino", "en": "to the nearest"},
    "up": {"it": "per eccesso", "en": "up"},
    "down": {"it": "per difetto", "en": "down"},
    "umol/L": {"it": "µmol/L", "en": "µmol/L"},
}


UNITS: Final[dict[str, dict[str, str]]] = {
    "a": {"it": "anni", "en": "years"},
    "{ULN}": {"it": "volte il limite superiore", "en": "times the upper limit"},
    "m2": {"it": "m²", "en": "m²"},
    "kg/m2": {"it": "kg/m²", "en": "kg/m²"},
    "mg/m2": {"it": "mg/m²", "en": "mg/m²"},
    "mo": {"it": "mesi", "en": "months"},
    "mg/(24.h)": {"it": "mg nelle 24 ore", "en": "mg in 24 hours"},
}


def unit_words(unit: str, lang: str) -> str:
    """Return how a unit's code reads: the codes are UCUM's, and some are not for readers."""
    return UNITS[unit][lang] if unit in UNITS else unit


def option_label(option: str, lang: str) -> str:
    """Return how a general option reads; any other name, such as a unit, reads as it is."""
    return OPTIONS[option][lang] if option in OPTIONS else option


def message(code: str, lang: str, **values: object) -> str:
    """Fill the sentence ``code`` in ``lang``."""
    return MESSAGES[code][lang].format(**values)
