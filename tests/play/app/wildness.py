"""Somebody who does anything at all to a terminal: keys, clicks, drags, the wheel, pastes, other windows, other sizes."""

import random
from contextlib import suppress

from textual import events
from textual.errors import NoWidget
from textual.pilot import OutOfBounds, Pilot

from tests.play.app.screen_text import settled

KEYS = [
    *"abcdefghijklmnopqrstuvwxyz0123456789:?/",
    *("up", "down", "left", "right", "enter", "escape", "tab", "shift+tab", "space", "pageup", "pagedown", "home", "end", "backspace", "delete"),
    *("shift+up", "shift+down", "ctrl+left", "ctrl+right", "ctrl+home", "ctrl+end", "ctrl+a", "ctrl+d", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+v"),
    *("f1", "f5", "f12", "ctrl+p", "ctrl+s", "ctrl+c", "ctrl+z", "alt+x", "insert", "한", "글", "é", "ß", "`", "[", "]", "\\"),
]
SIZES = [(80, 24), (120, 40), (200, 60), (60, 20), (1, 1), (81, 25), (116, 24), (300, 10), (79, 100), (170, 24)]
PASTES = [
    *("", "한국어 이름", "offer border-calm\nend\nend", "[/bold] {oops} %s", "x" * 3000),
    *("\x1b[31m\x00", "harmony=0.7,alliance=0.3", "../../..", "\U00010348 \u202ertl"),
]
WHEELS = [events.MouseScrollUp, events.MouseScrollDown, events.MouseScrollLeft, events.MouseScrollRight]
KINDS = {"key": 80, "click": 6, "resize": 4, "wheel": 3, "drag": 2, "paste": 2, "away": 1, "hover": 1, "theme": 1}


async def wild(pilot: Pilot, luck: random.Random, count: int) -> None:
    """Do anything so many times; whoever leaves the program is done."""
    for _ in range(count):
        if pilot.app.return_code is not None or not pilot.app.is_running:
            return
        kind = luck.choices([*KINDS], [*KINDS.values()])[0]
        with suppress(NoWidget, OutOfBounds):  # Pilot looks for what is there before the app does
            await DEEDS[kind](pilot, luck)
    await settled(pilot)


def _somewhere(pilot: Pilot, luck: random.Random) -> tuple[int, int]:
    width, height = pilot.app.screen.size
    return luck.randrange(max(1, width)), luck.randrange(max(1, height))


async def _key(pilot: Pilot, luck: random.Random) -> None:
    await pilot.press(luck.choice(KEYS))


async def _click(pilot: Pilot, luck: random.Random) -> None:
    held = luck.choice([{}, {}, {}, {"shift": True}, {"control": True}])
    await pilot.click(offset=_somewhere(pilot, luck), button=luck.choice([1, 1, 1, 2, 3]), times=luck.choice([1, 1, 2, 3]), **held)


async def _resize(pilot: Pilot, luck: random.Random) -> None:
    for _ in range(luck.choice([1, 1, 1, 4])):  # a window that is dragged changes often before anything is laid out
        await pilot.resize_terminal(*luck.choice(SIZES))
    await settled(pilot)


async def _wheel(pilot: Pilot, luck: random.Random) -> None:
    await pilot._post_mouse_events([luck.choice(WHEELS)] * luck.randint(1, 5), offset=_somewhere(pilot, luck))


async def _drag(pilot: Pilot, luck: random.Random) -> None:
    await pilot.mouse_down(offset=_somewhere(pilot, luck))
    if luck.random() < 0.3:
        await pilot.press(luck.choice(KEYS))
    await pilot.hover(offset=_somewhere(pilot, luck))
    await pilot.mouse_up(offset=_somewhere(pilot, luck))


async def _paste(pilot: Pilot, luck: random.Random) -> None:
    pilot.app.post_message(events.Paste(luck.choice(PASTES)))
    await settled(pilot)


async def _away(pilot: Pilot, luck: random.Random) -> None:
    pilot.app.post_message(events.AppBlur())
    if luck.random() < 0.5:
        await pilot.press(luck.choice(KEYS))
    pilot.app.post_message(events.AppFocus())


async def _hover(pilot: Pilot, luck: random.Random) -> None:
    await pilot.hover(offset=_somewhere(pilot, luck))


async def _theme(pilot: Pilot, luck: random.Random) -> None:
    pilot.app.theme = luck.choice(["dark", "light", "safe"])


DEEDS = {"key": _key, "click": _click, "resize": _resize, "wheel": _wheel, "drag": _drag, "paste": _paste, "away": _away, "hover": _hover,
         "theme": _theme}  # fmt: skip
