"""Estimates with standard errors, from values game by game."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

BLOCKS = 20


@dataclass(frozen=True)
class Estimate:
    """A value and its standard error."""

    value: float
    error: float

    def __str__(self) -> str:
        """Return both with three decimals."""
        return f"{self.value:.3f} ±{self.error:.3f}"


def mean_of(values: Array) -> Estimate:
    """Return the mean of values by game number.

    Values of the same number from several starts share their draws: average over the starts first.
    """
    return Estimate(float(values.mean()), float(values.std(ddof=1)) / math.sqrt(len(values)))


def jackknifed(statistic: Callable[[Any], float], games: int) -> Estimate:
    """Return a statistic of games and its standard error by the jackknife over blocks of game numbers.

    Args:
        statistic: Takes the numbers of the games to use, an array.
        games: How many there are.
    """
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    every = np.arange(games)
    blocks = min(BLOCKS, games)
    parts = np.array([statistic(every[every % blocks != block]) for block in range(blocks)])
    return Estimate(statistic(every), math.sqrt((blocks - 1) * float(parts.var())))
