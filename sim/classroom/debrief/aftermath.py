"""What is worked out once a lesson is opened, in a process of its own so that the server stays quick and small.

The child gets each world as a record and sends back what it found, piece by piece: first what happened and why, then what-ifs.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from sim.analysis.afterwards import Field, Turns, percentiles, turning_points
from sim.classroom.debrief.instead import Instead, instead
from sim.documents.errors import DocumentError, DocumentErrors
from sim.documents.library import Library
from sim.documents.record import Now, write_record
from sim.report.debrief import Debrief, make_debrief
from sim.rollout.records import from_record, to_record
from sim.rollout.session import Seal, Session, all_lenses

LEAST_SEASONS = 4  # of a game that can be compared with others
PATIENCE = 60.0  # seconds of plain Python for what-ifs of the whole lesson, beyond the least that they take
NICE = 10


@dataclass(frozen=True)
class Work:
    """A world to look back on.

    Attributes:
        world: Its number.
        record: Its game.
        seal: Its lens, where it was hidden.
        extra: Where a person's own documents are.
        seconds: Of plain Python, for each piece of what-ifs.
    """

    world: int
    record: str
    seal: Seal | None
    extra: Path | None
    seconds: float


@dataclass(frozen=True)
class Told:
    """What happened in a world, and why.

    Attributes:
        debriefs: By seat; under the empty name that of somebody who watched.
        instead: What AI seats would have ordered.
    """

    debriefs: dict[str, Debrief]
    instead: list[Instead]


@dataclass(frozen=True)
class Found:
    """A piece of what the child found out.

    Attributes:
        world: Which.
        seat: Whose turning points; empty otherwise.
        what: What happened, how the boards compare, what other sheets would have changed, or why a piece could not be worked out.
    """

    world: int
    seat: str
    what: Told | Field | Turns | str


def as_work(session: Session, world: int, worlds: int) -> Work:
    """Return a world as work for the child."""
    return Work(world, write_record(to_record(session)), session.seal, session.library.extra, PATIENCE / (5 * worlds))


def finished(session: Session) -> Session:
    """Return a game that was stopped early as one that was to last the seasons played; unchanged where that is too short for a game."""
    game = session.game
    played = len(game.played)
    if game.over or played < LEAST_SEASONS:
        return session
    record, seasons = to_record(session), game.seasons[:played]
    short = record.model_copy(
        update={
            "length": played,
            "now": Now(),
            "injects": [each for each in record.injects if each.season < played],
            "handed_over": [each for each in record.handed_over if each.season in seasons],
            "taken_back": [each for each in record.taken_back if each.split("/")[0] in seasons],
        }
    )
    return from_record(write_record(short), library=session.library, seal=session.seal)


def told(session: Session) -> Told:
    """Return what happened in a world; a game too short to be compared has the watcher's debrief only."""
    done, lenses = finished(session), all_lenses(session.library)
    seats = ["", *(session.game.program.layout.seats if done.game.over else ())]
    return Told({seat: make_debrief(done, seat, lenses) for seat in seats}, instead(session.game))


def work(ways: Connection, works: list[Work]) -> None:
    """Work everything out and send it; this is the child's whole life."""
    with contextlib.suppress(OSError, AttributeError):  # the lesson goes first; not every system knows how
        os.nice(NICE)
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt, EOFError):
        sessions = {}
        for each in works:
            try:
                sessions[each.world] = from_record(each.record, library=Library(each.extra), seal=each.seal)
                ways.send(Found(each.world, "", told(sessions[each.world])))
            except (DocumentError, DocumentErrors) as failure:
                ways.send(Found(each.world, "", str(failure)))
        for each in works:
            done = finished(sessions[each.world]) if each.world in sessions else None
            if done is not None and done.game.over:
                ways.send(Found(each.world, "", percentiles(done, "", seconds=each.seconds)))
        for each in works:
            done = finished(sessions[each.world]) if each.world in sessions else None
            if done is not None and done.game.over:
                advisers = {name: values for name, values in all_lenses(done.library).items() if name in done.library.arguments()}
                for seat in done.game.program.layout.seats:
                    ways.send(Found(each.world, seat, turning_points(done, seat, advisers, seconds=each.seconds)))
    ways.close()
