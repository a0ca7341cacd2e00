"""From the program's own source to a graph: its functions are walked through with rows of numbers in place of numbers.

The text that plain Python runs is the one that is traced, so the lanes compute the same operations in the same order. Known at
tracing time: everything the rulebook fixes, the seat, the lever and its setting. What is not known becomes a node; an ``if`` on it
becomes a selection between both outcomes.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from sim.rollout.lanes.graph import NUMBER, Graph, Node

_NOTHING = object()
_NEXT = object()
_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "div",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
    ast.RShift: "shift",
}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
    ast.NotEq: "ne",
}


class TracingError(ValueError):
    """The source does something that cannot be done in lanes; says what and in which function."""


class Tracer:
    """Walks through functions of a program."""

    def __init__(self, trees: Mapping[str, ast.FunctionDef], constants: Mapping[str, Any], graph: Graph) -> None:
        """Take the functions of a source by name, its constants, and the graph to fill."""
        self.trees, self.constants, self.graph = trees, constants, graph
        self.instead: dict[str, Callable[..., Any]] = {
            "floor": lambda x: self.primitive("floor", x),
            "sqrt": lambda x: self.primitive("sqrt", x),
            "ldexp": lambda x, power: self.primitive("ldexp", x, power),
            "frexp": lambda x: (self.primitive("mantissa", x), self.primitive("exponent", x)),
            "float": self.graph.number,
            "int": lambda x: x if isinstance(x, Node) else int(x),
            "range": range,
            "len": len,
        }

    def primitive(self, op: str, *parts: Any) -> Node:
        """Return a node that vector code carries out by itself."""
        return self.graph.node(op, parts, NUMBER)

    def call(self, name: str, *arguments: Any) -> Any:
        """Trace a call."""
        if name in self.instead:
            return self.instead[name](*arguments)
        tree = self.trees.get(name)
        if tree is None:
            raise TracingError(f"{name}() is not part of the program")
        env = dict(zip((argument.arg for argument in tree.args.args), arguments, strict=True))
        found = self.block(tree.body, env)
        return None if found is _NOTHING else found

    def block(self, rows: list[ast.stmt], env: dict[str, Any]) -> Any:
        """Carry out statements; return what they return, `_NEXT` after a ``continue``, or `_NOTHING`."""
        for place, row in enumerate(rows):
            if isinstance(row, ast.Return):
                return None if row.value is None else self.value(row.value, env)
            if isinstance(row, ast.Continue):
                return _NEXT
            if isinstance(row, ast.If):
                found = self.branch(row, rows[place + 1 :], env)
                if found is not _NOTHING:
                    return found
                continue
            if isinstance(row, ast.For):
                for each in self.value(row.iter, env):
                    assert isinstance(row.target, ast.Name)
                    env[row.target.id] = each
                    if self.block(row.body, env) not in (_NOTHING, _NEXT):
                        raise TracingError("a loop may not return")
                continue
            self.statement(row, env)
        return _NOTHING

    def statement(self, row: ast.stmt, env: dict[str, Any]) -> None:
        """Carry out an assignment or a call."""
        if isinstance(row, ast.Expr):
            if isinstance(row.value, ast.Call):
                self.value(row.value, env)
        elif isinstance(row, ast.Assign):
            self.assign(row.targets[0], self.value(row.value, env), env)
        elif isinstance(row, ast.AugAssign):
            before = self.value(row.target, env)
            self.assign(row.target, self.graph.arithmetic(_BINARY[type(row.op)], before, self.value(row.value, env)), env)
        else:
            raise TracingError(f"line {row.lineno}: {type(row).__name__} is not traced")

    def assign(self, target: ast.expr, value: Any, env: dict[str, Any]) -> None:
        """Write to a name, to places of an array, or to several names."""
        if isinstance(target, ast.Name):
            env[target.id] = value
        elif isinstance(target, ast.Tuple):
            for each, part in zip(target.elts, value, strict=True):
                self.assign(each, part, env)
        else:
            assert isinstance(target, ast.Subscript)
            self.value(target.value, env)[self.index(target.slice, env)] = value

    def branch(self, row: ast.If, rest: list[ast.stmt], env: dict[str, Any]) -> Any:
        """Carry out an ``if``: one side where its condition is known, both and a selection where it is not."""
        condition = self.value(row.test, env)
        if not isinstance(condition, Node):
            return self.block(row.body if condition else row.orelse, env)
        if isinstance(row.body[-1], ast.Return):
            inside = self.block(row.body, dict(env))
            outside = self.block([*row.orelse, *rest], env)
            if outside is _NOTHING or outside is _NEXT:
                raise TracingError(f"line {row.lineno}: one side returns and the other does not")
            return self.graph.select(condition, inside, outside)
        self.merge(condition, row, env)
        return _NOTHING

    def merge(self, condition: Node, row: ast.If, env: dict[str, Any]) -> None:
        """Carry out both sides and keep of each name and array place what its side made of it."""
        arrays = {name: value for name, value in env.items() if isinstance(value, list)}
        before = {name: list(value) for name, value in arrays.items()}
        inside, outside = dict(env), dict(env)
        if self.block(row.body, inside) is _NEXT:
            raise TracingError(f"line {row.lineno}: whether a loop goes on must be known when it is traced")
        after = {name: list(value) for name, value in arrays.items()}
        for name, value in arrays.items():
            value[:] = before[name]
        self.block(row.orelse, outside)
        for name, value in arrays.items():
            value[:] = [one if one is other else self.graph.select(condition, one, other) for one, other in zip(after[name], value, strict=True)]
        for name in sorted(inside.keys() & outside.keys() - arrays.keys()):
            one, other = inside[name], outside[name]
            env[name] = one if one is other else self.graph.select(condition, one, other)

    def index(self, node: ast.expr, env: dict[str, Any]) -> Any:
        """Return a place or a slice."""
        if isinstance(node, ast.Slice):
            return slice(*(None if part is None else self.value(part, env) for part in (node.lower, node.upper)))
        return self.value(node, env)

    def value(self, node: ast.expr, env: dict[str, Any]) -> Any:
        """Return what an expression comes to."""
        graph = self.graph
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return env[node.id] if node.id in env else self.constants[node.id]
        if isinstance(node, ast.BinOp):
            return graph.arithmetic(_BINARY[type(node.op)], self.value(node.left, env), self.value(node.right, env))
        if isinstance(node, ast.IfExp):
            condition = self.value(node.test, env)
            if not isinstance(condition, Node):
                return self.value(node.body if condition else node.orelse, env)
            return graph.select(condition, self.value(node.body, env), self.value(node.orelse, env))
        if isinstance(node, ast.UnaryOp):
            inner = self.value(node.operand, env)
            return graph.negate(inner) if isinstance(node.op, ast.Not) else graph.minus(inner)
        if isinstance(node, ast.Compare):
            return self.comparison(node, env)
        if isinstance(node, ast.BoolOp):
            return self.joined(node, env)
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name)
            return self.call(node.func.id, *(self.value(argument, env) for argument in node.args))
        if isinstance(node, ast.Subscript):
            return self.element(node, env)
        raise TracingError(f"line {node.lineno}: {type(node).__name__} is not traced")

    def comparison(self, node: ast.Compare, env: dict[str, Any]) -> Any:
        """Return whether a comparison, chained or not, holds."""
        sides = [self.value(side, env) for side in (node.left, *node.comparators)]
        found: Any = True
        for place, op in enumerate(node.ops):
            found = self.graph.both(found, self.graph.compare(_COMPARE[type(op)], sides[place], sides[place + 1]))
        return found

    def joined(self, node: ast.BoolOp, env: dict[str, Any]) -> Any:
        """Return ``and`` or ``or``; what stands after a known outcome is not looked at."""
        ending = isinstance(node.op, ast.Or)
        found: Any = not ending
        for part in node.values:
            value = self.value(part, env)
            found = self.graph.either(found, value) if ending else self.graph.both(found, value)
            if not isinstance(found, Node) and bool(found) is ending:
                return found
        return found

    def element(self, node: ast.Subscript, env: dict[str, Any]) -> Any:
        """Return an element of an array or a table."""
        held, at = self.value(node.value, env), self.index(node.slice, env)
        return self.graph.pick(held, at) if isinstance(at, Node) else held[at]
