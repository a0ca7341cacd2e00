"""The benchmark: medians of repeated runs, ratios within one run; never a test."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sim.agents.payoff import PayoffAgent
from sim.documents.library import Library
from sim.rollout.program import native_available
from sim.rollout.runner import Start, play_games
from sim.rollout.session import advance, coefficients, new_session, program_of

SCENARIO = "2020-pandemic"


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
        first = time.perf_counter()
        _games(library, 1, native=True)
        measured("first native game, compiled or from cache", "s", [time.perf_counter() - first])
        native = measured("games a second of 12 seasons, native, one thread", "games/s", [_games(library, 60, native=True) for _ in range(few)])
        found.append(
            Figure("native against plain", "times", native.median / plain.median, native.low / plain.high, native.high / plain.low, few, plain.name)
        )
    else:
        progress("native: Numba is not installed; left out")
    found.append(Figure("largest resident memory of this process", "MiB", _memory(), _memory(), _memory(), 1))
    return found


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


def _games(library: Library, count: int, *, native: bool) -> float:
    """Return games a second."""
    session = new_session(SCENARIO, library=library)
    program = program_of(library)
    terms = session.game.terms
    start = Start(program, session.scenario, terms)
    assert terms.coefficients == coefficients(program, session.lens)
    begun = time.perf_counter()
    play_games(start, count, native=native)
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
