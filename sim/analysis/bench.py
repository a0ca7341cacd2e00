"""The benchmark: medians of repeated runs, ratios within one run; never a test."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sim.agents.payoff import PayoffAgent
from sim.analysis.arithmetic import operations_a_season, operations_a_second
from sim.documents.library import Library
from sim.rollout.lanes.kernels import Way
from sim.rollout.program import native_available
from sim.rollout.runner import Start, play_games
from sim.rollout.session import advance, new_session, program_of

SCENARIO = "2020-pandemic"
SEASONS = 12
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
print(time.perf_counter() - begun)
"""


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes:
        name: What was measured.
        unit: Its unit.
        median, low, high: Over the repetitions.
        runs: Repetitions.
        ratio_of: What it is a ratio of, or empty.
    """

    name: str
    unit: str
    median: float
    low: float
    high: float
    runs: int
    ratio_of: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the figure as a plain dict."""
        return asdict(self)


def figures(*, quick: bool, progress: Callable[[str], None]) -> list[Figure]:
    """Measure everything; `progress` is told what is being measured."""
    few, many = (3, 12) if quick else (7, 48)
    found: list[Figure] = []

    def measured(name: str, unit: str, values: list[float]) -> Figure:
        figure = Figure(name, unit, statistics.median(values), min(values), max(values), len(values))
        found.append(figure)
        progress(f"{name}: {figure.median:.3g} {unit}")
        return figure

    measured("peninsula --help", "s CPU", [_child(["--help"])[0] for _ in range(few)])
    measured(f"peninsula run {SCENARIO}", "s wall", [_child(["run", SCENARIO])[1] for _ in range(few)])
    library = Library()
    measured("compile the rulebook (plain)", "ms", [_compile(library) for _ in range(few)])
    measured("one season, four payoff seats, standard level, plain", "ms", _seasons(library, many))
    measured("one look-ahead of two seasons, plain", "us", _look_aheads(library, many))
    plain = measured("games a second of 12 seasons, plain, one thread", "games/s", [_games(library, 3, native=False) for _ in range(few)])
    if native_available():
        found += _native_figures(library, measured, plain, few, quick=quick)
    else:
        progress("native: Numba is not installed; left out")
    found.append(Figure("largest resident memory of this process", "MiB", _memory(), _memory(), _memory(), 1))
    return found


def _native_figures(library: Library, measured: Callable[[str, str, list[float]], Figure], plain: Figure, few: int, *, quick: bool) -> list[Figure]:
    """Measure compiled games; return the ratios between what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        measured("first native game of a process, compiled", "s", [_first_game(folder)])
        measured("first native game of a process, from the cache", "s", [_first_game(folder) for _ in range(few)])
    _games(library, 1, native=True)
    count = 2_000 if quick else 12_800
    one = measured(
        "games a second of 12 seasons, native, one thread", "games/s", [_games(library, count, native=True, threads=1) for _ in range(few)]
    )
    two = measured(
        "games a second of 12 seasons, native, two threads", "games/s", [_games(library, count, native=True, threads=2) for _ in range(few)]
    )
    traced = [_games(library, count, native=True, threads=2, traces=True) for _ in range(few)]
    measured("the same, every state and order kept", "games/s", traced)
    run = program_of(library).run
    each_season = {"order sheets set a second": 4, "settings weighed a second, each two seasons ahead": run.N_OPTIONS}
    found = []
    for name, each in each_season.items():
        scale = SEASONS * each
        measured(f"{name}, native, two threads", "1/s", [scale * rate for rate in (two.low, two.median, two.high)])
    peak = [operations_a_second() for _ in range(few)]
    operations = operations_a_season(program_of(library), Way(2, noisy=True))
    measured("operations of a season of one game", "operations", [float(operations)])
    limit = measured("sums and products a second, one thread, in registers", "1/s", peak)
    share = operations * SEASONS * one.median / limit.median
    found.append(_ratio("native against plain", one, plain))
    found.append(_ratio("two threads against one", two, one))
    found.append(Figure("share of the arithmetic limit, one thread", "of 1", share, share, share, few, limit.name))
    return found


def _first_game(cache: str) -> float:
    """Return the seconds that the first compiled game of a fresh process takes, with its cache in a folder."""
    environment = {**os.environ, "XDG_CACHE_HOME": cache, "LOCALAPPDATA": cache}
    told = subprocess.run([sys.executable, "-c", FIRST_GAME], check=True, capture_output=True, text=True, env=environment)
    return float(told.stdout)


def _ratio(name: str, figure: Figure, base: Figure) -> Figure:
    """Return the ratio of two figures; its range is the widest that their ranges allow."""
    return Figure(name, "times", figure.median / base.median, figure.low / base.high, figure.high / base.low, figure.runs, base.name)


def _child(arguments: list[str]) -> tuple[float, float]:
    """Return CPU and wall seconds of a fresh process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "sim", *arguments], check=True, stdout=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"})
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def _compile(library: Library) -> float:
    from sim.rollout.program import compile_rulebook  # noqa: PLC0415  (measured here)

    book, sources = library.rulebook()
    start = time.perf_counter()
    compile_rulebook(book, sources)
    return (time.perf_counter() - start) * 1e3


def _seasons(library: Library, count: int) -> list[float]:
    found: list[float] = []
    seed = 0
    while len(found) < count:
        session = new_session(SCENARIO, lens="pool", rng_seed=seed, library=library)
        while not session.game.over and len(found) < count:
            start = time.perf_counter()
            advance(session)
            found.append((time.perf_counter() - start) * 1e3)
        seed += 1
    return found


def _look_aheads(library: Library, count: int) -> list[float]:
    session = new_session(SCENARIO, library=library)
    desk = session.game.desk("DPRK")
    run = desk.program.run
    orders = PayoffAgent().sheet(desk)
    f, n, m, calm = [0.0] * run.N_FLAGS, [0.0] * run.N_STATE, [0.0] * run.N_STATE, [0.0] * run.N_DRAWS
    run.quiet(calm)
    found = []
    for _ in range(count):
        start = time.perf_counter()
        for _ in range(20):
            run.look_ahead(desk.seat, desk.view, orders, desk.k, desk.e, desk.b, desk.accords, 2, calm, f, n, m)
        found.append((time.perf_counter() - start) / 20 * 1e6)
    return found


def _games(library: Library, count: int, *, native: bool, threads: int = 1, traces: bool = False) -> float:
    """Return games a second: each of twelve seasons unless it ends before, four payoff seats at standard level, with negotiation."""
    session = new_session(SCENARIO, length=SEASONS, library=library)
    start = Start(program_of(library), session.scenario, session.game.terms)
    begun = time.perf_counter()
    play_games(start, count, native=native, threads=threads, traces=traces)
    return count / (time.perf_counter() - begun)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bench_text(found: list[Figure]) -> str:
    """Return the figures as a table."""
    rows = [f"{'figure':<58} {'median':>10} {'lowest':>10} {'highest':>10}  unit"]
    for figure in found:
        note = f" (of: {figure.ratio_of})" if figure.ratio_of else ""
        rows.append(f"{figure.name:<58} {figure.median:>10.3g} {figure.low:>10.3g} {figure.high:>10.3g}  {figure.unit}, {figure.runs} runs{note}")
    return "\n".join(rows)
