"""The SVG picture of the screen: as wide as a terminal shows it, Hangul included."""

import re
from html import unescape

from sim.report.page import columns
from tests.play.app.screen_text import frame, press, settled

CELL, LINE, FIRST = 12.2, 24.4, 20  # units of a column, of a line, and where the first stands, in Rich's pictures


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


def cells(line: str) -> list[str]:
    """Return a line by columns; a wide letter has two, of which the second is empty."""
    return [cell for letter in line for cell in ((letter, "") if columns(letter) > 1 else (letter,))]


async def test_in_korean_every_letter_stands_in_its_column(new_app):
    app = new_app(scenario="2020-pandemic", seat="ROK", length=4, lang="ko")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        picture, lines = app.export_screenshot(), frame(app).split("\n")
    found = re.findall(r'<text [^>]*x="([\d.]+)"[^>]*y="([\d.]+)"[^>]*textLength="([\d.]+)"[^>]*>([^<]*)</text>', picture)
    assert len(found) > 200
    for x, y, length, written in found:
        text = unescape(written).replace("\xa0", " ").rstrip("\n")
        if not text:
            continue
        column, row = round(float(x) / CELL), round((float(y) - FIRST) / LINE)
        assert abs(float(x) - CELL * column) < 0.1
        assert abs(float(length) - CELL * columns(text)) < 0.1
        assert len({columns(letter) for letter in text}) == 1 or not any(columns(letter) > 1 for letter in text)
        assert "".join(cells(lines[row])[column : column + columns(text)]).rstrip() == text.rstrip()
