"""How it performs: what benchmarks/start_up measured, as it stands in `generator/performance/results.json`.

The file is written by the benchmark and lies among the generator's own, so that what is built from it is
built again when it changes. Without it there is no such page.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from calculators.quantity import readable
from generator.locale import words
from generator.pages.page import Page
from generator.pages.site_data import SiteData
from generator.words import date_words

RESULTS = Path(__file__).parents[1] / "performance" / "results.json"
KINDS = ("cold", "warm", "image", "worker")
BASE = "stock"
BAR_HEIGHT, GAP, LABELS, WIDTH, RIGHT = 12, 18, 170, 720, 60
MEGABYTE = 1_000_000


def performance_page(site: SiteData) -> Page:
    """Return the page; its figures are those of one run on one machine, and it says which."""
    lang, t = site.lang, words(site.lang)
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    rows = [
        {
            "name": t[f"performance_{name}"],
            "cells": [_cell(row, kind, lang) for kind in KINDS],
            "size": _size(row["bytes"], lang),
            "share": _number(row["bytes"] / results["variants"][BASE]["bytes"], 2, lang),
        }
        for name, row in results["variants"].items()
    ]
    data = {
        "rows": rows,
        "kinds": [t[f"performance_{kind}"] for kind in KINDS],
        "felt": [
            (t[f"performance_{key}"], _felt(key, value, lang)) for key, value in results["reader"].items()
        ],
        "plot": plot(results["variants"], lang),
        "facts": t["performance_facts"].format(
            date=date_words(results["date"], lang),
            machine=results["machine"],
            pyodide=results["pyodide"],
            rounds=results["rounds"],
            load=" / ".join(_number(load, 1, lang) for load in results["load"]),
        ),
    }
    return Page(
        "how-it-performs.md", "performance.md.j2", t["nav_how_it_performs"], data, behind=True, menu=True
    )


def _cell(row: dict[str, Any], kind: str, lang: str) -> dict[str, str] | None:
    if f"{kind}_ms" not in row:
        return None
    ms, ratio = row[f"{kind}_ms"], row[f"{kind}_ratio"]
    return {
        "ms": f"{_number(ms['median'], 0, lang)} ms",
        "spread": f"{_number(ms['min'], 0, lang)}–{_number(ms['max'], 0, lang)}",
        "ratio": f"{_number(ratio['median'], 2, lang)}×",
    }


def _felt(key: str, value: dict[str, float], lang: str) -> str:
    if key.endswith("_ms"):
        return f"{_number(value['median'], 0, lang)} ms ({value['min']:.0f}–{value['max']:.0f})"
    return f"{_number(value['median'] / MEGABYTE, 1, lang)} MB"


def _number(value: float, digits: int, lang: str) -> str:
    return readable(Decimal(str(value)), lang, digits)


def _size(size: int, lang: str) -> str:
    if size < MEGABYTE / 100:
        return f"{_number(size / 1000, 1, lang)} kB"
    return f"{_number(size / MEGABYTE, 2, lang)} MB"


def plot(variants: dict[str, Any], lang: str) -> str:
    """Draw each variant's ratios to stock Pyodide: a bar to the median, a line from lowest to highest."""
    t = words(lang)
    bars = [
        (name, kind, row[f"{kind}_ratio"])
        for name, row in variants.items()
        for kind in KINDS
        if f"{kind}_ratio" in row
    ]
    scale = (WIDTH - LABELS - RIGHT) / max(ratio["max"] for _, _, ratio in bars)
    parts: list[str] = []
    y, before = 8, ""
    for name, kind, ratio in bars:
        if name != before:
            y += GAP if before else 0
            parts.append(
                f'<text x="0" y="{y + BAR_HEIGHT - 1}" fill="currentColor">{t[f"performance_{name}"]}</text>'
            )
        before = name
        low, mid, high = (LABELS + ratio[key] * scale for key in ("min", "median", "max"))
        opacity = {"cold": "0.85", "warm": "0.6", "image": "0.4", "worker": "0.25"}[kind]
        middle = y + BAR_HEIGHT / 2
        said = f"{t[f'performance_{kind}']}: {_number(ratio['median'], 2, lang)}×"
        parts.append(
            f'<rect x="{LABELS}" y="{y}" width="{mid - LABELS:.1f}" height="{BAR_HEIGHT}" '
            f'fill="currentColor" opacity="{opacity}"><title>{said}</title></rect>'
            f'<path d="M{low:.1f} {middle}H{high:.1f}" stroke="currentColor" stroke-width="1.5"/>'
            f'<text x="{high + 5:.1f}" y="{y + BAR_HEIGHT - 1}" fill="currentColor" font-size="11">'
            f"{_number(ratio['median'], 2, lang)}×</text>"
        )
        y += BAR_HEIGHT + 3
    one = LABELS + scale
    height = y + 6
    line = f'<path d="M{one:.1f} 0V{height}" stroke="currentColor" stroke-dasharray="3 3" opacity="0.6"/>'
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-size="13" role="img" '
        f'aria-label="{t["performance_plot"]}"><title>{t["performance_plot"]}</title>{line}{"".join(parts)}</svg>'
    )
