"""What a person sees when a season is resolved: the front page, everybody's orders, and why they acted."""

from __future__ import annotations

from sim.play.seen.short import why_lines
from sim.play.sitting import Sitting
from sim.report.page import Page
from sim.text.newspaper import FrontPage


def front_page(sitting: Sitting, index: int) -> Page:
    """Return a finished season's front page."""
    return laid_out(sitting, sitting.writer.front_page(sitting.game, index, sitting.eyes or None))


def laid_out(sitting: Sitting, news: FrontPage) -> Page:
    """Return a front page as blocks."""
    words = sitting.words
    page = Page().title(f"{news.heading}, {news.number}").items(news.headlines)
    if news.cables:
        page.heading(words("news.cables")).items(news.cables)
    if news.refused:
        page.heading(words("news.refused")).items(news.refused)
    moves = [
        words("news.move", dial=name, before=f"{before:.1f}", after=f"{after:.1f}")
        + (words("news.estimate", band=f"{band:.1f}") if band is not None else "")
        for name, before, after, band in news.moves
    ]
    return page.heading(words("news.moves")).item("; ".join(moves) + ".").text(news.human_cost)


def revealed(sitting: Sitting, index: int) -> Page:
    """Return who set what, what came of a prediction, and in a sentence each why the AI seats acted."""
    words, page = sitting.words, Page()
    page.heading(words("reveal.orders"))
    for seat in sitting.layout.seats:
        changed = changes(sitting, index, seat)
        page.item(f"{words.seat(seat)}: {'; '.join(changed) or words('reveal.no_change')}.")
    said = sitting.game.played[index].reasons.get(sitting.seat, "")
    if said:
        page.item(words("reveal.reason", reason=said))
    foretold = sitting.game.played[index].predictions.get(sitting.seat)
    if foretold:
        page.item(words("reveal.foretold", lever=foretold["lever"], setting=foretold["setting"], was=set_to(sitting, index, foretold["lever"])))
    lines = [] if sitting.game.over == "war" else why_lines(sitting, index)
    if lines:
        page.heading(words("reveal.why")).items(lines)
    return page


def known(sitting: Sitting, index: int) -> list[int]:
    """Return a season's orders as the person may know them."""
    orders = sitting.game.played[index].account.orders
    return sitting.game.known_orders(sitting.eyes, orders) if sitting.eyes else list(orders)


def set_to(sitting: Sitting, index: int, lever: str) -> str:
    """Return how a lever was set in a season, as the person may know it."""
    place = sitting.layout.lever(lever)
    return sitting.layout.settings[place][known(sitting, index)[place]]


def changes(sitting: Sitting, index: int, seat: str) -> list[str]:
    """Return in words what a seat changed in a season."""
    account = sitting.game.played[index].account
    standing = sitting.game.known_orders(sitting.eyes, account.standing) if sitting.eyes else account.standing
    now, layout = known(sitting, index), sitting.layout
    found = []
    for lever in layout.seat_levers[layout.seats.index(seat)]:
        if now[lever] != standing[lever] or (layout.levers[lever] == "DPRK.test" and now[lever]):
            name, setting = layout.levers[lever], layout.settings[lever][now[lever]]
            found.append(sitting.words("reveal.change", lever=name.split(".")[1], setting=setting, words=sitting.words.setting(name, setting)))
    return found


def crisis_page(sitting: Sitting) -> Page:
    """Return what has happened and what is asked in an incident."""
    return Page().title(sitting.words("crisis.title")).text(sitting.words("crisis.says"))
