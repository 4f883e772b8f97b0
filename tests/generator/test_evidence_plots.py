"""Plots: every figure in the picture is the record's, where the axis puts it, and is said in words too."""

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from generator.check import checked_content
from generator.content import Content
from generator.evidence_plots import bars, drawable, forest
from generator.evidence_records import Result, Trial
from generator.evidence_words import figure, includes_one, sentence
from generator.locale import words
from generator.pages.evidence import evidence_index, evidence_pages
from generator.plot_scale import Scale, linear_scale, log_scale, percent_scale
from generator.words import said
from tests.generator.editing import edited
from tests.generator.site_of import site_of

LANGUAGES = ("it", "en")
SVG = "{http://www.w3.org/2000/svg}"


def parsed(figure_html: str) -> ET.Element:
    """Read a figure as XML: what is not well formed is not drawn by a browser as it was meant."""
    return ET.fromstring(figure_html)


def strips(root: ET.Element) -> list[ET.Element]:
    return [svg for svg in root.iter(f"{SVG}svg") if svg.get("class") == "plot__strip"]


def pictures(content: Content, lang: str) -> Iterator[tuple[Trial, str]]:
    """Yield every figure of every page."""
    site = site_of(content, lang)
    for page in evidence_pages(site):
        for section in page.data["sections"]:
            for one in section["figures"]:
                yield page.data["trial"], one
    for card in evidence_index(site).data["cards"]:
        for one in card["figures"]:
            yield card["trial"], one


def with_ratio(trial: Trial) -> list[Result]:
    return [result for result in trial.results if result.hazard_ratio is not None]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["icaria-mm", "ikema", "castor"])
def test_a_forest_plot_has_a_row_for_every_hazard_ratio_with_its_numbers(
    content: Content, name: str, lang: str
) -> None:
    trial = content.evidence[name]
    results = with_ratio(trial)

    root = parsed(forest(trial, results, content.measures, lang, "plot-x"))
    rows = [row for row in root.iter("div") if row.get("class") == "plot__row"]

    assert len(rows) == len(strips(root)) == len(results)
    for row, result in zip(rows, results, strict=True):
        ratio, text = result.hazard_ratio, "".join(row.itertext())
        assert ratio is not None
        assert figure(ratio.value, lang) in text
        assert said(result.population, lang) in text
        if ratio.ci is not None and ratio.ci.high is not None:
            assert f"{figure(ratio.ci.low, lang)}-{figure(ratio.ci.high, lang)}" in text
        assert (words(lang)["includes_one"] in text) == includes_one(ratio)


def test_marks_stand_where_a_log_axis_puts_them(content: Content) -> None:
    trial = content.evidence["icaria-mm"]
    results = with_ratio(trial)
    low, high = math.log(0.125), math.log(2)

    root = parsed(forest(trial, results, content.measures, "it", "plot-x"))

    for strip, result in zip(strips(root), results, strict=True):
        ratio = result.hazard_ratio
        assert ratio is not None
        assert ratio.ci is not None
        assert ratio.ci.high is not None
        line = next(strip.iter(f"{SVG}line"))
        circle = next(strip.iter(f"{SVG}circle"))
        found = [line.get("x1"), circle.get("cx"), line.get("x2")]
        expected = [
            100 * (math.log(float(v)) - low) / (high - low)
            for v in (ratio.ci.low, ratio.value, ratio.ci.high)
        ]
        assert [float(str(x).rstrip("%")) for x in found] == pytest.approx(expected, abs=0.006)


def test_bars_are_as_long_as_their_values(content: Content) -> None:
    trial = content.evidence["icaria-mm"]
    results = [r for r in trial.results if r.measure == "pfs" and r.values]
    values = [value.value for result in results for value in result.values.values()]

    root = parsed(bars(trial, results, content.measures, "it", "plot-x", "PFS"))
    widths = [next(strip.iter(f"{SVG}rect")).get("width") for strip in strips(root)]

    assert [float(str(w).rstrip("%")) for w in widths] == pytest.approx(
        [100 * float(v) / 15 for v in values if v is not None], abs=0.006
    )


def test_a_hazard_ratio_without_interval_is_a_hollow_mark_alone(content: Content) -> None:
    trial = content.evidence["ikema"]
    results = [r for r in with_ratio(trial) if r.hazard_ratio and r.hazard_ratio.ci is None]

    root = parsed(forest(trial, results, content.measures, "it", "plot-x"))

    assert len(results) == 2
    for strip in strips(root):
        assert not list(strip.iter(f"{SVG}line"))
        assert "plot__point--hollow" in str(next(strip.iter(f"{SVG}circle")).get("class"))
        assert "intervallo non riportato" in "".join(strip.itertext())


def test_an_interval_from_a_publication_is_dashed_and_said_to_be(content: Content) -> None:
    trial = content.evidence["ikema"]
    [high_risk] = [r for r in with_ratio(trial) if r.population.en.startswith("High risk")]

    drawn = forest(trial, [high_risk], content.measures, "en", "plot-x")

    assert "plot__interval--outside" in drawn
    assert "interval from a publication" in drawn


def test_a_median_not_reached_is_an_open_bar_that_ends_with_the_follow_up(content: Content) -> None:
    trial = content.evidence["cartitude-1"]

    root = parsed(bars(trial, drawable(trial.results, content.measures), content.measures, "it", "x", "DOR"))
    [rect] = [rect for strip in strips(root) for rect in strip.iter(f"{SVG}rect")]

    assert "plot__bar--open" in str(rect.get("class"))
    assert rect.get("width") == "90%"  # 18 months of an axis of 20
    assert "non raggiunta a 18 mesi" in "".join(root.itertext())


