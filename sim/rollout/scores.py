"""The score boards of many games at once: what `sim.engine.boards` says of each, from the sums that a run keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.documents.rulebook import Board
from sim.engine.program import Program
from sim.rollout.runner import Games, Start, fact_names, play_games

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


def game_scores(start: Start, games: Games, first: int = 0) -> Array:
    """Return the boards of games: an array of game by `score_names`.

    War fills the seasons that were scheduled and not played with the board's floor; a game that ended early and well repeats its last
    season, which is found by playing that game again up to the season before.

    Args:
        start: What the games were played from.
        games: Their results.
        first: Number of the first game, as it was given to `play_games`.
    """
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    scores = np.array(games.boards, dtype=float).reshape(len(games.played), -1)
    played = np.asarray(games.played)
    facts = np.asarray(games.facts, dtype=float).reshape(len(played), games.length, -1)
    war = facts[np.arange(len(played)), played - 1, fact_names(start.program).index("war")] > 0.5  # noqa: PLR2004  (a yes or no)
    missing = games.length - played
    last = np.zeros_like(scores)
    for game in np.flatnonzero(~war & (missing > 0)):
        last[game] = _last_season(start, scores[game], first + int(game), int(played[game]), games.native)
    for place, board in enumerate(score_boards(start.program)):
        if board.over == "mean":
            scores[:, place] = (scores[:, place] + missing * np.where(war, board.floor, last[:, place])) / games.length
        elif board.over == "product":
            scores[:, place] = np.where(war, board.floor, scores[:, place] * last[:, place] ** missing)
        else:
            scores[:, place] = np.where(war, board.floor, scores[:, place])
    return scores


def _last_season(start: Start, sums: Array, game: int, played: int, native: bool) -> Array:
    """Return what the last season of a game gave each board."""
    import numpy as np  # noqa: PLC0415

    boards = score_boards(start.program)
    before = np.array([1.0 if board.over == "product" else 0.0 for board in boards])
    if played > 1:
        shorter = replace(start, terms=replace(start.terms, length=played - 1))
        before = np.asarray(play_games(shorter, 1, native=native, first=game, traces=False).boards, dtype=float)
    found = sums.copy()
    for place, board in enumerate(boards):
        if board.over == "mean":
            found[place] = sums[place] - before[place]
        elif board.over == "product":
            found[place] = sums[place] / before[place] if before[place] else 0.0
    return found
