"""How far the native program is from what this machine's arithmetic allows.

The estimate: operations (sums, products, comparisons, selections, steps of the draws) that the kernels of a season carry out for one
game, counted in their graphs after everything shared, folded or dead has gone; against how many sums and products a second the same
compiler brings out of this machine when nothing has to be fetched from memory. Loads, stores and all bookkeeping of accords count as
overhead, so the share is what is left of the machine for the model itself.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterable

from sim.engine.program import Program
from sim.rollout.lanes.compiled import compile_text, load_object
from sim.rollout.lanes.graph import Graph, Value
from sim.rollout.lanes.kernels import Lanes, Way
from sim.rollout.lanes.vectors import LANES, STRIDE, Kernel, module_text, needed

CHAINS = 12
STEPS = 100
CALLS = 4000


def operations(kernels: Iterable[Kernel]) -> int:
    """Return the operations that kernels carry out for each game: what all games of a block share and what is fetched not counted."""
    return sum(not node.uniform and node.op != "load" for kernel in kernels for node in needed(kernel))


def operations_a_season(program: Program, way: Way) -> int:
    """Return the operations for one season of a game whose four seats choose in one way and bargain; each kernel counted once."""
    lanes = Lanes(program)
    return operations(lanes.kernels()) + operations(lanes.choices(way))


def operations_a_second() -> float:
    """Return how many sums and products a second one thread does on numbers that stay in registers, compiled as the kernels are."""
    graph = Graph(loose=False)
    factor, shift = graph.load("u", 0), graph.load("u", 1)
    chains: list[Value] = [graph.load("x", place) for place in range(CHAINS)]
    for _ in range(STEPS):
        chains = [graph.arithmetic("add", graph.arithmetic("mul", chain, factor), shift) for chain in chains]
    kernel = Kernel("chains", "Sums and products and nothing else.", graph, [("x", place, chain) for place, chain in enumerate(chains)])
    engine = load_object(compile_text(module_text([kernel])))
    rows = (ctypes.c_double * (CHAINS * STRIDE + 16))()
    shared = (ctypes.c_double * 2)(0.5, 1.0)
    address = ctypes.addressof(rows)
    address += -address % 64
    run = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 5)(engine.get_function_address("chains"))
    regions = (address, address, address, address, ctypes.addressof(shared))
    run(*regions)
    begun = time.perf_counter()
    for _ in range(CALLS):
        run(*regions)
    return 2.0 * CHAINS * STEPS * LANES * CALLS / (time.perf_counter() - begun)
