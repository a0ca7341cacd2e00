"""Many games for analysis: starts by scenario and lens, threads over native games, processes over plain ones."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from sim.documents.library import Library
from sim.engine.policy import CompiledPolicy
from sim.rollout.program import native_available
from sim.rollout.runner import Start, play_games
from sim.rollout.session import new_session

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[str], None]

MOST_WORKERS = 4


def workers() -> int:
    """Return how many threads or processes to use here."""
    return max(1, min(MOST_WORKERS, os.cpu_count() or 1))


def say_if_plain(say: Progress) -> None:
    """Warn a person whose games are played as plain Python, which takes hundreds of times as long."""
    if not native_available():
        say("Numba is not installed: games are played as plain Python, hundreds of times slower; --games makes fewer")


def start_of(
    library: Library, scenario: str, lens: str, rng_seed: int, mechanics: Mapping[str, bool] | None = None, policies: Sequence[CompiledPolicy] = ()
) -> Start:
    """Return the start of games of four payoff seats at standard level, set up as a person's game is."""
    session = new_session(scenario, lens=lens, rng_seed=rng_seed, mechanics=mechanics, library=library)
    return Start(session.game.program, session.scenario, session.game.terms, policies=policies)


def in_threads(work: Callable[[Item], Result], items: Sequence[Item], first: Start, native: bool | None = None) -> Iterator[Result]:
    """Do work that plays games, in the order of its items; code is compiled before the threads begin.

    Args:
        work: Plays games and measures them; compiled games release the interpreter.
        items: What to do it on.
        first: Any start; one game of it is played to compile.
        native: As for `play_games`.
    """
    play_games(first, 1, native=native)
    with ThreadPoolExecutor(workers()) as pool:
        yield from pool.map(work, items)


_LIBRARIES: dict[Path | None, Library] = {}


def library_at(extra: Path | None) -> Library:
    """Return the library of this process; read once."""
    if extra not in _LIBRARIES:
        _LIBRARIES[extra] = Library(extra)
    return _LIBRARIES[extra]


def in_processes(work: Callable[[Item], Result], items: Iterable[Item], *, many: bool = True) -> Iterator[Result]:
    """Do work on plain games, in the order of its items, in fresh processes (or here, for few).

    Args:
        work: A function of a module; items and results travel between processes.
        items: What to do it on.
        many: Whether starting processes pays.
    """
    if not many or workers() == 1:
        yield from map(work, items)
        return
    with ProcessPoolExecutor(workers(), mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, items, chunksize=1)
