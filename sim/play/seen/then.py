"""A finished season: what was ordered, what it moved, and what really happened in it."""

from __future__ import annotations

from sim.play.seen.revealed import headlines, moves, news_of, orders, refused
from sim.play.sitting import Sitting
from sim.report.page import Page


def real_facts(sitting: Sitting, index: int) -> list[str]:
    """Return what really happened in a season of this game, each with its source; or that nothing is known."""
    words, season = sitting.words, sitting.game.seasons[index]
    facts = sitting.library.history(sitting.session.scenario.name).seasons
    known = [words("history.fact", date=fact.date, who=fact.who, what=fact.what, source=fact.cited) for fact in facts.get(season, [])]
    return known or [words("history.unknown" if season in facts else "history.beyond")]


def season_page(sitting: Sitting, index: int) -> Page:
    """Return a finished season beside the record of what really happened."""
    words, news = sitting.words, news_of(sitting, index)
    page = Page().title(sitting.season_name(index)).more(orders(sitting, index)).more(refused(sitting, news)).more(moves(sitting, news))
    return page.heading(words("chart.really")).items(real_facts(sitting, index)).more(headlines(sitting, news))
