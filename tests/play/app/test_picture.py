"""The SVG picture of the screen: as wide as a terminal shows it, Hangul included."""

import re
from html import unescape

from sim.report.page import columns
from tests.play.app.screen_text import press, settled

CELL = 12.2  # units of a column in Rich's pictures


async def test_every_text_of_a_picture_is_as_long_as_its_columns(new_app):
    app = new_app(scenario="2020-pandemic", seat="ROK", length=4)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "e")
        for letter in "문은":
            await pilot.press(letter)
        await settled(pilot)
        found = re.findall(r'<text [^>]*x="([\d.]+)"[^>]*textLength="([\d.]+)"[^>]*>([^<]*)</text>', app.export_screenshot())
    texts = [(float(x), float(length), unescape(text)) for x, length, text in found]
    assert any("문은" in text for _, _, text in texts)
    wrong = [text for _, length, text in texts if abs(length - CELL * columns(text)) > 0.1]
    assert not wrong
