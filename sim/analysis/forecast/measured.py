"""From futures to ranges, chances and paired differences."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from sim.analysis.estimate import mean_of
from sim.analysis.forecast.played import Kept
from sim.analysis.forecast.result import Chance, Outlook, Range, Shift

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

Found = TypeVar("Found")

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def outlook(kept: Kept, sheet: int = 0) -> Outlook:
    """Return what may come with one of the sheets."""
    going = kept.going[sheet]
    return Outlook(
        going=tuple(float(share) for share in going.mean(axis=0)),
        dials={name: _by_season(ranges_of, rows[sheet], going) for name, rows in kept.dials.items()},
        boards={name: ranges_of(rows[sheet]) for name, rows in kept.boards.items()},
        chances={name: tuple(chance_of(happened) for happened in rows[sheet].T) for name, rows in kept.events.items()},
    )


def shifts(kept: Kept) -> tuple[dict[str, tuple[Shift | None, ...]], dict[str, tuple[Shift, ...]], dict[str, tuple[Shift, ...]]]:
    """Return what the first sheet changes against the second: dials, boards, chances, each by name and season."""
    both: Array = kept.going[0] & kept.going[1]
    dials = {name: _by_season(shifts_of, rows[0] - rows[1], both) for name, rows in kept.dials.items()}
    boards = {name: shifts_of(rows[0] - rows[1]) for name, rows in kept.boards.items()}
    chances = {name: shifts_of(rows[0].astype(float) - rows[1].astype(float)) for name, rows in kept.events.items()}
    return dials, boards, chances


def _by_season(measure: Callable[[Array], tuple[Found, ...]], rows: Array, where: Array) -> tuple[Found | None, ...]:
    """Return a measure by season over the rows that count in it; None where fewer than two do."""
    if where.all():
        return measure(rows)
    columns = [rows[where[:, season], season] for season in range(rows.shape[1])]
    return tuple(measure(column[:, None])[0] if len(column) > 1 else None for column in columns)


def ranges_of(rows: Array) -> tuple[Range, ...]:
    """Return how values spread, for each column."""
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    return tuple(Range(*(float(value) for value in column)) for column in np.quantile(rows, QUANTILES, axis=0).T)


def shifts_of(rows: Array) -> tuple[Shift, ...]:
    """Return paired differences as their means with errors and their spreads, for each column."""
    means = [mean_of(column) for column in rows.T]
    return tuple(Shift(mean.value, mean.error, spread) for mean, spread in zip(means, ranges_of(rows), strict=True))


def chance_of(happened: Array) -> Chance:
    """Return the share of futures in which something has happened, with its error."""
    count, yes = len(happened), int(happened.sum())
    near = (yes + 2) / (count + 4)
    return Chance(yes / count, math.sqrt(near * (1 - near) / (count + 4)))
