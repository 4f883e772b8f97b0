"""The plots of a trial: hazard ratios on a log axis, medians and shares as bars. A figure holds one trial.

A row is a label, a strip and the figures in words, so that labels wrap and letters keep their size on a
phone: that is why no library draws them. Altair's pictures scale as a whole and their labels do not wrap;
matplotlib writes inline styles, which the site's policy refuses.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from itertools import groupby

from generator import plot_strip
from generator.evidence_records import EVERYONE, HazardRatio, Measure, Result, Trial, Value
from generator.evidence_words import (
    ONE,
    arm_name,
    besides,
    figure,
    ratio_parts,
    reached,
    sentence,
)
from generator.locale import words
from generator.plot_scale import Scale, linear_scale, log_scale, percent_scale
from generator.plot_strip import Alternative
from generator.words import said

Measures = Mapping[str, Measure]


def forest(trial: Trial, results: Sequence[Result], measures: Measures, lang: str, name: str) -> str:
    """Return the hazard ratios of a measure as a forest plot; empty where no result has one."""
    rows = [(result, result.hazard_ratio) for result in results if result.hazard_ratio is not None]
    if not rows:
        return ""
    t = words(lang)
    ratios = [ratio for _, ratio in rows]
    scale = log_scale(end for ratio in ratios for end in _ends(ratio))
    measure = measures[rows[0][0].measure]
    outcome = said(measure.outcome or measure.short, lang)
    title = t["forest_title"].format(trial=said(trial.name, lang), measure=outcome)
    body = [plot_strip.rules(scale, ONE)]
    groups = [list(members) for _, members in groupby(rows, key=lambda row: row[0].group)]
    number = 0
    for members in groups:
        if len(groups) > 1:
            body.append(_heading(t[f"group_{members[0][0].group}"]))
        for result, ratio in members:
            number += 1
            desc = sentence(result, trial, measures, lang)
            said_so = Alternative(f"{name}-{number}", said(result.population, lang), desc)
            drawn = _ratio(scale, ratio)
            value = _value(figure(ratio.value, lang), list(ratio_parts(ratio, lang)))
            body.append(_row(_population(result, lang), plot_strip.strip(drawn, said_so), value))
    body.append(_axis(scale, t["forest_axis"], lang))
    body.append(_directions(trial, lang))
    subgroups = t["plot_subgroups"] if len(rows) > 1 else ""
    cut_off = _cut_off(trial, [result for result, _ in rows], lang)
    return _figure(name, title, body, _forest_key(ratios), _caption(trial, cut_off, subgroups, lang), lang)


def bars(trial: Trial, results: Sequence[Result], measures: Measures, lang: str, name: str, what: str) -> str:
    """Return values as bars, an arm a row; all results share one unit. Empty where nothing can be drawn."""
    rows = [result for result in results if result.values]
    scale = _bar_scale(rows, measures)
    if scale is None:
        return ""
    t = words(lang)
    title = t["bars_title"].format(trial=said(trial.name, lang), what=what)
    several = len({result.measure for result in rows}) > 1
    body = [plot_strip.rules(scale)]
    for number, result in enumerate(rows, 1):
        measure = measures[result.measure]
        body.append('<div class="plot__set">')
        body.append(f'<div class="plot__of">{_bar_label(result, measure, several, lang)}</div>')
        for position, (arm, value) in enumerate(result.values.items(), 1):
            rank = 1 if arm == EVERYONE else list(trial.arms).index(arm)
            shown = reached(value, measure.scale, lang)
            arm_text = arm_name(trial, arm, lang)
            desc = sentence(result.model_copy(update={"values": {arm: value}}), trial, measures, lang)
            said_so = Alternative(f"{name}-{number}-{position}", arm_text, desc)
            drawn = plot_strip.strip(_bar(scale, value, rank), said_so)
            body.append(_row(escape(arm_text), drawn, _value(shown, besides(value, lang))))
        body.append("</div>")
    unit = measures[rows[0].measure].scale
    body.append(_axis(scale, t[f"axis_{unit}"], lang))
    values = [value for result in rows for value in result.values.values()]
    caption = _caption(trial, _cut_off(trial, rows, lang), "", lang)
    return _figure(name, title, body, _bar_key(values), caption, lang)


def drawable(results: Iterable[Result], measures: Measures) -> list[Result]:
    """Return the results whose values can be bars: months and shares of measures that are drawn."""
    return [
        result
        for result in results
        if result.values
        and result.drawn
        and measures[result.measure].drawn
        and measures[result.measure].scale != "count"
    ]


def _ends(ratio: HazardRatio) -> Iterator[Decimal]:
    yield ratio.value
    if ratio.ci is not None and ratio.ci.high is not None:
        yield from (ratio.ci.low, ratio.ci.high)


def _ratio(scale: Scale, ratio: HazardRatio) -> str:
    point = plot_strip.point(scale, ratio.value, hollow=ratio.ci is None)
    if ratio.ci is None or ratio.ci.high is None:
        return point
    look = "plot__interval--outside" if ratio.ci_source is not None else ""
    return plot_strip.whisker(scale, ratio.ci.low, ratio.ci.high, look) + point


def _bar_scale(results: Sequence[Result], measures: Measures) -> Scale | None:
    scales = {measures[result.measure].scale for result in results}
    if not scales:
        return None
    assert len(scales) == 1  # the caller keeps units apart
    if scales == {"percent"}:
        return percent_scale()
    values = [value for result in results for value in result.values.values()]
    found = [v.value for v in values if v.value is not None]
    found += [v.at_months for v in values if v.at_months is not None]
    found += [v.ci.high for v in values if v.ci is not None and v.ci.high is not None]
    return linear_scale(found) if found else None


def _bar(scale: Scale, value: Value, rank: int) -> str:
    if value.value is None:
        return plot_strip.open_bar(scale, value.at_months, rank)
    drawn = plot_strip.bar(scale, value.value, rank)
    if value.ci is None:
        return drawn
    if value.ci.high is None:
        return drawn + plot_strip.open_whisker(scale, value.ci.low)
    return drawn + plot_strip.whisker(scale, value.ci.low, value.ci.high)


def _bar_label(result: Result, measure: Measure, several: bool, lang: str) -> str:
    if not several:
        return _population(result, lang)
    return f"<b>{escape(said(measure.short, lang))}</b> <small>{_population(result, lang)}</small>"


def _population(result: Result, lang: str) -> str:
    text = escape(said(result.population, lang))
    if result.kind == "undetermined":
        text += f' <span class="badge badge--undetermined">{escape(words(lang)["uncertain"])}</span>'
    return text


def _heading(text: str) -> str:
    return f'<div class="plot__group">{escape(text)}</div>'


def _row(label: str, picture: str, value: str) -> str:
    return f'<div class="plot__row"><div class="plot__label">{label}</div>{picture}{value}</div>'


def _value(shown: str, extra: Sequence[str]) -> str:
    """Return the figures beside a strip; the strip's description says them to who hears the page."""
    small = f" <small>{escape('; '.join(extra))}</small>" if extra else ""
    return f'<div class="plot__value" aria-hidden="true"><b>{escape(shown)}</b>{small}</div>'


