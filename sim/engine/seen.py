"""Explanations as seen: why another seat probably chose what it chose, as ranges, under a lens the viewer chooses to believe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.engine.desk import Desk
from sim.engine.explain import Explanation, difference, explain
from sim.engine.game import Game
from sim.engine.past import seen_desk


@dataclass(frozen=True)
class Range:
    """A term's value as far as the viewer can tell.

    Attributes:
        name: Name of the term.
        low, high: Over the viewer's bands of estimate.
        claims: Claims it rests on.
        ours: Our reason, where it rests on none.
    """

    name: str
    low: float
    high: float
    claims: tuple[str, ...]
    ours: str


@dataclass
class SeenChoice:
    """One lever's choice as seen: chosen against what looks like the runner-up."""

    lever: str
    chosen: str
    runner_up: str
    rows: list[Range]


@dataclass
class SeenExplanation:
    """Why a seat chose its sheet, as another seat sees it.

    Attributes:
        seat, viewer: Whose sheet, and who looks.
        levers: In the order in which they were set.
        middle: The explanation at the viewer's point estimates, for its tips.
    """

    seat: str
    viewer: str
    levers: list[SeenChoice]
    middle: Explanation


def explain_as_seen(game: Game, index: int, seat: str, viewer: str, coefficients: Sequence[float], expected: Sequence[int]) -> SeenExplanation:
    """Explain another seat's sheet of a finished season from the viewer's own view.

    Args:
        game: The game.
        index: Place of the season in `game.played`.
        seat: Whose sheet.
        viewer: Who looks.
        coefficients: The lens that the viewer believes.
        expected: What the seat would have expected on that desk (an agent's `expectation`).
    """
    desk = seen_desk(game, index, seat, viewer, coefficients)
    orders = game.known_orders(viewer, game.played[index].account.orders)
    middle = explain(desk, orders, expected)
    desks = [desk, *nearby(game, desk, viewer)]
    found = []
    o = list(expected)
    for choice in middle.levers:
        lever = game.program.layout.lever(choice.lever)
        names = game.program.layout.settings[lever]
        rows: list[Range] = []
        if choice.runner_up:
            other = list(o)
            other[lever] = names.index(choice.runner_up)
            o[lever] = names.index(choice.chosen)
            rows = _ranges(desks, o, other)
        else:
            o[lever] = names.index(choice.chosen)
        found.append(SeenChoice(choice.lever, choice.chosen, choice.runner_up, rows))
    return SeenExplanation(seat, viewer, found, middle)


def nearby(game: Game, desk: Desk, viewer: str) -> list[Desk]:
    """Return the desk with each estimated dial a standard error lower and higher."""
    book, index = game.program.book, game.program.layout.index
    found: list[Desk] = []
    if not viewer or not game.terms.fog:
        return found
    for name, band in book.fog.bands.items():
        if book.dials[name].of == viewer:
            continue
        for sign in (-band, band):
            view = list(desk.view)
            view[index[name]] = min(10.0, max(0.0, view[index[name]] + sign))
            found.append(replace(desk, view=view))
    return found


def _ranges(desks: Sequence[Desk], orders: Sequence[int], other: Sequence[int]) -> list[Range]:
    values: dict[str, list[float]] = {}
    grounds: dict[str, tuple[tuple[str, ...], str]] = {}
    for number, desk in enumerate(desks):
        for row in difference(desk, orders, other):
            values.setdefault(row.name, [0.0] * len(desks))[number] = row.value
            grounds[row.name] = (row.claims, row.ours)
    rows = [Range(name, min(each), max(each), *grounds[name]) for name, each in values.items()]
    return sorted(rows, key=lambda row: -abs(row.low + row.high))
