"""Conditions of policy documents, run as short postfix codes, so that a new policy needs no new program."""

# ruff: noqa: F403, F405
from sim.engine.kernel.model import *
from sim.engine.kernel.numerics import clip, higher, lower, positive

# --- kernel ---

PUSH_NUMBER = 0
PUSH_STATE = 1
PUSH_BOUND = 2
PUSH_EVENT = 3
PUSH_SEASON = 4
PUSH_ORDER = 5
ADD = 10
SUBTRACT = 11
MULTIPLY = 12
DIVIDE = 13
MINUS = 14
MINIMUM = 15
MAXIMUM = 16
POSITIVE = 17
CLIP = 18
AT_MOST = 20
AT_LEAST = 21
EQUAL = 22
UNEQUAL = 23
BELOW = 24
ABOVE = 25
AND = 30
OR = 31
NOT = 32


def run_code(code, first, length, s, o, e, b, season, stack):
    """Return the value of a postfix code; conditions are 0 or 1."""
    top = 0
    place = first
    end = first + length
    while place < end:
        op = int(code[place])
        if op <= PUSH_ORDER:
            x = code[place + 1]
            if op == PUSH_NUMBER:
                stack[top] = x
            elif op == PUSH_STATE:
                stack[top] = s[int(x)]
            elif op == PUSH_BOUND:
                stack[top] = b[int(x)]
            elif op == PUSH_EVENT:
                stack[top] = e[int(x)]
            elif op == PUSH_SEASON:
                stack[top] = season
            else:
                stack[top] = float(o[int(x)])
            top += 1
            place += 2
            continue
        place += 1
        y = stack[top - 1]
        if op == MINUS:
            stack[top - 1] = -y
            continue
        if op == NOT:
            stack[top - 1] = 0.0 if y > 0.5 else 1.0
            continue
        if op == POSITIVE:
            stack[top - 1] = positive(y)
            continue
        if op == CLIP:
            top -= 2
            stack[top - 1] = clip(stack[top - 1], stack[top], y)
            continue
        top -= 1
        x = stack[top - 1]
        if op == ADD:
            x = x + y
        elif op == SUBTRACT:
            x = x - y
        elif op == MULTIPLY:
            x = x * y
        elif op == DIVIDE:
            x = x / y
        elif op == MINIMUM:
            x = lower(x, y)
        elif op == MAXIMUM:
            x = higher(x, y)
        elif op == AT_MOST:
            x = 1.0 if x <= y else 0.0
        elif op == AT_LEAST:
            x = 1.0 if x >= y else 0.0
        elif op == EQUAL:
            x = 1.0 if x == y else 0.0
        elif op == UNEQUAL:
            x = 1.0 if x != y else 0.0
        elif op == BELOW:
            x = 1.0 if x < y else 0.0
        elif op == ABOVE:
            x = 1.0 if x > y else 0.0
        elif op == AND:
            x = 1.0 if x > 0.5 and y > 0.5 else 0.0
        else:
            x = 1.0 if x > 0.5 or y > 0.5 else 0.0
        stack[top - 1] = x
    return stack[0]


def demands(seat, rules, n_rules, code, s, o, e, b, season, stack, fixed):
    """Write to fixed what a policy demands of a seat's levers this season; later rows win, -1 leaves the lever free.

    Args:
        rules: Flat rows of five: seat, lever, setting, first place in code, length of code (0: always).
    """
    for lever in range(N_LEVERS):
        if OWNER[lever] == seat:
            fixed[lever] = -1
    for number in range(n_rules):
        at = number * 5
        if int(rules[at]) != seat:
            continue
        length = int(rules[at + 4])
        if length == 0 or run_code(code, int(rules[at + 3]), length, s, o, e, b, season, stack) > 0.5:
            fixed[int(rules[at + 1])] = int(rules[at + 2])
