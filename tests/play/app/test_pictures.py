"""Pictures of the screens, compared letter by letter and colour by colour; what may be read only is in the frames of the other tests.

After a change that is meant: ``python -m pytest tests/play/app/test_pictures.py --snapshot-update -n 0``, then look at the pictures. A failure
writes ``snapshot_report.html`` with both side by side. README shows one of them.
"""

import pytest
from textual.widgets import Input

from tests.play.app.screen_text import press, settled

pytest.importorskip("pytest_textual_snapshot", reason="pictures are compared where the extra dev is installed")

WIDE, NARROW = (120, 36), (80, 24)
GAME = {"scenario": "2020-pandemic", "seat": "ROK", "length": 6}
SEASON = ("e", "enter", "a", "space")


def pressing(*keys, theme="dark", write=""):
    """Return what presses keys in an app, each once the last has had its effect, and types a text at the end."""

    async def run(pilot):
        pilot.app.theme = theme
        await settled(pilot)
        await press(pilot, *keys)
        for each in pilot.app.screen.query(Input):
            each.cursor_blink = False  # a picture has no clock
        for letter in write:
            await pilot.press("space" if letter == " " else letter)
        await settled(pilot)

    return run


def test_start(new_app, snap_compare):
    assert snap_compare(new_app(), terminal_size=NARROW, run_before=pressing())


def test_new_game(new_app, snap_compare):
    assert snap_compare(new_app(scenario="2018-thaw"), terminal_size=WIDE, run_before=pressing("down", "down", "right"))


def test_room(new_app, snap_compare):
    assert snap_compare(new_app(**GAME), terminal_size=WIDE, run_before=pressing("escape", *SEASON, *SEASON, "escape"))


def test_room_narrow_and_light(new_app, snap_compare):
    assert snap_compare(new_app(**GAME), terminal_size=NARROW, run_before=pressing("escape", *SEASON, "4", theme="light"))


def test_sheet(new_app, snap_compare):
    assert snap_compare(new_app(**GAME), terminal_size=NARROW, run_before=pressing("escape", "o", "enter", "down"))


def test_table(new_app, snap_compare):
    assert snap_compare(new_app(**GAME), terminal_size=WIDE, run_before=pressing("escape", *SEASON, "t", theme="safe"))


def test_sealing_with_a_korean_reason(new_app, snap_compare):
    run = pressing("escape", "e", write="문은 열어 둔다")
    assert snap_compare(new_app(**GAME), terminal_size=NARROW, run_before=run)


def test_reveal(new_app, snap_compare):
    assert snap_compare(new_app(**GAME | {"seat": "DPRK"}), terminal_size=NARROW, run_before=pressing("escape", "e", "enter", "space"))


def test_why(new_app, snap_compare):
    assert snap_compare(new_app(**GAME), terminal_size=NARROW, run_before=pressing("escape", *SEASON, "w", "down", "down", "right"))


def test_timeline(new_app, snap_compare):
    assert snap_compare(new_app(**GAME), terminal_size=WIDE, run_before=pressing("escape", *SEASON * 3, "y", "2"))


def test_debrief(new_app, snap_compare):
    game = GAME | {"scenario": "2018-thaw", "seat": "CHN", "length": 4}
    assert snap_compare(new_app(**game), terminal_size=NARROW, run_before=pressing("escape", *SEASON * 4, theme="safe"))
