"""Every place at every size and in every theme: it fits, it can be read, and the human cost is there."""

import pytest

from sim.play.app.places import PLACES
from sim.play.app.themes import THEMES
from tests.play.app.screen_text import flat, frame, press, settled

GAME = {"scenario": "2020-pandemic", "seat": "ROK", "length": 4}
LEAST = 4.5
SIZES = [(80, 24), (116, 30), (120, 40), (200, 60)]


async def places(app, pilot):
    """Go to every place that makes sense in the second season of a game, then to those of its end."""
    await settled(pilot)
    await press(pilot, "escape", "e", "enter")
    yield "reveal"
    await press(pilot, "a", "space")
    for place in PLACES:
        if place.when(app.game):
            app.go(place.name)
            await settled(pilot)
            yield place.name
    app.go("room")
    await press(pilot, "e")
    yield "seal"
    await press(pilot, "escape")
    await press(pilot, "question_mark")
    yield "help"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_place_fits_and_shows_the_human_cost(new_app, size):
    app = new_app(**GAME)
    async with app.run_test(size=size) as pilot:
        async for place in places(app, pilot):
            lines = frame(app).splitlines()
            assert len(lines) == size[1], place
            if place not in ("seal", "help"):
                assert "Human cost: stress on people in the North" in lines[1], place
                assert lines[-1].strip(), place
            if place == "room":
                assert "tension" in flat(app)
                assert ("Washington – Seoul" in flat(app)) == (size[0] >= 116)


@pytest.mark.parametrize("size", [(60, 20), (79, 24), (80, 23), (20, 5), (1, 1)], ids=str)
async def test_too_small_is_one_clear_line(new_app, size):
    app = new_app(**GAME)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        await pilot.resize_terminal(*size)
        await settled(pilot)
        if size[0] > 40:
            assert f"This terminal is {size[0]} by {size[1]}. The screens need 80 by 24" in flat(app)
            assert "tension" not in flat(app)
        await press(pilot, "o", "escape")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "tension" in flat(app)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_text_can_be_read(new_app, theme):
    """Contrast of at least 4.5 to 1, of every letter of every place, the one under the cursor included."""
    app, poor = new_app(**GAME), {}
    async with app.run_test(size=(120, 40)) as pilot:
        app.theme = theme
        async for place in places(app, pilot):
            if place == "seal":  # a dialog: what it dims behind it is not for reading
                continue
            for found, text in contrasts(app):
                if found < LEAST:
                    poor.setdefault(place, []).append((round(found, 2), text))
    assert not poor


def contrasts(app):
    """Yield contrast and text of everything that is written on the screen."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            text = segment.text.strip(" ▁▂▃▄▅▆▇█▊▎▔─│╭╮╰╯┃░")
            colours = [each and each.triplet for each in (segment.style.color, segment.style.bgcolor)] if segment.style else []
            if text and all(colours) and colours:
                yield contrast(*colours), text


def contrast(one, other):
    """Return the contrast of two colours by WCAG 2.1."""
    bright = sorted((light(one), light(other)))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def light(colour):
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_without_colour_everything_is_grey(new_app, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = new_app(**GAME)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        colours = [colour.triplet for strip in app.screen._compositor.render_strips() for segment in strip if segment.style
                   for colour in (segment.style.color, segment.style.bgcolor) if colour and colour.triplet]  # fmt: skip
        assert colours
        assert all(red == green == blue for red, green, blue in colours)
        assert "↗SRB" in flat(app)  # what a colour would say, a glyph and three letters say
