"""What a person sees when a season is resolved: the front page, everybody's orders, and why they acted."""

from __future__ import annotations

from sim.play.seen.short import why_lines
from sim.play.sitting import Sitting
from sim.report.page import Page
from sim.text.newspaper import FrontPage


def front_page(sitting: Sitting, index: int) -> Page:
    """Return a finished season's front page."""
    news = news_of(sitting, index)
    return headlines(sitting, news).more(refused(sitting, news)).more(moves(sitting, news))


def revealed(sitting: Sitting, index: int) -> Page:
    """Return who set what, what came of a prediction, and in a sentence each why the AI seats acted."""
    return orders(sitting, index).more(reasons(sitting, index))


def reveal_steps(sitting: Sitting, index: int) -> list[Page]:
    """Return the same in steps: all orders at once, then rules that bit and answers given, then what moved, the paper, and why."""
    news = news_of(sitting, index)
    steps = [orders(sitting, index), refused(sitting, news).more(answers(sitting, index))]
    steps += [moves(sitting, news), headlines(sitting, news), reasons(sitting, index)]
    return [step for step in steps if step]


def news_of(sitting: Sitting, index: int) -> FrontPage:
    """Return a finished season's front page as data."""
    return sitting.writer.front_page(sitting.game, index, sitting.eyes or None)


def headlines(sitting: Sitting, news: FrontPage) -> Page:
    """Return what was done, and what goes on."""
    page = Page().title(f"{news.heading}, {news.number}").items(news.headlines)
    return page.heading(sitting.words("news.cables")).items(news.cables) if news.cables else page


def refused(sitting: Sitting, news: FrontPage) -> Page:
    """Return what a rule refused or reduced."""
    return Page().heading(sitting.words("news.refused")).items(news.refused) if news.refused else Page()


def moves(sitting: Sitting, news: FrontPage) -> Page:
    """Return what moved, and what it cost people."""
    words = sitting.words
    found = [
        words("news.move", dial=name, before=f"{before:.1f}", after=f"{after:.1f}")
        + (words("news.estimate", band=f"{band:.1f}") if band is not None else "")
        for name, before, after, band in news.moves
    ]
    return Page().heading(words("news.moves")).item("; ".join(found) + ".").text(news.human_cost)


def orders(sitting: Sitting, index: int) -> Page:
    """Return what every seat changed, the person's reason, and what came of a prediction."""
    words, played = sitting.words, sitting.game.played[index]
    page = Page().heading(words("reveal.orders"))
    for seat in sitting.layout.seats:
        page.item(f"{words.seat(seat)}: {'; '.join(changes(sitting, index, seat)) or words('reveal.no_change')}.")
    said, foretold = played.reasons.get(sitting.seat, ""), played.predictions.get(sitting.seat)
    if said:
        page.item(words("reveal.reason", reason=said))
    if foretold:
        page.item(words("reveal.foretold", lever=foretold["lever"], setting=foretold["setting"], was=set_to(sitting, index, foretold["lever"])))
    return page


def answers(sitting: Sitting, index: int) -> Page:
    """Return how the seats answered an incident; an empty page where there was none."""
    words, given = sitting.words, sitting.game.played[index].account.crisis
    page = Page().heading(words("crisis.answers")) if given else Page()
    return page.items(words("crisis.answered", seat=words.seat(seat), answer=words(f"crisis.given.{answer}")) for seat, answer in given.items())


def reasons(sitting: Sitting, index: int) -> Page:
    """Return in a sentence each why the AI seats acted; nothing on the eve of war."""
    lines = [] if sitting.game.over == "war" else why_lines(sitting, index)
    return Page().heading(sitting.words("reveal.why")).items(lines) if lines else Page()


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
