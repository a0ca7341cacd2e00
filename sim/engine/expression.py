"""The expression language of the documents: numbers, named things, comparisons, a few functions, and nothing else.

``0.7 * [US.dip == open] - 0.3 * clip(hope - 2, 0, 10)`` is read into a small tree whose nodes know their column, so that a
misspelt name can be pointed at. Bounds on length and depth keep strangers' documents harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LENGTH = 600
MAX_DEPTH = 24

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.\d*|\.\d+|\d+)|(?P<name>[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)?)"
    r"|(?P<op><=|>=|==|!=|[-+*/()\[\],<>]))"
)
COMPARISONS = ("<=", ">=", "==", "!=", "<", ">")
ARITY = {"min": 2, "max": 2, "pos": 1, "clip": 3, "exp": 1, "log": 1, "step": 1}


class ExpressionError(ValueError):
    """An expression that cannot be read, with the column (from 0) of what is wrong."""

    def __init__(self, message: str, column: int = 0, hint: str = "") -> None:
        """Keep message, column and hint."""
        super().__init__(message)
        self.message, self.column, self.hint = message, column, hint


@dataclass(frozen=True)
class Number:
    """A literal number."""

    value: float
    column: int


@dataclass(frozen=True)
class Name:
    """A dial, lever, flag, coefficient, setting, …; ``next.hope`` and ``US.dip`` carry their dot."""

    text: str
    column: int


@dataclass(frozen=True)
class Call:
    """A function, table or accord predicate with its arguments."""

    function: str
    arguments: tuple[Node, ...]
    column: int


@dataclass(frozen=True)
class Operation:
    """An operator with one or two operands: ``+ - * /``, comparisons, ``and or not``, ``[]`` for a condition as 0/1."""

    operator: str
    operands: tuple[Node, ...]
    column: int


Node = Number | Name | Call | Operation


def parse(text: str) -> Node:
    """Parse an expression.

    Raises:
        ExpressionError: It is too long, too deep, or not of the language.

    Example:
        >>> parse("1 + 2 * hope").operator
        '+'
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"longer than {MAX_LENGTH} characters", MAX_LENGTH)
    return _Parser(text).whole()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, outermost first."""
    yield node
    if isinstance(node, Call):
        for argument in node.arguments:
            yield from walk(argument)
    elif isinstance(node, Operation):
        for operand in node.operands:
            yield from walk(operand)


def names(node: Node) -> set[str]:
    """Return every name used, settings and arguments of predicates included."""
    return {part.text for part in walk(node) if isinstance(part, Name)}


class _Parser:
    """Recursive descent, one method a precedence level."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.place = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.either()
        kind, word, column = self.tokens[self.place]
        if kind != "end":
            raise ExpressionError(f'"{word}" was not expected here', column, "an operator such as + - * / was expected")
        return node

    def peek(self) -> str:
        return self.tokens[self.place][1]

    def take(self) -> tuple[str, str, int]:
        token = self.tokens[self.place]
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return token

    def expect(self, word: str) -> None:
        _, found, column = self.take()
        if found != word:
            raise ExpressionError(f'"{word}" was expected', column, f'found "{found}"' if found else "found the end")

    def either(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(f"nested deeper than {MAX_DEPTH} levels", self.tokens[self.place][2])
        node = self.both()
        while self.peek() == "or":
            _, _, column = self.take()
            node = Operation("or", (node, self.both()), column)
        self.depth -= 1
        return node

    def both(self) -> Node:
        node = self.negation()
        while self.peek() == "and":
            _, _, column = self.take()
            node = Operation("and", (node, self.negation()), column)
        return node

    def negation(self) -> Node:
        turns = 0
        column = self.tokens[self.place][2]
        while self.peek() == "not":
            self.take()
            turns += 1
        node = self.comparison()
        return Operation("not", (node,), column) if turns % 2 else node

    def comparison(self) -> Node:
        left = self.sum()
        if self.peek() in COMPARISONS:
            _, operator, column = self.take()
            node = Operation(operator, (left, self.sum()), column)
            if self.peek() in COMPARISONS:
                raise ExpressionError("comparisons do not chain", self.tokens[self.place][2], 'join two with "and"')
            return node
        return left

    def sum(self) -> Node:
        node = self.product()
        while self.peek() in ("+", "-"):
            _, operator, column = self.take()
            node = Operation(operator, (node, self.product()), column)
        return node

    def product(self) -> Node:
        node = self.unary()
        while self.peek() in ("*", "/"):
            _, operator, column = self.take()
            node = Operation(operator, (node, self.unary()), column)
        return node

    def unary(self) -> Node:
        if self.peek() in ("-", "+"):
            _, operator, column = self.take()
            if self.peek() in ("-", "+"):
                raise ExpressionError("two signs in a row", column)
            operand = self.atom()
            return Operation("minus", (operand,), column) if operator == "-" else operand
        return self.atom()

    def atom(self) -> Node:
        kind, word, column = self.take()
        if kind == "number":
            return Number(float(word), column)
        if kind == "name" and word not in ("and", "or", "not"):
            return self.call(word, column) if self.peek() == "(" else Name(word, column)
        if word == "(":
            node = self.either()
            self.expect(")")
            return node
        if word == "[":
            node = self.either()
            self.expect("]")
            return Operation("[]", (node,), column)
        raise ExpressionError(f'"{word}" was not expected here' if word else "ends too early", column)

    def call(self, function: str, column: int) -> Node:
        self.expect("(")
        arguments = [self.either()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.either())
        self.expect(")")
        if function in ARITY and len(arguments) != ARITY[function]:
            raise ExpressionError(f"{function}() takes {ARITY[function]} values, not {len(arguments)}", column)
        return Call(function, tuple(arguments), column)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    place = 0
    stripped = text.rstrip()
    while place < len(stripped):
        match = _TOKEN.match(stripped, place)
        if match is None:
            blank = len(stripped[place:]) - len(stripped[place:].lstrip())
            raise ExpressionError(f'"{stripped[place + blank]}" is not part of the expression language', place + blank)
        kind = match.lastgroup or ""
        yield kind, match.group(kind), match.start(kind)
        place = match.end()
    yield "end", "", len(stripped)
