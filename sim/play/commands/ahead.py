"""What may come, asked in the game: futures from here on what the person may see, alone, by dial, or as each adviser expects them."""

from __future__ import annotations

from sim.agents.advisers import advise
from sim.analysis import forecast as futures
from sim.analysis.forecast import Asked, Forecast
from sim.documents.lens import read_lens
from sim.engine.errors import OutOfTime
from sim.play.seen.belief import guess
from sim.play.sitting import Sitting
from sim.play.wrong import Wrong, one_of
from sim.report import forecast as telling
from sim.report.page import Page

ADVISER_SECONDS = 1.5  # for each of five, where plain Python plays


def forecast(sitting: Sitting, text: str) -> None:
    """Show what may come: ``forecast``, ``forecast dials``, ``forecast tension``, ``forecast advisers``, ``forecast harmony``."""
    words, arguments = sitting.words, sitting.library.arguments()
    if sitting.game.phase == "crisis":
        raise OutOfTime(words("forecast.crisis"))
    typed = text.lower().strip()
    if typed == "advisers" or typed in arguments:
        expected_by(sitting, list(arguments) if typed == "advisers" else [typed])
        return
    known = names(sitting)
    name = "" if typed in ("", "dials", "all") else one_of(typed.replace("_", " "), known, words("forecast.unknown", name=text))
    sitting.say("forecast.wait")
    found = from_here(sitting)
    titles = {lens: words.said(read_lens(sitting.library, lens).title) for lens in found.lenses}
    page = telling.head(found, words, titles, sitting.headline.title)
    if name:
        page.more(telling.detail(found, words, known[name]))
    elif typed:
        page.more(telling.dials(found, words))
    else:
        page.more(telling.chances(found, words)).more(telling.boards(found, words)).more(telling.instead(found, words))
        page.text(words("forecast.more"))
    sitting.show(page)


def names(sitting: Sitting) -> dict[str, str]:
    """Return the dials and boards that can be asked for, by what is typed."""
    found = [*(dial for dial in sitting.view.dials if dial in sitting.book.dials), *(board for board in sitting.book.boards if board != "own")]
    typed = {name.replace("_", " "): name for name in found}
    return {**typed, "own": f"own.{sitting.seat}"} if sitting.seat else typed


def from_here(sitting: Sitting) -> Forecast:
    """Return what may come on what the person may see: with the draft against the standing sheet, where it differs."""
    return futures.answer(question(sitting))


def question(sitting: Sitting) -> Asked:
    """Return the same as a question that is settled: it may be answered beside the game, which goes on meanwhile."""
    sheet = sitting.draft if sitting.seat and sitting.effective() != sitting.effective({}) else None
    if sitting.belief:
        return futures.ask(sitting.session, sitting.eyes, lens=sitting.belief, sheet=sheet)
    return futures.ask(sitting.session, sitting.eyes, weights=guess(sitting) if sitting.hidden else None, sheet=sheet)


def expected_by(sitting: Sitting, names: list[str]) -> None:
    """Show what advisers expect to come of their sheets.

    Raises:
        Wrong: Nobody plays, or the game is over.
    """
    if sitting.game.over or not sitting.seat:
        raise Wrong(sitting.words("advice.nobody"))
    desk, arguments = sitting.game.desk(sitting.seat), sitting.library.arguments()
    sheets = {name: advise(desk, name, sitting.weighing.lenses[name]).sheet for name in names}
    sitting.say("forecast.wait")
    found = futures.advisers(sitting.session, sitting.seat, sheets, seconds=ADVISER_SECONDS)
    page = Page().more(telling.adviser_page(found, sitting.words, {name: sitting.words.said(arguments[name].short) for name in names}))
    if len(names) == 1:
        only = found[names[0]]
        page.more(telling.chances(only, sitting.words)).more(telling.boards(only, sitting.words)).more(telling.instead(only, sitting.words))
    sitting.show(page)
