"""What the algorithm's answers say in their own words; clinical sentences come from the edition."""

from __future__ import annotations

from typing import Final

from calculators.outcome import Caution, Outcome

_WORDS: Final = {
    "count_=": {"it": "{label}: {value}", "en": "{label}: {value}"},
    "count_>=": {"it": "{label}: almeno {value}", "en": "{label}: at least {value}"},
    "count_<=": {"it": "{label}: al massimo {value}", "en": "{label}: at most {value}"},
    "count_>": {"it": "{label}: più di {value}", "en": "{label}: more than {value}"},
    "count_<": {"it": "{label}: meno di {value}", "en": "{label}: fewer than {value}"},
    "not_stated": {
        "it": "linea e refrattarietà: non indicate nel documento",
        "en": "line and refractoriness: not stated in the document",
    },
    "outside": {
        "it": "l'algoritmo del documento non colloca questo schema",
        "en": "the document's algorithm does not place this regimen",
    },
    "own_check": {
        "it": "ha un controllo suo: durata della risposta, mantenimento, numero di trapianti",
        "en": "has its own check: duration of response, maintenance, number of transplants",
    },
    "not_covered": {
        "it": "Non coperto dal protocollo: discutere in GIC. Nessun nodo del documento vale per questi dati.",
        "en": "Not covered by the protocol: discuss in the group (GIC). "
        "No node of the document holds for these data.",
    },
    "undecided": {
        "it": "Mancano dati: possono ancora valere {nodes}.",
        "en": "Data are missing: {nodes} may still hold.",
    },
    "nodes_hold": {"it": "Valgono i nodi: {nodes}.", "en": "Nodes that hold: {nodes}."},
    "overlap": {
        "it": "Valgono insieme {nodes}: il documento non scrive quale prevale. Elencati tutti, senza ordine.",
        "en": "{nodes} hold together: the document does not write which prevails. All are listed, unranked.",
    },
    "conflict_class": {
        "it": "contiene {drug} ({class_name}): la malattia è refrattaria a questa classe",
        "en": "contains {drug} ({class_name}): the disease is refractory to this class",
    },
    "conflict_same": {
        "it": "contiene {drug}: la malattia è refrattaria allo stesso farmaco",
        "en": "contains {drug}: the disease is refractory to the same drug",
    },
    "conflict_other": {
        "it": "contiene {drug} ({class_name}): la malattia è refrattaria a un altro farmaco della classe",
        "en": "contains {drug} ({class_name}): the disease is refractory to another drug of the class",
    },
    "conflict_unknown": {
        "it": "contiene {drug}: conflitto non valutabile, refrattarietà non nota",
        "en": "contains {drug}: conflict not assessable, refractoriness not known",
    },
    "blocked": {
        "it": "le dosi non si calcolano: {discrepancy}",
        "en": "its doses are not calculated: {discrepancy}",
    },
    "empty_list": {
        "it": "{label}: un elenco vuoto non dice né sì né no. Indicare i farmaci, oppure yes, no o unknown.",
        "en": "{label}: an empty list says neither yes nor no. Name the drugs, or give yes, no or unknown.",
    },
    "not_in_class": {
        "it": "{label}: {value} non è un farmaco della classe. Farmaci: {known}.",
        "en": "{label}: {value} is not a drug of the class. Drugs: {known}.",
    },
    "no_algorithm": {
        "it": "Questa edizione non contiene l'algoritmo.",
        "en": "This edition holds no algorithm.",
    },
}


def say(code: str, lang: str, **values: object) -> str:
    """Return a sentence in the reader's language."""
    return _WORDS[code][lang].format(**values)


def no_algorithm(lang: str) -> Outcome:
    """Answer for an edition that holds no algorithm."""
    return Outcome(
        status="not_covered", warnings=[Caution("no_algorithm", say("no_algorithm", lang), (), "stop")]
    )
