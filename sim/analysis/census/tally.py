"""One cell of the census: games of one scenario under one lens, reduced to what the report needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.analysis.estimate import Estimate, estimate, ratio
from sim.documents.census import Figure
from sim.engine.program import Program
from sim.rollout.runner import Games
from sim.rollout.seasons import Seasons

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Rows:
    """What a figure is taken over: by game a sum and a weight, or, for a median, a value by season.

    Attributes:
        sums, weights: Their ratio of totals is the figure; for a median, values and ones.
        numbers: Game number of each row.
        median: Whether the figure is the median of the sums.
    """

    sums: Array
    weights: Array
    numbers: Array
    median: bool = False

    def estimate(self) -> Estimate:
        """Return the figure with its standard error."""
        import numpy as np  # noqa: PLC0415  (only analysis needs it)

        if self.median:
            return estimate(self.numbers, lambda keep: float(np.median(self.sums[keep])))
        return ratio(self.sums, self.weights, self.numbers)


@dataclass
class Tally:
    """Games of one scenario under one lens.

    Attributes:
        scenario, lens: Which.
        games: How many.
        rows: By figure.
        used: By lever, seasons in which each setting was ordered.
        boards: By board (``own.US``), its value by game.
    """

    scenario: str
    lens: str
    games: int
    rows: dict[str, Rows]
    used: dict[str, Array]
    boards: dict[str, Array]


def figure_rows(seasons: Seasons, figure: Figure, first: int = 0) -> Rows:
    """Take a figure over games numbered from `first`."""
    import numpy as np  # noqa: PLC0415

    way, text = figure.way
    on = seasons.on * 1.0
    values = seasons.evaluate(text)
    numbers = first + np.arange(len(on))
    ones = np.ones(len(on))
    if way == "median":
        return Rows(values[seasons.on], np.ones(int(on.sum())), np.repeat(numbers, seasons.on.sum(axis=1)), median=True)
    if way == "games":
        return Rows((values * on).max(axis=1), ones, numbers)
    if way == "last":
        return Rows(values[np.arange(len(on)), seasons.on.sum(axis=1) - 1], ones, numbers)
    return Rows((values * on).sum(axis=1), on.sum(axis=1) if way == "seasons" else ones, numbers)


def settings_used(program: Program, seasons: Seasons) -> dict[str, Array]:
    """Return by lever how many seasons each setting was ordered in."""
    import numpy as np  # noqa: PLC0415

    layout = program.layout
    orders = seasons.orders[seasons.on]
    return {lever: np.bincount(orders[:, place], minlength=len(layout.settings[place])) for place, lever in enumerate(layout.levers)}


def tally(program: Program, scenario: str, lens: str, games: Games, figures: dict[str, Figure], boards: dict[str, Array]) -> Tally:
    """Reduce the games of a cell."""
    seasons = Seasons(program, games)
    rows = {name: figure_rows(seasons, figure) for name, figure in figures.items()}
    return Tally(scenario, lens, len(games.played), rows, settings_used(program, seasons), boards)


def joined(rows: Sequence[Rows]) -> Rows:
    """Return rows of several cells as one."""
    import numpy as np  # noqa: PLC0415

    return Rows(
        np.concatenate([each.sums for each in rows]),
        np.concatenate([each.weights for each in rows]),
        np.concatenate([each.numbers for each in rows]),
        rows[0].median,
    )


def shares(tallies: Sequence[Tally]) -> dict[str, dict[int, float]]:
    """Return by lever the share of seasons of each setting (by its place), over all seasons of the cells."""
    import numpy as np  # noqa: PLC0415

    found = {}
    for lever in tallies[0].used:
        total = np.sum([each.used[lever] for each in tallies], axis=0)
        found[lever] = {place: float(count) / float(total.sum()) for place, count in enumerate(total)}
    return found
