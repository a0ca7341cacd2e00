"""The hall: one running lesson. It takes deeds one after the other, puts them on disk, and only then says so."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.classroom import conduct, joining, presence, talking, teamwork
from sim.classroom.deeds import apply_line, may, read_form
from sim.classroom.keys import Keys, Principal, fresh
from sim.classroom.lesson import GRACE, Lesson, Refusal
from sim.classroom.limits import Limits
from sim.classroom.log import Line, Log, LogError
from sim.documents.library import Library
from sim.rollout.session import HIDDEN, Seal, draw_lens

THEMES = (joining, teamwork, talking, conduct, presence)  # importing them registers their deeds
SERVER = "server"
AWAY = 60.0  # seconds after which somebody who has not been heard of counts as away


@dataclass(frozen=True)
class Wish:
    """What a lesson is to be begun with; see `sim.classroom.conduct.Begin`."""

    scenario: str
    plan: str = "short"
    lens: str = "pool"
    level: str | None = None
    lang: str = "en"
    worlds: int = 1
    rng_seed: int = 0
    bots: tuple[str, ...] = ()
    advisers: bool = True


@dataclass
class Posted:
    """A deed that was taken.

    Attributes:
        line: Its line in the log.
        again: Whether it had been taken before, with the same form.
    """

    line: Line
    again: bool = False


@dataclass
class _Waiting:
    who: str
    kind: str
    data: dict[str, Any]
    form: str
    done: asyncio.Future[Posted] = field(repr=False)


class Hall:
    """A lesson that is being held.

    Attributes:
        log: Where everything is written.
        lesson: How things stand.
        keys: Tokens and codes.
        clock: Seconds since 1970; every time in the lesson is this one.
        limits: How often things may be tried.
        seen: When each member was last heard of; not kept.
        addresses: Where pages can be reached from other devices; empty while the class is not open to the network.
    """

    def __init__(self, log: Log, library: Library, *, clock: Callable[[], float] = time.time) -> None:
        """Open a lesson that its log describes.

        Raises:
            LogError: The log does not hold together.
        """
        self.log, self.clock = log, clock
        self.library = library
        self.limits = Limits(clock)
        self.seen: dict[str, float] = {}
        self.addresses: list[str] = []
        self.keys = Keys(_secret(log))
        self._queue: list[_Waiting] = []
        self.lesson = Lesson(library)
        self._forms: dict[tuple[str, str], tuple[Line, str]] = {}
        self._number = 0
        self.reload()

    @classmethod
    def begin(cls, path: Path, wish: Wish, library: Library, *, clock: Callable[[], float] = time.time) -> Hall:
        """Begin a lesson in a new file.

        Raises:
            DocumentError: A name is unknown.
            LogError: The file is there already, or cannot be written.
        """
        if path.exists():
            raise LogError("there is a lesson here already", file=str(path), hint="go on with it by `peninsula classroom resume`")
        library.scenario(wish.scenario)
        log = Log(path)
        seal = draw_lens(library) if wish.lens == HIDDEN else None
        if seal is not None:
            log.keep_secret("seal", f"{seal.nonce}:{seal.lens}")
        hall = cls(log, library, clock=clock)
        data = conduct.Begin(id=fresh()[:6], seal=seal.commitment if seal else "", **{**wish.__dict__, "bots": list(wish.bots)}).model_dump()
        try:
            hall.do(SERVER, "begin", data)
        except BaseException:
            log.delete()
            raise
        return hall

    def reload(self) -> None:
        """Read the whole log again: this is how a lesson comes back, and how a failed write is forgotten.

        Raises:
            LogError: A line of the log cannot be applied.
        """
        lines = list(self.log.lines())
        self.lesson, self._forms = Lesson(self.library, seal=_seal(self.log)), {}
        _note_wakes(self.lesson, lines)
        for line in lines:
            try:
                apply_line(self.lesson, line)
            except Exception as failure:
                raise LogError(f"line {line.number} ({line.kind}) cannot be applied: {failure}", file=str(self.log.path)) from failure
            self._note(line)
        self._number = lines[-1].number if lines else 0
        for world in self.lesson.worlds.values():
            world.wakes = 0

    # --- deeds

    async def post(self, who: Principal, kind: str, given: dict[str, Any], form: str = "") -> Posted:
        """Take a deed; it is on disk when this returns.

        Args:
            who: Who does it.
            kind: Its name.
            given: What is given, as it came.
            form: Idempotency key of the form; the same form with the same content is taken once.

        Raises:
            Refusal, sim.engine.errors.Refused: It is not taken.
            LogError: It could not be written.
        """
        if not may(who.kind, kind):
            raise Refusal("not_yours")
        data = read_form(kind, given)
        waiting = _Waiting(who.id, kind, data, form, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if len(self._queue) == 1:  # what else arrives in this turn of the loop goes to disk in the same write
            asyncio.get_running_loop().call_soon(self._write_queue)
        return await waiting.done

    def do(self, who: str, kind: str, data: dict[str, Any], form: str = "") -> Posted:
        """Take one checked deed at once; see `post`."""
        posted = self._take(who, kind, data, form)
        if not posted.again:
            self._write([posted.line])
        return posted

    def _write_queue(self) -> None:
        """Take everything that waits, write it in one go, and tell everybody; nobody reads the lesson in between."""
        queue, self._queue = self._queue, []
        taken: list[tuple[_Waiting, Posted]] = []
        for waiting in queue:
            try:
                taken.append((waiting, self._take(waiting.who, waiting.kind, waiting.data, waiting.form)))
            except Exception as failure:
                _fail(waiting, failure)
        try:
            self._write([posted.line for _, posted in taken if not posted.again])
        except Exception as failure:
            for waiting, _ in taken:
                _fail(waiting, failure)
            return
        for waiting, posted in taken:
            if not waiting.done.cancelled():
                waiting.done.set_result(posted)

    def _take(self, who: str, kind: str, data: dict[str, Any], form: str) -> Posted:
        digest = _digest(kind, data)
        known = self._forms.get((who, form)) if form else None
        if known is not None:
            if known[1] != digest:
                raise Refusal("form_used")
            return Posted(known[0], again=True)
        line = Line(self._number + 1, self.clock(), who, kind, data, form)
        try:
            apply_line(self.lesson, line)
        except (Refusal, Exception) as failure:
            if not isinstance(failure, _HARMLESS):  # a fault of ours: the lesson may be half changed
                self.reload()
            raise
        self._number = line.number
        self._note(line)
        return Posted(line)

    def _write(self, lines: list[Line]) -> None:
        try:
            if lines:
                self.log.write(lines)
        except LogError:
            self.reload()  # nothing of this was acknowledged; forget it
            raise

    def _note(self, line: Line) -> None:
        if line.form:
            self._forms[line.who, line.form] = (line, _digest(line.kind, line.data))

    # --- the clock, and who is here

    def tick(self) -> bool:
        """Do what time asks for: close orders, end a crisis; say whether anything was done."""
        lesson, now = self.lesson, self.clock()
        ends = lesson.clock.ends
        if ends is None or now <= ends + GRACE or lesson.stage not in ("table", "crisis"):
            return False
        self.do(SERVER, "lock" if lesson.stage == "table" else "settle", {})
        return True

    def restarted(self) -> None:
        """Stop a clock that ran when the server went down: time that nobody was served does not count."""
        lesson = self.lesson
        if lesson.clock.ends is None or lesson.stage not in ("table", "crisis"):
            return
        self.do(SERVER, "restart", {"last": max(line.at for line in self.log.lines())})

    def hear(self, who: Principal) -> None:
        """Note that somebody is here."""
        self.seen[who.id] = self.clock()

    def note_present(self, season: int) -> None:
        """Write down who is here, for the list of participation."""
        here = [member.id for member in self.lesson.members.values() if not member.gone and not self.away(member.id)]
        if here:
            self.do(SERVER, "present", {"season": season, "members": here})

    def away(self, member: str) -> bool:
        """Say whether a member has not been heard of for a while."""
        return self.clock() - self.seen.get(member, 0.0) > AWAY

    def absent(self, members: Iterable[str]) -> list[str]:
        """Return those of some members who are away."""
        return [member for member in members if self.away(member)]


def _fail(waiting: _Waiting, failure: Exception) -> None:
    if not waiting.done.cancelled():
        waiting.done.set_exception(failure)


def _digest(kind: str, data: dict[str, Any]) -> str:
    return hashlib.sha256(repr((kind, sorted(data.items()))).encode()).hexdigest()


def _secret(log: Log) -> str:
    found = log.secret("key")
    if not found:
        found = fresh() + fresh()
        log.keep_secret("key", found)
    return found


def _seal(log: Log) -> Seal | None:
    nonce, _, lens = log.secret("seal").partition(":")
    return Seal(lens, nonce) if lens else None


def _note_wakes(lesson: Lesson, lines: list[Line]) -> None:
    """Note by world the last line with its record, so that its game is loaded once and not played again."""
    from sim.classroom.lesson import World  # noqa: PLC0415

    for line in lines:
        for number in (line.made or {}).get("records", {}):
            lesson.worlds.setdefault(int(number), World(int(number), {})).wakes = line.number


def _harmless() -> tuple[type[Exception], ...]:
    from sim.engine.errors import Refused  # noqa: PLC0415

    return (Refusal, Refused)


_HARMLESS = _harmless()
