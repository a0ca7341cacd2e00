"""The debrief in the plain game."""

from __future__ import annotations

from sim.engine.errors import OutOfTime
from sim.play.sitting import Sitting
from sim.report.page import Page


def debrief_page(sitting: Sitting) -> Page:
    """Return the debrief of a finished game as a page."""
    from sim.report.debrief import make_debrief  # noqa: PLC0415  (only read at the end)
    from sim.report.telling import tell  # noqa: PLC0415

    claims = {name: claim.claim.strip() for name, claim in sitting.library.claims().items()}
    return tell(make_debrief(sitting.session, sitting.seat, sitting.weighing.lenses), sitting.words, claims)


def debrief(sitting: Sitting, text: str) -> None:
    """Show the debrief; only when the game is over.

    Raises:
        OutOfTime: The game goes on.
    """
    if not sitting.game.over:
        raise OutOfTime(sitting.words("debrief.not_yet"))
    sitting.show(debrief_page(sitting))
