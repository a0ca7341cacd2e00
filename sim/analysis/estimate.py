"""Values with standard errors: jackknife over blocks of game numbers, so that games on common draws stay together."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]
    Take = Callable[[Array], float]

BLOCKS = 20


@dataclass(frozen=True)
class Estimate:
    """A value and its standard error."""

    value: float
    error: float

    def __str__(self) -> str:
        """Return both with three decimals."""
        return self.text(3)

    def text(self, digits: int | None = None) -> str:
        """Return both as people read them; by default small values get a third decimal."""
        if digits is None:
            digits = 3 if abs(self.value) < 1 else 2
        return f"{self.value:.{digits}f} ± {self.error:.{digits}f}"


def estimate(numbers: Array, take: Take) -> Estimate:
    """Return a statistic with its jackknife error.

    Args:
        numbers: Game number of each row that the statistic is taken over; rows with one number are left out together.
        take: The statistic over the rows kept (a mask).
    """
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    whole, errors = jackknife(numbers, lambda keep: np.array([take(keep)]))
    return Estimate(float(whole[0]), float(errors[0]))


def jackknife(numbers: Array, take: Callable[[Array], Array]) -> tuple[Array, Array]:
    """Return several statistics of the same rows and their jackknife errors; see `estimate`."""
    import numpy as np  # noqa: PLC0415

    block = numbers % BLOCKS
    used = [number for number in range(BLOCKS) if (block == number).any()]
    whole = take(np.ones(len(numbers), dtype=bool))
    if len(used) < 2:  # one block has no spread
        return whole, np.full_like(whole, math.nan)
    parts = [take(block != number) for number in used]
    middle = sum(parts, np.zeros_like(whole)) / len(parts)
    spread = sum(((part - middle) ** 2 for part in parts), np.zeros_like(whole))
    return whole, np.sqrt((len(parts) - 1) / len(parts) * spread)


def mean_of(values: Array) -> Estimate:
    """Return the mean of values by game number.

    Values of the same number from several starts share their draws: average over the starts first.
    """
    return Estimate(float(values.mean()), float(values.std(ddof=1)) / math.sqrt(len(values)))


def jackknifed(statistic: Take, games: int) -> Estimate:
    """Return a statistic of games numbered from 0, one row each, with its jackknife error."""
    import numpy as np  # noqa: PLC0415

    return estimate(np.arange(games), statistic)


def ratio(sums: Array, weights: Array, numbers: Array) -> Estimate:
    """Return the ratio of two totals, such as a share of seasons."""

    def take(keep: Array) -> float:
        weight = float(weights[keep].sum())
        return float(sums[keep].sum()) / weight if weight else math.nan

    return estimate(numbers, take)


def difference(first: Array, second: Array, numbers: Array) -> Estimate:
    """Return the mean of first minus second over rows paired by game number."""
    gaps = first - second
    return estimate(numbers, lambda keep: float(gaps[keep].mean()))
