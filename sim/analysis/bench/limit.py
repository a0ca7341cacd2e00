"""How far native games are from what this machine's arithmetic allows (`sim.analysis.arithmetic`)."""

from __future__ import annotations

from sim.analysis.arithmetic import operations_a_season, operations_a_second
from sim.analysis.bench.figure import Kind, ratios
from sim.analysis.bench.games import rates
from sim.analysis.bench.native import no_numba
from sim.analysis.bench.section import Bench, Section
from sim.rollout.lanes.kernels import Way
from sim.rollout.session import program_of

PEAK = Kind(
    "sums and products a second, one thread, in registers",
    "operations/s",
    "twelve chains of multiply and add, compiled as the kernels are: nothing fetched, nothing stored",
)

KINDS = {
    "limit.season": Kind(
        "operations of a season of one game",
        "operations",
        "sums, products, comparisons, selections and steps of draws in the kernels' graphs, each kernel once, nothing shared counted twice",
    ),
    "limit.peak": PEAK,
    "limit.used": Kind("operations of games a second, one thread", "operations/s", "operations of a season times seasons a second"),
    "limit/share": Kind(
        "share of the arithmetic limit, one thread",
        "of 1",
        "what the model gets of the machine; loads, stores, chains that wait and the bookkeeping of accords take the rest; measured in turns",
        of=PEAK.name,
    ),
}


def measure(bench: Bench) -> None:
    """Measure games and the limit in turns, so that both meet the same machine."""
    program = program_of(bench.library)
    operations = operations_a_season(program, Way(program.book.choice.levels["standard"].depth, noisy=True))
    bench.keep("limit.season", [float(operations)])
    peak, used = [], []
    for _ in range(bench.effort.few):
        peak.append(operations_a_second())
        used.append(operations * rates(bench.library, bench.effort.games, native=True, threads=1).seasons)
    bench.keep("limit.peak", peak)
    bench.keep("limit.used", used)
    bench.keep("limit/share", ratios(used, peak))


SECTION = Section("limit", "arithmetic limit", KINDS, measure, no_numba)
