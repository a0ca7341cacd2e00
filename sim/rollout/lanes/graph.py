"""A graph of what a piece of the program computes: each operation once, constants folded, in the order the source states.

Folding keeps every bit, since the same operation on the same numbers gives the same result now or later. Where a graph is `loose`,
products with a constant zero and sums with it vanish too: for finite numbers that can change the sign of a zero and nothing else,
and a zero's sign never reaches a comparison. Only look-aheads, whose values are compared and thrown away, are traced loosely.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NUMBER = "number"
TRUTH = "truth"
WORD = "word"


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Node:
    """One operation of a graph.

    Attributes:
        place: Its number; parts have lower ones.
        op: The operation: ``add``, ``select``, ``below``, ``load`` and so on.
        parts: Operands: nodes or constants; for a load, the region and the row.
        kind: A number (double), a truth value, or a word (64 bits).
        uniform: Whether all lanes agree on it, so that it is computed once for a block.
    """

    place: int
    op: str
    parts: tuple[Any, ...]
    kind: str
    uniform: bool

    def __repr__(self) -> str:
        """Name the operation and its direct parts; a whole graph below it would be endless."""
        parts = (f"n{part.place}" if isinstance(part, Node) else repr(part) for part in self.parts)
        return f"n{self.place} = {self.op}({', '.join(parts)})"


Value = Node | float | int | bool

ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "and": operator.and_,
    "or": operator.or_,
    "xor": operator.xor,
    "shift": operator.rshift,
}
COMPARISON: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
}


class Graph:
    """Nodes, each kept once."""

    def __init__(self, *, loose: bool) -> None:
        """Start an empty graph; `loose` lets the sign of a zero go."""
        self.loose = loose
        self.nodes: list[Node] = []
        self._known: dict[tuple[Any, ...], Node] = {}

    def node(self, op: str, parts: tuple[Any, ...], kind: str, uniform: bool | None = None) -> Node:
        """Return the node of an operation, made where it is new."""
        key = (op, *(("node", part.place) if isinstance(part, Node) else (type(part), repr(part)) for part in parts))
        found = self._known.get(key)
        if found is None:
            alike = all(part.uniform for part in parts if isinstance(part, Node)) if uniform is None else uniform
            found = Node(len(self.nodes), op, parts, kind, alike)
            self.nodes.append(found)
            self._known[key] = found
        return found

    def load(self, region: str, row: int, kind: str = NUMBER) -> Node:
        """Return what a row of a region holds: region ``u`` is the same in all lanes."""
        return self.node("load", (region, row, kind), kind, region == "u")

    def arithmetic(self, op: str, a: Value, b: Value) -> Value:
        """Return a op b."""
        if not isinstance(a, Node) and not isinstance(b, Node):
            return ARITHMETIC[op](a, b)  # type: ignore[no-any-return]
        words = [kind_of(part) == WORD for part in (a, b) if isinstance(part, Node)]
        if all(words) and not isinstance(a, float) and not isinstance(b, float):
            return self.node(op, (a, b), WORD)
        a, b = self.number(a), self.number(b)
        simpler = self._simpler(op, a, b)
        return self.node(op, (a, b), NUMBER) if simpler is None else simpler

    def _simpler(self, op: str, a: Value, b: Value) -> Value | None:
        """Return what an operation with a constant comes to, or None where it has to be carried out."""
        if b == 1.0 and op in ("mul", "div") and not isinstance(b, Node):
            return a
        if a == 1.0 and op == "mul" and not isinstance(a, Node):
            return b
        if b == 0.0 and op == "sub" and not isinstance(b, Node):
            return a
        for one, other in ((a, b), (b, a)):
            if not isinstance(one, Node) and isinstance(other, Node):
                if self.loose and one == 0.0 and (op in ("mul", "add") or (op == "div" and one is a)):
                    return 0.0 if op != "add" else other
                if is_switch(other):
                    cond, high, low = other.parts
                    results = [self.arithmetic(op, *((one, leaf) if one is a else (leaf, one))) for leaf in (high, low)]
                    return self.select(cond, results[0], results[1])
        if self.loose and op == "mul":
            for one, other in ((a, b), (b, a)):
                if isinstance(one, Node) and one.op == "select" and one.parts[1] == 1.0 and one.parts[2] == 0.0 and is_switch(one):
                    return self.select(one.parts[0], other, 0.0)
        return None

    def number(self, value: Value) -> Value:
        """Return a value as a number."""
        if isinstance(value, Node):
            return self.node("number", (value,), NUMBER) if value.kind == WORD else value
        return float(value)

    def minus(self, a: Value) -> Value:
        """Return -a."""
        return self.node("minus", (a,), NUMBER) if isinstance(a, Node) else -a

    def compare(self, op: str, a: Value, b: Value) -> Value:
        """Return whether a op b."""
        if not isinstance(a, Node) and not isinstance(b, Node):
            return COMPARISON[op](a, b)
        for one, other in ((a, b), (b, a)):
            if not isinstance(one, Node) and isinstance(other, Node) and other.op == "select" and has_constant(other):
                results = [self.compare(op, *((one, leaf) if one is a else (leaf, one))) for leaf in other.parts[1:]]
                return self.select(other.parts[0], results[0], results[1])
        return self.node(op, (self.number(a), self.number(b)), TRUTH)

    def both(self, a: Value, b: Value) -> Value:
        """Return a and b."""
        for one, other in ((a, b), (b, a)):
            if not isinstance(one, Node):
                return other if one else False
        return a if a is b else self.node("both", (a, b), TRUTH)

    def either(self, a: Value, b: Value) -> Value:
        """Return a or b."""
        for one, other in ((a, b), (b, a)):
            if not isinstance(one, Node):
                return True if one else other
        return a if a is b else self.node("either", (a, b), TRUTH)

    def negate(self, a: Value) -> Value:
        """Return not a."""
        if not isinstance(a, Node):
            return not a
        return a.parts[0] if a.op == "negate" else self.node("negate", (a,), TRUTH)

    def select(self, cond: Value, high: Value, low: Value) -> Value:
        """Return high where cond holds, else low."""
        if not isinstance(cond, Node):
            return high if cond else low
        if high is low or (not isinstance(high, Node) and not isinstance(low, Node) and type(high) is type(low) and repr(high) == repr(low)):
            return high
        if kind_of(high) == TRUTH and kind_of(low) == TRUTH:
            return self.either(self.both(cond, high), self.both(self.negate(cond), low))
        if kind_of(high) == WORD and kind_of(low) == WORD and (isinstance(high, Node) or isinstance(low, Node)):
            return self.node("select", (cond, high, low), WORD)
        return self.node("select", (cond, self.number(high), self.number(low)), NUMBER)

    def bit(self, cond: Value, place: int) -> Value:
        """Return a word with one bit set where cond holds."""
        if not isinstance(cond, Node):
            return 1 << place if cond else 0
        return self.node("select", (cond, 1 << place, 0), WORD)

    def pick(self, table: tuple[Any, ...], at: Value) -> Value:
        """Return the entry of a table at a place that may differ by lane."""
        if not isinstance(at, Node):
            entry: Value = table[int(at)]
            return entry
        found: Value = float(table[-1])
        for place in reversed(range(len(table) - 1)):
            found = self.select(self.compare("eq", at, float(place)), float(table[place]), found)
        return found


def kind_of(value: Value) -> str:
    """Return the kind of a value."""
    if isinstance(value, Node):
        return value.kind
    return TRUTH if isinstance(value, bool) else WORD if isinstance(value, int) else NUMBER


def is_switch(node: Node) -> bool:
    """Say whether a node picks one of two constants."""
    return node.op == "select" and not isinstance(node.parts[1], Node) and not isinstance(node.parts[2], Node)


def has_constant(node: Node) -> bool:
    """Say whether a select has a constant leaf, so that comparing it with a constant gets simpler."""
    return not isinstance(node.parts[1], Node) or not isinstance(node.parts[2], Node)