def _axis(scale: Scale, label: str, lang: str) -> str:
    ticks = plot_strip.axis(scale, [figure(tick.normalize(), lang) for tick in scale.ticks])
    return f'<div class="plot__row plot__foot"><div class="plot__label">{escape(label)}</div>{ticks}</div>'


def _directions(trial: Trial, lang: str) -> str:
    """Say which side favours which arm: below 1 the first."""
    first, second = [said(arm.short, lang) for arm in trial.arms.values()][:2]
    t = words(lang)
    left, right = t["favours"].format(arm=first), t["favours"].format(arm=second)
    return (
        '<div class="plot__row plot__sides"><span class="plot__label"></span>'
        f"<div><span>← {escape(left)}</span><span>{escape(right)} →</span></div></div>"
    )


def _forest_key(ratios: Sequence[HazardRatio]) -> list[tuple[str, str]]:
    found = []
    if any(ratio.ci is not None and ratio.ci_source is None for ratio in ratios):
        found.append(("plot__sign--hazard", "key_hazard"))
    if any(ratio.ci_source is not None for ratio in ratios):
        found.append(("plot__sign--outside", "key_hazard_outside"))
    if any(ratio.ci is None for ratio in ratios):
        found.append(("plot__sign--alone", "key_hazard_alone"))
    return [*found, ("plot__sign--one", "key_no_effect")]


def _bar_key(values: Sequence[Value]) -> list[tuple[str, str]]:
    found = []
    if any(value.ci is not None for value in values):
        found.append(("plot__sign--interval", "key_whisker"))
    if any(value.not_reached for value in values):
        found.append(("plot__sign--open", "key_not_reached"))
    return found


def _cut_off(trial: Trial, results: Sequence[Result], lang: str) -> str:
    """Say the cut-off of a figure: that of its results where they have one, else the trial's."""
    own = {said(result.cut_off, lang) for result in results if result.cut_off is not None}
    return own.pop() if len(own) == 1 and all(r.cut_off for r in results) else said(trial.cut_off.text, lang)


def _caption(trial: Trial, cut_off: str, remark: str, lang: str) -> str:
    """Say of whom and of when a figure is, and that it stands alone."""
    t = words(lang)
    population = said(trial.population.text, lang).rstrip(".")
    caption = t["plot_caption"].format(population=f"{population}.", cut_off=f"{cut_off.rstrip('.')}.")
    return " ".join(filter(None, [caption, t["plot_within"], remark]))


def _figure(
    name: str, title: str, body: Iterable[str], key: Sequence[tuple[str, str]], caption: str, lang: str
) -> str:
    t = words(lang)
    signs = "".join(
        f'<li><span class="plot__sign {look}" aria-hidden="true"></span> {escape(t[word])}</li>'
        for look, word in key
    )
    listed = f'<ul class="plot__key">{signs}</ul>' if signs else ""
    return "\n".join(
        [
            f'<figure class="plot" id="{name}" aria-label="{escape(title)}">',
            f'<p class="plot__title">{escape(title)}</p>',
            '<div class="plot__grid">',
            *body,
            "</div>",
            *([listed] if listed else []),
            f'<figcaption class="plot__note">{escape(caption)}</figcaption>',
            "</figure>",
        ]
    )
