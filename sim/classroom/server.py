"""The server: uvicorn on this machine only, until the teacher opens the class to the network."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from sim.classroom.addresses import own_addresses
from sim.classroom.app import Classroom
from sim.classroom.hall import Hall
from sim.classroom.log import LogError
from sim.classroom.rehearse import Rehearsal

HERE, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104  (opened by the teacher, in so many words)
HEAD_SECONDS = 10.0  # for the head of a request to arrive
MOST_CONNECTIONS, MOST_OF_ONE = 600, 300  # a whole class may come through one address of the school's
TICK = 0.25


class Impatient(H11Protocol):
    """Lets go of connections that send no whole request, and of a client that holds too many."""

    held: dict[str, int] = {}  # noqa: RUF012  (shared by all connections on purpose)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the client's connections and set its time."""
        super().connection_made(transport)
        self._host = self.client[0] if self.client else ""
        self.held[self._host] = self.held.get(self._host, 0) + 1
        self._hurry: asyncio.TimerHandle | None = self.loop.call_later(HEAD_SECONDS, self._too_slow)
        if self.held[self._host] > MOST_OF_ONE and not self._host.startswith("127."):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the client's connections down."""
        self.held[self._host] -= 1
        if not self.held[self._host]:
            del self.held[self._host]
        self._calm()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Stop hurrying once a request's head is there; what follows has its own time."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self._calm()

    def on_response_complete(self) -> None:
        """Hurry again for the next request on this connection."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._calm()
            self._hurry = self.loop.call_later(HEAD_SECONDS + self.timeout_keep_alive, self._too_slow)

    def _too_slow(self) -> None:
        self._hurry = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()

    def _calm(self) -> None:
        if self._hurry is not None:
            self._hurry.cancel()
            self._hurry = None


class Server(uvicorn.Server):
    """One lesson's server; it is also the doorway through which other devices come in."""

    def __init__(self, hall: Hall, port: int, *, teacher_anywhere: bool = False, rehearsal: Rehearsal | None = None) -> None:
        """Make ready to listen on this machine only; a rehearsal fills the teams with bots."""
        self.hall, self.port, self.rehearsal = hall, port, rehearsal
        self.room = Classroom(hall, self, teacher_anywhere=teacher_anywhere)
        self._open = False
        super().__init__(
            uvicorn.Config(
                self.room.app(),
                host=HERE,
                port=port,
                http=Impatient,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=MOST_CONNECTIONS,
                timeout_keep_alive=20,
                timeout_graceful_shutdown=2,
                h11_max_incomplete_event_size=16 * 1024,
            )
        )

    # --- the doorway

    def is_open(self) -> bool:
        """Say whether other devices may connect."""
        return self._open

    async def open(self) -> list[str]:
        """Listen on all addresses; return those to give to students."""
        if not self._open:
            await self._listen(EVERYWHERE)
            self._open = True
        return [f"http://{address}:{self.port}" for address in own_addresses()]

    async def shut(self) -> None:
        """Listen on this machine only."""
        if self._open:
            self._open = False
            await self._listen(HERE)

    def stop(self) -> None:
        """End the server after what is being answered."""
        self.should_exit = True

    async def _listen(self, host: str) -> None:
        """Move the listening socket; open connections go on."""
        before = list(self.servers)
        for each in before:
            each.close()
        try:
            self.servers = [await self._on(host)]
        except OSError:
            self.servers = [await self._on(HERE)]
            raise

    async def _on(self, host: str) -> asyncio.base_events.Server:
        def protocol() -> Any:
            return Impatient(config=self.config, server_state=self.server_state, app_state={})

        return await asyncio.get_running_loop().create_server(protocol, host=host, port=self.port, backlog=self.config.backlog)

    # --- the clock

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then keep the lesson's time."""
        await super().startup(sockets)
        self.port = self.servers[0].sockets[0].getsockname()[1]
        self._tasks = [asyncio.create_task(self._keep_time())]
        if self.rehearsal is not None:
            self._tasks.append(asyncio.create_task(self.rehearsal.run()))

    async def _keep_time(self) -> None:
        while not self.should_exit and not self.room.deleted:
            with contextlib.suppress(LogError):  # a full disk stops the clock's own lines, not the clock: it is tried again
                self.hall.tick()
            await asyncio.sleep(TICK)
