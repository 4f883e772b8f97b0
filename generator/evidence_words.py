"""The figures of a trial in a reader's words. Digits stay as the document prints them: 0,50 is not 0,5."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from calculators.quantity import localised
from generator.evidence_records import EVERYONE, Check, Ends, HazardRatio, Measure, Result, Trial, Value
from generator.locale import words
from generator.words import capital, said

ONE = Decimal(1)


def figure(value: Decimal, lang: str) -> str:
    """Print a figure with the digits that it was written with."""
    return localised(f"{value:f}", lang)


def scaled(value: Decimal, scale: str, lang: str) -> str:
    """Print a figure with its unit."""
    return words(lang)[f"scale_{scale}"].format(n=figure(value, lang))


def interval(ends: Ends, level: int, lang: str) -> str:
    """Print a confidence interval."""
    low = figure(ends.low, lang)
    if ends.high is None:
        return words(lang)["interval_to"].format(level=level, low=low, high=words(lang)["not_estimable"])
    return words(lang)["interval"].format(level=level, low=low, high=figure(ends.high, lang))


def reached(value: Value, scale: str, lang: str) -> str:
    """Print the value alone: 11,5 mesi; circa 42 %; non raggiunta a 18 mesi di osservazione."""
    t = words(lang)
    if value.value is None:
        if value.at_months is None:
            return t["not_reached"]
        return t["not_reached_at"].format(time=scaled(value.at_months, "months", lang))
    shown = scaled(value.value, scale, lang)
    return t["about"].format(value=shown) if value.approximate else shown


def besides(value: Value, lang: str) -> list[str]:
    """Print what stands in brackets after a value: its interval, its range, the patients counted."""
    t, found = words(lang), []
    if value.ci is not None:
        found.append(interval(value.ci, value.level, lang))
    if value.range is not None and value.range.high is not None:
        low, high = figure(value.range.low, lang), figure(value.range.high, lang)
        found.append(t["printed_range"].format(low=low, high=high))
    if value.patients is not None:
        found.append(t["patients_of"].format(n=value.patients))
    return found


def full(value: Value, scale: str, lang: str) -> str:
    """Print a value with all that the document gives beside it."""
    extra = "; ".join(besides(value, lang))
    return f"{reached(value, scale, lang)} ({extra})" if extra else reached(value, scale, lang)


def includes_one(ratio: HazardRatio) -> bool:
    """Tell whether the interval holds 1: no difference cannot be excluded."""
    return ratio.ci is not None and ratio.ci.high is not None and ratio.ci.low <= ONE <= ratio.ci.high


def ratio_parts(ratio: HazardRatio, lang: str) -> Iterator[str]:
    """Yield what is said of a hazard ratio after its value."""
    t = words(lang)
    yield interval(ratio.ci, ratio.level, lang) if ratio.ci is not None else t["no_interval"]
    if ratio.p is not None:
        yield t["p_value"].format(p=figure(ratio.p, lang))
    if includes_one(ratio):
        yield t["includes_one"]
    if ratio.ci_source is not None:
        yield t["interval_outside"]


def ratio_words(ratio: HazardRatio, lang: str) -> str:
    """Print a hazard ratio with its interval."""
    value = words(lang)["hazard_ratio_short"].format(value=figure(ratio.value, lang))
    return f"{value} ({'; '.join(ratio_parts(ratio, lang))})"


def difference_words(result: Result, trial: Trial, scale: str, lang: str) -> str:
    """Print a difference between the arms that is given without their values."""
    assert result.difference is not None
    value = scaled(result.difference, scale, lang)
    if len(trial.arms) < 2:
        return words(lang)["difference_alone"].format(value=value)
    first = next(iter(trial.arms.values()))
    return words(lang)["difference_words"].format(arm=said(first.short, lang), value=value)


def arm_name(trial: Trial, name: str, lang: str) -> str:
    """Name an arm in short."""
    return words(lang)["everyone"] if name == EVERYONE else said(trial.arms[name].short, lang)


def result_words(result: Result, trial: Trial, measures: Mapping[str, Measure], lang: str) -> str:
    """Say the figures of a result: 'IsaPd 11,5 mesi (...), Pd 6,5 mesi (...); HR 0,596 (...)'."""
    scale = measures[result.measure].scale
    alone = len(trial.arms) == 1
    values = [
        full(value, scale, lang) if alone else f"{arm_name(trial, name, lang)} {full(value, scale, lang)}"
        for name, value in result.values.items()
    ]
    parts = [", ".join(values)] if values else []
    if result.difference is not None:
        parts.append(difference_words(result, trial, scale, lang))
    if result.hazard_ratio is not None:
        parts.append(ratio_words(result.hazard_ratio, lang))
    return "; ".join(parts)


def sentence(result: Result, trial: Trial, measures: Mapping[str, Measure], lang: str) -> str:
    """Say a whole result: what was measured, in whom, and what came of it."""
    name = said(measures[result.measure].name, lang)
    return f"{name}. {said(result.population, lang)}: {result_words(result, trial, measures, lang)}."


def headline(trial: Trial, lang: str, measures: Mapping[str, Measure]) -> str:
    """Say the leading outcome in a line; empty for a trial with no results."""
    leading = leading_results(trial)
    if not leading:
        return ""
    result = leading[0]
    measure = measures[result.measure]
    short = said(measure.short if result.values else measure.outcome or measure.short, lang)
    text = result_words(result, trial, measures, lang)
    return f"{short}, {said(result.population, lang)[:1].lower()}{said(result.population, lang)[1:]}: {text}"


def leading_results(trial: Trial) -> list[Result]:
    """Return the results of the leading measure: in all patients, or else in the groups there are."""
    found = [result for result in trial.results if result.measure == trial.headline]
    return [result for result in found if result.group == "all"] or found


def check_words(check: Check, lang: str) -> str:
    """Say in a word whether a figure was found outside the document."""
    return words(lang)[f"check_{check.status}"]


def settings_words(trial: Trial, lang: str) -> str:
    """Say in which lines of therapy a trial stands."""
    return capital(", ".join(words(lang)[f"setting_{name}"].lower() for name in trial.settings))
