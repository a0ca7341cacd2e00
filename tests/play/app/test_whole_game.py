"""A whole game on screens, and the same game in plain text: the same record."""

import pytest

from sim.rollout.records import load
from tests.play.app.screen_text import flat, frame, press, settled, typed

GAME = {"scenario": "2018-thaw", "seat": "ROK", "length": 4, "level": "standard"}


async def test_a_new_game_from_the_start_screen(new_app):
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "New game" in flat(app)
        assert "Continue" not in flat(app)
        await press(pilot, "enter")
        assert "The thaw" in flat(app)
        await press(pilot, "b")
        assert "Autumn 2005" in flat(app)
        await press(pilot, "escape")
        assert "season 1 of" in flat(app)
        assert "Human cost: stress on people in the North" in flat(app)


async def test_a_game_to_its_debrief(new_app):
    app = new_app(**GAME)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        for number in range(1, 5):
            assert f"season {number} of 4" in flat(app)
            await press(pilot, "e", "enter")
            assert "the reveal" in flat(app)
            assert "Orders, revealed all at once" in flat(app)
            await press(pilot, "a", "space")
        assert app.game.game.over
        assert "Debrief: The thaw" in flat(app)


@pytest.mark.parametrize("seat", ["US", "ROK", "DPRK", "CHN"])
async def test_the_same_game_plain_and_on_screen_has_the_same_record(new_app, sit, folder, seat, tmp_path):
    """Screens act by keys here, the plain game by lines; nothing of the record tells which was which."""
    app = new_app(**{**GAME, "seat": seat})
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "o", "right", "down", "down", "left")
        first = dict(app.game.draft)
        await press(pilot, "e")
        await typed(pilot, "the door stays open")
        await press(pilot, "a", "space", "o", "f", "down", "enter", "e", "enter", "a", "space")
        await press(pilot, "colon")
        await typed(pilot, "offer border-calm")
        await press(pilot, "escape", "e", "enter", "a", "space", "e", "enter")
        mine = (tmp_path / "saves" / f"{app.game.name}.yaml").read_text(encoding="utf-8")
    adviser = list(app.library.arguments())[1]
    lines = [*(f"{lever} {setting}" for lever, setting in first.items()), "end the door stays open", f"follow {adviser}", "end"]
    found = sit([*lines, "offer border-calm", "end", "end", "quit"], **GAME | {"seat": seat})
    assert found.code == 0
    assert first
    assert (folder / f"2018-thaw-{seat.lower()}.yaml").read_text(encoding="utf-8") == mine
    assert load(tmp_path / "saves" / f"2018-thaw-{seat.lower()}.yaml").game.over


async def test_what_was_drafted_is_there_after_a_kill(new_app, tmp_path):
    """Every change is on disk before the next key: nothing has to be done on leaving."""
    app = new_app(**GAME)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "e", "enter", "a", "space", "o", "right")
        draft = dict(app.game.draft)
        saved = (tmp_path / "saves" / "2018-thaw-rok.yaml").read_text(encoding="utf-8")
    assert draft
    (tmp_path / "saves" / "2018-thaw-rok.yaml").write_text(saved, encoding="utf-8")  # as it was before leaving could save it once more
    again = new_app()
    async with again.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Continue 2018-thaw-rok" in frame(again)
        await press(pilot, "enter")
        assert "season 2 of 4" in flat(again)
        assert again.game.draft == draft
