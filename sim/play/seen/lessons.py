"""Lessons of the tutorial: one idea before each season, with what to do."""

from __future__ import annotations

from sim.play.seen.chance import chance_of
from sim.play.sitting import Sitting
from sim.report.page import Page
from sim.text.particles import fill


def lesson(sitting: Sitting, key: str = "lessons") -> Page:
    """Return the lesson of this season; an empty page outside a tutorial.

    Args:
        sitting: The sitting.
        key: Where the lessons stand: screens have words of their own for what is to be pressed.
    """
    lessons = sitting.words.entry(key) if sitting.session.scenario.tutorial else []
    index = sitting.game.season
    if index >= len(lessons):
        return Page()
    own = sitting.words.entry(f"lesson_orders.{sitting.seat or 'none'}")
    slots = {"order": own["order"], "other": own["other"], "offer": own["offer"]}
    if sitting.seat:
        slots["offer"] = best_offer(sitting) or own["offer"]
    slots["offer_name"] = sitting.words.package(slots["offer"].split()[0])
    page = Page().title(lessons[index]["title"])
    for part in lessons[index]["watch" if not sitting.seat else "says"]:
        page.text(fill(part, **slots))
    return page


def best_offer(sitting: Sitting) -> str:
    """Return the package that this seat may table now and that the others are likeliest to sign; empty where there is none."""
    game, found = sitting.game, []
    for package, each in sitting.book.packages.items():
        if game.table.why_not(sitting.seat, package):
            continue
        others = [seat for seat in each.parties if not game.agents[seat].person]
        k = sitting.weighing.lenses["lead"] if sitting.hidden else game.terms.coefficients
        chances = [chance_of(game, seat, package, each.clauses, sitting.seat, k).chance for seat in others]
        found.append((min(chances, default=0.0), package))
    return max(found, default=(0.0, ""))[1]
