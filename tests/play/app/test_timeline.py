"""The timeline: charts as the person may see them, seasons beside history, and branches made and compared by lines of the plain game."""

import pytest

from sim.play.app.screens.timeline import TimelineScreen
from sim.play.app.widgets.sketch_view import SketchView
from sim.rollout.records import to_record
from tests.play.app.screen_text import flat, frame, part, press, settled

START = {"scenario": "2018-thaw", "seat": "ROK", "length": 4}


async def begun(app, pilot, seasons=2):
    """Play some seasons and open the timeline."""
    await settled(pilot)
    await press(pilot, "escape")
    for _ in range(seasons):
        app.obey("end")
        await settled(pilot)
        while app.game.game.phase == "crisis":
            app.obey("step back")
            await settled(pilot)
    app.go("timeline")
    await settled(pilot)
    assert isinstance(app.screen, TimelineScreen)
    return app.screen


async def chosen(pilot, screen, entry):
    screen.select(entry)
    await settled(pilot)
    assert screen.entry == entry


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_season_is_shown_beside_what_really_happened(new_app, size):
    app = new_app(**START)
    async with app.run_test(size=size) as pilot:
        screen = await begun(app, pilot)
        await chosen(pilot, screen, "season 1")
        told = " ".join(screen.told.page.texts())
        facts = app.library.history("2018-thaw").seasons[app.game.game.seasons[0]]
        assert facts
        assert all(fact.what in told and fact.date in told for fact in facts)
        later = app.library.history("2018-thaw").seasons[app.game.game.seasons[2]]
        assert not any(fact.what in told for fact in later)
        assert "Orders, revealed" in flat(app)


async def test_charts_show_what_the_person_sees_and_no_more(new_app):
    app = new_app(**START, rng_seed=5)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begun(app, pilot)
        await chosen(pilot, screen, "chart hope")
        sketch = screen.query_one("#chart", SketchView).sketch
        layout, game = app.game.layout, app.game.game
        truth = [played.account.start[layout.index["hope"]] for played in game.played] + [game.position.state[layout.index["hope"]]]
        seen = app.game.view.dials["hope"]
        assert sketch.lines[0].values[-1] == seen.value
        assert list(sketch.lines[0].values) != truth
        assert sketch.lines[0].band == seen.band > 0
        assert frame(app).count("●") >= 3
        await chosen(pilot, screen, "chart tension")
        values = screen.query_one("#chart", SketchView).sketch.lines[0].values
        assert values[-1] == game.position.state[layout.index["tension"]]


async def test_a_hidden_lens_is_told_by_no_chart(new_app):
    app = new_app(**START, lens="hidden")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begun(app, pilot, seasons=1)
        ids = [name for _, name in screen.entries()]
        assert "chart own" not in ids
        assert "chart war_risk" not in ids
        assert "chart human_cost" in ids


async def test_enter_on_a_season_branches_off_and_the_branches_are_compared(new_app):
    app = new_app(**START)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begun(app, pilot)
        name, before = app.game.name, to_record(app.game.session)
        await chosen(pilot, screen, "season 2")
        await press(pilot, "enter", "enter")
        assert app.game.name == f"{name}-fork2"
        assert len(app.game.game.played) == 1
        assert to_record(app.game.saves.load(name, app.library)) == before
        while app.screen.place != "room":
            await press(pilot, "escape")
        app.obey("ik cool" if "cool" in app.game.settings("ROK", "ik") else "ik none")
        lever = next(lever for lever in app.game.levers("ROK") if app.game.draft.get(lever)) if app.game.draft else "ik"
        app.obey("end")
        await settled(pilot)
        app.go("timeline")
        await settled(pilot)
        screen = app.screen
        await chosen(pilot, screen, f"branch {name}")
        told = " ".join(screen.told.page.texts())
        assert f"They part in {app.game.season_name(1)}" in told
        assert f"ROK.{lever}" in told
        await chosen(pilot, screen, "chart inter_korean")
        sketch = screen.query_one("#chart", SketchView).sketch
        assert [line.label for line in sketch.lines] == [f"{name}-fork2", name]
        assert "○" in frame(app) or "◉" in frame(app)


async def test_undo_from_the_timeline_is_the_plain_games(new_app):
    app = new_app(**START)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(app, pilot)
        await press(pilot, "u", "down", "down", "enter")
        assert len(app.game.game.played) == 1
        assert app.game.game.taken_back == [(1, 0)]


async def test_the_timeline_of_a_game_not_begun_says_so(new_app):
    app = new_app(**START)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begun(app, pilot, seasons=0)
        assert "No season has been played yet" in part(app, "#answer")
        await chosen(pilot, screen, "chart own")
        assert not screen.query_one("#chart").display
