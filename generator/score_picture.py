"""The classes of a score as a static picture: the points on their scale and the classes over it.

The page's script draws the same picture with a result in it (assets/javascripts/score-view.js). The classes
come from the calculator itself, asked with one of its cases.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from calculators import api
from calculators.edition import Edition
from calculators.quantity import localised
from generator.locale import words

MOST_COLUMNS = 16
"""More columns than this would be too narrow to read."""


def classes_of(cases: Sequence[Mapping[str, Any]], edition: Edition, lang: str) -> list[Mapping[str, Any]]:
    """Return the classes that a calculator names when it answers the first of its cases that computes."""
    for case in cases:
        request = {"calculator": case["calculator"], "inputs": case["input"], "lang": lang}
        result = api.answer(request, api.only(edition))
        if result["status"] == "ok":
            found: list[Mapping[str, Any]] = result["details"].get("classes", [])
            return found
    return []


def class_picture(classes: Sequence[Mapping[str, Any]], lang: str) -> Markup | None:
    """Return the picture, or nothing where the score has no classes."""
    if len(classes) < 2:
        return None
    scale = _scale(classes)
    rows = []
    if scale:
        rows.append(_row(("score__tick", 1, _mark(value, lang)) for value in scale))
    rows.append(_row(("score__class", _span(one, scale), one["label"]) for one in classes))
    listed = "; ".join(f"{one['label']} {one['span']}".strip() for one in classes)
    label = words(lang)["calculator_classes"].format(classes=listed)
    table = Markup('<table class="score__scale" aria-hidden="true"><tbody>{}</tbody></table>').format(
        Markup("").join(rows)
    )
    return Markup('<div class="score__bar score__bar--plain" role="img" aria-label="{}">{}</div>').format(
        label, table
    )


def _scale(classes: Sequence[Mapping[str, Any]]) -> list[Decimal]:
    """Return every number that the score can be; nothing where its classes have no bounds."""
    bounds = [one[end] for one in classes for end in ("minimum", "maximum")]
    if None in bounds:
        return []
    ends = [Decimal(str(bound)) for bound in bounds]
    step = Decimal(1) if all(end == end.to_integral_value() for end in ends) else Decimal("0.5")
    count = int((max(ends) - min(ends)) / step) + 1
    return [min(ends) + step * position for position in range(count)] if count <= MOST_COLUMNS else []


def _span(one: Mapping[str, Any], scale: list[Decimal]) -> int:
    if not scale:
        return 1
    return scale.index(Decimal(str(one["maximum"]))) - scale.index(Decimal(str(one["minimum"]))) + 1


def _mark(value: Decimal, lang: str) -> str:
    return localised(str(value.normalize()) if value else "0", lang)


def _row(cells: Iterable[tuple[str, int, str]]) -> Markup:
    made = (Markup('<td class="{}" colspan="{}">{}</td>').format(*cell) for cell in cells)
    return Markup("<tr>{}</tr>").format(Markup("").join(made))
