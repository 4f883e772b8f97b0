"""The page of every trial, the list of all, and what a regimen's page says of its trials."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from generator.content import Content
from generator.evidence_list import in_order
from generator.evidence_plots import bars, drawable, forest
from generator.evidence_records import Measure, Result, Trial
from generator.evidence_table import results_table
from generator.evidence_words import headline, leading_results, settings_words
from generator.links import Links
from generator.locale import words
from generator.pages.page import Page
from generator.pages.regimens import document_order, sort_records
from generator.pages.site_data import SiteData
from generator.words import said


def evidence_pages(site: SiteData) -> Iterator[Page]:
    for trial in site.content.evidence.values():
        yield _trial_page(site, trial)


def _trial_page(site: SiteData, trial: Trial) -> Page:
    content, lang = site.content, site.lang
    path = f"evidence/{trial.id}.md"
    page = Page(path, "trial.md.j2", "")
    links = Links(content, lang, page.base)
    records = sort_records([content.discrepancies[name] for name in trial.discrepancies])
    checked = [result.check.status for result in trial.results]
    data: dict[str, Any] = {
        "trial": trial,
        "setting": settings_words(trial, lang),
        "headline": headline(trial, lang, content.measures),
        "sections": list(_sections(trial, content.measures, links)),
        "records": records,
        "agree": checked.count("agrees"),
        "figures": len(checked),
        "all_sources": sorted(set(_sources(trial.model_dump(mode="json")))),
    }
    name = said(trial.name, lang)
    return Page(
        path,
        "trial.md.j2",
        name,
        data,
        description=f"{name}. {said(trial.title, lang)}",
        verified=trial.last_verified_on,
        wide=True,
    )


def _sources(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "source" and value:
                yield from value
            else:
                yield from _sources(value)
    elif isinstance(data, list):
        for item in data:
            yield from _sources(item)


def _sections(trial: Trial, measures: Mapping[str, Measure], links: Links) -> Iterator[dict[str, Any]]:
    """Yield the parts of a trial's page: a time to an event each, then response, safety, the patients."""
    lang, t = links.lang, words(links.lang)

    def part(result: Result) -> str:
        measure = measures[result.measure]
        if measure.domain != "efficacy":
            return measure.domain
        return result.measure if measure.scale == "months" else "response"

    order = list(dict.fromkeys(part(result) for result in trial.results))
    order.sort(key=lambda name: _LAST.index(name) + 1 if name in _LAST else 0)
    for name in order:
        members = [result for result in trial.results if part(result) == name]
        title = t[f"section_{name}"] if name in _LAST else said(measures[name].name, lang)
        base = f"plot-{trial.id}-{name.replace('_', '-')}"
        meanings = {said(measures[r.measure].short, lang): measures[r.measure].meaning for r in members}
        yield {
            "id": name.replace("_", "-"),
            "title": title,
            "meanings": list(meanings.items()),
            "figures": _figures(trial, members, measures, lang, base),
            "table": results_table(trial, members, measures, links, title),
        }


_LAST = ("response", "safety", "population")


def _figures(
    trial: Trial, members: Sequence[Result], measures: Mapping[str, Measure], lang: str, base: str
) -> list[str]:
    """Return the plots of a part: hazard ratios, then bars where there are at least two values to see."""
    found = [forest(trial, members, measures, lang, f"{base}-hr")]
    shown = [one for one in drawable(members, measures) if measures[one.measure].domain != "population"]

    def axis(result: Result) -> tuple[str, str]:
        """Values share an axis only in one unit and at one cut-off."""
        return measures[result.measure].scale, result.cut_off.en if result.cut_off else ""

    for number, (_, group) in enumerate(groupby(sorted(shown, key=axis), axis), 1):
        results = list(group)
        if sum(len(result.values) for result in results) > 1:
            what = _what(results, measures, lang)
            found.append(bars(trial, results, measures, lang, f"{base}-{number}", what))
    return [one for one in found if one]


def _what(results: Sequence[Result], measures: Mapping[str, Measure], lang: str) -> str:
    """Name what bars show: one measure, or the part of the page that several belong to."""
    names = {result.measure: measures[result.measure] for result in results}
    first = next(iter(names.values()))
    if len(names) == 1:
        return said(first.short, lang)
    return words(lang)["section_safety" if first.domain == "safety" else "section_response"].lower()


def evidence_index(site: SiteData) -> Page:
    content, lang, t = site.content, site.lang, words(site.lang)
    trials = in_order(content)
    concerned = {name for trial in trials for name in trial.regimens}
    given = {name for trial in trials for name in trial.drugs}
    settings = ("first_line", "early_relapse", "late_relapse", "maintenance", "other_disease")
    regimens = sorted(content.regimens.values(), key=document_order)
    drugs = sorted(content.drugs.values(), key=lambda drug: said(drug.inn, lang))
    filters = [
        _filter("regimen", t["filter_regimen"], [(r.id, r.acronym) for r in regimens if r.id in concerned]),
        _filter("drug", t["filter_drug"], [(d.id, said(d.inn, lang)) for d in drugs if d.id in given]),
        _filter("setting", t["filter_setting"], [(name, t[f"setting_{name}"]) for name in settings]),
        _filter("trial", t["filter_trial"], [(trial.id, said(trial.name, lang)) for trial in trials]),
    ]
    data = {
        "cards": [_card(trial, content, lang) for trial in trials],
        "filters": filters,
    }
    return Page("evidence/index.md", "evidence.md.j2", t["nav_evidence"], data)


def _filter(name: str, label: str, options: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "options": [{"value": value, "label": text} for value, text in options],
    }


def _card(trial: Trial, content: Content, lang: str) -> dict[str, Any]:
    """Return a trial in the list: its facts, its leading outcome, and the response in all patients."""
    measures, name = content.measures, f"card-{trial.id}"
    leading = leading_results(trial)
    figures = []
    if leading:
        what = said(measures[leading[0].measure].short, lang)
        figures.append(_small(trial, leading, content, lang, f"{name}-leading", what))
    response = [
        result
        for result in drawable(trial.results, measures)
        if measures[result.measure].domain == "efficacy"
        and measures[result.measure].scale == "percent"
        and result.group == "all"
        and result not in leading
    ]
    if response:
        figures.append(
            bars(trial, response, measures, lang, f"{name}-response", _what(response, measures, lang))
        )
    return {
        "trial": trial,
        "setting": settings_words(trial, lang),
        "headline": headline(trial, lang, measures),
        "figures": [one for one in figures if one],
    }


def _small(trial: Trial, results: Sequence[Result], content: Content, lang: str, name: str, what: str) -> str:
    """Draw the leading outcome: bars in all patients where there are values, else hazard ratios."""
    everyone = [result for result in drawable(results, content.measures) if result.group == "all"]
    if everyone:
        return bars(trial, everyone, content.measures, lang, name, what)
    by_group = forest(trial, results, content.measures, lang, name)
    return by_group or bars(trial, drawable(results, content.measures), content.measures, lang, name, what)
