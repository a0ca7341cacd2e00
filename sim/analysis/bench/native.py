"""The same games compiled: one and two threads, and what a first game costs that must compile, or finds the compiled program."""

from __future__ import annotations

import tempfile

from sim.analysis.bench.child import told_by
from sim.analysis.bench.figure import Kind
from sim.analysis.bench.games import SCENARIO, SEASONS, Rates, rates, weighed_a_season
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

KINDS = {
    "native.cold": Kind("first native game, compiled", "s", "a fresh process with an empty cache folder; once for each version of the model"),
    "native.cached": Kind("first native game, from the cache", "s", "a fresh process that finds the compiled program"),
    "native.one": Kind("games a second, native, one thread", "games/s", GAMES),
    "native.two": Kind("games a second, native, two threads", "games/s", GAMES),
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
    "native/plain": Kind("native against plain, one thread", "times", "the same games, with the same results in every bit", of="plain.games"),
    "two/one": Kind("two threads against one", "times", "at most 2 on a machine that has two free cores", of="native.one"),
    "traced/two": Kind("keeping every state and order against not", "times", "both with two threads", of="native.two"),
}


def measure(bench: Bench) -> None:
    """Measure compiled games."""
    few, library = range(bench.effort.few), bench.library
    with tempfile.TemporaryDirectory() as folder:
        bench.keep("native.cold", told_by(FIRST_GAME, environment={FOLDER: folder}))
        bench.keep("native.cached", [told_by(FIRST_GAME, environment={FOLDER: folder})[0] for _ in few])
    rates(library, 1, native=True)
    levers, settings = len(library.rulebook()[0].levers), weighed_a_season(library)
    for name, threads in (("one", 1), ("two", 2)):
        found = [rates(library, bench.effort.games, native=True, threads=threads) for _ in few]
        bench.keep(f"native.{name}", [rate.games for rate in found])
        _keep_a_season(bench, f"native.sheets.{name}", found, 4)
        _keep_a_season(bench, f"native.settings.{name}", found, settings)
    _keep_a_season(bench, "native.levers.two", found, levers)
    bench.keep("native.traced", [rates(library, bench.effort.games, native=True, threads=2, traces=True).games for _ in few])
    bench.compare("native/plain", "native.one")
    bench.compare("two/one", "native.two")
    bench.compare("traced/two", "native.traced")


def _keep_a_season(bench: Bench, key: str, found: list[Rates], each: float) -> None:
    bench.keep(key, [each * rate.seasons for rate in found])


def no_numba() -> str:
    """Say why nothing native is measured, or nothing."""
    return "" if native_available() else "Numba is not installed (extra native)"


SECTION = Section("native", "native games", KINDS, measure, no_numba)
