"""An evaluator of graphs, one game at a time: a second opinion on what tracing has made of the program's source."""

from collections.abc import Callable, Mapping
from math import floor, frexp, ldexp, sqrt
from typing import Any

from sim.rollout.lanes.graph import ARITHMETIC, COMPARISON, WORD, Node
from sim.rollout.lanes.vectors import Kernel, needed

WORK: Mapping[str, Callable[..., Any]] = {
    **ARITHMETIC,
    **COMPARISON,
    "both": lambda a, b: a and b,
    "either": lambda a, b: a or b,
    "negate": lambda a: not a,
    "select": lambda cond, high, low: high if cond else low,
    "minus": lambda a: -a,
    "number": float,
    "floor": lambda a: float(floor(a)),
    "sqrt": sqrt,
    "ldexp": lambda a, power: ldexp(a, int(power)),
    "mantissa": lambda a: frexp(a)[0],
    "exponent": lambda a: float(frexp(a)[1]),
    "is_zero": lambda a: a == 0,
}


def evaluate(kernel: Kernel, load: Callable[[str, int], float]) -> dict[tuple[str, int], float]:
    """Return what a kernel writes, by region and row; `load` gives what it reads."""
    values: dict[int, Any] = {}

    def value(part: Any) -> Any:
        return values[part.place] if isinstance(part, Node) else part

    for node in needed(kernel):
        if node.op == "load":
            found = load(node.parts[0], node.parts[1])
            values[node.place] = int(found) if node.kind == WORD else found
        else:
            values[node.place] = WORK[node.op](*(value(part) for part in node.parts))
    return {(region, row): float(value(output)) for region, row, output in kernel.outputs}
