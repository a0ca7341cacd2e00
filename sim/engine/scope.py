"""What a name in an expression means, and the Python that stands for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.documents.errors import did_you_mean
from sim.documents.rulebook import Rulebook
from sim.engine.expression import ARITY, COMPARISONS, Call, ExpressionError, Name, Node, Number, Operation
from sim.engine.layout import Layout, plain

PREDICATES = ("bound", "missed", "accords", "in_force", "breaks", "delivers", "card", "noise")
INLINE = {"pos": "positive", "min": "lower", "max": "higher", "clip": "clip", "exp": "exp_", "log": "log_", "step": "step"}


@dataclass
class Scope:
    """Turns expression trees into Python source over the arrays of a layout.

    Attributes:
        after_orders: Whether flags and other things known only after the reveal may be used.
        extra: Names that only this place knows (``matched``, ``payoff``), as they are called in Python.
        loads: Locals that the emitted code needs, filled while emitting: name in Python → how to load it.
        needs: Flags, derived dials and ``next.`` values that the code needs, in the expression language.
        shifted: Whether bare dials mean their next value: how ``next.pressure`` is made from the text of ``pressure``.
    """

    book: Rulebook
    layout: Layout
    after_orders: bool = True
    extra: dict[str, str] = field(default_factory=dict)
    loads: dict[str, str] = field(default_factory=dict)
    needs: set[str] = field(default_factory=set)
    shifted: bool = False

    def number(self, node: Node) -> str:
        """Emit a node where a number is meant.

        Raises:
            ExpressionError: A name is unknown here, or a condition stands where a number is meant.
        """
        code, kind = self._emit(node)
        if kind == "condition":
            raise ExpressionError("a condition stands where a number is meant", _column(node), "put it in [ ]")
        return code

    def condition(self, node: Node) -> str:
        """Emit a node where yes or no is meant; a number counts as yes above one half."""
        code, kind = self._emit(node)
        return code if kind == "condition" else f"({code} > 0.5)"

    def _emit(self, node: Node) -> tuple[str, str]:
        if isinstance(node, Number):
            return repr(node.value), "number"
        if isinstance(node, Name):
            return self._name(node), "number"
        if isinstance(node, Call):
            return self._call(node), "number"
        return self._operation(node)

    def _operation(self, node: Operation) -> tuple[str, str]:
        operator, operands = node.operator, node.operands
        if operator == "[]":
            return f"(1.0 if {self.condition(operands[0])} else 0.0)", "number"
        if operator == "not":
            return f"(not {self.condition(operands[0])})", "condition"
        if operator in ("and", "or"):
            return f"({self.condition(operands[0])} {operator} {self.condition(operands[1])})", "condition"
        if operator in COMPARISONS:
            return self._comparison(node), "condition"
        if operator == "minus":
            return f"(-{self.number(operands[0])})", "number"
        if operator == "/":
            divisor = operands[1]
            if not isinstance(divisor, Number) or divisor.value == 0:
                raise ExpressionError("only a number other than 0 may divide", node.column, "write the divisor as a number")
        return f"({self.number(operands[0])} {operator} {self.number(operands[1])})", "number"

    def _comparison(self, node: Operation) -> str:
        left, right = node.operands
        if isinstance(left, Name) and left.text in self.book.levers:
            if not isinstance(right, Name):
                raise ExpressionError(f"{left.text} is compared with one of its settings", _column(right), self._settings(left.text))
            settings = self.book.levers[left.text].settings
            if right.text not in settings:
                hint = did_you_mean(right.text, settings)
                raise ExpressionError(f'"{right.text}" is no setting of {left.text}', right.column, hint)
            return f"({self._lever(left.text)} {node.operator} {settings.index(right.text)})"
        return f"({self.number(left)} {node.operator} {self.number(right)})"

    def _settings(self, lever: str) -> str:
        return "settings: " + ", ".join(self.book.levers[lever].settings)

    def _lever(self, name: str) -> str:
        local = name.replace(".", "_")
        self.loads[local] = f"o[{self.layout.lever(name)}]"
        return local

    def _name(self, node: Name) -> str:
        text = node.text
        book, index = self.book, self.layout.index
        if text in self.extra:
            return self.extra[text]
        if text.startswith("next."):
            return self._next(text[5:], node)
        if self.shifted and (text in book.dials or text in book.derived):
            return self._next(text, node)
        if text in book.derived or text in book.flags:
            if not self.after_orders and text not in state_only(book):
                raise ExpressionError(f'"{text}" is known only after the reveal', node.column, "use state values here")
            self.needs.add(text)
            return text
        if text in book.levers:
            raise ExpressionError(f"{text} is a lever; compare it with a setting", node.column, self._settings(text))
        for array, names in (("k", book.coefficients), ("e", self.layout.inputs), ("s", self.layout.state)):
            if text in names:
                self.loads[text] = f"{array}[{index[text]}]"
                return text
        raise ExpressionError(f'"{text}" is unknown', node.column, did_you_mean(text, self._known()))

    def _next(self, name: str, node: Name) -> str:
        if not self.after_orders:
            raise ExpressionError(f'"next.{name}" is known only after the reveal', node.column)
        if name in self.book.dials or name in state_only(self.book):
            self.needs.add(f"next.{name}")
            return f"next_{name}"
        known = [*self.book.dials, *state_only(self.book)]
        raise ExpressionError(f'"next.{name}": no such dial', node.column, did_you_mean(name, known))

    def _known(self) -> list[str]:
        book = self.book
        return [*book.coefficients, *self.layout.inputs, *self.layout.state, *book.derived, *book.flags, *book.levers, *self.extra]

    def _call(self, node: Call) -> str:
        if node.function in ARITY:
            return f"{INLINE[node.function]}({', '.join(self.number(argument) for argument in node.arguments)})"
        argument = node.arguments[0]
        if len(node.arguments) != 1 or not isinstance(argument, Name):
            raise ExpressionError(f"{node.function}() takes one name", node.column)
        if node.function in self.book.tables:
            table = self.book.tables[node.function]
            if argument.text != table.of:
                raise ExpressionError(f"the table {node.function} is of {table.of}", argument.column, f'write "{node.function}({table.of})"')
            return f"T_{node.function}[{self._lever(table.of)}]"
        if node.function not in PREDICATES:
            raise ExpressionError(
                f'"{node.function}" is no function or table', node.column, did_you_mean(node.function, [*ARITY, *PREDICATES, *self.book.tables])
            )
        return self._predicate(node.function, argument)

    def _predicate(self, function: str, argument: Name) -> str:
        book, layout = self.book, self.layout
        packages = [plain(package) for package in book.packages]
        known = {"bound": list(book.levers), "in_force": packages, "card": list(book.cards), "noise": list(book.dials)}.get(function, book.seats)
        if argument.text not in known:
            raise ExpressionError(f'{function}() does not know "{argument.text}"', argument.column, did_you_mean(argument.text, known))
        if function in ("breaks", "delivers"):
            if not self.after_orders:
                raise ExpressionError(f"{function}() is known only after the reveal", argument.column)
            self.needs.add(f"{function}.{argument.text}")
            return f"{function}_{argument.text}"
        local = f"{function}_{argument.text}".replace(".", "_")
        if function == "bound":
            load = f"b[{layout.lever(argument.text)}]"
        elif function == "accords":
            load = f"b[{len(layout.levers) + layout.seats.index(argument.text)}]"
        elif function == "in_force":
            load = f"b[{len(layout.levers) + len(layout.seats) + packages.index(argument.text)}]"
        elif function == "noise":
            load = f"d[{layout.index['z_' + argument.text]}]"
        else:
            load = f"s[{layout.index[local]}]"
        self.loads[local] = load
        return local


def state_only(book: Rulebook) -> dict[str, None]:
    """Return the derived dials that depend on state and coefficients alone, so that they have a start and a next value."""
    from sim.engine.expression import names, parse  # noqa: PLC0415  (keeps the module's surface small)

    found: dict[str, None] = {}
    for name, derived in book.derived.items():
        try:
            used = names(parse(derived.value))
        except ExpressionError:  # told with its place when it is emitted
            continue
        if all(part in book.dials or part in book.coefficients or part in found for part in used):
            found[name] = None
    return found


def _column(node: Node) -> int:
    return node.column
