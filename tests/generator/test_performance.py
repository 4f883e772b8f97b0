"""The page on how the site performs: every figure from the benchmark's file, in both languages."""

import json

import pytest

from generator.locale import LANGUAGES
from generator.pages.performance import RESULTS, plot

RATIO = {"median": 0.35, "min": 0.3, "max": 0.5}
VARIANTS = {
    "stock": {"cold_ratio": {"median": 1.0, "min": 1.0, "max": 1.0}},
    "site": {"cold_ratio": RATIO, "worker_ratio": RATIO},
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_plot_has_a_bar_for_every_ratio_and_says_it(lang: str) -> None:
    drawn = plot(VARIANTS, lang)
    assert drawn.count("<rect") == 3
    assert drawn.count("0,35×" if lang == "it" else "0.35×") == 4
    assert "style=" not in drawn  # the policy allows none


@pytest.mark.skipif(not RESULTS.is_file(), reason="no run is committed: the site has no such page")
def test_the_results_are_of_a_run_with_the_variants_of_the_page() -> None:
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert {"stock", "plain", "site", "pyscript", "markdown_exec"} <= set(results["variants"])
    assert results["rounds"] >= 5
    assert {"date", "machine", "load", "pyodide", "reader"} <= set(results)
