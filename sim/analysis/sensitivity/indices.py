"""Indices of a batch with a Morris or Sobol' design, by SALib, and what chance alone would make of them.

Morris: the elementary effect of a factor is the change of the measure as the factor goes through its whole range, taken along one path;
``mu_star`` is the mean of its size over the paths, ``mu`` its mean with its sign, ``sigma`` its spread, which is large where the effect
depends on the other factors. Sobol': ``S1`` is the share of the measure's variance over the design that a factor explains alone, ``ST``
with all it does together with others (M. Morris 1991; F. Campolongo et al. 2007; A. Saltelli et al. 2010; computed by SALib).

All points are played on the same game numbers. An interval therefore joins two things that could have come out otherwise: the points
(SALib's resampling) and the games (jackknife over blocks of game numbers). Means of few games differ between points by chance alone, and
sizes of differences do not average out; `Influence.noise` is what the index would be about if the factor did nothing but that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sim.analysis.estimate import jackknife
from sim.analysis.games import experiment_of, measured
from sim.batch.design import problem
from sim.batch.errors import BatchError
from sim.batch.results import Results
from sim.documents.experiment import Vary

if TYPE_CHECKING:
    from sim.analysis.games import Array

RESAMPLES = 1000
LEVEL = 0.95
NORMAL = 1.959963984540054  # half width of a 95 % interval in standard errors
Method = Literal["morris", "sobol"]
METHODS: tuple[Method, ...] = ("morris", "sobol")


@dataclass(frozen=True)
class Influence:
    """How much one factor moves one measure.

    Attributes:
        factor: A coefficient such as ``k_ally``, or a start value such as ``start.hope``.
        total: ``mu_star`` of Morris (in the measure's unit, over the factor's whole range) or ``ST`` of Sobol' (share of variance).
        total_interval: Half width of its 95 % interval.
        effect: ``mu`` of Morris (with its sign) or ``S1`` of Sobol'.
        effect_interval: Half width of its 95 % interval.
        sigma: Spread of Morris's effects over the paths; None for Sobol'.
        noise: What `total` would be about by chance alone.
    """

    factor: str
    total: float
    total_interval: float
    effect: float
    effect_interval: float
    sigma: float | None
    noise: float

    @property
    def told(self) -> bool:
        """Whether it is told apart from chance: `total` above `noise`, or `effect` off 0, by more than its interval."""
        return self.total - self.total_interval > self.noise or abs(self.effect) > self.effect_interval


@dataclass(frozen=True)
class Screening:
    """All factors on one measure, in one setting.

    Attributes:
        measure, unit, says: What was measured, as in the batch's manifest.
        method: ``morris`` or ``sobol``.
        scenario, policy, lens: Where; the policy is ``payoff`` where none binds a seat.
        points: Points of the design.
        games: Games at each point.
        mean, spread: Mean and standard deviation of the points' means.
        rows: By factor, the largest `Influence.total` first.
    """

    measure: str
    unit: str
    says: str
    method: Method
    scenario: str
    policy: str
    lens: str
    points: int
    games: int
    mean: float
    spread: float
    rows: tuple[Influence, ...]


def sensitivities(results: Results, measures: Sequence[str] = ()) -> list[Screening]:
    """Return the influence of every factor on every measure of a batch, in each of its settings (scenario, policies, lens).

    Args:
        results: A batch, folder or memory, whose design is ``morris`` or ``sobol``.
        measures: Which; all by default.

    Raises:
        BatchError: The batch has another design, holds no such measure, or SALib is missing.
    """
    experiment = experiment_of(results)
    vary = experiment.vary
    if vary is None or vary.design not in METHODS:
        raise BatchError(no_indices(vary))
    settings: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for cell in results.cells.to_pylist():
        policy = " / ".join(cell[row] for row in experiment.policies) or "payoff"
        settings.setdefault((cell["scenario"], policy, cell["lens"]), []).append(cell)
    found, columns = [], results.manifest["columns"]["games"]
    for name, values in measured(results, measures).items():
        for setting, cells in settings.items():
            rows = values[[cell["cell"] for cell in cells]]
            points = [[cell[factor] for factor in vary.factors] for cell in cells]
            means = rows.mean(axis=1)
            found.append(
                Screening(
                    name, columns[name]["unit"], columns[name]["description"], "morris" if vary.design == "morris" else "sobol", *setting,
                    len(points), rows.shape[1], float(means.mean()), float(means.std(ddof=1)),
                    tuple(sorted(influences(vary, points, rows, experiment.rng_seed), key=lambda row: -row.total)),
                )
            )  # fmt: skip
    return found


def no_indices(vary: Vary | None) -> str:
    """Return why there are no indices."""
    return f"indices need a design of {' or '.join(METHODS)}; {f'this one is {vary.design}' if vary else 'nothing varies here'}"


def influences(vary: Vary, points: Sequence[Sequence[float]], values: Array, rng_seed: int) -> list[Influence]:
    """Return the influence of every factor of a drawn design.

    Args:
        vary: The design.
        points: Its points in their order, each a value by factor.
        values: The measure by point and game.
        rng_seed: Seed of SALib's resampling.

    Raises:
        BatchError: The measure is not a number in some games, or SALib is missing.
    """
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    if np.isnan(values).any():
        raise BatchError("a measure that is not a number in some games has no indices; measure something that every game has")
    if np.ptp(values.mean(axis=1)) == 0.0:  # SALib would divide by it
        return [Influence(name, 0.0, 0.0, 0.0, 0.0, None if vary.design == "sobol" else 0.0, 0.0) for name in vary.factors]
    return (_morris if vary.design == "morris" else _sobol)(vary, np.asarray(points, dtype=float), values, rng_seed)


def _morris(vary: Vary, points: Array, values: Array, rng_seed: int) -> list[Influence]:
    analyse = _analysis("morris")

    def taken(kept: Array, resamples: int) -> Any:
        return analyse(problem(vary), points, kept.mean(axis=1), num_resamples=resamples, conf_level=LEVEL, num_levels=vary.levels, seed=rng_seed)

    whole = taken(values, RESAMPLES)
    by_games = _errors_by_games(lambda kept: taken(kept, 2), values, ("mu_star", "mu"))
    noise = _noise_of_paths(points, values, vary)
    paths = len(values) // (len(vary.factors) + 1)
    found = []
    for place, name in enumerate(vary.factors):
        total, effect, sigma = (float(whole[index][place]) for index in ("mu_star", "mu", "sigma"))
        interval = math.hypot(float(whole["mu_star_conf"][place]), NORMAL * by_games["mu_star"][place])
        about = NORMAL * math.hypot(sigma / math.sqrt(paths), by_games["mu"][place])
        found.append(Influence(name, total, interval, effect, about, sigma, noise[place]))
    return found


def _noise_of_paths(points: Array, values: Array, vary: Vary) -> list[float]:
    """Return by factor what ``mu_star`` would be about if its differences were chance alone: the mean size of normal noise."""
    import numpy as np  # noqa: PLC0415

    factors, games = len(vary.factors), values.shape[1]
    steps = values.reshape(-1, factors + 1, games)
    moved = np.abs(np.diff(points.reshape(-1, factors + 1, factors), axis=1)).argmax(axis=2)  # path by step: which factor
    delta = vary.levels / (2.0 * (vary.levels - 1))  # the share of its range that a step moves a factor
    sizes = np.diff(steps, axis=1).std(axis=2, ddof=1) / math.sqrt(games) / delta * math.sqrt(2.0 / math.pi)
    return [float(sizes[moved == place].mean()) for place in range(factors)]


def _sobol(vary: Vary, points: Array, values: Array, rng_seed: int) -> list[Influence]:
    import numpy as np  # noqa: PLC0415

    analyse, second = _analysis("sobol"), vary.second_order == "on"
    seed = rng_seed + 1  # SALib takes 0 for none, and would then draw from the global state

    def taken(kept: Array, resamples: int) -> Any:
        return analyse(problem(vary), kept.mean(axis=1), calc_second_order=second, num_resamples=resamples, conf_level=LEVEL, seed=seed)

    whole = taken(values, RESAMPLES)
    by_games = _errors_by_games(lambda kept: taken(kept, 2), values, ("ST", "S1"))
    games = values.shape[1]
    blocks = values.reshape(vary.size or 1, -1, games)  # A, A with each factor of B, (B with each of A,) B
    variance = float(np.concatenate([blocks[:, 0], blocks[:, -1]]).mean(axis=1).var())
    found = []
    for place, name in enumerate(vary.factors):
        errors = (blocks[:, 1 + place] - blocks[:, 0]).var(axis=1, ddof=1) / games
        noise = 0.5 * float(errors.mean()) / variance
        total, effect = (float(whole[index][place]) for index in ("ST", "S1"))
        interval, about = (math.hypot(float(whole[f"{index}_conf"][place]), NORMAL * by_games[index][place]) for index in ("ST", "S1"))
        found.append(Influence(name, total, interval, effect, about, None, noise))
    return found


def _errors_by_games(taken: Callable[[Array], Any], values: Array, names: tuple[str, str]) -> dict[str, Array]:
    """Return by index and factor the standard error that comes from which games were played."""
    import numpy as np  # noqa: PLC0415

    def stacked(keep: Array) -> Array:
        found = taken(values[:, keep])
        return np.array([[float(value) for value in found[name]] for name in names])

    _, errors = jackknife(np.arange(values.shape[1]), stacked)
    return dict(zip(names, errors, strict=True))


def _analysis(method: str) -> Callable[..., Any]:
    try:
        from SALib.analyze import morris, sobol  # noqa: PLC0415  (the extra research)
    except ModuleNotFoundError:
        raise BatchError("indices need the extra research: pip install 'peninsula[research]'") from None
    analyse: Callable[..., Any] = {"morris": morris, "sobol": sobol}[method].analyze
    return analyse
