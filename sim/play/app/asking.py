"""Lines that change nothing, answered on a copy of the sitting, so that it may be done beside the screens."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace

from sim.engine.game import Game
from sim.play.app.answers import Hearing
from sim.play.saves import Saves
from sim.play.sitting import Sitting
from sim.report.page import Page
from sim.rollout.session import Session


class Unsaved(Saves):
    """Saved games that can be read, and nothing is written."""

    def keep(self, session: Session, name: str) -> str:
        """Keep nothing."""
        return ""


def question(sitting: Sitting, line: str) -> Callable[[], Page]:
    """Return what answers a line such as ``why DPRK``, as a call that may be made in a thread.

    It works on the game as it is now: what the person does meanwhile reaches neither the answer nor the other way round.
    """
    other = copy(sitting)
    hearing = other.voice = Hearing()
    drafts = {seat: dict(draft) for seat, draft in sitting.session.drafts.items()}
    other.session = replace(sitting.session, game=_as_it_is(sitting.game), drafts=drafts, acts=list(sitting.session.acts))
    other.edits, other.saves = list(sitting.edits), Unsaved(sitting.saves.folder)

    def answer() -> Page:
        from sim.play.commands.obeying import obey

        obey(other, line)
        return hearing.taken()

    return answer


def _as_it_is(game: Game) -> Game:
    """Return a game that shares what has happened and is not touched by what will."""
    other = copy(game)
    other.played, other.sheets, other.reasons, other.predictions = list(game.played), dict(game.sheets), dict(game.reasons), dict(game.predictions)
    table = other.table = copy(game.table)
    table.game, table.offers = other, [replace(offer, answers=dict(offer.answers)) for offer in game.table.offers]
    table.state, table.accords, table.bounds, table.events = list(table.state), list(table.accords), list(table.bounds), list(table.events)
    table.views = [list(view) for view in table.views]
    table.snapped, table.forgiven, table.log = list(table.snapped), list(table.forgiven), list(table.log)
    return other
