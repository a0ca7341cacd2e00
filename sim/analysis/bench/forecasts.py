"""What looking ahead costs in a game that goes on, warm: the whole answer, ranges of dials and boards included."""

from __future__ import annotations

import time
from typing import Any

from sim.analysis.bench.figure import Kind
from sim.analysis.bench.games import LEVEL, SCENARIO
from sim.analysis.bench.native import no_numba
from sim.analysis.bench.section import Bench, Section
from sim.analysis.forecast import forecast
from sim.rollout.session import Session, advance, new_session

SEAT, PLAYED, AHEAD, FUTURES, PLAIN = "ROK", 2, 8, 2_000, 8
SHEET = {"aid": "aid"}

KINDS = {
    "forecast.plain": Kind("futures a second, plain", "futures/s", f"a forecast of {AHEAD} seasons on one seat's view, in plain Python"),
}
NATIVE = {
    "forecast.native": Kind(
        f"forecast of {FUTURES:,} futures of {AHEAD} seasons, native", "s", "from mid-game on one seat's view, with all ranges and chances, warm"
    ),
    "forecast.instead": Kind(
        "the same with a sheet against another", "s", f"{FUTURES:,} futures of each sheet on common draws, and their paired differences, warm"
    ),
    "forecast.planner": Kind("an order sheet of the planner, native", "ms", "a seat that looks ahead by playing on, each season of a game; warm"),
}


def measure_plain(bench: Bench) -> None:
    """Measure a forecast without a compiler."""
    session = _mid_game(bench)
    bench.keep("forecast.plain", [PLAIN / _seconds(session, count=PLAIN, native=False) for _ in range(bench.effort.few)])


def measure_native(bench: Bench) -> None:
    """Measure compiled forecasts after one that nobody times."""
    session = _mid_game(bench)
    for key, question in (("forecast.native", {}), ("forecast.instead", {"sheet": SHEET})):
        _seconds(session, count=FUTURES, native=True, **question)
        bench.keep(key, [_seconds(session, count=FUTURES, native=True, **question) for _ in range(bench.effort.few)])
    bench.keep("forecast.planner", _planned(bench))


def _planned(bench: Bench) -> list[float]:
    """Return the milliseconds that a planner takes for a sheet, the first of a game left out."""
    found: list[float] = []
    seed = 0
    while len(found) < bench.effort.many:
        session = new_session(SCENARIO, seats={SEAT: "planner"}, level=LEVEL, rng_seed=seed, library=bench.library)
        game, planner, seed = session.game, session.game.agents[SEAT], seed + 1
        while not game.over and len(found) < bench.effort.many:
            begun = time.perf_counter()
            planner.sheet(game.desk(SEAT))
            if game.season:
                found.append((time.perf_counter() - begun) * 1e3)
            advance(session)
    return found


def _mid_game(bench: Bench) -> Session:
    session = new_session(SCENARIO, level=LEVEL, rng_seed=1, library=bench.library)
    for _ in range(PLAYED):
        advance(session)
    return session


def _seconds(session: Session, **how: Any) -> float:
    begun = time.perf_counter()
    forecast(session, SEAT, seasons=AHEAD, **how)
    return time.perf_counter() - begun


SECTIONS = (
    Section("forecast", "forecasts in plain Python", KINDS, measure_plain),
    Section("forecast", "forecasts, native", NATIVE, measure_native, no_numba),
)
