"""What many other games say of a finished one: worked out once for a game, then part of its debrief and its exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sim.analysis.afterwards import Field, Turns, percentiles, turning_points
from sim.engine.errors import OutOfTime
from sim.play.sitting import Afterwards, Sitting
from sim.report.afterwards import compared_page, turning_page
from sim.report.debrief import Debrief, make_debrief
from sim.report.page import Page
from sim.rollout.session import Session

GoOn = Callable[[int, int], bool]


def afterwards(sitting: Sitting) -> Afterwards:
    """Return what has been worked out of the game as it ended; nothing yet where it has been changed since.

    Raises:
        OutOfTime: The game goes on.
    """
    game = sitting.game
    if not game.over:
        raise OutOfTime(sitting.words("debrief.not_yet"))
    if sitting.afterwards is None or sitting.afterwards.last is not game.played[-1]:
        sitting.afterwards = Afterwards(game.played[-1])
    return sitting.afterwards


def comparing(sitting: Sitting, go_on: GoOn | None = None) -> Callable[[], Field]:
    """Return what compares the boards with AI play, as a call that may be made in a thread."""
    session, seat = _settled(sitting), sitting.seat
    return lambda: percentiles(session, seat, go_on=go_on)


def turning(sitting: Sitting, go_on: GoOn | None = None) -> Callable[[], Turns]:
    """Return what looks for turning points, as a call that may be made in a thread."""
    session, seat = _settled(sitting), sitting.seat
    lenses = {name: sitting.weighing.lenses[name] for name in sitting.library.arguments()}
    return lambda: turning_points(session, seat, lenses, go_on=go_on)


def making(sitting: Sitting) -> Callable[[], Debrief]:
    """Return what makes the debrief, as a call that may be made in a thread; one that has been made is taken as it is."""
    made = afterwards(sitting).made
    if made is not None:
        return lambda: made
    session, seat, lenses, lang = _settled(sitting), sitting.seat, dict(sitting.weighing.lenses), sitting.words.lang
    return lambda: make_debrief(session, seat, lenses, lang)


def _settled(sitting: Sitting) -> Session:
    """Return the session with a game of its own, which undo does not reach."""
    game = sitting.game
    return replace(sitting.session, game=game.fork(len(game.played)))


def work_out(sitting: Sitting) -> None:
    """Work out at once what has not been; in plain Python this takes about a minute."""
    found = afterwards(sitting)
    found.field = found.field or comparing(sitting)()
    if sitting.seat:
        found.turns = found.turns or turning(sitting)()


def afterwards_page(sitting: Sitting) -> Page:
    """Return what has been worked out so far as a page; empty where nothing has."""
    found, words, page = afterwards(sitting), sitting.words, Page()
    if found.field:
        page.more(compared_page(found.field, words, better(sitting)))
    if found.turns:
        page.more(turning_page(found.turns, words, better(sitting), sitting.game.seasons))
    return page


def better(sitting: Sitting) -> dict[str, str]:
    """Return by board whether high or low is better."""
    return {name: board.better for name, board in sitting.book.boards.items()}
