"""Measures of a batch by cell and game, so that games of one number can be compared over cells."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.batch.errors import BatchError
from sim.batch.results import Results
from sim.documents.errors import did_you_mean
from sim.documents.experiment import Experiment

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]


def experiment_of(results: Results) -> Experiment:
    """Return the experiment that results came from, with its usual measures and lenses filled in."""
    return Experiment.model_validate(results.manifest["experiment"])


def measured(results: Results, measures: Sequence[str] = ()) -> dict[str, Array]:
    """Return measures as arrays of cell by game; the chunks are read one at a time.

    Args:
        results: The batch; its rows stand in the order of cells and, in each, of game numbers.
        measures: Which; all by default.

    Raises:
        BatchError: The batch does not hold a measure.
    """
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    names = list(measures) or results.measures
    for name in names:
        if name not in results.measures:
            raise BatchError(f'the batch has no measure "{name}" ({did_you_mean(name, results.measures)})')
    parts: dict[str, list[Any]] = {name: [] for name in names}
    for table in results.tables():
        for name, found in parts.items():
            found.append(table.column(name).to_numpy().astype(float))
    return {name: np.concatenate(found).reshape(results.manifest["cells"], -1) for name, found in parts.items()}


def mean_by_game(rows: Array) -> Array:
    """Return the mean over cells for each game number; cells in which a measure is not a number are left out of it.

    Games of one number share their draws, so cells are averaged before anything is said about chance.
    """
    import numpy as np  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a game without a number in any cell stays without
        found: Array = np.nanmean(rows, axis=0)
    return found
