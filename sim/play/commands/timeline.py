"""Back, again and elsewhere: undo, redo, fork, branches, saved games."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from sim.documents.record import write_record
from sim.engine.errors import OutOfTime, UnknownOrder
from sim.play.opening import first_person
from sim.play.seen.choices import saved_line
from sim.play.sitting import Sitting
from sim.play.wrong import Wrong
from sim.report.page import Page
from sim.rollout.records import to_record
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
    stem = re.sub(r"-fork\d+(-\d+)?$", "", sitting.name)
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


def branches(sitting: Sitting, text: str) -> None:
    """Show which seasons were taken back, and the games that branched off this one."""
    words, page = sitting.words, Page().heading(sitting.words("branches.heading"))
    page.item(words("branches.here", name=sitting.name, n=len(sitting.game.played)))
    for season, branch in sitting.game.taken_back:
        page.item(words("branches.undone", season=sitting.season_name(season), branch=branch))
    stem = re.sub(r"-fork\d+(-\d+)?$", "", sitting.name)
    kin = [name for name in sitting.saves.names() if name != sitting.name and (name == stem or name.startswith(f"{stem}-fork"))]
    page.items(words("branches.other", name=name) for name in kin)
    sitting.show(page)


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


def export(sitting: Sitting, text: str) -> None:
    """Write the debrief as Markdown, or the record, to a file: ``export debrief notes.md``, ``export record game.yaml``."""
    from sim.play.commands.debriefing import debrief_page  # noqa: PLC0415  (the report is only read at the end)

    what, _, name = text.partition(" ")
    if what.lower() not in ("debrief", "record") or not name.strip():
        raise Wrong(sitting.words("export.expected"))
    path = Path(name.strip()).expanduser()
    if path.exists():
        raise UnknownOrder(sitting.words("export.exists", path=path))
    if what.lower() == "record":
        failure = written(path, write_record(to_record(sitting.session)))
    else:
        if not sitting.game.over:
            raise OutOfTime(sitting.words("debrief.not_yet"))
        failure = written(path, debrief_page(sitting).markdown())
    if failure:
        sitting.say("export.failed", reason=failure)
    else:
        sitting.say("export.done", path=path)


def written(path: Path, text: str) -> str:
    """Write a text to a file; return why that failed, or an empty text."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as failure:
        return f"{failure.strerror or failure} ({path})"
    return ""
