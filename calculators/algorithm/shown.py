"""The algorithm's answer as a reader sees it: regimens by state, criterion by criterion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from calculators.algorithm.placing import STATES
from calculators.algorithm.words import say

SourcesOf = Callable[[list[str]], list[dict[str, str]]]

_STATE_WORDS: Final = {
    "applicable": {"it": "Applicabili", "en": "Applicable"},
    "conflicting": {
        "it": "In conflitto con una refrattarietà",
        "en": "Conflicting: the disease is refractory to a drug or its class",
    },
    "not_assessable": {"it": "Non valutabili con questi dati", "en": "Not assessable with these data"},
    "not_applicable": {"it": "Non applicabili", "en": "Not applicable"},
    "outside": {
        "it": "Fuori dall'algoritmo: schemi di altri documenti",
        "en": "Outside the algorithm: regimens of other documents",
    },
}
_MET_WORDS: Final = {
    "met": {"it": "soddisfatto", "en": "met"},
    "not_met": {"it": "non soddisfatto", "en": "not met"},
    "unknown": {"it": "non noto", "en": "unknown"},
    "not_stated": {"it": "non indicato", "en": "not stated"},
}


def shown_placement(details: Mapping[str, Any], lang: str, sources: SourcesOf) -> dict[str, Any]:
    """Return what the page draws and ``explain`` prints of an answer's ``details``."""
    return {
        "summary": _summary(details, lang),
        "nodes": details["nodes"],
        "undecided": details["undecided"],
        "asides": details["asides"],
        "known_states": details["known_states"],
        "ask": details["ask"],
        "groups": [
            {
                "state": state,
                "label": _STATE_WORDS[state][lang],
                "regimens": [
                    _regimen(entry, lang, sources)
                    for entry in details["catalogue"]
                    if ("outside" if entry["outside"] else entry["state"]) == state
                ],
            }
            for state in (*STATES, "outside")
            if state != "outside" or any(entry["outside"] for entry in details["catalogue"])
        ],
    }


def _summary(details: Mapping[str, Any], lang: str) -> str:
    if details["asides"]:
        titles = {place["node"]: place["title"] for e in details["catalogue"] for place in e["places"]}
        return "; ".join(titles[name] for name in details["asides"])
    parts = []
    if details["nodes"]:
        parts.append(say("nodes_hold", lang, nodes=", ".join(details["nodes"])))
    if details["undecided"]:
        parts.append(say("undecided", lang, nodes=", ".join(details["undecided"])))
    return " ".join(parts) or say("not_covered", lang)


def _regimen(entry: Mapping[str, Any], lang: str, sources: SourcesOf) -> dict[str, Any]:
    blocked = entry["blocked_by"]
    return {
        "id": entry["regimen"],
        "acronym": entry["acronym"],
        "name": entry["name"],
        "href": f"regimens/{entry['regimen']}/#calcola",
        "places": [
            _place(place, lang, sources)
            for place in sorted(entry["places"], key=lambda place: STATES.index(place["state"]))
        ],
        "conflicts": [conflict["text"] for conflict in entry["conflicts"]],
        "blocked": {
            "text": say("blocked", lang, discrepancy=blocked),
            "href": f"discrepancies/#{blocked.lower()}",
        }
        if blocked
        else None,
        "indication": entry["indication"],
        "indication_sources": sources(entry["indication_sources"]),
        "off_label": entry["off_label"],
    }


def _place(place: Mapping[str, Any], lang: str, sources: SourcesOf) -> dict[str, Any]:
    """Return a regimen's criteria at one node; shared sources stand once, at the last of them."""
    criteria = place["criteria"]
    return {
        "node": place["node"],
        "label": place["title"] if place["aside"] else place["node"],
        "title": place["title"],
        "state": place["state"],
        "criteria": [
            {
                "text": criterion["text"],
                "met": criterion["met"],
                "met_label": _MET_WORDS[criterion["met"]][lang],
                "sources": sources(criterion["sources"])
                if position + 1 == len(criteria) or criteria[position + 1]["sources"] != criterion["sources"]
                else [],
            }
            for position, criterion in enumerate(criteria)
        ],
    }


def placement_lines(shown: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a printed answer."""
    yield shown["summary"]
    for group in shown["groups"]:
        if not group["regimens"]:
            continue
        yield f"{group['label']}:"
        for regimen in group["regimens"]:
            yield f"    {regimen['acronym']}: {regimen['name']}"
            for place in regimen["places"]:
                criteria = "; ".join(f"{c['text']} [{c['met_label']}]" for c in place["criteria"])
                yield f"        {place['label']}: {criteria}"
            for conflict in regimen["conflicts"]:
                yield f"        ! {conflict}"
            if regimen["blocked"]:
                yield f"        ! {regimen['blocked']['text']}"
