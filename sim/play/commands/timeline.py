"""Back, again and elsewhere: undo, redo, fork, branches, saved games."""

from __future__ import annotations

from dataclasses import replace

from sim.play.opening import first_person
from sim.play.seen.choices import saved_line
from sim.play.sitting import Sitting
from sim.play.wrong import Wrong
from sim.report.page import Page
from sim.rollout.session import Session
from sim.rollout.session import undo as undo_season


def undo(sitting: Sitting, text: str) -> None:
    """Take back the last change of the draft; with none, the last season (``undo season`` at once, ``undo fresh`` with fresh draws)."""
    fresh = text.lower() == "fresh"
    if text and text.lower() not in ("fresh", "season"):
        raise Wrong(sitting.words("undo.expected"))
    if sitting.edits and not text:
        draft = sitting.edits.pop()
        if draft:
            sitting.session.drafts[sitting.seat] = draft
        else:
            sitting.session.drafts.pop(sitting.seat, None)
        sitting.autosave()
        sitting.say("undo.draft", sheet=" ".join(f"{lever}={setting}" for lever, setting in sitting.effective().items()))
        return
    undo_season(sitting.session, fresh=fresh)
    sitting.edits, sitting.told = [], False
    sitting.say("undo.fresh" if fresh else "undo.season", season=sitting.season_name(sitting.game.season))
    if sitting.session.practice:
        sitting.say("undo.practice")
    sitting.autosave()
    sitting.due = "season"


def redo(sitting: Sitting, text: str) -> None:
    """Play the season that was taken back once more, with the orders and answers it had."""
    sitting.game.redo()
    sitting.session.acts.clear()
    sitting.session.drafts.clear()
    sitting.edits = []
    sitting.say("redo.done", season=sitting.season_name(len(sitting.game.played) - 1))
    sitting.autosave()
    sitting.due = "season"


def fork(sitting: Sitting, text: str) -> None:
    """Go on from the start of a season as another game, saved under another name; ``fork 3 fresh`` with fresh draws."""
    words = text.lower().split()
    if not words or not words[0].isdigit() or words[1:] not in ([], ["fresh"]):
        raise Wrong(sitting.words("fork.expected", last=len(sitting.game.played) + 1))
    number, fresh = int(words[0]), len(words) > 1
    other = forked(sitting.session, number - 1, fresh=fresh)
    sitting.autosave()
    stem = sitting.stem
    sitting.seat_here(other, sitting.saves.free(f"{stem}-fork{number}"), sitting.seat)
    sitting.say("fork.done", name=sitting.name, season=sitting.season_name(number - 1), before=stem)
    if other.practice:
        sitting.say("undo.practice")
    sitting.autosave()


def forked(session: Session, season: int, *, fresh: bool = False) -> Session:
    """Return another session that shares everything before a season and goes on from there; a season seen before is marked."""
    game = session.game.fork(season)
    if season < len(session.game.played):
        game.taken_back.append((season, session.game.played[season].before.branch))
    if fresh:
        branch = max([game.position.branch, *(branch for _, branch in game.taken_back)]) + 1
        game.position = game.position.with_branch(branch)
        game.open_season()
    practice = session.practice or session.seal is not None
    return replace(session, game=game, acts=[], drafts={}, practice=practice, handed_over=list(session.handed_over))


def save(sitting: Sitting, text: str) -> None:
    """Save a copy under a name; without one, save the game where it is."""
    if not text:
        if sitting.autosave():
            sitting.say("save.done", name=sitting.name, path=sitting.saves.path(sitting.name))
        return
    failure = sitting.saves.keep(sitting.session, text)
    if failure:
        sitting.say("save.failed", reason=failure)
    else:
        sitting.say("save.copy", path=sitting.saves.path(text), name=sitting.name)


def load(sitting: Sitting, text: str) -> None:
    """Go on with a saved game; the present one is saved first."""
    if not text:
        raise Wrong(sitting.words("load.expected"))
    session = sitting.saves.load(text, sitting.library)
    sitting.autosave()
    sitting.seat_here(session, sitting.saves.name_of(text), first_person(session))
    sitting.say("load.done", name=sitting.name)


def saves(sitting: Sitting, text: str) -> None:
    """Show the saved games, the latest first."""
    words, page = sitting.words, Page().heading(sitting.words("saves.heading", folder=sitting.saves.folder))
    page.items(saved_line(words, saved) for saved in sitting.saves.listed())
    sitting.show(page if len(page.blocks) > 1 else page.item(words("saves.none")))


def leave(sitting: Sitting, text: str) -> None:
    """Save and leave."""
    sitting.leave()
