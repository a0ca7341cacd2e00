"""The same games compiled: one and two threads, and what a first game costs that must compile, or finds the compiled program."""

from __future__ import annotations

import tempfile

from sim.analysis.bench.child import told_by
from sim.analysis.bench.figure import Kind, ratios
from sim.analysis.bench.games import SCENARIO, SEASONS, rates, weighed_a_season
from sim.analysis.bench.plain import GAMES as PLAIN
from sim.analysis.bench.section import Bench, Section
from sim.rollout.cache import FOLDER
from sim.rollout.program import native_available

FIRST_GAME = f"""
import time
from sim.documents.library import Library
from sim.rollout.runner import Start, play_games
from sim.rollout.session import new_session, program_of
library = Library()
session = new_session({SCENARIO!r}, library=library)
start = Start(program_of(library), session.scenario, session.game.terms)
begun = time.perf_counter()
play_games(start, 1, native=True)
tell(time.perf_counter() - begun)
"""
GAMES = f"{SEASONS} seasons, four payoff seats of standard level that negotiate"
ONE = Kind("games a second, native, one thread", "games/s", GAMES)
TWO = Kind("games a second, native, two threads", "games/s", GAMES)

KINDS = {
    "native.cold": Kind("first native game, compiled", "s", "a fresh process with an empty cache folder; once for each version of the model"),
    "native.cached": Kind("first native game, from the cache", "s", "a fresh process that finds the compiled program"),
    "native.one": ONE,
    "native.two": TWO,
    "native.traced": Kind("games a second, native, two threads, every state and order kept", "games/s", GAMES),
    "native.sheets.one": Kind("order sheets set a second, native, one thread", "sheets/s", "decisions: a seat's 5 to 7 levers for a season"),
    "native.sheets.two": Kind("order sheets set a second, native, two threads", "sheets/s", "as with one thread"),
    "native.levers.two": Kind("levers set a second, native, two threads", "levers/s", "the moves of other libraries' games are nearest to these"),
    "native.settings.one": Kind(
        "settings weighed a second, native, one thread",
        "settings/s",
        "candidates: legal settings, each by a look-ahead of two seasons; the kernels weigh the illegal ones too, which do not count",
    ),
    "native.settings.two": Kind("settings weighed a second, native, two threads", "settings/s", "as with one thread"),
    "native/plain": Kind(
        "native against plain, one thread", "times", "the same games, with the same results in every bit; measured in turns", of=PLAIN.name
    ),
    "two/one": Kind("two threads against one", "times", "at most 2 where two cores are free; measured in turns", of=ONE.name),
    "traced/two": Kind("keeping every state and order against not", "times", "both with two threads, measured in turns", of=TWO.name),
}


def measure(bench: Bench) -> None:
    """Measure compiled games, each kind in turns with what it is compared with."""
    few, library, count = range(bench.effort.few), bench.library, bench.effort.games
    with tempfile.TemporaryDirectory() as folder:
        bench.keep("native.cold", told_by(FIRST_GAME, environment={FOLDER: folder}))
        bench.keep("native.cached", [told_by(FIRST_GAME, environment={FOLDER: folder})[0] for _ in few])
    rates(library, 1, native=True)
    plain, one, two, traced = [], [], [], []
    for _ in few:
        plain.append(rates(library, 3, native=False).games)
        one.append(rates(library, count, native=True, threads=1))
        two.append(rates(library, count, native=True, threads=2))
        traced.append(rates(library, count, native=True, threads=2, traces=True).games)
    levers, settings = len(library.rulebook()[0].levers), weighed_a_season(library)
    for name, found in (("one", one), ("two", two)):
        bench.keep(f"native.{name}", [rate.games for rate in found])
        bench.keep(f"native.sheets.{name}", [4 * rate.seasons for rate in found])
        bench.keep(f"native.settings.{name}", [settings * rate.seasons for rate in found])
    bench.keep("native.levers.two", [levers * rate.seasons for rate in two])
    bench.keep("native.traced", traced)
    bench.keep("native/plain", ratios([rate.games for rate in one], plain))
    bench.keep("two/one", ratios([rate.games for rate in two], [rate.games for rate in one]))
    bench.keep("traced/two", ratios(traced, [rate.games for rate in two]))


def no_numba() -> str:
    """Say why nothing native is measured, or nothing."""
    return "" if native_available() else "Numba is not installed (extra native)"


SECTION = Section("native", "native games", KINDS, measure, no_numba)
