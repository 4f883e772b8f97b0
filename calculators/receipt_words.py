"""The fixed words of a receipt, in both languages."""

from __future__ import annotations

from typing import Final

Words = dict[str, dict[str, str]]

STATUS: Final[Words] = {
    "ok": {"it": "calcolo completo", "en": "calculation complete"},
    "needs_input": {"it": "Mancano dati", "en": "Some data are missing"},
    "needs_choice": {"it": "Serve una scelta del prescrittore", "en": "A prescriber's choice is needed"},
    "blocked": {"it": "Calcolo bloccato", "en": "Calculation blocked"},
    "not_covered": {
        "it": "Non coperto dal protocollo: discutere in GIC",
        "en": "Not covered by the protocol: discuss in the multidisciplinary group",
    },
    "invalid": {"it": "Dati da correggere", "en": "Some data need correcting"},
}
KINDS: Final[Words] = {
    "reconstructed": {"it": "da RCP, assente nel documento", "en": "from the label, not in the document"},
    "reconstructed_elsewhere": {
        "it": "assente nel documento, da confermare",
        "en": "not in the document, to be confirmed",
    },
    "corrected": {"it": "corretto, da confermare", "en": "corrected, to be confirmed"},
    "choice": {"it": "scelta del prescrittore", "en": "prescriber's choice"},
    "gap": {"it": "il documento tace, da confermare", "en": "the document is silent, to be confirmed"},
    "undetermined": {"it": "lettura incerta", "en": "uncertain reading"},
    "editorial": {"it": "refuso", "en": "slip"},
}
PARTS: Final[Words] = {
    "dose": {"it": "dose", "en": "dose"},
    "days": {"it": "giorni", "en": "days"},
    "route": {"it": "via", "en": "route"},
    "max": {"it": "massimo", "en": "maximum"},
    "rule": {"it": "regola", "en": "rule"},
}
FLAGS: Final[Words] = {
    "bsa_capped": {"it": "superficie limitata", "en": "surface capped"},
    "dose_capped": {"it": "dose massima", "en": "maximum dose"},
    "age_reduced": {"it": "ridotta per età", "en": "reduced for age"},
    "renal_reduced": {"it": "ridotta per il rene", "en": "reduced for the kidney"},
    "hepatic_reduced": {"it": "ridotta per il fegato", "en": "reduced for the liver"},
    "condition_reduced": {"it": "ridotta per condizione clinica", "en": "reduced for a clinical condition"},
}
ROUTES: Final[Words] = {
    "iv": {"it": "endovena (EV)", "en": "intravenous (IV)"},
    "sc": {"it": "sottocute (SC)", "en": "subcutaneous (SC)"},
    "po": {"it": "per bocca (OS)", "en": "by mouth (PO)"},
    "im": {"it": "intramuscolo (IM)", "en": "intramuscular (IM)"},
    "po_or_iv": {"it": "per bocca o endovena (OS/EV)", "en": "by mouth or intravenous (PO/IV)"},
    "not_stated": {"it": "via non indicata", "en": "route not stated"},
}
WORDS: Final[Words] = {
    "calculation": {"it": "Calcolo", "en": "Calculation"},
    "cycle": {"it": "ciclo", "en": "cycle"},
    "lines": {"it": "righe", "en": "lines"},
    "line": {"it": "riga", "en": "line"},
    "then": {"it": "poi", "en": "then"},
    "day_unknown": {"it": "giorno non indicato", "en": "day not stated"},
    "if_tolerated": {"it": "se tollerata", "en": "if tolerated"},
    "tolerated": {"it": "tolleranza dichiarata", "en": "tolerance stated"},
    "serves_as_premedication": {"it": "vale come premedicazione di", "en": "serves as premedication for"},
    "counts_as_premedication": {
        "it": "la dose dello schema vale come premedicazione",
        "en": "the regimen's dose counts as premedication",
    },
    "also": {"it": "Inoltre", "en": "Also"},
    "day": {"it": "giorno", "en": "day"},
    "interval_from": {
        "it": "almeno {at_least} giorni dalla dose prima",
        "en": "at least {at_least} days after the dose before",
    },
    "interval_between": {
        "it": "da {at_least} a {at_most} giorni dalla dose prima",
        "en": "{at_least} to {at_most} days after the dose before",
    },
    "to_verify": {"it": "da verificare", "en": "to be verified"},
    "draft": {"it": "bozza non validata", "en": "draft, not validated"},
}
STATES: Final[Words] = {
    "met": {"it": "soddisfatto", "en": "met"},
    "not_met": {"it": "non soddisfatto", "en": "not met"},
    "unknown": {"it": "non noto", "en": "not known"},
    "set_met": {"it": "tutti soddisfatti", "en": "all met"},
    "set_not_met": {"it": "non soddisfatti", "en": "not met"},
    "set_unknown": {"it": "dati mancanti", "en": "data missing"},
}
SIGNATURES: Final[Words] = {
    "prepared": {"it": "Preparato da", "en": "Prepared by"},
    "checked": {"it": "Controllato da (secondo controllo)", "en": "Checked by (second check)"},
    "calculated_at": {"it": "Data e ora del calcolo", "en": "Date and time of calculation"},
    "patient_name": {"it": "Cognome e nome", "en": "Surname and name"},
    "patient_birth": {"it": "Data di nascita", "en": "Date of birth"},
    "patient_id": {"it": "Codice", "en": "Identifier"},
    "patient_lines": {"it": "Identità del paziente (a penna)", "en": "Patient's identity (by pen)"},
}
WEEKDAYS: Final = {
    "it": ("lun", "mar", "mer", "gio", "ven", "sab", "dom"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS: Final = {
    "it": ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
