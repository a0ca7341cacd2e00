"""The turn of a season: sealing a sheet, a crisis, the reveal with its front page, and the season that follows."""

from __future__ import annotations

from sim.engine.errors import OutOfTime
from sim.play.commands.debriefing import debrief
from sim.play.commands.orders import own_turn
from sim.play.seen.lessons import lesson
from sim.play.seen.short import why_lines
from sim.play.seen.situation import season_screen
from sim.play.sitting import Sitting
from sim.report.page import Page
from sim.rollout.session import advance, do_act
from sim.text.newspaper import FrontPage

LONGEST_REASON = 200
ANSWERS = {"match": "match", "m": "match", "step_back": "step_back", "stepback": "step_back", "back": "step_back", "s": "step_back"}


def open_season(sitting: Sitting) -> None:
    """Show the season that is to be played, with its lesson in a tutorial; after the last one, the debrief."""
    if sitting.game.over:
        if not sitting.told:
            debrief(sitting, "")
            sitting.told = True
        return
    teaching = lesson(sitting)
    if teaching:
        sitting.show(teaching)
    sitting.show(season_screen(sitting))


def look_again(sitting: Sitting, text: str) -> None:
    """Show the season's screen once more."""
    sitting.show(season_screen(sitting))


def end(sitting: Sitting, text: str) -> None:
    """Seal the sheet with a reason, if one was typed, and reveal all orders."""
    if sitting.game.over:
        raise OutOfTime(sitting.words("orders.over"))
    if sitting.seat:
        own_turn(sitting)
        sitting.game.submit(sitting.seat, sitting.draft, text[:LONGEST_REASON])
        sitting.session.drafts[sitting.seat] = sitting.effective()
        for offer in sitting.game.table.open_offers(sitting.seat):
            sitting.say("end.unanswered", number=offer.number)
    reveal(sitting)


def reveal(sitting: Sitting) -> None:
    """Resolve the season, asking persons about an incident, then show what happened and what comes next."""
    while advance(sitting.session) is None:
        if not crisis(sitting):
            return
    sitting.edits = []
    sitting.autosave()
    index = len(sitting.game.played) - 1
    sitting.show(front_page(sitting, index))
    sitting.show(revealed(sitting, index))
    open_season(sitting)


def crisis(sitting: Sitting) -> bool:
    """Ask the seats that wait for an answer to an incident; False where the person leaves instead."""
    words = sitting.words
    sitting.show(Page().title(words("crisis.title")).text(words("crisis.says")))
    for seat in sitting.game.waiting_for():
        while seat in sitting.game.waiting_for():
            typed = sitting.console.ask(words("crisis.prompt", seat=seat)).lower().replace(" ", "_")
            if typed in ("quit", "exit"):
                sitting.leave()
                return False
            if typed in ANSWERS:
                sitting.game.answer_crisis(seat, ANSWERS[typed])
            else:
                sitting.say("crisis.expected")
    return True


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


def news(sitting: Sitting, text: str) -> None:
    """Show the front page of a finished season once more: the last, or one by number."""
    sitting.show(front_page(sitting, played_season(sitting, text)))


def played_season(sitting: Sitting, text: str) -> int:
    """Return the index of a finished season named by number; the last by default.

    Raises:
        OutOfTime: Nothing has been played, or not that season.
    """
    count = len(sitting.game.played)
    if not count:
        raise OutOfTime(sitting.words("season.none_played"))
    number = int(text) if text.isascii() and text.isdigit() else count if not text else 0
    if not 1 <= number <= count:
        raise OutOfTime(sitting.words("season.not_played", n=text, last=count))
    return number - 1


def predict(sitting: Sitting, text: str) -> None:
    """Foretell a rival lever before the reveal: ``DPRK.test srbm``, and if you like the adviser believed."""
    own_turn(sitting)
    words = text.replace("=", " ").split()
    if words and "." not in words[0] and len(words) > 1:
        words = [f"{words[0]}.{words[1]}", *words[2:]]
    if len(words) not in (2, 3):
        sitting.say("predict.expected")
        return
    if not sitting.game.terms.on("prediction"):
        sitting.say("predict.off")
        return
    seat, _, lever = words[0].partition(".")
    full = f"{seat.upper()}.{lever.lower()}"
    if seat.upper() == sitting.seat:
        sitting.say("predict.own")
        return
    if len(words) == 3 and words[2] not in sitting.library.arguments():
        sitting.say("predict.adviser", adviser=words[2], known=", ".join(sitting.library.arguments()))
        return
    do_act(sitting.session, " ".join(["predict", sitting.seat, full, *words[1:]]))
    acts = sitting.session.acts
    acts[:] = [act for act in acts[:-1] if not act.startswith(f"predict {sitting.seat} ")] + acts[-1:]
    sitting.say("predict.done", lever=full, setting=words[1])
