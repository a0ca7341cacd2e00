"""Designs: the points at which coefficients and start values are tried."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

from sim.batch.errors import BatchError
from sim.documents.experiment import Vary
from sim.documents.lens import DIGITS

Point = dict[str, float]


def count_points(vary: Vary | None) -> int:
    """Return how many points a design has, without making them."""
    if vary is None:
        return 1
    factors, size = vary.factors, vary.size or 0
    if vary.design == "grid":
        return prod(len(values) for values in factors.values())
    if vary.design == "list":
        return max(map(len, factors.values()))
    each = {"latin-hypercube": 1, "morris": len(factors) + 1, "sobol": (2 if vary.second_order == "on" else 1) * len(factors) + 2}
    return size * each[vary.design]


def design_points(vary: Vary | None, rng_seed: int) -> list[Point]:
    """Return the points of a design, each a value by factor (``k_ally``, ``start.hope``); one empty point where nothing varies.

    Drawn values are rounded to as many digits as lenses have. SALib keeps the order of rows that its analyses expect.

    Args:
        vary: What varies.
        rng_seed: Seed of drawn points.

    Raises:
        BatchError: The design is drawn by SALib, which is not installed.
    """
    if vary is None:
        return [{}]
    factors = vary.factors
    if vary.design == "grid":
        return [dict(zip(factors, values, strict=True)) for values in product(*factors.values())]
    if vary.design == "list":
        return [dict(zip(factors, values, strict=True)) for values in zip(*factors.values(), strict=True)]
    rows = _drawn(vary, problem(vary), rng_seed)
    return [dict(zip(factors, (round(float(value), DIGITS) for value in row), strict=True)) for row in rows]


def problem(vary: Vary) -> dict[str, Any]:
    """Return a drawn design as SALib describes it, for its samples and its analyses."""
    return {"num_vars": len(vary.factors), "names": list(vary.factors), "bounds": [list(bounds) for bounds in vary.factors.values()]}


def _drawn(vary: Vary, described: dict[str, Any], rng_seed: int) -> Any:
    try:
        from SALib.sample import latin, morris, sobol  # noqa: PLC0415  (the extra research)
    except ModuleNotFoundError:
        raise BatchError(f"the design {vary.design} needs the extra research: pip install 'peninsula[research]'") from None
    if vary.design == "sobol":
        return sobol.sample(described, vary.size, calc_second_order=vary.second_order == "on", seed=rng_seed)
    if vary.design == "morris":
        return morris.sample(described, vary.size, num_levels=vary.levels, seed=rng_seed)
    return latin.sample(described, vary.size, seed=rng_seed)
