"""What a screen shows, as text; and waiting for it without sleeping."""

import asyncio

from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerState

from sim.play.app.app import Peninsula
from sim.report.page import columns

CALM = 3  # looks in a row at which nothing is under way
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
    """Wait until nothing is under way: no worker, no message, no layout. By what is waiting, never by the clock."""
    app, calm = pilot.app, 0
    while calm < CALM:
        waiting = [worker for worker in app.workers if worker.state in (WorkerState.PENDING, WorkerState.RUNNING)]
        if waiting:
            await asyncio.gather(*(worker.wait() for worker in waiting), return_exceptions=True)
        if not await pilot._wait_for_screen() or not app.is_running:
            return  # a fault, or the program has been left
        app._check_resize()  # sizes that follow one another are taken together, by a timer
        app.screen._on_timer_update()
        await asyncio.sleep(0)
        calm = 0 if waiting or _busy(app) else calm + 1


def _busy(app: App[int]) -> bool:
    """Say whether any part of any screen still has something to do."""
    pumps = [app, *(node for screen in app.screen_stack for node in screen.walk_children(with_self=True))]
    screen = app.screen
    todo = screen._layout_required or screen._repaint_required or screen._dirty_widgets or screen._callbacks or not screen.is_mounted
    return bool(todo) or app._resize_event is not None or any(pump.message_queue_size for pump in pumps)


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
