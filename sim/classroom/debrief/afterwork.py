"""The server's side of what is worked out in a child process: starts it when everything is shown, keeps what comes back."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from sim.classroom.lesson import ALL

if TYPE_CHECKING:
    from sim.analysis.afterwards import Field, Turns
    from sim.classroom.debrief.aftermath import Found, Told
    from sim.classroom.hall import Hall

GATHER = 2.0  # seconds in which pieces are gathered before pages look again
Key = tuple[tuple[int, int, int], ...]


@dataclass
class Kept:
    """What came back about the worlds.

    Attributes:
        told: By world, what happened.
        compared: By world, its boards beside those of other games.
        turns: By world and seat, what other sheets would have changed.
        failed: By world, why it could not be worked out.
        done: Whether nothing more will come.
        pieces: How many came.
    """

    told: dict[int, Told] = field(default_factory=dict)
    compared: dict[int, Field] = field(default_factory=dict)
    turns: dict[tuple[int, str], Turns] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)
    done: bool = False
    pieces: int = 0

    def take(self, found: Found) -> None:
        """Keep a piece."""
        from sim.analysis.afterwards import Field  # noqa: PLC0415
        from sim.classroom.debrief.aftermath import Told  # noqa: PLC0415

        self.pieces += 1
        if isinstance(found.what, Told):
            self.told[found.world] = found.what
        elif isinstance(found.what, Field):
            self.compared[found.world] = found.what
        elif isinstance(found.what, str):
            self.failed[found.world] = found.what
        else:
            self.turns[found.world, found.seat] = found.what


class Afterwork:
    """What is worked out about one hall, anew whenever a game has changed."""

    def __init__(self, hall: Hall) -> None:
        """Work nothing out yet."""
        self.hall = hall
        self.kept = Kept()
        self._key: Key = ()
        self._child: BaseProcess | None = None
        self._bell: asyncio.TimerHandle | None = None

    def look(self) -> Kept:
        """Return what has come back by now; the work begins when the lesson has been opened and somebody looks."""
        lesson = self.hall.lesson
        key = tuple((number, world.edition, len(world.game.played)) for number, world in lesson.worlds.items()) if lesson.opened else ()
        if key != self._key:
            self.stop()
            self._key, self.kept = key, Kept()
            if key:
                self._start()
        return self.kept

    def stop(self) -> None:
        """Let the child go."""
        if self._child is not None:
            with contextlib.suppress(OSError, ValueError):
                self._child.kill()
        self._child = None

    def _start(self) -> None:
        from sim.classroom.debrief.aftermath import as_work, work  # noqa: PLC0415

        worlds = [world for world in self.hall.lesson.worlds.values() if world.game.played]
        works = [as_work(world.session, world.number, len(worlds)) for world in worlds if world.session is not None]
        context = get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        self._child = context.Process(target=work, args=(theirs, works), daemon=True)
        self._child.start()
        theirs.close()
        threading.Thread(target=_receive, args=(ours, asyncio.get_running_loop(), self, self._key), daemon=True).start()

    def arrived(self, key: Key, found: Found | None) -> None:
        """Take a piece, or the end, unless the games have changed since; pages of everybody look again soon."""
        if key != self._key:
            return
        if found is None:
            self.kept.done, self._child = True, None
        else:
            self.kept.take(found)
        if self._bell is None:
            self._bell = asyncio.get_running_loop().call_later(GATHER, self._ring)

    def _ring(self) -> None:
        self._bell = None
        self.hall.lesson.revision[ALL] += 1


def _receive(ours: Connection, loop: asyncio.AbstractEventLoop, afterwork: Afterwork, key: Key) -> None:
    """Hand over what the child sends to the server's own thread, until the child is done or gone."""
    going = True
    while going:
        found = None
        try:
            found = ours.recv()
        except (EOFError, OSError):
            going = False
        try:
            loop.call_soon_threadsafe(afterwork.arrived, key, found)
        except RuntimeError:  # the server has stopped
            going = False
    ours.close()
