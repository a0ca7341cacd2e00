"""A recorded game as a page: its debrief, with the charts of its course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.documents.errors import DocumentError
from sim.report.citing import claims_table, named_in
from sim.report.course import DialWording, course_page, likelihood
from sim.report.debrief import Debrief, make_debrief
from sim.report.page import Page
from sim.report.telling import tell
from sim.report.words import ReportWords
from sim.rollout.session import Session

NOBODY = "none"


def record_page(  # noqa: PLR0913  (a page has many parts)
    session: Session,
    seat: str,
    lenses: Mapping[str, Sequence[float]],
    names: DialWording,
    words: ReportWords,
    closing: str = "",
    beside: Page | None = None,
    made: Debrief | None = None,
) -> Page:
    """Return a finished game's debrief with its charts.

    Args:
        session: The game, over.
        seat: The seat whose debrief it is; empty for watching.
        lenses: Coefficients by lens, for the posterior.
        names: The words of the debrief.
        words: The words of charts.
        closing: How to go on, said at the end.
        beside: What many other games say of this one; nothing by default.
        made: The debrief, where it has been made already.
    """
    debrief = made or make_debrief(session, seat, lenses, words.lang)
    claims = {name: claim.claim.strip() for name, claim in session.library.claims().items()}
    course = course_page(session.game, names, words).figure(likelihood(debrief.posteriors, session.game, names, words))
    page = tell(debrief, names, claims, course=course, beside=beside, closing=closing)
    named = claims_table(session.library, named_in(page, session.library), words)
    return page.more(Page().heading(words("sources.heading")).table(named) if named.rows else Page())


def seat_of(session: Session, asked: str | None, file: Path) -> str:
    """Return whose debrief is meant: the seat asked for, else the one person's; empty for watching and for several persons.

    Raises:
        DocumentError: The game is not over.
    """
    game = session.game
    if not game.over:
        hint = f"{len(game.played)} of {game.terms.length} seasons are played; go on with: peninsula play --load {file}"
        raise DocumentError("the game is not over, and a debrief tells everything", file=str(file), hint=hint)
    persons = [seat for seat, agent in session.seats.items() if agent == "person"]
    if asked is not None:
        return "" if asked == NOBODY else asked
    return persons[0] if len(persons) == 1 else ""
