"""Order sheets as other libraries write actions: a whole number for each lever, and which numbers are legal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.engine.errors import IllegalNow
from sim.engine.game import Game
from sim.engine.layout import Layout


def levers(layout: Layout, seat: str) -> list[str]:
    """Return a seat's levers by their short names, in the order of the rulebook."""
    return [layout.levers[place].split(".")[1] for place in layout.seat_levers[layout.seats.index(seat)]]


def settings(layout: Layout, seat: str) -> list[tuple[str, ...]]:
    """Return the settings of each of a seat's levers, in rising intensity."""
    return [layout.settings[place] for place in layout.seat_levers[layout.seats.index(seat)]]


def choice_order(game: Game, seat: str) -> list[str]:
    """Return a seat's levers in the order in which payoff seats set them."""
    run, number = game.program.run, game.seat_number(seat)
    first = run.ORDER_FIRST[number]
    return [game.program.layout.levers[place].split(".")[1] for place in run.ORDER[first : first + run.ORDER_COUNT[number]]]


def named(layout: Layout, seat: str, numbers: Sequence[int]) -> dict[str, str]:
    """Return a sheet by names from a number for each lever."""
    return {lever: names[int(number)] for lever, names, number in zip(levers(layout, seat), settings(layout, seat), numbers, strict=True)}


def allows(game: Game, seat: str, sheet: Mapping[str, str]) -> bool:
    """Say whether a game takes a sheet now."""
    try:
        game.check(seat, sheet)
    except IllegalNow:
        return False
    return True


def taken(game: Game, seat: str, wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the whole sheet that a game takes of a wanted one.

    A legal sheet is taken as it is. Of another, settings are taken lever by lever in the seat's order of choice; one that clashes with
    those before it is left out, so that its lever stands or rests.
    """
    if allows(game, seat, wanted):
        return game.filled(seat, wanted)
    kept: dict[str, str] = {}
    for lever in choice_order(game, seat):
        if lever in wanted and allows(game, seat, {**kept, lever: wanted[lever]}):
            kept[lever] = wanted[lever]
    return game.filled(seat, kept)


def legal(game: Game, seat: str) -> list[list[int]]:
    """Return by lever, in the order of the rulebook, 1 for each setting that is legal now with the other levers left alone, else 0."""
    layout = game.program.layout
    open_now = game.legal(seat)
    return [[int(name in open_now[lever]) for name in names] for lever, names in zip(levers(layout, seat), settings(layout, seat), strict=True)]
