"""Memory, each figure from a child process of its own."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from pathlib import Path

from sim.analysis.bench.child import told_by
from sim.analysis.bench.figure import Kind
from sim.analysis.bench.games import SCENARIO, rates
from sim.analysis.bench.native import no_numba
from sim.analysis.bench.section import Bench, Section

PLAY = f"""
from sim.analysis.bench.resident import peak_resident
from sim.cli import cli
cli.main(["play", {SCENARIO!r}, "--as", "ROK", "--lens", "pool", "--level", "standard", "--rng-seed", "1", "--plain"], standalone_mode=False)
tell(peak_resident())
"""
LINES = "advice\n" + "end\n" * 20  # enough for every season; what is left over is asked of the debrief
THEN_NATIVE = """
from sim.documents.library import Library
from sim.rollout.runner import Start, play_games
from sim.rollout.session import new_session, program_of
library = Library()
session = new_session("tutorial", library=library)
play_games(Start(program_of(library), session.scenario, session.game.terms), 64, native=True)
tell(peak_resident())
"""
BATCH = """
import time
from pathlib import Path
from sim import Experiment, run_batch
from sim.analysis.bench.resident import peak_resident
experiment = Experiment(question="How much memory does a batch take?", scenario={scenario!r}, lenses=["pool"], runs={runs})
run_batch(experiment, out=Path({out!r}) / "warm", runs=64)
begun = time.perf_counter()
results = run_batch(experiment, out=Path({out!r}) / "batch")
seconds = time.perf_counter() - begun
tell(peak_resident())
tell({runs} / seconds)
"""

PLAYED = {
    "memory.play": Kind("peak memory of a game in play", "MiB", "a process that plays a whole game in plain text with advice, nothing native loaded"),
}
NATIVE = {
    "memory.native": Kind("peak memory of the same process after the native program is loaded", "MiB", "and after 64 games of it"),
    "memory.batch": Kind(
        "peak memory of a batch", "MiB", "{batch:,} games to Parquet in one process with a thread for each core, native program included"
    ),
    "batch.games": Kind("games a second of a batch", "games/s", "the same batch: its measures, Parquet and the disk included; warm"),
}


def measure_play(bench: Bench) -> None:
    """Measure a game in play."""
    bench.keep("memory.play", [found[0] for found in _children(bench, PLAY)])


def measure_native(bench: Bench) -> None:
    """Measure what the native program adds, and a batch; compiled code is in the cache by then."""
    rates(bench.library, 1, native=True)
    bench.keep("memory.native", [found[1] for found in _children(bench, PLAY + THEN_NATIVE)])
    found = []
    for _ in range(bench.effort.rare):
        with tempfile.TemporaryDirectory() as folder:
            found.append(told_by(BATCH.format(scenario=SCENARIO, runs=bench.effort.batch, out=str(Path(folder)))))
    bench.keep("memory.batch", [each[0] for each in found])
    bench.keep("batch.games", [each[1] for each in found])


def _children(bench: Bench, code: str) -> list[list[float]]:
    with tempfile.TemporaryDirectory() as folder:
        return [told_by(code, LINES, environment={"PENINSULA_HOME": folder}) for _ in range(bench.effort.rare)]


def untold() -> str:
    """Say why memory is not measured, or nothing."""
    told = sys.platform != "win32" and importlib.util.find_spec("resource") is not None
    return "" if told else "this system does not tell a process's peak"


SECTIONS = (
    Section("memory", "memory in play", PLAYED, measure_play, untold),
    Section("memory", "memory, native", NATIVE, measure_native, lambda: untold() or no_numba()),
)