def test_an_upper_end_that_could_not_be_estimated_runs_to_the_edge(content: Content) -> None:
    trial = content.evidence["redirectt-1"]

    drawn = bars(trial, trial.results, content.measures, "it", "x", "DOR")

    assert 'class="plot__interval plot__interval--open"' in drawn
    assert "non stimabile" in drawn


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_strip_has_a_title_and_a_sentence_with_its_figures(content: Content, lang: str) -> None:
    count = 0
    for trial, one in pictures(content, lang):
        sentences = {sentence(result, trial, content.measures, lang) for result in trial.results}
        for strip in strips(parsed(one)):
            title, desc = strip.find(f"{SVG}title"), strip.find(f"{SVG}desc")
            assert title is not None
            assert desc is not None
            assert strip.get("role") == "img"
            assert strip.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
            head = str(desc.text).partition(":")[0]
            assert any(full.startswith(head) for full in sentences), desc.text
            assert re.search(r"\d|non raggiunta|not reached", str(desc.text))
            count += 1
    assert count > 80


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_picture_holds_a_place_that_is_no_place_or_a_style(content: Content, lang: str) -> None:
    for trial, one in pictures(content, lang):
        assert not re.search(r"\b(?:NaN|nan|inf|None|Decimal)\b|style=|\dE[+-]\d", one), trial.id
        for place in re.findall(r'(?:x|x1|x2|cx|width)="([^"]+)%"', one):
            assert 0 <= float(place) <= 100, (trial.id, place)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_names_one_trial_its_patients_and_its_cut_off(content: Content, lang: str) -> None:
    """No figure puts two trials on one axis, and none leaves out of whom and of when it is."""
    names = [said(trial.name, lang) for trial in content.evidence.values()]
    for trial, one in pictures(content, lang):
        root = parsed(one)
        label, caption = str(root.get("aria-label")), "".join(root.find("figcaption").itertext())  # type: ignore[union-attr]
        assert [name for name in names if label.startswith(f"{name}:")] == [said(trial.name, lang)]
        assert said(trial.population.text, lang).rstrip(".") in caption
        cut_offs = [trial.cut_off.text, *(r.cut_off for r in trial.results if r.cut_off is not None)]
        assert any(said(cut_off, lang).rstrip(".") in caption for cut_off in cut_offs), trial.id


def test_values_of_different_cut_offs_never_share_an_axis(content: Content) -> None:
    site = site_of(content, "it")
    [castor] = [page for page in evidence_pages(site) if page.data["trial"].id == "castor"]
    pfs = next(section for section in castor.data["sections"] if section["id"] == "pfs")
    with_bars = [one for one in pfs["figures"] if "<rect" in one]

    assert len(with_bars) == 1
    assert "16,7 mesi" in with_bars[0]
    assert "9,3" not in with_bars[0].partition("<figcaption")[0]


def test_columns_whose_headers_are_lost_are_not_drawn_side_by_side(content: Content) -> None:
    site = site_of(content, "it")
    [page] = [page for page in evidence_pages(site) if page.data["trial"].id == "redirectt-1"]
    [card] = [c for c in evidence_index(site).data["cards"] if c["trial"].id == "redirectt-1"]

    assert [section["figures"] for section in page.data["sections"]] == [[]]
    assert card["figures"] == []
    assert "12,9 mesi" in card["headline"]


def test_no_identifier_is_used_twice_on_a_page(content: Content) -> None:
    site = site_of(content, "it")
    for page in evidence_pages(site):
        ids = re.findall(r'\bid="([^"]+)"', "".join("".join(s["figures"]) for s in page.data["sections"]))
        assert len(ids) == len(set(ids)), page.path
    cards = evidence_index(site).data["cards"]
    ids = re.findall(r'\bid="([^"]+)"', "".join("".join(card["figures"]) for card in cards))
    assert len(ids) == len(set(ids))


def test_a_changed_figure_changes_picture_and_words_alike() -> None:
    changed = checked_content(
        edited("evidence/icaria-mm.yml", "{value: 0.596, ci: [0.44, 0.81]", "{value: 0.60, ci: [0.45, 0.81]")
    )
    trial = changed.evidence["icaria-mm"]

    drawn = forest(trial, with_ratio(trial), changed.measures, "it", "plot-x")

    assert "0,596" not in drawn
    assert "0,45-0,81" in drawn


def test_a_figure_keeps_the_digits_that_were_printed() -> None:
    assert figure(Decimal("0.50"), "it") == "0,50"
    assert figure(Decimal("75.0"), "en") == "75.0"


def test_axes_begin_and_end_at_round_figures() -> None:
    assert [float(t) for t in log_scale([Decimal("0.25")]).ticks] == [0.125, 0.25, 0.5, 1, 2]
    assert [int(t) for t in linear_scale([Decimal("16.7")]).ticks] == [0, 5, 10, 15, 20]
    assert [int(t) for t in percent_scale().ticks] == [0, 25, 50, 75, 100]


def test_a_figure_outside_its_axis_is_an_error_not_a_picture() -> None:
    with pytest.raises(ValueError, match="outside the axis"):
        Scale((Decimal(0), Decimal(10)), log=False).place(Decimal(11))
