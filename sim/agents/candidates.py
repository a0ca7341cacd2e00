"""Which sheets a planner compares: those its own payoffs would lead it to, and their neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sim.agents.payoff import choose, expectation
from sim.engine.desk import Desk


def candidates(desk: Desk, most: int, seed: int) -> list[list[int]]:
    """Return different legal sheets within the seat's political capital, likeliest to be good first.

    First the payoff agent's noiseless sheet and the standing one; then every sheet that differs from the noiseless one in one lever,
    by their look-ahead payoffs; then sheets that the payoff agent may draw.

    Args:
        desk: The desk.
        most: How many at most, at least 1.
        seed: Of the draws; not that of the game, whose draw is not the planner's to know.

    Returns:
        All orders, with the seat's own levers set.
    """
    best = choose(desk, noisy=False).orders
    found = {tuple(best): best}
    for sheet in (*_standing(desk), *_neighbours(desk, best), *_drawn(desk, most, seed)):
        if len(found) == most:
            break
        found.setdefault(tuple(sheet), sheet)
    return list(found.values())


def legal(desk: Desk, orders: list[int]) -> bool:
    """Say whether a seat may set a sheet on its desk: no rule forbids it and its political capital pays for it."""
    run = desk.program.run
    if 0.0 <= desk.budget < run.sheet_cost(desk.seat, orders, desk.standing):
        return False
    return bool(run.forbidden(desk.seat, desk.view, orders, desk.k, desk.e, desk.b) < 0)


def _standing(desk: Desk) -> list[list[int]]:
    """Return the standing sheet, where it is legal."""
    orders = expectation(desk)
    for lever in desk.program.layout.seat_levers[desk.seat]:
        orders[lever] = desk.standing[lever]
    return [orders] if legal(desk, orders) else []


def _neighbours(desk: Desk, sheet: list[int]) -> list[list[int]]:
    """Return the legal sheets that differ in one lever, best look-ahead payoff first."""
    run = desk.program.run
    f, n, m, calm = [0.0] * run.N_FLAGS, [0.0] * run.N_STATE, [0.0] * run.N_STATE, [0.0] * run.N_DRAWS
    run.quiet(calm)
    valued = []
    for lever in desk.program.layout.seat_levers[desk.seat]:
        for setting in range(run.SETTINGS[lever]):
            orders = [setting if place == lever else order for place, order in enumerate(sheet)]
            if setting != sheet[lever] and legal(desk, orders):
                value = run.look_ahead(desk.seat, desk.view, orders, desk.k, desk.e, desk.b, desk.accords, desk.level.depth, calm, f, n, m)
                valued.append((-value, lever, setting, orders))
    return [orders for _, _, _, orders in sorted(valued)]


def _drawn(desk: Desk, count: int, seed: int) -> Iterator[list[int]]:
    """Return sheets as the payoff agent draws them."""
    for number in range(count):
        yield choose(replace(desk, seed=seed, game=number)).orders
