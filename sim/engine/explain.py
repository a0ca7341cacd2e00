"""Why a seat chose what it chose: terms that fold to the very number that entered the choice, and what would have tipped it.

Two kinds (DESIGN §4): *full*, from the seat's own desk; *as seen*, from another seat's view and a lens that it chooses to believe,
as ranges. Both use the program's own functions, so an explanation cannot differ from the decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.documents.schema import Term
from sim.engine.account import Row
from sim.engine.desk import Desk


@dataclass(frozen=True)
class Contribution:
    """One discounted term of a look-ahead.

    Attributes:
        ahead: 0 for this season, 1 for the next, …
        row: The term with its grounds; its value is already discounted.
    """

    ahead: int
    row: Row


@dataclass(frozen=True)
class Tip:
    """The smallest change of another seat's orders that would have tipped a choice.

    Attributes:
        lever: Full name of the other seat's lever.
        setting: What it would have had to be.
        instead: What it was expected to be.
        to: The setting that would then lead.
        chance: Its probability then.
    """

    lever: str
    setting: str
    instead: str
    to: str
    chance: float


@dataclass
class LeverChoice:
    """How one lever was set.

    Attributes:
        lever: Full name.
        chosen, runner_up: Settings; runner_up is empty where nothing else was legal.
        values: Look-ahead payoff by legal setting.
        chances: Probability by legal setting, given the levers set before.
        difference: Terms of chosen minus runner-up, summed over seasons ahead, largest first.
        tip: What would have made another setting lead; None where no single change of a lever does, or where the draw had
            already gone against the leader.
    """

    lever: str
    chosen: str
    runner_up: str
    values: dict[str, float]
    chances: dict[str, float]
    difference: list[Row] = field(default_factory=list)
    tip: Tip | None = None

    @property
    def leading(self) -> list[Row]:
        """The two largest terms by size."""
        return sorted(self.difference, key=lambda row: -abs(row.value))[:2]


@dataclass
class Explanation:
    """Why a sheet was chosen.

    Attributes:
        seat: The seat.
        levers: In the order in which they were set.
        chance: Probability of the whole sheet: the product of the conditionals.
    """

    seat: str
    levers: list[LeverChoice]
    chance: float

    def lever(self, name: str) -> LeverChoice:
        """Return one lever's choice by its name with or without the seat."""
        return next(choice for choice in self.levers if name in (choice.lever, choice.lever.split(".")[1]))


def contributions(desk: Desk, orders: Sequence[int]) -> list[Contribution]:
    """Return the discounted terms of the look-ahead for a row of orders; their fold is the choice's number, bit for bit."""
    program, run = desk.program, desk.program.run
    terms = program.book.payoffs[desk.name]
    calm, f = [0.0] * run.N_DRAWS, [0.0] * run.N_FLAGS
    run.quiet(calm)
    state, found, weight = list(desk.view), [], 1.0
    o = list(orders)
    for ahead in range(desk.level.depth):
        n, t = [0.0] * run.N_STATE, [0.0] * len(terms)
        run.transition(state, o, desk.k, desk.e, calm, desk.b, desk.accords, f, n)
        getattr(run, f"payoff_terms_{desk.name}")(state, o, desk.k, desk.e, desk.b, f, n, weight, t)
        found += [Contribution(ahead, _row(name, t[place], term)) for place, (name, term) in enumerate(terms.items())]
        weight = weight * run.DISCOUNT
        state = n
    return found


def fold(parts: Sequence[Contribution]) -> float:
    """Return the sum of contributions in their order, as the program makes it."""
    total = 0.0
    for part in parts:
        total = total + part.row.value
    return total


def _row(name: str, value: float, term: Term) -> Row:
    return Row(name, value, tuple(term.claims), term.ours or "")


def difference(desk: Desk, orders: Sequence[int], other: Sequence[int]) -> list[Row]:
    """Return by term how much more one row of orders is worth than another, seasons ahead joined, largest first."""
    rows: dict[str, Row] = {}
    for part in contributions(desk, orders):
        before = rows.get(part.row.name)
        rows[part.row.name] = Row(part.row.name, part.row.value + (before.value if before else 0.0), part.row.claims, part.row.ours)
    for part in contributions(desk, other):
        before = rows[part.row.name]
        rows[part.row.name] = Row(before.name, before.value - part.row.value, before.claims, before.ours)
    return sorted((row for row in rows.values() if abs(row.value) > 1e-9), key=lambda row: -abs(row.value))  # noqa: PLR2004


