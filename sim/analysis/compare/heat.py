"""The heat map of a batch: every policy under every lens on one measure, its worst case and its regret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.analysis.estimate import Estimate, mean_of
from sim.analysis.games import experiment_of, mean_by_game, measured
from sim.batch.results import Results
from sim.documents.rulebook import Rulebook

if TYPE_CHECKING:
    from sim.analysis.games import Array

NOISE = 2.0  # standard errors from which a difference counts, as in the document on balance
HALF, MOST = (25, 75), (5, 95)  # percentiles of the two ranges
NEVER_A_WIN = ("war", "incidents", "broken")  # outcomes that are no boards, and yet nobody would call more of them better
Better = Literal["high", "low"]
Range = tuple[float, float]


@dataclass(frozen=True)
class UnderLens:
    """A policy under one lens.

    Attributes:
        policy, lens: Which.
        mean: Mean over games, in the measure's unit.
        half, most: The middle 50 and 90 % of games.
        behind: How much worse than the lens's first, on the same draws; 0 for the first itself.
        level: Whether that is within noise (`NOISE` standard errors), or nothing.
    """

    policy: str
    lens: str
    mean: Estimate
    half: Range
    most: Range
    behind: Estimate
    level: bool


@dataclass(frozen=True)
class AcrossLenses:
    """A policy over all lenses, each counting the same.

    Attributes:
        policy: Which.
        mean: Mean over lenses and games.
        worst, worst_lens: Its worst mean, and under which lens.
        regret, regret_lens: How much it is behind the best policy where it is most behind, and under which lens.
        half, most: The middle 50 and 90 % of the games of all lenses.
    """

    policy: str
    mean: Estimate
    worst: Estimate
    worst_lens: str
    regret: Estimate
    regret_lens: str
    half: Range
    most: Range


@dataclass(frozen=True)
class HeatMap:
    """Policies by lenses on one measure.

    Attributes:
        measure, unit, says: What was measured, as in the batch's manifest.
        better: Which way is better.
        stated: Whether that goes without saying; otherwise it was chosen for a measure that has no better end.
        policies, lenses: In the order of the experiment.
        scenarios: The starts that each game number is averaged over.
        points: How many points of what varies it is averaged over; 1 where nothing varies.
        games: Game numbers in a cell.
        cells: By policy and lens.
        across: By policy, over the lenses.
    """

    measure: str
    unit: str
    says: str
    better: Better
    stated: bool
    policies: tuple[str, ...]
    lenses: tuple[str, ...]
    scenarios: tuple[str, ...]
    points: int
    games: int
    cells: dict[tuple[str, str], UnderLens]
    across: dict[str, AcrossLenses]

    def first(self, lens: str) -> str:
        """Return the policy with the best mean under a lens."""
        return min(self.policies, key=lambda policy: self.cells[policy, lens].behind.value)

    def ranked(self) -> list[str]:
        """Return the policies from the best mean over lenses to the worst."""
        sign = 1.0 if self.better == "high" else -1.0
        return sorted(self.policies, key=lambda policy: -sign * self.across[policy].mean.value)


def better_end(book: Rulebook, measure: str) -> Better | None:
    """Return which end of a measure is better: boards of the rulebook say so, most other measures do not."""
    board = book.boards.get(measure.partition(".")[0])
    if board:
        return board.better
    return "low" if measure in NEVER_A_WIN else None


def heat_maps(
    results: Results, book: Rulebook, measures: Sequence[str] = (), *, scenario: str | None = None, otherwise: Better = "high"
) -> list[HeatMap]:
    """Return the heat map of each measure of a batch, folder or memory.

    Several scenarios and points of what varies are averaged by game number; several rows of policies make one name
    (``alliance-first / waiting``).

    Args:
        results: The batch.
        book: The rulebook, which says of boards which end is better.
        measures: Which; all by default.
        scenario: One scenario of the batch alone.
        otherwise: The better end of measures that are no boards.

    Raises:
        BatchError: The batch holds no such measure.
    """
    experiment = experiment_of(results)
    grid = _grid(results, list(experiment.policies), scenario)
    columns = results.manifest["columns"]["games"]
    found = []
    for name, rows in measured(results, measures).items():
        values = {key: rows[numbers] for key, numbers in grid.items()}
        stated = better_end(book, name)
        better = stated or otherwise
        policies, lenses = (tuple(dict.fromkeys(key[place] for key in grid)) for place in (0, 1))
        cells = _under_lenses(values, policies, lenses, 1.0 if better == "high" else -1.0)
        starts = (scenario,) if scenario else tuple(experiment.scenario)
        found.append(
            HeatMap(
                name, columns[name]["unit"], columns[name]["description"], better, stated is not None,
                policies, lenses, starts, len(next(iter(grid.values()))) // len(starts), experiment.runs,
                cells, {policy: _across_lenses(policy, lenses, values, cells, better) for policy in policies},
            )
        )  # fmt: skip
    return found


def leads_by_lens(results: Results, heat: HeatMap, one: str, other: str, *, scenario: str | None = None) -> dict[str, Estimate]:
    """Return by lens how much better one policy is than another on a heat map's measure, on the same draws; below 0 where it is worse."""
    grid = _grid(results, list(experiment_of(results).policies), scenario)
    rows = measured(results, [heat.measure])[heat.measure]
    sign = 1.0 if heat.better == "high" else -1.0
    return {lens: mean_of_numbers(sign * mean_by_game(rows[grid[one, lens]] - rows[grid[other, lens]])) for lens in heat.lenses}


