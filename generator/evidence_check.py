"""What no field of a trial can tell alone: names resolve, groups fit, a hazard ratio fits its interval."""

from collections.abc import Iterator
from decimal import Decimal

from generator.content import Content
from generator.evidence_records import EVERYONE, HazardRatio, Result, Trial
from generator.problems import Problem, nearest
from generator.yaml_source import Path, Source

CENTRED = Decimal("0.06")
"""How far, in logarithms, a hazard ratio may lie from the middle of its interval: room for rounded digits."""


def trial_mistakes(trial: Trial, source: Source, content: Content) -> Iterator[Problem]:
    """Yield what is wrong in a trial that was read."""
    yield from _known(source, ("regimens",), trial.regimens, content.names("regimens"), "regimen")
    yield from _known(source, ("drugs",), trial.drugs, content.names("drugs"), "drug")
    for name, arm in trial.arms.items():
        if arm.regimen is not None and arm.regimen not in trial.regimens:
            message = f"the trial does not concern {arm.regimen}"
            yield source.problem(("arms", name, "regimen"), message, nearest(arm.regimen, trial.regimens))
    if trial.headline is not None and trial.headline not in {result.measure for result in trial.results}:
        measures = {result.measure for result in trial.results}
        message = f"no result has the measure {trial.headline}"
        yield source.problem(("headline",), message, nearest(trial.headline, measures))
    for position, result in enumerate(trial.results):
        yield from _result(trial, result, ("results", position), source, content)
    yield from _repeated(trial, source)


def _known(source: Source, path: Path, names: list[str], known: set[str], what: str) -> Iterator[Problem]:
    for position, name in enumerate(names):
        if name not in known:
            yield source.problem((*path, position), f"unknown {what} {name}", nearest(name, known))


def _result(trial: Trial, result: Result, path: Path, source: Source, content: Content) -> Iterator[Problem]:
    if "measures.yml" not in content.broken:
        measure = content.measures.get(result.measure)
        if measure is None:
            hint = nearest(result.measure, content.measures)
            yield source.problem((*path, "measure"), f"unknown measure {result.measure}", hint)
        elif measure.scale == "percent":
            for name, value in result.values.items():
                if value.value is not None and not 0 <= value.value <= 100:
                    message = f"{value.value} is no percentage"
                    yield source.problem((*path, "values", name, "value"), message)
    for name, value in result.values.items():
        place = (*path, "values", name)
        if name != EVERYONE and name not in trial.arms:
            hint = nearest(name, [*trial.arms, EVERYONE])
            yield source.problem(place, f"unknown arm {name}", hint, at_key=True)
            continue
        size = trial.arms[name].size if name != EVERYONE else None
        if size is not None and value.patients is not None and value.patients > size.patients:
            yield source.problem(
                (*place, "patients"), f"{value.patients} patients of an arm of {size.patients}"
            )
    if result.hazard_ratio is not None:
        if len(trial.arms) < 2:
            yield source.problem((*path, "hazard_ratio"), "a hazard ratio compares two arms; there is one")
        if result.discrepancy is None and not is_centred(result.hazard_ratio):
            message = "the hazard ratio is far from the middle of its interval on a log scale"
            hint = "check the three numbers; if they are printed so, name the `discrepancy`"
            yield source.problem((*path, "hazard_ratio", "value"), message, hint)


def is_centred(ratio: HazardRatio) -> bool:
    """Tell whether a hazard ratio is near the geometric mean of its interval, as usual models make it."""
    if ratio.ci is None or ratio.ci.high is None:
        return True
    middle = (ratio.ci.low.ln() + ratio.ci.high.ln()) / 2
    return abs(ratio.value.ln() - middle) <= CENTRED


def _repeated(trial: Trial, source: Source) -> Iterator[Problem]:
    """The same measure in the same population twice is a slip, unless the document does print both."""
    seen: dict[tuple[str, str], int] = {}
    for position, result in enumerate(trial.results):
        key = (result.measure, result.population.it)
        if key in seen and result.discrepancy is None:
            line = source.positions[("results", seen[key])][0]
            message = f"{result.measure} of this population is given twice"
            hint = f"the other is at {source.file}:{line}"
            yield source.problem(("results", position, "population"), message, hint)
        seen.setdefault(key, position)
