"""Somebody who presses anything: in every place, at any size, nothing breaks and the game can still be read from its save."""

import random
from contextlib import suppress

import pytest
from textual.errors import NoWidget

from sim.play.app.places import PLACES
from sim.rollout.records import load
from tests.play.app.screen_text import press, settled

KEYS = [
    *"abcdefghijklmnopqrstuvwxyz0123456789:?/",
    *("up", "down", "left", "right", "enter", "escape", "tab", "shift+tab", "space", "pageup", "pagedown", "home", "end", "backspace", "delete"),
    *("f1", "ctrl+p", "ctrl+s", "ctrl+c", "ctrl+z", "insert", "한", "글", "é", "ß", "`", "f5"),
]
SIZES = [(80, 24), (120, 40), (200, 60), (60, 20), (1, 1), (81, 25), (116, 24), (300, 10)]


async def wild(pilot, luck, events):
    """Press and resize at random; whoever leaves the program is done."""
    for _ in range(events):
        if pilot.app.return_code is not None or not pilot.app.is_running:
            return
        if luck.random() < 0.04:
            await pilot.resize_terminal(*luck.choice(SIZES))
            await settled(pilot)
        elif luck.random() < 0.05:
            width, height = pilot.app.screen.size
            with suppress(NoWidget):  # Pilot looks for what is there before the app does
                await pilot.click(offset=(luck.randrange(width), luck.randrange(height)))
        else:
            await pilot.press(luck.choice(KEYS))


@pytest.mark.parametrize("place", [place.name for place in PLACES])
async def test_anything_may_be_pressed(new_app, place, tmp_path):
    await sit_wildly(new_app, place, tmp_path, 60, 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("place", [place.name for place in PLACES])
async def test_anything_may_be_pressed_for_long(new_app, place, tmp_path, seed):
    await sit_wildly(new_app, place, tmp_path, 500, 100 + seed)


async def sit_wildly(new_app, place, tmp_path, events, seed):
    app = new_app(scenario="2018-thaw", seat=["US", "ROK", "DPRK", "CHN", "none"][seed % 5], length=4)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        if place == "debrief":
            while not app.game.game.over:
                app.obey("end" if app.game.game.phase == "table" else "step back")
                await settled(pilot)
        app.go(place if next(each for each in PLACES if each.name == place).when(app.game) else "room")
        await settled(pilot)
        await wild(pilot, random.Random(f"{place} {seed}"), events)  # noqa: S311
    for path in (tmp_path / "saves").glob("*.yaml"):
        assert load(path)
