"""The expression language: what it reads, in which order it binds, and what it refuses with which column."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.expression import MAX_DEPTH, MAX_LENGTH, Call, ExpressionError, Name, Node, Number, parse


def shown(node: Node) -> str:
    """Write a tree with every bracket, so that a test can see how it binds."""
    if isinstance(node, Number):
        return f"{node.value:g}"
    if isinstance(node, Name):
        return node.text
    if isinstance(node, Call):
        return f"{node.function}({', '.join(map(shown, node.arguments))})"
    operator, operands = node.operator, [shown(operand) for operand in node.operands]
    if len(operands) == 1:
        return f"({operator} {operands[0]})"
    return f"({operands[0]} {operator} {operands[1]})"


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("8 / 4 / 2", "((8 / 4) / 2)"),
        ("-a * b", "((minus a) * b)"),
        ("a - -b", "(a - (minus b))"),
        ("(1 + 2) * 3", "((1 + 2) * 3)"),
        ("a + 1 < b * 2", "((a + 1) < (b * 2))"),
        ("a < 1 or b < 2 and c < 3", "((a < 1) or ((b < 2) and (c < 3)))"),
        ("not a < 1 and b < 2", "((not (a < 1)) and (b < 2))"),
        ("not not a < 1", "(a < 1)"),
        ("2 * [a < 1 or b > 2]", "(2 * ([] ((a < 1) or (b > 2))))"),
        ("clip(a - 1, 0, max(b, 2))", "clip((a - 1), 0, max(b, 2))"),
        ("next.hope + US.dip", "(next.hope + US.dip)"),
    ],
)
def test_binding(text, bound):
    assert shown(parse(text)) == bound


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("", 0, "ends too early"),
        ("hope +", 6, "ends too early"),
        ("hope trust", 5, '"trust" was not expected'),
        ("hope * (trust", 13, '")" was expected'),
        ("[hope > 1", 9, '"]" was expected'),
        ("1 < hope < 3", 9, "do not chain"),
        ("hope ** 2", 6, '"*" was not expected'),
        ("2 $ 3", 2, '"$" is not part'),
        ("--hope", 0, "two signs"),
        ("clip(hope, 1)", 0, "takes 3 values, not 2"),
        ("1 + pos(1, 2)", 4, "takes 1 values, not 2"),
        ("pos()", 4, "was not expected"),
        ("hope and", 8, "ends too early"),
        ("hope = 3", 5, '"=" is not part'),
    ],
)
def test_errors_point_at_a_column(text, column, says):
    with pytest.raises(ExpressionError, match=re.escape(says)) as caught:
        parse(text)
    assert caught.value.column == column


@pytest.mark.parametrize(
    "text",
    [
        "hope.__class__.__bases__",
        "'text'",
        "hope[0]",
        "lambda: 0",
        "a if b else c",
        "hope; trust",
        "hope\\\nimport",
        "{hope}",
        "hope := 1",
        "x for x in y",
        "@hope",
        "hope % 2",
        "ｈope",
        "1e5 + hope",
    ],
)
def test_escapes_are_not_of_the_language(text):
    with pytest.raises(ExpressionError):
        parse(text)


def test_length_is_bounded():
    longest = "1 + " * ((MAX_LENGTH - 1) // 4) + "1"
    parse(longest)
    with pytest.raises(ExpressionError, match="longer than"):
        parse(longest + " + 1" * 2)


@pytest.mark.parametrize("pair", ["()", "[]"])
def test_depth_is_bounded(pair):
    def nested(depth: int) -> str:
        return pair[0] * depth + "a > 1" + pair[1] * depth

    parse(nested(MAX_DEPTH - 1))
    with pytest.raises(ExpressionError, match="nested deeper"):
        parse(nested(MAX_DEPTH))


@given(st.text(alphabet="ab1.+-*/()[]<>=!, andortclip_", max_size=60))
def test_whatever_is_written_is_read_or_refused(text):
    try:
        node = parse(text)
    except ExpressionError as failure:
        assert 0 <= failure.column <= len(text)
    else:
        assert shown(parse(f"  ({text})  ")) == shown(node)
