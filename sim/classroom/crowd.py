"""A crowd of clients that behave as the pages' script does: they poll, fetch what has changed, and send drafts and orders."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

POLL = 2.0  # seconds between two polls of a client
EACH = 3  # a client sends something at every third poll
PATIENCE = 30.0
TOO_LATE = b"409"  # what was right when the page was fetched: the season has been revealed since, the pen has gone round
JSON = {"accept": "application/json", "content-type": "application/json"}
HTML = {"accept": "text/html"}
HANDS_IN = re.compile(rb"/team/do/(submit|unseal)")  # forms of the one with the pen


@dataclass
class Waits:
    """Seconds that clients waited for an answer, by what they asked for: ``post``, ``poll``, ``page``, the teacher's ``reveal``."""

    post: list[float] = field(default_factory=list)
    poll: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    reveal: list[float] = field(default_factory=list)

    def forget(self) -> None:
        """Forget what was measured while the crowd came in."""
        for each in (self.post, self.poll, self.page, self.reveal):
            each.clear()


class Line:
    """One connection that is kept: requests go over it one after the other.

    Attributes:
        waits: Where the seconds until an answer are noted.
    """

    def __init__(self, port: int, waits: Waits) -> None:
        """Connect to nothing yet."""
        self._port, self.waits = port, waits
        self._pair: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"", note: list[float] | None = None) -> bytes:
        """Send a request and return the body of its answer.

        Raises:
            RuntimeError: It was refused; the server's words.
        """
        begun = time.perf_counter()
        async with asyncio.timeout(PATIENCE):
            if self._pair is None or self._pair[1].is_closing():
                self._pair = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._pair
            head = {"host": f"127.0.0.1:{self._port}", "content-length": str(len(body)), **headers}
            writer.write(f"{method} {path} HTTP/1.1\r\n".encode() + b"".join(f"{name}: {value}\r\n".encode() for name, value in head.items()))
            writer.write(b"\r\n" + body)
            told = await reader.readuntil(b"\r\n\r\n")
            size = next((int(row.split(b":")[1]) for row in told.lower().split(b"\r\n") if row.startswith(b"content-length:")), 0)
            found = await reader.readexactly(size)
        status = told.split(b" ", 2)[1]
        if status == TOO_LATE:
            return found
        if note is not None:
            note.append(time.perf_counter() - begun)
        if status != b"200":
            raise RuntimeError(f"the server refused {path}: {found[:200].decode(errors='replace')}")
        return found

    async def post(self, path: str, key: str, token: str, given: Mapping[str, Any], note: list[float] | None = None) -> Any:
        """Post as a program does, with a bearer token and an idempotency key, and return the answer."""
        headers = {**JSON, "idempotency-key": key} | ({"authorization": f"Bearer {token}"} if token else {})
        return json.loads(await self.ask("POST", path, headers, json.dumps(given).encode(), note))

    def close(self) -> None:
        """Hang up."""
        if self._pair is not None:
            self._pair[1].close()


@dataclass(frozen=True)
class Place:
    """Where a crowd sits.

    Attributes:
        port: Of the server on this machine.
        code: Of the class.
        seats: Of each world.
        a_world: Clients in a world.
    """

    port: int
    code: str
    seats: tuple[str, ...]
    a_world: int


async def client(number: int, of: int, place: Place, waits: Waits, stop: asyncio.Event) -> None:
    """Join, then poll, fetch the page when its revision has changed, and send a draft, or orders where the page lets this one hand in."""
    line = Line(place.port, waits)
    world, seat = number // place.a_world + 1, place.seats[number % len(place.seats)]
    try:
        given = {"code": place.code, "nick": f"C{number}", "world": world, "seat": seat}
        token = (await line.post("/join", f"join-{number}", "", given))["token"]
        bearer, revision, page = {"authorization": f"Bearer {token}"}, -1, b""
        await asyncio.sleep(POLL * number / of)  # a class does not poll in step
        turn = number
        while not stop.is_set():
            turn += 1
            now = json.loads(await line.ask("GET", "/team/poll", {**JSON, **bearer}, note=waits.poll))["revision"]
            if now != revision:
                revision = now
                page = await line.ask("GET", "/team/orders", {**HTML, **bearer}, note=waits.page)
            if turn % EACH == 0:
                deed, words = ("submit", {"reason": f"r{turn}"}) if HANDS_IN.search(page) else ("propose_sheet", {"note": f"n{turn}"})
                await line.post(f"/team/do/{deed}", f"{number}-{turn}", token, {"sheet": {}, **words}, waits.post)
            await asyncio.sleep(POLL)
    finally:
        line.close()


@dataclass(frozen=True)
class Timing:
    """How long a crowd uses a lesson, in seconds: first nothing is measured, then it is; the season is revealed in the middle of that."""

    settle: float
    measured: float


async def crowd(size: int, place: Place, teacher: str, timing: Timing, look: Callable[[], None]) -> Waits:
    """Let a crowd in, begin a season, reveal it while they go on, and return what they waited for.

    Args:
        size: Clients.
        place: Where they sit.
        teacher: The teacher's token.
        timing: How long.
        look: Called when measuring begins and when it ends.
    """
    waits, stop = Waits(), asyncio.Event()
    clients = [asyncio.create_task(client(number, size, place, waits, stop)) for number in range(size)]
    console = Line(place.port, waits)
    await console.post("/teacher/do/start", "start", teacher, {})
    await asyncio.sleep(timing.settle)
    waits.forget()
    look()
    await asyncio.sleep(timing.measured / 2)
    await console.post("/teacher/do/reveal", "reveal", teacher, {}, waits.reveal)
    await asyncio.sleep(timing.measured / 2)
    look()
    stop.set()
    await asyncio.gather(*clients)
    console.close()
    return waits
