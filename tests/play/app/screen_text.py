"""What a screen shows, as text; and waiting for it without sleeping."""

import asyncio

from textual.pilot import Pilot
from textual.worker import WorkerState

from sim.play.app.app import Peninsula
from sim.report.page import columns

FRAMES = "│╭╮╰╯─┌┐└┘▁▂▃▄▅▆▇█▊▎▔"


def frame(app: Peninsula) -> str:
    """Return the screen as lines of text, as a reviewer would read it in a terminal."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def flat(app: Peninsula) -> str:
    """Return the words of the screen in one line, without frames."""
    return " ".join("".join(" " if letter in FRAMES else letter for letter in frame(app)).split())


def part(app: Peninsula, selector: str) -> str:
    """Return the words of one part of the screen in one line."""
    region = app.screen.query_one(selector).region
    lines = [_columns(line, region.x, region.right) for line in frame(app).splitlines()[region.y : region.bottom]]
    return " ".join("".join(" " if letter in FRAMES else letter for letter in " ".join(lines)).split())


def _columns(line: str, left: int, right: int) -> str:
    """Return the letters of a line between two columns; a wide letter takes two."""
    at, found = 0, []
    for letter in line:
        if left <= at < right:
            found.append(letter)
        at += columns(letter)
    return "".join(found)


async def settled(pilot: Pilot[int]) -> None:
    """Wait until nothing is under way: no worker, no message, no layout."""
    while True:
        await pilot.pause()
        waiting = [worker for worker in pilot.app.workers if worker.state in (WorkerState.PENDING, WorkerState.RUNNING)]
        if not waiting:
            return
        await asyncio.gather(*(worker.wait() for worker in waiting), return_exceptions=True)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, one after the other, each once the last has had its effect."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def typed(pilot: Pilot[int], text: str) -> None:
    """Type a text and Enter."""
    for letter in text:
        await pilot.press({" ": "space", "=": "equals_sign", "-": "minus", ".": "full_stop", ",": "comma", "_": "underscore"}.get(letter, letter))
    await press(pilot, "enter")
