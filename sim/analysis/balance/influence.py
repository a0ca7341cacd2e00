"""Influence: how far each seat's sheets move each other seat's own board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.balance.runs import Runs
from sim.analysis.balance.sheets import Searches, Sheet, random_sheets, resting, sheet_policy
from sim.analysis.balance.sizes import Sizes
from sim.analysis.balance.table import Cell, Row, Table
from sim.analysis.estimate import jackknifed, mean_of

if TYPE_CHECKING:
    from sim.analysis.balance.runs import Array

SHEETS = 96


def sample(runs: Runs, seat: str, searches: Searches) -> list[Sheet]:
    """Return sheets of a seat, the same under every lens: the resting one, the best and worst that were found, and random ones."""
    found = [searches[seat, lens] for lens in runs.asked.lenses]
    every = [resting(runs, seat), *(each.best for each in found), *(each.worst for each in found), *random_sheets(runs, seat)]
    return list(dict.fromkeys(every))[:SHEETS]


def reach(boards: Array) -> Array:
    """Return by game how far apart the boards under the best and the worst sheet lie.

    Which sheets these are is told by the other half of the games, so that noise is not taken for reach.

    Args:
        boards: Sheet by game.
    """
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    found = np.empty(boards.shape[1])
    for half, other in ((0, 1), (1, 0)):
        means = boards[:, other::2].mean(axis=1)
        found[half::2] = boards[means.argmax(), half::2] - boards[means.argmin(), half::2]
    return found


def check_influence(runs: Runs, searches: Searches, sizes: Sizes) -> list[Table]:
    """Check that every seat can move every other."""
    import numpy as np  # noqa: PLC0415

    seats, lenses = runs.program.layout.seats, runs.asked.lenses
    samples = {seat: sample(runs, seat, searches) for seat in seats}

    def moved(pair: tuple[str, str]) -> Array:
        seat, lens = pair
        boards = np.stack([runs.pooled(lens, sheet_policy(runs, seat, sheet), sizes.influence) for sheet in samples[seat]])
        return np.stack([reach(boards[:, :, runs.own(other)]) for other in seats])

    pairs = [(seat, lens) for seat in seats for lens in lenses]
    by_pair = dict(zip(pairs, runs.each(moved, pairs, "influence"), strict=True))
    by_seat = {seat: np.stack([by_pair[seat, lens] for lens in lenses]) for seat in seats}  # lens by seat moved by game
    rows = [
        _row(runs, seat, other, by_seat[seat][:, place], by_seat[other][:, place])
        for seat in seats
        for place, other in enumerate(seats)
        if other != seat
    ]
    how = f"means over lenses; range of the mean board over {SHEETS} constant sheets of a seat, ends chosen on other games."
    return [Table("Influence", f"{runs.asked.influence.says} ({how})", tuple(rows))]


def _row(runs: Runs, seat: str, other: str, moves: Array, itself: Array) -> Row:
    """Compare how far a seat moves another's board with how far that other moves it itself: both lens by game."""
    share = jackknifed(lambda kept: float(moves[:, kept].mean() / itself[:, kept].mean()), moves.shape[1])
    by_lens = dict(zip(runs.asked.lenses, moves.mean(axis=1) / itself.mean(axis=1), strict=True))
    least = min(by_lens, key=lambda lens: float(by_lens[lens]))
    cells: dict[str, Cell] = {
        "seat": seat,
        "moves": other,
        "by": mean_of(moves.mean(axis=0)),
        "itself": mean_of(itself.mean(axis=0)),
        "share": share,
        "least under": f"{least} {by_lens[least]:.3f}",
    }
    return Row(cells, share.value >= runs.asked.influence.share)
