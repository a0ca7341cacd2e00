"""Expressions over the seasons of many games: arrays of game by season."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.documents.errors import did_you_mean
from sim.engine.expression import COMPARISONS, Call, ExpressionError, Name, Node, Number, Operation, parse
from sim.engine.program import Program
from sim.rollout.runner import Games, fact_names

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]


class Seasons:
    """Results of many games as named arrays, games by seasons; values at the end of each season, orders of it."""

    def __init__(self, program: Program, games: Games) -> None:
        """Shape the flat rows of a run."""
        import numpy as np  # noqa: PLC0415  (only long runs need it)

        self.program = program
        count = len(games.played)
        shape = (count, games.length, -1)
        self.states = np.asarray(games.states, dtype=float).reshape(shape)
        self.orders = np.asarray(games.orders).reshape(shape)
        self.facts = np.asarray(games.facts, dtype=float).reshape(shape)
        self.on = np.arange(games.length)[None, :] < np.asarray(games.played)[:, None]

    def evaluate(self, text: str) -> Array:
        """Return an expression's value by game and season; a condition is 0 or 1.

        Raises:
            ExpressionError: A name is unknown here.
        """
        import numpy as np  # noqa: PLC0415

        return np.asarray(self._value(parse(text)), dtype=float) * np.ones(self.on.shape)

    def _value(self, node: Node) -> Any:
        if isinstance(node, Number):
            return node.value
        if isinstance(node, Name):
            return self._named(node)
        if isinstance(node, Call):
            raise ExpressionError(f"{node.function}() cannot be measured", node.column)
        return self._operation(node)

    def _operation(self, node: Operation) -> Any:
        import numpy as np  # noqa: PLC0415

        left = node.operands[0]
        if node.operator in COMPARISONS and isinstance(left, Name) and left.text in self.program.layout.levers:
            lever = self.program.layout.lever(left.text)
            right = node.operands[1]
            settings = self.program.layout.settings[lever]
            if not isinstance(right, Name) or right.text not in settings:
                raise ExpressionError(f"{left.text} is compared with one of its settings", right.column, ", ".join(settings))
            return _ORDERS[node.operator](self.orders[:, :, lever], settings.index(right.text))
        values = [self._value(operand) for operand in node.operands]
        if node.operator == "[]":
            return values[0]
        if node.operator == "not":
            return 1.0 - values[0]
        if node.operator == "minus":
            return -values[0]
        if node.operator in ("and", "or"):
            pick = np.minimum if node.operator == "and" else np.maximum
            return pick(values[0], values[1])
        return _ORDERS[node.operator](*values)

    def _named(self, node: Name) -> Any:
        layout = self.program.layout
        if node.text in layout.state:
            return self.states[:, :, layout.index[node.text]]
        facts = fact_names(self.program)
        if node.text in facts:
            return self.facts[:, :, facts.index(node.text)]
        raise ExpressionError(f'"{node.text}" cannot be measured', node.column, did_you_mean(node.text, [*layout.state, *facts]))


_ORDERS: dict[str, Any] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "<=": lambda x, y: (x <= y) * 1.0,
    ">=": lambda x, y: (x >= y) * 1.0,
    "==": lambda x, y: (x == y) * 1.0,
    "!=": lambda x, y: (x != y) * 1.0,
    "<": lambda x, y: (x < y) * 1.0,
    ">": lambda x, y: (x > y) * 1.0,
}
