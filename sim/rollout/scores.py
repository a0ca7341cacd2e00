"""The score boards of many games at once: what `sim.engine.boards` says of each, from the sums that a run keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.documents.rulebook import Board
from sim.engine.program import Program
from sim.rollout.runner import Games, Start, fact_names

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]


def score_names(program: Program) -> tuple[str, ...]:
    """Return the boards in the order of `game_scores`: ``own.US`` and so on by seat, then the boards that are nobody's own."""
    own = (f"own.{seat}" for seat in program.layout.seats)
    return (*own, *(name for name in program.book.boards if name != "own"))


def score_boards(program: Program) -> tuple[Board, ...]:
    """Return the rulebook's entry for every score, in the order of `score_names`."""
    boards = program.book.boards
    return tuple(boards[name.split(".")[0]] for name in score_names(program))


def game_scores(start: Start, games: Games, seasons: int | None = None) -> Array:
    """Return the boards of games at their end, or as they stand some seasons on: an array of game by `score_names`.

    From a start in mid-game, what was played before counts as far as its present says. War fills the seasons that were scheduled and not
    played with the board's floor; a game that ended early and well repeats its last season.

    Args:
        start: What the games were played from.
        games: Their results.
        seasons: How many of the seasons played count, from 1; by default all.
    """
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    upto = games.length if seasons is None else seasons
    before_them = start.present.position.season - start.present.counted_from if start.present else 0
    rows, ends = np.arange(len(games.played)), np.asarray(games.played)
    played = np.minimum(ends, upto)
    running = _running(start, games)
    scores: Array = running[rows, played]
    before: Array = running[rows, played - 1]
    facts = np.asarray(games.facts, dtype=float).reshape(len(rows), games.length, -1)
    war = facts[rows, played - 1, fact_names(start.program).index("war")] > 0.5  # noqa: PLR2004  (a yes or no)
    missing = upto - played
    for place, board in enumerate(score_boards(start.program)):
        if board.over == "mean":
            last = scores[:, place] - before[:, place]
            scores[:, place] = (scores[:, place] + missing * np.where(war, board.floor, last)) / (before_them + upto)
            continue
        value = scores[:, place]
        if board.over == "product":
            last = np.divide(value, before[:, place], out=np.zeros_like(value), where=before[:, place] > 0)
            value = value * last**missing
        scores[:, place] = np.where(war, board.floor, value)
    return scores


def _running(start: Start, games: Games) -> Array:
    """Return the boards before the first season and after each: game by season by board, as the kernel keeps them."""
    import numpy as np  # noqa: PLC0415

    boards = score_boards(start.program)
    first = np.array([1.0 if board.over == "product" else 0.0 for board in boards])
    if start.present is not None:
        position = start.present.position
        first = np.array([*position.payoffs, *position.boards])
    rows = np.asarray(games.running, dtype=float).reshape(len(games.played), games.length, len(boards))
    found: Array = np.concatenate([np.broadcast_to(first, (len(rows), 1, len(boards))), rows], axis=1)
    return found
