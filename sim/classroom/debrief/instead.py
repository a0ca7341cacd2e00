"""What an AI in each seat would have ordered instead, season by season, on that seat's own view and under the world's lens, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.agents.payoff import choose
from sim.engine.account import Row
from sim.engine.explain import difference
from sim.engine.game import Game
from sim.engine.past import own_desk

REASONS = 2


@dataclass(frozen=True)
class Order:
    """A lever that an AI would have set otherwise: its full name, the AI's setting and the one that was ordered."""

    lever: str
    theirs: str
    ours: str


@dataclass(frozen=True)
class Instead:
    """An AI's sheet beside the one that was sent.

    Attributes:
        season: From 0.
        seat: Whose.
        orders: Levers that it would have set otherwise; none: it would have sent the same sheet.
        reasons: The terms that spoke most for its sheet: against the one sent, or, where they are the same, against changing nothing.
            Terms that rest on claims stand first.
    """

    season: int
    seat: str
    orders: tuple[Order, ...]
    reasons: tuple[Row, ...]


def instead(game: Game) -> list[Instead]:
    """Return what AI seats would have ordered in every finished season; the draw is left out, so it is their best sheet."""
    return [_of_season(game, index, seat) for index in range(len(game.played)) for seat in game.program.layout.seats]


def _of_season(game: Game, index: int, seat: str) -> Instead:
    desk, layout, sent = own_desk(game, index, seat), game.program.layout, game.played[index].account.orders
    mine = layout.seat_levers[desk.seat]
    choice = choose(desk, noisy=False)
    orders = tuple(
        Order(layout.levers[lever], layout.settings[lever][choice.orders[lever]], layout.settings[lever][sent[lever]])
        for lever in mine
        if choice.orders[lever] != sent[lever]
    )
    other = _row(choice.expected, mine, sent if orders else desk.standing)
    helping = [row for row in difference(desk, choice.orders, other) if row.value > 0]
    return Instead(index, seat, orders, tuple(sorted(helping, key=lambda row: not row.claims)[:REASONS]))


def _row(expected: Sequence[int], mine: Sequence[int], own: Sequence[int]) -> list[int]:
    """Return all orders as a seat expected them, with other settings of its own."""
    row = list(expected)
    for lever in mine:
        row[lever] = own[lever]
    return row
