"""The program as plain Python: what play, explanations and a machine without Numba live on; and how the command starts."""

from __future__ import annotations

import time

from sim.agents.payoff import PayoffAgent
from sim.analysis.bench.child import command
from sim.analysis.bench.figure import Kind
from sim.analysis.bench.games import LEVEL, SCENARIO, SEASONS, rates, weighed_a_season
from sim.analysis.bench.section import Bench, Section
from sim.documents.library import Library
from sim.rollout.program import compile_rulebook
from sim.rollout.session import advance, new_session

LOOK_AHEADS = 20
GAMES = Kind("games a second, plain", "games/s", f"{SEASONS} seasons, four payoff seats of standard level that negotiate; one thread")

KINDS = {
    "start.help": Kind("peninsula --help", "s CPU", "a fresh process"),
    "start.run": Kind(f"peninsula run {SCENARIO}", "s wall", "a fresh process that plays one game of four AI seats in plain Python"),
    "plain.compile": Kind("compile the rulebook to plain Python", "ms", "documents to program, in a process that has read them"),
    "plain.season": Kind("one season, plain", "ms", "four payoff seats of standard level that negotiate, with its account; the latency of play"),
    "plain.look_ahead": Kind("one look-ahead of two seasons, plain", "us", "one setting weighed: two seasons and a seat's payoffs of them"),
    "plain.games": GAMES,
    "plain.sheets": Kind("order sheets set a second, plain", "sheets/s", "decisions: a seat's 5 to 7 levers for a season; in the same runs"),
    "plain.settings": Kind("settings weighed a second, plain", "settings/s", "legal settings, each by a look-ahead; in the same runs"),
    "season.settings": Kind("settings weighed in a season", "settings", "legal settings of all levers of four seats, counted in one game"),
}


def measure(bench: Bench) -> None:
    """Measure what needs no compiler."""
    few, library = range(bench.effort.few), bench.library
    bench.keep("start.help", [command(["--help"])[0] for _ in few])
    bench.keep("start.run", [command(["run", SCENARIO])[1] for _ in few])
    bench.keep("plain.compile", [_compile(library) for _ in few])
    bench.keep("plain.season", _seasons(library, bench.effort.many))
    bench.keep("plain.look_ahead", _look_aheads(library, bench.effort.many))
    found = [rates(library, 3, native=False) for _ in few]
    weighed = weighed_a_season(library)
    bench.keep("season.settings", [weighed])
    bench.keep("plain.games", [rate.games for rate in found])
    bench.keep("plain.sheets", [4 * rate.seasons for rate in found])
    bench.keep("plain.settings", [weighed * rate.seasons for rate in found])


def _compile(library: Library) -> float:
    book, sources = library.rulebook()
    start = time.perf_counter()
    compile_rulebook(book, sources)
    return (time.perf_counter() - start) * 1e3


def _seasons(library: Library, count: int) -> list[float]:
    found: list[float] = []
    seed = 0
    while len(found) < count:
        session = new_session(SCENARIO, level=LEVEL, rng_seed=seed, library=library)
        while not session.game.over and len(found) < count:
            start = time.perf_counter()
            advance(session)
            found.append((time.perf_counter() - start) * 1e3)
        seed += 1
    return found


def _look_aheads(library: Library, count: int) -> list[float]:
    desk = new_session(SCENARIO, library=library).game.desk("DPRK")
    run = desk.program.run
    orders = PayoffAgent().sheet(desk)
    f, n, m, calm = [0.0] * run.N_FLAGS, [0.0] * run.N_STATE, [0.0] * run.N_STATE, [0.0] * run.N_DRAWS
    run.quiet(calm)
    found = []
    for _ in range(count):
        start = time.perf_counter()
        for _ in range(LOOK_AHEADS):
            run.look_ahead(desk.seat, desk.view, orders, desk.k, desk.e, desk.b, desk.accords, 2, calm, f, n, m)
        found.append((time.perf_counter() - start) / LOOK_AHEADS * 1e6)
    return found


SECTION = Section("plain", "plain Python", KINDS, measure)
