"""Playing on from a desk: what the planner is handed to look ahead."""

from __future__ import annotations

from collections.abc import Sequence

from sim.agents.planner import futures_seed
from sim.engine.desk import Desk
from sim.engine.position import Position, Terms
from sim.rollout.futures import sheet_scores
from sim.rollout.runner import Present, Start
from sim.rollout.scores import score_names


def futures_of_desk(desk: Desk, seasons: int) -> Start:
    """Return what a desk's futures start from: four payoff seats at the desk's level, some seasons long, drawn around its view.

    The events on now stay on, as in every look-ahead of the rulebook: what the calendar holds is not on the desk.
    """
    program, run = desk.program, desk.program.run
    first = desk.number - 1
    boards = tuple(1.0 if board.over == "product" else 0.0 for board in list(program.book.boards.values())[1:])
    errors = (0.0,) * (len(program.layout.seats) * run.N_DIALS)
    here = Position(first, 0, tuple(desk.view), tuple(desk.accords), errors, tuple(desk.standing), boards=boards)
    events = list(desk.e)
    events[run.SIGNED_NOW] = 0.0  # of this season's table only
    present = Present(here, [events] * (first + seasons), desk.name, int(desk.e[run.SIGNED_NOW]), first)
    terms = Terms(tuple(desk.k), futures_seed(desk), first + seasons, desk.fog, scale=desk.scale, mechanics=desk.mechanics)
    return Start(program, None, terms, dict.fromkeys(program.layout.seats, desk.level), present=present)


def own_row(desk: Desk, orders: Sequence[int]) -> list[int]:
    """Return a sheet as `play_games` takes it: by lever what the desk's seat orders, -1 for the other seats."""
    mine = desk.program.layout.seat_levers[desk.seat]
    return [setting if lever in mine else -1 for lever, setting in enumerate(orders)]


def roll(desk: Desk, sheets: Sequence[Sequence[int]], numbers: range, seasons: int) -> list[list[float]]:
    """Play futures from a desk once for each sheet, on common draws.

    Args:
        desk: The desk.
        sheets: Sheets of its seat, among all orders.
        numbers: Numbers of the futures.
        seasons: Seasons of each.

    Returns:
        By sheet and future the seat's own board over these seasons: its mean payoff a season, where what a future does not play counts as
        the board counts it.
    """
    return roll_rows(desk, [own_row(desk, sheet) for sheet in sheets], numbers, seasons)


def roll_rows(desk: Desk, rows: Sequence[Sequence[int]], numbers: range, seasons: int) -> list[list[float]]:
    """Do what `roll` does for orders of several seats: rows by lever, -1 where a seat is free."""
    scores = sheet_scores(futures_of_desk(desk, seasons), rows, numbers)
    found: list[list[float]] = scores[:, :, score_names(desk.program).index(f"own.{desk.name}")].tolist()
    return found