def explain(desk: Desk, orders: Sequence[int], expected: Sequence[int], *, tips: bool = True) -> Explanation:
    """Explain a sheet from the desk it was set on.

    Args:
        desk: The desk.
        orders: The sheet set, among all orders.
        expected: What the seat expected before it set its levers (`Choice.expected`).
        tips: Whether to look for what would have tipped each lever.
    """
    program, run = desk.program, desk.program.run
    layout = program.layout
    first, count = run.ORDER_FIRST[desk.seat], run.ORDER_COUNT[desk.seat]
    chance = 1.0
    o = list(expected)
    choices = []
    for lever in run.ORDER[first : first + count]:
        taken = orders[lever]
        values, chances = weigh(desk, o, lever, also=taken)
        chance *= chances.get(taken, 0.0)
        others = sorted((setting for setting in values if setting != taken), key=lambda setting: -values[setting])
        runner = others[0] if others else None
        settings = layout.settings[lever]
        choice = LeverChoice(
            layout.levers[lever],
            settings[taken],
            settings[runner] if runner is not None else "",
            {settings[setting]: value for setting, value in values.items()},
            {settings[setting]: value for setting, value in chances.items()},
        )
        if runner is not None:
            choice.difference = difference(desk, _with(o, lever, taken), _with(o, lever, runner))
            if tips and values[taken] >= values[runner]:
                choice.tip = find_tip(desk, o, lever, taken)
        choices.append(choice)
        o[lever] = taken
    return Explanation(desk.name, choices, chance)


def _with(orders: Sequence[int], lever: int, setting: int) -> list[int]:
    row = list(orders)
    row[lever] = setting
    return row


def weigh(desk: Desk, orders: Sequence[int], lever: int, also: int = -1) -> tuple[dict[int, float], dict[int, float]]:
    """Return look-ahead payoff and probability of each legal setting of a lever, the other orders given.

    Args:
        desk: The desk.
        orders: All orders.
        lever: The lever.
        also: A setting to value although it is not legal in this order of choice, as a person's own sheet may be; its probability is 0.
    """
    run = desk.program.run
    o = list(orders)
    f, n, m, calm = [0.0] * run.N_FLAGS, [0.0] * run.N_STATE, [0.0] * run.N_STATE, [0.0] * run.N_DRAWS
    run.quiet(calm)
    spent = 0.0
    for other in range(run.N_LEVERS):
        if run.OWNER[other] == desk.seat and other != lever:
            spent += run.step_cost(other, o[other], desk.standing[other])
    values: dict[int, float] = {}
    legal = []
    for setting in range(run.SETTINGS[lever]):
        o[lever] = setting
        affordable = desk.budget < 0 or spent + run.step_cost(lever, setting, desk.standing[lever]) <= desk.budget
        if affordable and run.forbidden(desk.seat, desk.view, o, desk.k, desk.e, desk.b) < 0:
            legal.append(setting)
        if setting in (also, *legal[-1:]):
            values[setting] = run.look_ahead(desk.seat, desk.view, o, desk.k, desk.e, desk.b, desk.accords, desk.level.depth, calm, f, n, m)
    if not legal:
        return values or {orders[lever]: 0.0}, {orders[lever]: 1.0}
    top = max(values[setting] for setting in legal)
    weights = {setting: run.exp_(desk.level.precision * (values[setting] - top)) for setting in legal}
    total = 0.0
    for weight in weights.values():
        total += weight
    return values, {setting: weights[setting] / total if setting in weights else 0.0 for setting in values}


def find_tip(desk: Desk, orders: Sequence[int], lever: int, taken: int) -> Tip | None:
    """Return the smallest single change of another seat's lever after which another setting leads, or None."""
    program, run = desk.program, desk.program.run
    layout = program.layout
    tried: list[tuple[int, int, int]] = []
    for other in range(run.N_LEVERS):
        if run.OWNER[other] != desk.seat:
            tried += [(abs(setting - orders[other]), other, setting) for setting in range(run.SETTINGS[other]) if setting != orders[other]]
    for _, other, setting in sorted(tried):
        values, chances = weigh(desk, _with(orders, other, setting), lever)
        best = max(values, key=lambda each: values[each])
        if best != taken and values[best] > values.get(taken, run.NEVER):
            names = layout.settings[lever]
            instead = layout.settings[other][orders[other]]
            return Tip(layout.levers[other], layout.settings[other][setting], instead, names[best], chances[best])
    return None
