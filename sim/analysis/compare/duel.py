"""Two policies played against each other at points of the contested coefficients, on common random numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.analysis.compare.ask import Ask
from sim.analysis.compare.heat import better_end, mean_of_numbers
from sim.analysis.estimate import Estimate
from sim.analysis.games import mean_by_game, measured
from sim.batch.run import Progress, run_batch
from sim.documents.experiment import Vary
from sim.documents.lens import read_lens
from sim.documents.library import Library

if TYPE_CHECKING:
    from sim.analysis.games import Array

Move = tuple[str, float]
"""One coefficient and the value it is moved to; all others stay as in the lens."""


class Duel:
    """Plays two policies under a lens in which one coefficient at a time is moved, and keeps what was found.

    Args:
        library: Documents.
        ask: The comparison: starts, measures, which end is better.
        pair: The two policies.
        lens: Where the moves start from.
        games: Game numbers at each point.
        rng_seed: Seed of all draws; another one gives fresh games.
        native: Compiled or plain; by default whichever is there.
        progress: Is told how many games of a round are done, and of how many.
    """

    def __init__(
        self,
        library: Library,
        ask: Ask,
        pair: tuple[str, str],
        lens: str,
        *,
        games: int,
        rng_seed: int,
        native: bool | None = None,
        progress: Progress = lambda done, games: None,
    ) -> None:
        """Play nothing yet."""
        self.library, self.ask, self.pair, self.games, self.rng_seed = library, ask, pair, games, rng_seed
        self.lens = read_lens(library, lens)
        self.native, self.progress = native, progress
        self._gaps: dict[Move, dict[str, Array]] = {}

    def base(self, coefficient: str) -> Move:
        """Return the move that leaves a coefficient where the lens has it."""
        return coefficient, self.lens.values[coefficient]

    def play(self, moves: Iterable[Move]) -> None:
        """Play what has not been played yet, all in one batch."""
        new = [move for move in dict.fromkeys(moves) if move not in self._gaps]
        if not new:
            return
        moved = list(dict.fromkeys(name for name, _ in new))
        lists = {name: [value if each == name else self.lens.values[name] for each, value in new] for name in moved}
        vary = Vary(design="list", coefficients=lists)
        experiment = self.ask.experiment(policies=self.pair, lenses=[self.lens.name], vary=vary, games=self.games, rng_seed=self.rng_seed)
        results = run_batch(experiment, library=self.library, native=self.native, progress=self.progress)
        for name, rows in measured(results).items():
            cells = rows.reshape(len(self.ask.scenarios), 2, len(new), self.games)  # points vary fastest, then policies, then starts
            for place, move in enumerate(new):
                self._gaps.setdefault(move, {})[name] = mean_by_game(cells[:, 0, place] - cells[:, 1, place])

    def lead(self, measure: str, move: Move, leader: str) -> Estimate:
        """Return by how much the leader is better than the other policy at a point; below 0 where it is worse."""
        self.play([move])
        end = better_end(self.library.rulebook()[0], measure) or self.ask.otherwise
        sign = (1.0 if end == "high" else -1.0) * (1.0 if leader == self.pair[0] else -1.0)
        return mean_of_numbers(sign * self._gaps[move][measure])