def _grid(results: Results, rows: list[str], scenario: str | None) -> dict[tuple[str, str], list[int]]:
    """Return the numbers of the cells by policy and lens."""
    found: dict[tuple[str, str], list[int]] = {}
    for cell in results.cells.to_pylist():
        if scenario in (None, cell["scenario"]):
            policy = " / ".join(cell[row] for row in rows) or "payoff"
            found.setdefault((policy, cell["lens"]), []).append(cell["cell"])
    return found


def _under_lenses(
    values: dict[tuple[str, str], Array], policies: Sequence[str], lenses: Sequence[str], sign: float
) -> dict[tuple[str, str], UnderLens]:
    cells = {}
    for lens in lenses:
        games = {policy: mean_by_game(values[policy, lens]) for policy in policies}
        means = {policy: mean_of_numbers(each) for policy, each in games.items()}
        first = max(policies, key=lambda policy: sign * means[policy].value)
        for policy in policies:
            behind = Estimate(0.0, 0.0) if policy == first else mean_of_numbers(sign * (games[first] - games[policy]))
            half, most = ranges(values[policy, lens])
            level = behind.value <= NOISE * behind.error
            cells[policy, lens] = UnderLens(policy, lens, means[policy], half, most, behind, level)
    return cells


def _across_lenses(
    policy: str, lenses: Sequence[str], values: dict[tuple[str, str], Array], cells: dict[tuple[str, str], UnderLens], better: Better
) -> AcrossLenses:
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    own = [cells[policy, lens] for lens in lenses]
    worst = (min if better == "high" else max)(own, key=lambda cell: cell.mean.value)
    regret = max(own, key=lambda cell: cell.behind.value)
    half, most = ranges(np.concatenate([values[policy, lens] for lens in lenses]))
    mean = mean_of_numbers(mean_by_game(np.stack([mean_by_game(values[policy, lens]) for lens in lenses])))
    return AcrossLenses(policy, mean, worst.mean, worst.lens, regret.behind, regret.lens, half, most)


def ranges(values: Array) -> tuple[Range, Range]:
    """Return the middle 50 and 90 % of games."""
    import numpy as np  # noqa: PLC0415

    if np.isnan(values).all():
        return (np.nan, np.nan), (np.nan, np.nan)
    low, lower, upper, high = np.nanpercentile(values, [MOST[0], HALF[0], HALF[1], MOST[1]])
    return (float(lower), float(upper)), (float(low), float(high))


def mean_of_numbers(values: Array) -> Estimate:
    """Return the mean of the games that have a number."""
    import numpy as np  # noqa: PLC0415

    fine = values[~np.isnan(values)]
    if len(fine) < 2:  # one game has no spread
        return Estimate(float(fine.mean()) if len(fine) else np.nan, np.nan)
    return mean_of(fine)
