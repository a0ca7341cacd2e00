"""A finished season in a page: who changed what and why, what moved most and by what, which rules bit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sim.engine.account import Row
from sim.play.seen.belief import belief
from sim.play.seen.desks import Reasons, telling
from sim.play.seen.dials import SAME, courses
from sim.play.seen.plans import in_short
from sim.play.seen.revealed import answers, news_of, orders, refused
from sim.play.seen.short import sentence
from sim.play.seen.story import Story, story, true_story
from sim.play.sitting import Sitting
from sim.report.page import Page
from sim.text.wording import signed

MOST_MOVED = 4


@dataclass(frozen=True)
class Move:
    """A dial in a finished season, as the person saw it before and after."""

    dial: str
    before: float
    after: float

    @property
    def still(self) -> bool:
        """Whether it moved too little to tell."""
        return abs(self.after - self.before) < SAME


def moves_of(sitting: Sitting, index: int) -> list[Move]:
    """Return every dial's move in a finished season: those that moved first, the largest before the others."""
    went = courses(sitting)
    found = [Move(dial, each[index], each[index + 1]) for dial, each in went.items() if dial in sitting.book.dials and not dial.startswith("seems_")]
    return sorted(found, key=lambda move: -abs(move.after - move.before) if not move.still else 0.0)


def told_story(sitting: Sitting, index: int, dial: str) -> Story:
    """Return why a dial moved: exactly where all may be seen, otherwise on the person's own view."""
    if sitting.eyes or sitting.hidden:
        return story(sitting.game, index, dial, sitting.eyes, belief(sitting).k)
    return true_story(sitting.game, index, dial)


def recap(sitting: Sitting, index: int, told: Mapping[str, Reasons]) -> Page:
    """Return what happened in a season, and why.

    Args:
        sitting: The sitting.
        index: Which season, from 0.
        told: By seat the reasons that are known by now.
    """
    words = sitting.words
    page = Page().title(words("recap.title", season=sitting.season_name(index))).more(orders(sitting, index)).more(answers(sitting, index))
    if told and sitting.game.over != "war":
        page.heading(words("recap.why"))
        for seat, each in told.items():
            choice = telling(each.seen, each.explanation)
            if each.plan:
                page.item(in_short(sitting, seat), _claims(each.plan.difference[:2]))
            elif choice is not None and seat != sitting.seat:
                page.item(sentence(sitting, seat, choice, choice.leading), _claims(choice.leading))
    page.heading(words("recap.moved"))
    for move in [move for move in moves_of(sitting, index) if not move.still][:MOST_MOVED]:
        rows = told_story(sitting, index, move.dial).rows[:2]
        page.item(_moved(sitting, move, rows), _claims(rows))
    return page.more(refused(sitting, news_of(sitting, index)))


def _moved(sitting: Sitting, move: Move, rows: Iterable[Row]) -> str:
    words = sitting.words
    grounds = [
        words(
            "recap.term",
            value=signed(row.value),
            reason=reason_of(sitting, move.dial, row),
            ground=row.claims[0] if row.claims else words("why.ours"),
        )
        for row in rows
    ]
    slots = {"dial": words.dial(move.dial), "before": f"{move.before:.1f}", "after": f"{move.after:.1f}"}
    return words("recap.move", reasons="; ".join(grounds) or words("why.unseen"), **slots)


def reason_of(sitting: Sitting, dial: str, row: Row) -> str:
    """Return a term of a dial's change in words."""
    if row.name == "incident":
        return sitting.words.labels.label("incident_reason")
    return sitting.words.reason(dial, row.name, row.value)


def _claims(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(claim for row in rows for claim in row.claims)
