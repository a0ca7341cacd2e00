"""The plain game: linear prompts in a terminal, fit for a screen reader; one line is asked for, one thing is shown."""

from __future__ import annotations

from dataclasses import replace

from sim.documents.errors import DocumentError
from sim.documents.library import Library
from sim.play.commands.debriefing import debrief
from sim.play.commands.obeying import completions, guarded, obey
from sim.play.commands.references import card_page, own_brief, shared_brief
from sim.play.opening import adopted, sit_down
from sim.play.options import Options
from sim.play.plain.questions import Left, Opening
from sim.play.saves import Saves
from sim.play.seen.lessons import lesson
from sim.play.seen.revealed import crisis_page, front_page, revealed
from sim.play.seen.situation import season_screen
from sim.play.settings import read_settings
from sim.play.sitting import Sitting
from sim.play.wrong import Wrong
from sim.report.console import Console, Keyboard, Paper, Read, Write
from sim.report.page import Page
from sim.rollout.session import Session
from sim.text.catalogue import FALLBACK
from sim.text.wording import Words

DONE, INTERRUPTED = 0, 130


def play(
    session: Session | None = None,
    options: Options | None = None,
    input: Read | None = None,  # noqa: A002  (the word a caller looks for)
    output: Write | None = None,
    library: Library | None = None,
) -> int:
    """Play a game in plain text until the person leaves it.

    Args:
        session: A game that is set up; None asks for scenario, seat, lens and level where the options leave them open.
        options: What needs no asking.
        input: Asks for a line, given a prompt; raises EOFError at the end of lines. Standard input by default.
        output: Shows lines. Standard output by default.
        library: Where documents are; what is shipped by default, or the session's.

    Returns:
        Exit code: 0 left, 130 interrupted. Whatever happened, the game is saved where that is possible.

    Raises:
        DocumentError, DocumentErrors: No game could be opened: an option names what there is not, or a saved game is wrong.
        BrokenPipeError: Nobody reads any more; the game is saved.
    """
    given = options or Options()
    read = input or Keyboard()
    console = Console(read, output or Paper(), given.width)
    words = Words(given.lang or FALLBACK)
    library = session.library if session is not None else library or Library()
    sitting: Sitting | None = None
    try:
        console.page(Page().title(words("open.title")).text(words("disclaimer")).text(words("open.hint")))
        saves = Saves(given.saves)
        opened = adopted(session, saves) if session is not None else Opening(console, words, library, saves, given).open()
        sitting = sit_down(opened, console, words, saves)
        _complete(read, sitting)
        _begin(console, sitting, begun=opened.begun)
        _loop(console, sitting)
    except Left:
        console.line(words("quit.nothing"))
    except Wrong as failure:
        raise DocumentError(str(failure)) from None
    except EOFError:
        _leave(console, words, sitting, "quit.end_of_input")
    except KeyboardInterrupt:
        _leave(console, words, sitting, "quit.interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        if sitting is not None:
            sitting.saves.keep(sitting.session, sitting.name)
        raise
    return DONE


def play_plain(options: Options, library: Library | None = None) -> int:
    """Play in the terminal with options from the command line; see `play`."""
    return play(None, replace(options, lang=options.lang or read_settings().lang), library=library)


def _complete(read: Read, sitting: Sitting) -> None:
    if isinstance(read, Keyboard):
        read.complete_with(lambda before, text: completions(sitting, before, text))


def _begin(console: Console, sitting: Sitting, *, begun: bool) -> None:
    """Show what the game was set up with and, where it is new, the briefs; then the first season."""
    words, game = sitting.words, sitting.game
    world = sitting.session.lens
    lens = words("begin.hidden") if sitting.hidden else words("begin.lens", title=words.said(world.title), name=world.name)
    level = words.labels.label("levels", game.level)
    sitting.show(Page().text(words("begin.terms", lens=lens, level=level, rng_seed=game.terms.rng_seed, name=sitting.name)))
    if not begun:
        sitting.show(shared_brief(sitting))
        if sitting.seat:
            sitting.show(own_brief(sitting))
            sitting.show(card_page(sitting))
        sitting.autosave()
        console.pause(words("begin.pause"))
    sitting.due = sitting.opening
    present(sitting)
    if not game.over and not sitting.done:
        sitting.say("begin.help" if sitting.seat else "begin.watching", order=_example(sitting))


def _example(sitting: Sitting) -> str:
    """Return an order that the seat could give now."""
    standing = sitting.game.standing(sitting.seat) if sitting.seat else {}
    open_now = sitting.game.legal(sitting.seat) if sitting.seat else {}
    orders = [f"{lever} {setting}" for lever in standing for setting in open_now[lever] if setting != standing[lever]]
    return orders[0] if orders else "sheet"


def _loop(console: Console, sitting: Sitting) -> None:
    """Ask for lines and obey them until the person leaves."""
    while not sitting.done:
        line = console.ask(prompt(sitting))
        if line:
            obey(sitting, line)
        elif not sitting.seat and not sitting.game.over:
            obey(sitting, "end")
        guarded(sitting, lambda: present(sitting))


def present(sitting: Sitting) -> None:
    """Show what has come: an incident, the season just played, the season that is to be played; after the last one, the debrief."""
    due = sitting.take_due()
    if due == "crisis":
        sitting.show(crisis_page(sitting))
        return
    if due == "reveal":
        index = len(sitting.game.played) - 1
        sitting.show(front_page(sitting, index))
        sitting.show(revealed(sitting, index))
    if due and not sitting.game.over:
        sitting.show(lesson(sitting))
        sitting.show(season_screen(sitting))
    elif due and not sitting.told:
        debrief(sitting, "")
        sitting.told = True


def prompt(sitting: Sitting) -> str:
    """Return what a line is asked for with: ``ROK spring-2020> ``; in an incident, the question of the hour."""
    if sitting.game.phase == "crisis":
        return sitting.words("crisis.prompt", seat=sitting.game.waiting_for()[0])
    who = sitting.seat or sitting.words("prompt.watch")
    where = sitting.words("prompt.over") if sitting.game.over else sitting.game.seasons[sitting.game.season]
    return f"\n{who} {where}> "


def _leave(console: Console, words: Words, sitting: Sitting | None, key: str) -> None:
    """Save and say in one line how the sitting ended."""
    if sitting is None:
        console.page(Page().text(words("quit.nothing")))
        return
    if sitting.game.season != len(sitting.game.played):  # interrupted in the middle of a move: the last save is the good one
        console.page(Page().text(words("quit.amid", name=sitting.name)))
        return
    failure = sitting.saves.keep(sitting.session, sitting.name)
    console.page(Page().text(words(f"{key}_unsaved", reason=failure) if failure else words(key, name=sitting.name)))
