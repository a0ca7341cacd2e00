"""Somebody who does anything: from every place and every dialog, at any size, nothing breaks and the game can still be read from its save."""

import random

import pytest

from sim.play.app.places import PLACES
from sim.rollout.records import load
from tests.play.app.screen_text import press, settled
from tests.play.app.wildness import wild

SEATS = ["US", "ROK", "DPRK", "CHN", "none"]
GAME = {"scenario": "2018-thaw", "length": 4}
CLASH = {"scenario": "2020-pandemic", "seat": "ROK", "length": 4, "lens": "alliance", "rng_seed": 27}  # forces clash in the second season
PLAYED = ("e", "enter", "a", "space")  # a season by keys
FORM = {}  # no game: the start screen

# a game, and the keys that lead from its room to where it begins
DOORS = {
    **{place.name: (GAME, (*PLAYED, place.key)) for place in PLACES},
    "seal": (GAME | {"seat": "ROK"}, ("e",)),
    "reveal": (GAME | {"seat": "ROK"}, ("e", "enter")),
    "crisis": (CLASH, (*PLAYED, "e", "enter")),
    "line": (GAME, (*PLAYED, "colon")),
    "palette": (GAME, (*PLAYED, "ctrl+p")),
    "palette of the table": (GAME | {"seat": "US"}, ("t", "ctrl+p")),
    "help": (GAME, (*PLAYED, "question_mark")),
    "jump": (GAME | {"seat": "CHN"}, ("o", "j")),
    "claims": (GAME, (*PLAYED, "w", "c")),
    "an op-ed": (GAME, (*PLAYED, "w", "c", "p")),
    "whose world": (GAME | {"seat": "DPRK", "lens": "hidden"}, (*PLAYED, "w", "l")),
    "going back": (GAME, (*PLAYED, "u")),
    "branching": (GAME, (*PLAYED, *PLAYED, "y", "down", "f")),
    "another branch": (GAME, (*PLAYED, "y", "down", "f", "enter", "escape", "y", "b")),
    "following": (GAME | {"seat": "ROK"}, ("o", "f")),
    "foretelling": (GAME | {"seat": "US"}, ("o", "p")),
    "looking ahead": (GAME | {"seat": "DPRK"}, ("o", "l")),
    "composing": (GAME | {"seat": "ROK"}, ("t", "enter")),
    "partners": (GAME | {"seat": "ROK"}, ("t", "p")),
    "a sent offer": (GAME | {"seat": "ROK"}, ("t", "m")),
    "keeping": (GAME, (*PLAYED * 4, "d", "k")),
    "lesson": ({"scenario": "tutorial", "seat": "ROK", "lens": "pool"}, ()),
    "start": (FORM, ()),
    "new game": (FORM, ("enter",)),
    "settings": (FORM, ("end", "up", "enter")),
    "binding keys": (FORM, ("end", "up", "enter", "end", "up", "enter")),
    "pressing a new key": (FORM, ("end", "up", "enter", "end", "up", "enter", "enter")),
}
SLOWER = {"debrief": PLAYED * 4}  # what can only be reached at the end of a game


@pytest.mark.parametrize("door", DOORS)
async def test_anything_may_be_done(new_app, door, tmp_path):
    await go_wild(new_app, door, tmp_path, 60, 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("door", DOORS)
async def test_anything_may_be_done_for_long(new_app, door, tmp_path, seed):
    await go_wild(new_app, door, tmp_path, 500, 100 + seed)


async def go_wild(new_app, door, tmp_path, count, seed):
    options, keys = DOORS[door]
    app = new_app(**{"seat": SEATS[seed % 5], **options} if options else {})
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, *(["escape"] if options and door != "lesson" else []))
        if options.get("seat", SEATS[seed % 5]) == "none":
            keys = tuple(key for place, key in enumerate(keys) if not (key == "enter" and place and keys[place - 1] == "e"))  # nothing is sealed
        await press(pilot, *SLOWER.get(door, ()), *keys)
        await wild(pilot, random.Random(f"{door} {seed}"), count)  # noqa: S311
    for path in (tmp_path / "saves").glob("*.yaml"):
        assert load(path)
