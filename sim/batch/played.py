"""The games of one piece with everything that measures look at."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.rollout.runner import Start, fact_names, play_games
from sim.rollout.scores import game_scores, score_names
from sim.rollout.seasons import Seasons

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


class Played:
    """Some games of one start.

    Args:
        start: What they start from.
        first: Number of the first game.
        count: How many.
        native: Compiled or plain; by default whichever is there.

    Attributes:
        seasons: States, orders and facts by game and season.
        length: Scheduled seasons by game: one number.
        played: Seasons played, by game.
        war: Whether a game ended in war.
        early: Whether it ended before its last season without war.
    """

    def __init__(self, start: Start, first: int, count: int, native: bool | None = None) -> None:
        """Play them."""
        import numpy as np  # noqa: PLC0415  (only batches need it)

        games = play_games(start, count, native=native, first=first)
        self.start, self._games = start, games
        self.length = games.length
        self.seasons = Seasons(start.program, games)
        self.played = np.asarray(games.played, dtype=np.int64)
        self.war = self.fact("war").max(axis=1) > 0
        self.early = (self.played < self.length) & ~self.war

    def fact(self, name: str) -> Array:
        """Return a fact by game and season; seasons not played are zero."""
        found: Array = self.seasons.facts[:, :, fact_names(self.start.program).index(name)]
        return found

    def at_end(self, rows: Array) -> Array:
        """Return values by game and season as they stood in each game's last season."""
        found: Array = rows[range(len(self.played)), self.played - 1]
        return found

    @cached_property
    def boards(self) -> dict[str, Array]:
        """Boards by game: ``own.US`` and so on, then the others by name; see `sim.rollout.scores.game_scores`."""
        return dict(zip(score_names(self.start.program), game_scores(self.start, self._games).T, strict=True))
