"""The games that are measured: twelve seasons, four payoff seats of standard level that negotiate, under the pool of arguments."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache

from sim.agents.payoff import choose
from sim.documents.library import Library
from sim.rollout.runner import Start, play_games
from sim.rollout.session import advance, new_session, program_of

SCENARIO, SEASONS, LEVEL = "2020-pandemic", 12, "standard"


def start_of(library: Library) -> Start:
    """Return what the games share."""
    session = new_session(SCENARIO, length=SEASONS, level=LEVEL, library=library)
    return Start(program_of(library), session.scenario, session.game.terms, level=LEVEL)


@dataclass(frozen=True)
class Rates:
    """How fast games went: whole games and seasons a second (a game may end before its last season)."""

    games: float
    seasons: float


def rates(library: Library, count: int, *, native: bool, threads: int = 1, traces: bool = False) -> Rates:
    """Play games and return how fast they went."""
    start = start_of(library)
    begun = time.perf_counter()
    games = play_games(start, count, native=native, threads=threads, traces=traces)
    seconds = time.perf_counter() - begun
    return Rates(count / seconds, float(sum(games.played)) / seconds)


@lru_cache(maxsize=1)
def weighed_a_season(library: Library, seed: int = 0) -> float:
    """Return how many settings four seats weigh in a season for their sheets: those that are legal, each by a look-ahead.

    Counted in one game in plain Python; what is weighed at the table comes on top.
    """
    session = new_session(SCENARIO, length=SEASONS, level=LEVEL, rng_seed=seed, library=library)
    game, run, layout = session.game, session.game.program.run, session.game.program.layout
    weighed = 0
    while not game.over:
        game.table.close()
        for seat, own in zip(layout.seats, layout.seat_levers, strict=True):
            value = choose(game.desk(seat)).value
            options = [layout.options[lever] + place for lever in own for place in range(len(layout.settings[lever]))]
            weighed += sum(value[option] > run.NEVER for option in options)
        advance(session)
    return weighed / len(game.played)
