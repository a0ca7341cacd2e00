"""Pictures of the screens, each as text that can be read in a review and as SVG with its colours, compared with what was accepted.

After a change that is meant: ``python -m pytest tests/play/app/test_pictures.py --snapshot-update -n 0``, then read ``frames/`` and look at the
pictures. Where colours differ, ``snapshot_report.html`` sets both side by side. README shows one of them.
"""

from pathlib import Path

import pytest
from textual.widgets import Input

from tests.play.app.screen_text import frame, press, settled

pytest.importorskip("pytest_textual_snapshot", reason="pictures are compared where the extra dev is installed")

FRAMES = Path(__file__).parent / "frames"
WIDE, NARROW = (120, 36), (80, 24)
GAME = {"scenario": "2020-pandemic", "seat": "ROK", "length": 6}
SEASON = ("e", "enter", "a", "space")


@pytest.fixture
def same(request, snap_compare):
    """Return what compares the screen of an app, once keys have been pressed, with its frame and its picture."""

    def compare(app, size, *keys, theme="dark", write=""):
        found = []

        async def run(pilot):
            app.theme = theme
            await settled(pilot)
            await press(pilot, *keys)
            for each in app.screen.query(Input):
                each.cursor_blink = False  # a picture has no clock
            for letter in write:
                await pilot.press("space" if letter == " " else letter)
            await settled(pilot)
            found.append(frame(app) + "\n")

        alike = snap_compare(app, terminal_size=size, run_before=run)
        path = FRAMES / f"{request.node.name.removeprefix('test_')}.txt"
        if request.config.getoption("update_snapshots"):
            FRAMES.mkdir(exist_ok=True)
            path.write_text(found[0], encoding="utf-8")
        assert found[0] == path.read_text(encoding="utf-8")
        assert alike, "the letters are the same, colours or styles are not: see snapshot_report.html"

    return compare


def test_start(new_app, same):
    same(new_app(), NARROW)


def test_new_game(new_app, same):
    same(new_app(scenario="2018-thaw"), WIDE, "down", "down", "right")


def test_room(new_app, same):
    same(new_app(**GAME), WIDE, "escape", *SEASON, *SEASON, "escape")


def test_room_narrow_and_light(new_app, same):
    same(new_app(**GAME), NARROW, "escape", *SEASON, "4", theme="light")


def test_sheet(new_app, same):
    same(new_app(**GAME), NARROW, "escape", "o", "enter", "down")


def test_table(new_app, same):
    same(new_app(**GAME), WIDE, "escape", *SEASON, "t", theme="safe")


def test_sealing_with_a_korean_reason(new_app, same):
    same(new_app(**GAME), NARROW, "escape", "e", write="문은 열어 둔다")


def test_reveal(new_app, same):
    same(new_app(**GAME | {"seat": "DPRK"}), NARROW, "escape", "e", "enter", "space")


def test_why(new_app, same):
    same(new_app(**GAME), NARROW, "escape", *SEASON, "w", "down", "down", "right")


def test_timeline(new_app, same):
    same(new_app(**GAME), WIDE, "escape", *SEASON * 3, "y")


def test_debrief(new_app, same):
    same(new_app(**GAME | {"scenario": "2018-thaw", "seat": "CHN", "length": 4}), NARROW, "escape", *SEASON * 4, theme="safe")
