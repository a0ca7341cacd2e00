"""The games of one piece with everything that measures look at."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.rollout.runner import Start, fact_names, play_games
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
        self.start, self.first, self.native = start, first, native
        self.length = games.length
        self.seasons = Seasons(start.program, games)
        self.played = np.asarray(games.played, dtype=np.int64)
        self.sums = np.asarray(games.boards, dtype=float).reshape(count, -1)
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
        """Boards by game, as `sim.engine.boards.board_scores` reckons one game's: ``own.US`` and so on, then the others by name.

        Seasons that war cut off count as the board's floor, after an early peace as the last season played.
        """
        layout, book = self.start.program.layout, self.start.program.book
        last = self._last_season()
        found: dict[str, Array] = {}
        for place, (name, board) in enumerate(book.boards.items()):
            columns = range(len(layout.seats)) if place == 0 else [len(layout.seats) + place - 1]
            for column in columns:
                label = f"{name}.{layout.seats[column]}" if place == 0 else name
                found[label] = self._score(board.over, board.floor, self.sums[:, column], last[:, column])
        return found

    def _score(self, over: str, floor: float, sums: Array, last: Array) -> Array:
        import numpy as np  # noqa: PLC0415

        missing = self.length - self.played
        if over == "mean":
            return (sums + missing * np.where(self.war, floor, last)) / self.length
        if over == "product":
            for season in range(int(missing.max(initial=0))):
                sums = np.where(self.early & (missing > season), sums * last, sums)
        return np.where(self.war, floor, sums)

    def _last_season(self) -> Array:
        """Return what the last season of games that ended early gave to each board, zero for the others.

        The loop keeps running sums only; a game that ended early (few do) is played again without its last season, and the two compared.
        """
        import numpy as np  # noqa: PLC0415

        products = [board.over == "product" for board in self.start.program.book.boards.values()]
        product = np.array([False] * (self.sums.shape[1] - len(products) + 1) + products[1:])
        last = np.zeros_like(self.sums)
        for row in np.flatnonzero(self.early):
            before = np.where(product, 1.0, 0.0)
            if self.played[row] > 1:
                shorter = replace(self.start, terms=replace(self.start.terms, length=int(self.played[row]) - 1))
                games = play_games(shorter, 1, native=self.native, first=self.first + int(row), traces=False)
                before = np.asarray(games.boards, dtype=float)
            safe = np.where(before == 0.0, 1.0, before)
            last[row] = np.where(product, self.sums[row] / safe, self.sums[row] - before)
        return last
