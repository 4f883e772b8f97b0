"""How options, classes and units read, in Italian and English."""

from __future__ import annotations

from typing import Final

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
    "from_inclusive": {"it": "l'inizio della fascia", "en": "the start of the band"},
    "to_inclusive": {"it": "la fine della fascia", "en": "the end of the band"},
    "umol/L": {"it": "µmol/L", "en": "µmol/L"},
    "ckd_epi_2021": {"it": "CKD-EPI 2021", "en": "CKD-EPI 2021"},
    "ckd_epi_2009": {"it": "CKD-EPI 2009, senza etnia", "en": "CKD-EPI 2009, without race"},
    "mdrd_175": {"it": "MDRD (175)", "en": "MDRD (175)"},
    "positive": {"it": "Positivo", "en": "Positive"},
    "negative": {"it": "Negativo", "en": "Negative"},
    "none": {"it": "Assente", "en": "None"},
    # progression of myeloma
    "serum_m_protein": {"it": "Componente M nel siero", "en": "Serum M-protein"},
    "urine_m_protein": {"it": "Componente M nelle urine", "en": "Urine M-protein"},
    "free_light_chain_difference": {
        "it": "Differenza tra catene leggere libere",
        "en": "Difference between free light chains",
    },
    "pd": {"it": "Progressione", "en": "Progression"},
    "not_pd": {"it": "Criteri di progressione non soddisfatti", "en": "Criteria of progression not met"},
    "met": {"it": "Soddisfatti", "en": "Met"},
    "not_met": {"it": "Non soddisfatti", "en": "Not met"},
    "criterion_met": {"it": "soddisfatto", "en": "met"},
    "criterion_not_met": {"it": "non soddisfatto", "en": "not met"},
    "brexu_cel_all": {
        "it": "Brexu-cel (leucemia linfoblastica)",
        "en": "Brexu-cel (lymphoblastic leukaemia)",
    },
    "axi_cel": {"it": "Axi-cel", "en": "Axi-cel"},
    "ide_cel": {"it": "Ide-cel", "en": "Ide-cel"},
    "cilta_cel": {"it": "Cilta-cel", "en": "Cilta-cel"},
    "teclistamab": {"it": "Teclistamab", "en": "Teclistamab"},
    "elranatamab": {"it": "Elranatamab", "en": "Elranatamab"},
    "talquetamab_weekly": {"it": "Talquetamab ogni settimana", "en": "Talquetamab every week"},
    "talquetamab_biweekly": {"it": "Talquetamab ogni due settimane", "en": "Talquetamab every two weeks"},
    "below": {"it": "Sotto la soglia", "en": "Below the limit"},
    "above": {"it": "Sopra la soglia", "en": "Above the limit"},
    "at_threshold": {"it": "Sulla soglia", "en": "On the limit"},
    "full": {"it": "Dose piena", "en": "Full dose"},
    # classes of scores
    "standard": {"it": "Standard", "en": "Standard"},
    "very_good": {"it": "Molto buono", "en": "Very good"},
    "good": {"it": "Buono", "en": "Good"},
    "poor": {"it": "Sfavorevole", "en": "Poor"},
    "low": {"it": "Basso", "en": "Low"},
    "low_intermediate": {"it": "Intermedio-basso", "en": "Low-intermediate"},
    "intermediate": {"it": "Intermedio", "en": "Intermediate"},
    "high_intermediate": {"it": "Intermedio-alto", "en": "High-intermediate"},
    "high": {"it": "Alto", "en": "High"},
    "fit": {"it": "Fit", "en": "Fit"},
    "frail": {"it": "Fragile", "en": "Frail"},
    "non_frail": {"it": "Non fragile", "en": "Non-frail"},
    "gcb": {"it": "Centro germinativo (GCB)", "en": "Germinal centre (GCB)"},
    "non_gcb": {"it": "Non centro germinativo (non-GCB)", "en": "Not germinal centre (non-GCB)"},
    "grade_0": {"it": "Grado 0", "en": "Grade 0"},
    "grade_1": {"it": "Grado 1", "en": "Grade 1"},
    "grade_2": {"it": "Grado 2", "en": "Grade 2"},
    "grade_3": {"it": "Grado 3", "en": "Grade 3"},
    "grade_4": {"it": "Grado 4", "en": "Grade 4"},
    # CRS
    "no_vasopressor": {"it": "Senza vasopressori", "en": "No vasopressor needed"},
    "one_vasopressor": {
        "it": "Un vasopressore (con o senza vasopressina)",
        "en": "One vasopressor (with or without vasopressin)",
    },
    "multiple_vasopressors": {
        "it": "Più vasopressori (la vasopressina non conta)",
        "en": "Multiple vasopressors (vasopressin not counted)",
    },
    "low_flow": {"it": "Ossigeno a basso flusso (fino a 6 L/min)", "en": "Low-flow oxygen (up to 6 L/min)"},
    "high_flow": {
        "it": "Ossigeno ad alto flusso o in maschera",
        "en": "High-flow oxygen or by mask",
    },
    "positive_pressure": {
        "it": "Pressione positiva (CPAP, BiPAP, intubazione)",
        "en": "Positive pressure (CPAP, BiPAP, intubation)",
    },
    # ICANS
    "alert": {"it": "Vigile", "en": "Alert"},
    "awakens_spontaneously": {
        "it": "Si risveglia spontaneamente (sonnolento)",
        "en": "Awakens spontaneously (drowsy)",
    },
    "awakens_to_voice": {"it": "Si risveglia alla voce", "en": "Awakens to voice"},
    "awakens_to_touch": {"it": "Si risveglia solo al tatto", "en": "Awakens only to touch"},
    "unarousable": {"it": "Non risvegliabile", "en": "Unarousable"},
    "resolving": {
        "it": "Si risolve rapidamente, o solo all'EEG",
        "en": "Resolves rapidly, or on EEG only",
    },
    "prolonged_or_repetitive": {
        "it": "Prolungata (oltre 5 minuti) o ripetuta senza ripresa",
        "en": "Prolonged (more than 5 minutes) or repeated without recovery",
    },
    "focal": {"it": "Focale", "en": "Focal"},
    "diffuse": {
        "it": "Diffuso, postura in decerebrazione o decorticazione, VI nervo, papilledema o triade di"
        " Cushing",
        "en": "Diffuse, decerebrate or decorticate posturing, sixth nerve, papilloedema or Cushing's triad",
    },
}


UNITS: Final[dict[str, dict[str, str]]] = {
    "a": {"it": "anni", "en": "years"},
    "{ULN}": {"it": "volte il limite superiore", "en": "times the upper limit"},
    "m2": {"it": "m²", "en": "m²"},
    "kg/m2": {"it": "kg/m²", "en": "kg/m²"},
    "mg/m2": {"it": "mg/m²", "en": "mg/m²"},
    "mL/min/{1.73_m2}": {"it": "mL/min/1,73 m²", "en": "mL/min/1.73 m²"},
    "10*9/L": {"it": "× 10⁹/L", "en": "× 10⁹/L"},
    "mg/(24.h)": {"it": "mg/24 h", "en": "mg/24 h"},
    "{points}": {"it": "pt", "en": "pt"},
    "mo": {"it": "mesi", "en": "months"},
    "1": {"it": "", "en": ""},
}
