"""The debrief on screen: its parts, many other games played beside it with their progress, and files of it by lines of the plain game."""

from sim.analysis.afterwards import percentile
from sim.play.app.screens.debrief import DebriefScreen
from sim.play.app.widgets.sketch_view import SketchView
from sim.play.commands.debriefing import debrief_page
from sim.play.seen.afterwards import afterwards, afterwards_page
from tests.play.app.screen_text import flat, press, settled

START = {"scenario": "tutorial", "seat": "ROK"}


async def finished(app, pilot):
    """Play to the end and open the debrief."""
    await settled(pilot)
    while not app.game.game.over:
        app.obey("step back" if app.game.game.phase == "crisis" else "end")
        await settled(pilot)
    app.go("debrief")
    await settled(pilot)
    assert isinstance(app.screen, DebriefScreen)
    return app.screen


async def test_the_whole_debrief_is_there_and_other_games_are_played_beside_it(new_app, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = new_app(**START)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await finished(app, pilot)
        shown = [text for name in screen.parts for text in screen.parts[name].texts()]
        assert set(shown) >= {text for text in debrief_page(app.game).texts() if text not in afterwards_page(app.game).texts()} - {
            app.words("debrief.open")
        }
        field, turns = afterwards(app.game).field, afterwards(app.game).turns
        assert field.games == percentile.PLAIN_CHUNK
        assert turns.futures == 2
        assert screen.progress["field"] == (0, percentile.GAMES)
        steps = [done for done, _ in [screen.progress["otherwise"]]]
        assert steps[0] > 0
        screen.select("field")
        await settled(pilot)
        assert f"{field.games} other games" in flat(app)
        assert "Few games" in flat(app)
        screen.select("otherwise")
        await settled(pilot)
        assert "Few futures" in " ".join(screen.told.page.texts())

        screen.select("part lens")
        await settled(pilot)
        sketch = screen.query_one("#chart", SketchView).sketch
        made = afterwards(app.game).made
        assert sketch.lines[0].label == made.lens
        assert list(sketch.lines[0].values) == [each[made.lens] for each in made.posteriors]

        await press(pilot, "k", "enter")
        page = tmp_path / f"{app.game.name}-debrief.html"
        assert page.is_file()
        assert "Beside AI play of the same start" in page.read_text(encoding="utf-8")
        await press(pilot, "k", "enter")
        assert (tmp_path / f"{app.game.name}-debrief-2.html").is_file()
        await press(pilot, "k", "down", "enter")
        assert "# Debrief" in (tmp_path / f"{app.game.name}-debrief.md").read_text(encoding="utf-8")
        await press(pilot, "k", "down", "down", "enter")
        assert app.game.saves.load(str(tmp_path / f"{app.game.name}.yaml"), app.library).game.outcome() == app.game.game.outcome()


async def test_what_was_worked_out_is_kept_until_the_game_is_another(new_app):
    app = new_app(**START)
    async with app.run_test(size=(120, 40)) as pilot:
        await finished(app, pilot)
        first = afterwards(app.game)
        assert first.field
        assert first.turns
        app.go("room")
        await settled(pilot)
        app.go("debrief")
        await settled(pilot)
        assert afterwards(app.game) is first
        app.obey("undo season")
        await settled(pilot)
        app.obey("aid aid")
        app.obey("end")
        await settled(pilot)
        if app.game.game.phase == "crisis":
            app.obey("step back")
            await settled(pilot)
        assert afterwards(app.game) is not first
        assert afterwards(app.game).field is None
