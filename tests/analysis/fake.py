"""Batches whose measures follow a formula in place of games, so that what an analysis finds is known beforehand."""

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.batch.chunk import GAMES, cell_values, encoded, file_columns
from sim.batch.folder import cells_file
from sim.batch.manifest import manifest
from sim.batch.plan import Cell, make_plan
from sim.batch.results import InMemory, Results
from sim.documents.experiment import Experiment

Formula = Callable[[Cell, np.ndarray, str], np.ndarray]
"""A measure by game number, in a cell."""


def fake_batch(experiment: Experiment, library: Any, formula: Formula, chunk: int | None = None) -> Results:
    """Return a batch as it would have been played, with measures from a formula."""
    plan = make_plan(experiment, library, chunk)
    columns = file_columns(plan)[GAMES]
    words = {column.name: column.words for column in columns}
    files = {}
    for number in range(plan.chunks):
        rows = []
        for piece in plan.pieces(number):
            games = np.arange(piece.first, piece.first + piece.count)
            row = {name: np.full(len(games), words[name].index(value) if words[name] else value) for name, value in cell_values(piece.cell).items()}
            row |= {"game": games} | {name: formula(piece.cell, games, name) for name in plan.experiment.measures}
            rows.append(row)
        files[number] = {GAMES: encoded(rows, columns, {"batch": "fake", "chunk": str(number)})}
    return Results(manifest(plan, "fake"), InMemory(cells_file(plan, "fake"), files))


def luck(games: np.ndarray, *key: object) -> np.ndarray:
    """Return standard normal noise by game number; another key gives other noise."""
    draws = np.random.default_rng(zlib.crc32(repr(key).encode()))
    return draws.standard_normal(int(games.max()) + 1)[games]
