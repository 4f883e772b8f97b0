"""Tables of the receipt beyond a regimen's plan: doses on relative days, and criteria by therapy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from calculators.receipt_words import FLAGS, ROUTES, STATES, WORDS

Number = Callable[[str, str | None], str]
Sources = Callable[[list[str]], list[dict[str, str]]]


class Tables:
    """Formatting of the tables of one receipt; numbers, drugs and sources read as in the rest of it."""

    def __init__(
        self,
        lang: str,
        number: Number,
        basis: Callable[[str], str],
        drug: Callable[[str], str],
        sources: Sources,
    ) -> None:
        """Keep how numbers, doses per unit, drugs and sources read."""
        self.lang = lang
        self.number = number
        self.basis = basis
        self.drug = drug
        self.sources = sources

    def word(self, code: str) -> str:
        """Return a fixed word."""
        return WORDS[code][self.lang]

    def schedule(self, details: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return one line a dose: its day counted from a given day, the dose, its volume if it has one."""
        return [self._dose(given) for given in details.get("administrations", ())]

    def _dose(self, given: Mapping[str, Any]) -> dict[str, Any]:
        day = str(given["day"]).replace("-", MINUS)
        drug, dose = self.drug(given["drug"]), self.number(given["dose"], given["unit"])
        route = ROUTES[given["route"]][self.lang]
        volume = self.number(given["volume_ml"], "mL") if "volume_ml" in given else None
        vial = f"{self.number(given['concentration_mg_per_ml'], None)} mg/mL" if volume else None
        amount = f"{dose} ({volume})" if volume else dose
        return {
            "number": given["day"],
            "day": day,
            "drug": drug,
            "route": route,
            "dose": dose,
            "volume": volume,
            "vial": vial,
            "basis": self.basis(given["basis"]),
            "interval": self._interval(given.get("days_since_last")),
            "flags": [FLAGS[flag][self.lang] for flag in given.get("flags", ())],
            "sources": self.sources(given["sources"]),
            "said": f"{self.word('day').capitalize()} {day}: {drug} {amount}, {route}",
        }

    def _interval(self, days: Mapping[str, int | None] | None) -> str | None:
        if days is None:
            return None
        if days["at_most"] is None:
            return self.word("interval_from").format(at_least=days["at_least"])
        return self.word("interval_between").format(**days)

    def therapies(self, details: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return each therapy with a column a set of criteria; a row is one criterion, wherever it stands."""
        return [self._therapy(therapy) for therapy in details.get("therapies", ())]

    def _therapy(self, therapy: Mapping[str, Any]) -> dict[str, Any]:
        names: dict[str, None] = {}
        for one in therapy["sets"]:
            names |= dict.fromkeys(criterion["criterion"] for criterion in one["criteria"])
        return {
            "name": therapy["name"],
            "columns": [self._column(one) for one in therapy["sets"]],
            "rows": [[self._cell(one, name) for one in therapy["sets"]] for name in names],
            "notes": [
                {"text": note["text"], "sources": self.sources(note["sources"])} for note in therapy["notes"]
            ],
        }

    def _column(self, one: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "title": one["title"],
            "date": one["date"],
            "to_verify": None if one["verified"] else self.word("to_verify"),
            "state": one["verdict"],
            "verdict": STATES[f"set_{one['verdict']}"][self.lang],
            "sources": self.sources(one["sources"]),
        }

    def _cell(self, one: Mapping[str, Any], name: str) -> dict[str, str] | None:
        """Return the criterion as a set words it, or nothing where the set has no such criterion."""
        for criterion in one["criteria"]:
            if criterion["criterion"] == name:
                state = criterion["state"]
                return {"text": criterion["text"], "state": state, "word": STATES[state][self.lang]}
        return None


MINUS: Final = "\N{MINUS SIGN}"
