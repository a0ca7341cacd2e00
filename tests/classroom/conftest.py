"""A lesson in this process: a hall on a clock that tests move, and browsers that look at it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest

from sim.classroom.app import Classroom
from sim.classroom.hall import Hall, Wish
from sim.documents.library import Library
from tests.classroom.browser import Browser
from tests.classroom.serving import Server

WISH = Wish("2018-thaw", rng_seed=7, lens="harmony", level="standard")


@pytest.fixture(autouse=True)
def _no_children() -> Iterator[None]:
    """Let go of processes in which a test had something worked out."""
    yield
    for child in active_children():
        child.kill()
        child.join()


class HandClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture
def begin(tmp_path: Path, library: Library, clock: HandClock) -> Iterator[Callable[..., Hall]]:
    halls: list[Hall] = []

    def begun(**wish: object) -> Hall:
        hall = Hall.begin(tmp_path / f"{len(halls)}.lesson", replace(WISH, **wish), library, clock=clock)
        halls.append(hall)
        return hall

    yield begun
    for hall in halls:
        hall.log.close()


@pytest.fixture
def hall(begin: Callable[..., Hall]) -> Hall:
    return begin()


@pytest.fixture
def room(hall: Hall) -> Classroom:
    return Classroom(hall)


@pytest.fixture
def browser(room: Classroom, loop: asyncio.AbstractEventLoop) -> Callable[..., Browser]:
    return lambda host="127.0.0.1": Browser(room, loop, host)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    found = Server(tmp_path)
    yield found
    found.kill()
