"""Policies: settings by season and by condition, compiled to a short code that plain and native runs share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sim.documents.errors import did_you_mean
from sim.engine.expression import COMPARISONS, Call, ExpressionError, Name, Node, Number, Operation, parse
from sim.engine.layout import plain
from sim.engine.program import Program

OPERATORS = {
    "+": "ADD",
    "-": "SUBTRACT",
    "*": "MULTIPLY",
    "/": "DIVIDE",
    "<=": "AT_MOST",
    ">=": "AT_LEAST",
    "==": "EQUAL",
    "!=": "UNEQUAL",
    "<": "BELOW",
    ">": "ABOVE",
    "and": "AND",
    "or": "OR",
}
STACK = 32  # as the kernels allot
FUNCTIONS = {"min": "MINIMUM", "max": "MAXIMUM", "pos": "POSITIVE", "clip": "CLIP"}


@dataclass(frozen=True)
class CompiledPolicy:
    """A policy as numbers.

    Attributes:
        name: Its id.
        rules: Flat rows of five: seat, lever, setting, first place in code, length of code (0: always).
        code: Postfix codes of all conditions.
    """

    name: str
    rules: tuple[float, ...]
    code: tuple[float, ...]


Row = tuple[str, str | None, Mapping[str, str]]


def compile_policy(program: Program, name: str, rows: Iterable[Row]) -> CompiledPolicy:
    """Compile a policy.

    Args:
        program: The compiled rulebook.
        name: The policy's id.
        rows: (seat, condition or None, setting by full lever name) in order; later rows win.

    Raises:
        ExpressionError: A condition is wrong.
    """
    layout = program.layout
    rules: list[float] = []
    code: list[float] = []
    for seat, when, settings in rows:
        first = len(code)
        if when:
            tree = parse(when)
            if _depth(tree) > STACK:
                raise ExpressionError(f"needs more than {STACK} numbers at once", 0, "split the condition over two rows")
            code += _postfix(program, tree)
        for full, setting in settings.items():
            place = float(layout.lever(full))
            rules += [float(layout.seats.index(seat)), place, float(layout.setting(full, setting)), float(first), float(len(code) - first)]
    return CompiledPolicy(name, tuple(rules) or (0.0,) * 0, tuple(code))


def join_policies(policies: Iterable[CompiledPolicy]) -> CompiledPolicy:
    """Join policies of different seats into one."""
    rules: list[float] = []
    code: list[float] = []
    names = []
    for policy in policies:
        shift = float(len(code))
        for at in range(0, len(policy.rules), 5):
            rules += [*policy.rules[at : at + 3], policy.rules[at + 3] + shift, policy.rules[at + 4]]
        code += policy.code
        names.append(policy.name)
    return CompiledPolicy("+".join(names), tuple(rules), tuple(code))


def _depth(node: Node) -> int:
    """Return how many numbers the postfix code of a tree holds at once."""
    if isinstance(node, Operation):
        return max((place + _depth(operand) for place, operand in enumerate(node.operands)), default=1)
    if isinstance(node, Call) and node.function in FUNCTIONS:
        return max(place + _depth(argument) for place, argument in enumerate(node.arguments))
    return 2


def _postfix(program: Program, node: Node) -> list[float]:
    run = program.run
    if isinstance(node, Number):
        return [float(run.PUSH_NUMBER), node.value]
    if isinstance(node, Name):
        return _push(program, node)
    if isinstance(node, Call):
        return _call(program, node)
    operator, operands = node.operator, node.operands
    if operator == "[]":
        return _postfix(program, operands[0])
    if operator == "not":
        return [*_postfix(program, operands[0]), float(run.NOT)]
    if operator == "minus":
        return [*_postfix(program, operands[0]), float(run.MINUS)]
    if operator == "/" and not (isinstance(operands[1], Number) and operands[1].value):
        raise ExpressionError("only a number other than 0 may divide", node.column)
    left, right = operands
    if operator in COMPARISONS and isinstance(left, Name) and left.text in program.layout.levers:
        settings = program.layout.settings[program.layout.lever(left.text)]
        if not isinstance(right, Name) or right.text not in settings:
            found = right.text if isinstance(right, Name) else ""
            raise ExpressionError(f"{left.text} is compared with one of its settings", right.column, did_you_mean(found, settings))
        pushed = [float(run.PUSH_ORDER), float(program.layout.lever(left.text)), float(run.PUSH_NUMBER), float(settings.index(right.text))]
        return [*pushed, float(getattr(run, OPERATORS[operator]))]
    return [*_postfix(program, left), *_postfix(program, right), float(getattr(run, OPERATORS[operator]))]


def _push(program: Program, node: Name) -> list[float]:
    layout, run = program.layout, program.run
    if node.text == "season":
        return [float(run.PUSH_SEASON), 0.0]
    if node.text in layout.state:
        return [float(run.PUSH_STATE), float(layout.index[node.text])]
    if node.text in layout.inputs:
        return [float(run.PUSH_EVENT), float(layout.index[node.text])]
    hint = did_you_mean(node.text, ["season", *layout.state, *layout.inputs])
    raise ExpressionError(f'"{node.text}" is unknown in a policy', node.column, hint)


def _call(program: Program, node: Call) -> list[float]:
    layout, run = program.layout, program.run
    if node.function in FUNCTIONS:
        pushed = [number for argument in node.arguments for number in _postfix(program, argument)]
        return [*pushed, float(getattr(run, FUNCTIONS[node.function]))]
    argument = node.arguments[0]
    names = {"bound": layout.levers, "accords": layout.seats, "in_force": tuple(map(plain, layout.packages)), "missed": layout.seats}
    if node.function not in names or not isinstance(argument, Name):
        raise ExpressionError(f'"{node.function}" is no function here', node.column, did_you_mean(node.function, [*FUNCTIONS, *names]))
    known = names[node.function]
    if argument.text not in known:
        raise ExpressionError(f'{node.function}() does not know "{argument.text}"', argument.column, did_you_mean(argument.text, known))
    place = known.index(argument.text)
    if node.function == "missed":
        return [float(run.PUSH_STATE), float(run.MISSED + place)]
    shift = {"bound": 0, "accords": len(layout.levers), "in_force": len(layout.levers) + len(layout.seats)}[node.function]
    return [float(run.PUSH_BOUND), float(shift + place)]
