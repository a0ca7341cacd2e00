"""The turn of a season: sealing a sheet, a crisis, the reveal with its front page, and the season that follows."""

from __future__ import annotations

from sim.engine.errors import OutOfTime
from sim.play.commands.orders import own_turn
from sim.play.seen.revealed import front_page
from sim.play.seen.situation import season_screen
from sim.play.sitting import Sitting
from sim.play.wrong import Wrong
from sim.rollout.session import advance, do_act

LONGEST_REASON = 200
ANSWERS = {"match": "match", "m": "match", "step_back": "step_back", "stepback": "step_back", "back": "step_back", "s": "step_back"}


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
    resolve(sitting)


def resolve(sitting: Sitting) -> None:
    """Resolve the season: as far as an incident that waits for a person's answer, or to its end; what follows is due to be shown."""
    account = advance(sitting.session)
    sitting.due = "crisis" if account is None else "reveal"
    if account is not None:
        sitting.edits = []
    sitting.autosave()


def answer_incident(sitting: Sitting, text: str) -> None:
    """Answer an incident for the first person who is asked: ``match`` or ``step back``; the season goes on when all have answered.

    Raises:
        Wrong: It is neither; nothing has changed.
    """
    typed = text.lower().replace(" ", "_")
    if typed not in ANSWERS:
        raise Wrong(sitting.words("crisis.expected"))
    sitting.game.answer_crisis(sitting.game.waiting_for()[0], ANSWERS[typed])
    if not sitting.game.waiting_for():
        resolve(sitting)


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
    sitting.autosave()
