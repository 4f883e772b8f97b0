"""Axes of the plots: where a figure stands between the two ends, in percent, and which figures are marked.

Everything is Decimal, so that the same content gives the same bytes on every machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

TWO = Decimal(2)
ONE = Decimal(1)
STEPS = tuple(Decimal(step) for step in ("1", "2", "5", "10", "20", "25", "50", "100", "200", "500"))
MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from its first tick to its last."""

    ticks: tuple[Decimal, ...]
    log: bool

    def place(self, value: Decimal) -> str:
        """Return where a value stands, such as `43.21%`."""
        low, high, at = self.ticks[0], self.ticks[-1], value
        if self.log:
            low, high, at = low.ln(), high.ln(), at.ln()
        share = (at - low) / (high - low)
        if not 0 <= share <= 1:
            raise ValueError(f"{value} is outside the axis from {self.ticks[0]} to {self.ticks[-1]}")
        return percent(share)


def percent(share: Decimal) -> str:
    """Write a share of the width."""
    return f"{(share * 100).quantize(Decimal('0.01')).normalize():f}%"


def log_scale(values: Iterable[Decimal]) -> Scale:
    """Return a log axis in powers of two that holds all values and, well inside, 1."""
    found = [*values, ONE]
    low, high = ONE / TWO, TWO
    while low >= min(found):
        low /= TWO
    while high < max(found):
        high *= TWO
    ticks = [low]
    while ticks[-1] < high:
        ticks.append(ticks[-1] * TWO)
    return Scale(tuple(ticks), log=True)


def percent_scale() -> Scale:
    """Return the axis of percentages, always whole."""
    return Scale(tuple(Decimal(tick) for tick in (0, 25, 50, 75, 100)), log=False)


def linear_scale(values: Iterable[Decimal]) -> Scale:
    """Return an axis from 0 in round steps that holds all values."""
    highest = max(values, default=ONE)
    for step in STEPS:
        count = int((highest / step).to_integral_value(ROUND_CEILING))
        if count < MOST_TICKS:
            return Scale(tuple(step * number for number in range(max(count, 1) + 1)), log=False)
    raise ValueError(f"no round steps up to {highest}")
