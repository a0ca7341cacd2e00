"""Desks of past seasons: as the seat itself had it, and as another seat could imagine it."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine.desk import Desk
from sim.engine.game import Game
from sim.engine.view import seen_at


def own_desk(game: Game, index: int, seat: str) -> Desk:
    """Return the desk on which a seat set its sheet in a finished season.

    Args:
        game: The game.
        index: Place of the season in `game.played`.
        seat: The seat.
    """
    return _desk(game, index, seat, seat, game.terms.coefficients)


def seen_desk(game: Game, index: int, seat: str, viewer: str, coefficients: Sequence[float]) -> Desk:
    """Return a seat's desk as another seat could imagine it: on the viewer's own view and a lens the viewer believes.

    Nothing that the viewer may not know is in it. The seat's political capital is public.
    """
    return _desk(game, index, seat, viewer, coefficients)


def _desk(game: Game, index: int, seat: str, eyes: str, coefficients: Sequence[float]) -> Desk:
    played = game.played[index]
    account, before = played.account, played.before
    run = game.program.run
    number = game.seat_number(seat)
    view = seen_at(game, eyes, account.start, before.errors, before.season, before.branch)
    return Desk(
        game.program,
        number,
        view,
        game.known_orders(eyes, account.standing),
        list(coefficients),
        list(account.e),
        list(account.b),
        list(account.accords),
        game.terms.rng_seed,
        game.terms.game,
        before.season + run.BRANCH * before.branch,
        before.season + 1,
        account.start[run.CAPITAL + number] if game.terms.on("capital") else -1.0,
        game.level_of(seat),
        game.terms.length,
        game.terms.fog,
        game.terms.mechanics,
        game.terms.scale,
    )
