"""Every sentence the calculators say, in Italian and English. No clinical value lives here.

Sentences with a clinical content (rules, warnings, questions of the protocol) come from the edition.
"""

from __future__ import annotations

from typing import Final

from calculators.option_words import OPTIONS, UNITS

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
    "from_label": {
        "it": "{text} (da RCP, assente nel documento)",
        "en": "{text} (from the label, not in the document)",
    },
    "from_elsewhere": {
        "it": "{text} (assente nel documento, da confermare)",
        "en": "{text} (not in the document, to be confirmed)",
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
    "dose_not_verified": {
        "it": "Dose o giorni non riletti nella fonte citata: {drugs}. Da verificare prima dell'uso.",
        "en": "Dose or days not re-read in the source named: {drugs}. To be verified before use.",
    },
    "step_surface_limit": {"it": "Limite per superficie di {drug}", "en": "Limit by surface of {drug}"},
    "step_whole": {
        "it": "Dose di {drug} in unità intere da {whole} mg",
        "en": "Dose of {drug} in whole units of {whole} mg",
    },
    "not_verified": {"it": "Non verificato: {text}", "en": "Not verified: {text}"},
    "baseline_assumed": {
        "it": "Peso basale non indicato: per {drug} è usato il peso attuale.",
        "en": "No baseline weight given: the current weight is used for {drug}.",
    },
    "bsa_entered_weight_changed": {
        "it": "Il peso è cambiato di {percent} % rispetto al basale, ma la superficie inserita è usata "
        "così com'è: se viene da un altro peso va ricalcolata prima di inserirla.",
        "en": "The weight changed by {percent} % from baseline, but the entered surface is used as it is: "
        "if it comes from another weight, recalculate it before entering it.",
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
    "step_egfr": {"it": "Filtrato glomerulare stimato", "en": "Estimated glomerular filtration rate"},
    "step_albumin": {"it": "Albumina in {unit}", "en": "Albumin in {unit}"},
    "step_calcium": {"it": "Calcio corretto per l'albumina", "en": "Albumin-corrected calcium"},
    "step_crp": {"it": "Proteina C reattiva in mg/dL", "en": "C-reactive protein in mg/dL"},
    "step_sum": {"it": "Somma dei punti", "en": "Sum of the points"},
    "step_worst": {"it": "Il peggiore decide il grado", "en": "The worst decides the grade"},
    "step_class": {"it": "Classe: {name}", "en": "Class: {name}"},
    "step_increase": {"it": "Aumento assoluto", "en": "Absolute increase"},
    "step_increase_percent": {"it": "Aumento relativo", "en": "Relative increase"},
    "step_items_met": {"it": "Altre voci presenti", "en": "Other items present"},
    "step_log2": {"it": "Logaritmo in base 2", "en": "Logarithm in base 2"},
    "step_igg": {"it": "IgG in mg/dL", "en": "IgG in mg/dL"},
    "step_day": {"it": "Giorno {day}: {drug}", "en": "Day {day}: {drug}"},
    "step_days": {"it": "Giorni {days}: {drug}, ogni dose", "en": "Days {days}: {drug}, each dose"},
    "step_volume": {"it": "Volume a {value} mg/mL", "en": "Volume at {value} mg/mL"},
    "interval": {
        "it": "Giorno {day}: da {at_least} a {at_most} giorni dopo la dose precedente.",
        "en": "Day {day}: {at_least} to {at_most} days after the dose before.",
    },
    "interval_at_least": {
        "it": "Giorno {day}: almeno {at_least} giorni dopo la dose precedente.",
        "en": "Day {day}: at least {at_least} days after the dose before.",
    },
    "not_in_edition": {
        "it": "Questa edizione del protocollo non contiene questi dati: nessun calcolo.",
        "en": "This edition of the protocol does not hold these data: nothing is computed.",
    },
    "not_a_prescription": {
        "it": "Criteri da confrontare, non un'indicazione al trattamento: decide il GIC; rimborso AIFA da"
        " verificare.",
        "en": "Criteria to compare, not an indication to treat: the multidisciplinary group decides; AIFA"
        " reimbursement to be verified.",
    },
    "igg_at_threshold": {
        "it": "Esattamente {value} mg/dL: sotto soglia no, obiettivo raggiunto. Decisione clinica.",
        "en": "Exactly {value} mg/dL: not below the limit, goal reached. Clinical decision.",
    },
    "renal_at_threshold": {
        "it": "Clearance di {value} mL/min, sul confine: {text}.",
        "en": "Clearance of {value} mL/min, on the border: {text}.",
    },
    "kidney_blocked": {
        "it": "Calcolo bloccato, {drug}: {text}.",
        "en": "Calculation blocked, {drug}: {text}.",
    },
    "kidney_full_dose": {
        "it": "{drug} a dose piena per scelta del medico. {text}.",
        "en": "{drug} at full dose by the physician's choice. {text}.",
    },
    "kidney_reduced": {
        "it": "{drug} ridotta a {value} mg/m2 dal medico. {text}.",
        "en": "{drug} reduced to {value} mg/m2 by the physician. {text}.",
    },
    "kidney_reduced_too_much": {
        "it": "{drug}: la riduzione supera il {value} % della scheda tecnica, verificare.",
        "en": "{drug}: the reduction exceeds the label's {value} %, check it.",
    },
    "days_not_verified": {
        "it": "giorni prima dell'infusione non riletti nella scheda tecnica",
        "en": "days before infusion not re-read in the label",
    },
    "unknown": {
        "it": "{label}: non noto, e può cambiare la risposta.",
        "en": "{label}: not known, and it can change the answer.",
    },
    "at_threshold": {
        "it": "{label}: esattamente {value}, il valore soglia, che la pubblicazione non assegna. Decisione"
        " clinica.",
        "en": "{label}: exactly {value}, the cut-off, which the publication does not assign. Clinical"
        " decision.",
    },
    "keep": {"it": "nessun ricalcolo", "en": "no recalculation"},
    "recalculate": {"it": "ricalcolare", "en": "recalculate"},
}


def unit_words(unit: str, lang: str) -> str:
    """Return how a unit's code reads: the codes are UCUM's, and some are not for readers."""
    return UNITS[unit][lang] if unit in UNITS else unit


def option_label(option: str, lang: str) -> str:
    """Return how a general option reads; any other name, such as a unit, reads as it is."""
    return OPTIONS[option][lang] if option in OPTIONS else option


def message(code: str, lang: str, **values: object) -> str:
    """Fill the sentence ``code`` in ``lang``."""
    sentence = MESSAGES[code][lang]
    return sentence.format(**values) if values else sentence
