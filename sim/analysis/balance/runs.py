"""Games of the analysis: each combination of policy, lens, accord and game numbers is played once, on draws common to all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from sim.documents.balance import Balance
from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.documents.scenario import Scenario
from sim.engine.policy import CompiledPolicy, Row, compile_policy
from sim.engine.position import Terms
from sim.rollout.runner import Start, play_games
from sim.rollout.scores import game_scores, score_boards, score_names
from sim.rollout.session import coefficients, program_of

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

BALANCE_SEED = 20200415
Result = TypeVar("Result")


class Runs:
    """Plays games of standard AI seats, some of them bound by a policy, and keeps their boards.

    Attributes:
        asked: What is asked of balance.
        program: The compiled rulebook.
        names: The boards' names, in the order of all arrays here.
        progress: Is told what has been done.
    """

    def __init__(self, library: Library, progress: Callable[[str], None] = lambda _: None, *, native: bool | None = None) -> None:
        """Read the documents; a native program is loaded by the first games, which are played here."""
        self.library, self.progress, self.native = library, progress, native
        self.asked: Balance = library.balance()
        self.program = program_of(library)
        self.names = score_names(self.program)
        self.better = [1.0 if board.better == "high" else -1.0 for board in score_boards(self.program)]
        self._scenarios = [library.scenario(name) for name in self.asked.scenarios]
        self._lenses = {name: coefficients(self.program, read_lens(library, name)) for name in self.asked.lenses}
        for named in (self.asked.policies.yardstick, self.asked.contrast.policy):
            library.policy(named)
        self._kept: dict[tuple[object, ...], Array] = {}
        self.boards(self.asked.lenses[0], None, range(1))

    def policy(self, rows: Iterable[Row]) -> CompiledPolicy:
        """Compile rows of orders."""
        return compile_policy(self.program, "balance", rows)

    def own(self, seat: str) -> int:
        """Return the place of a seat's own board."""
        return self.names.index(f"own.{seat}")

    def pooled(self, lens: str, policy: CompiledPolicy | None, games: range, accord: str = "") -> Array:
        """Return boards by game number, averaged over the starts: an array of game by board."""
        pooled: Array = self.boards(lens, policy, games, accord).mean(axis=0)
        return pooled

    def boards(self, lens: str, policy: CompiledPolicy | None, games: range, accord: str = "") -> Array:
        """Return boards of games from every start: an array of start by game by board.

        Args:
            lens: Name of the lens.
            policy: What binds seats; None for AI seats that nothing binds.
            games: Their numbers.
            accord: A package in force from the start; the games then last as long as it does, and nothing else is signed.
        """
        import numpy as np  # noqa: PLC0415  (only analysis needs it)

        key = (lens, policy and (policy.rules, policy.code), games, accord)
        if key not in self._kept:
            starts = [self._start(scenario, lens, policy, accord) for scenario in self._scenarios]
            self._kept[key] = np.stack([self._scores(start, games) for start in starts])
        return self._kept[key]

    def _scores(self, start: Start, games: range) -> Array:
        played = play_games(start, len(games), native=self.native, first=games.start, traces=False)
        return game_scores(start, played)

    def _start(self, scenario: Scenario, lens: str, policy: CompiledPolicy | None, accord: str) -> Start:
        mechanics = {str(name): on for name, on in scenario.mechanics.items()}
        length = scenario.length
        if accord:
            length = int(self.program.run.scaled(self.program.book.packages[accord].seasons, scenario.scale))
        terms = Terms(self._lenses[lens], BALANCE_SEED, length, scenario.fog, scale=scenario.scale, mechanics=mechanics)
        policies = [policy] if policy else []
        return Start(self.program, scenario, terms, policies=policies, bargain=not accord, accords=[accord] if accord else [])

    def each(self, work: Callable[[tuple[str, str]], Result], pairs: Sequence[tuple[str, str]], told: str) -> list[Result]:
        """Do a piece of work for every pair of names on a pool of threads; compiled games run beside each other."""
        found = []
        with ThreadPoolExecutor(_processors()) as pool:
            for pair, result in zip(pairs, pool.map(work, pairs), strict=True):
                self.progress(f"{told}: {', '.join(pair)}")
                found.append(result)
        return found


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
