"""The table: what waits, what may be tabled, clauses composed with every party's answer beside them; each act is a line of the plain game."""

import pytest

from sim.engine.accords import accords_in_force
from sim.rollout.records import load
from tests.play.app.screen_text import flat, frame, part, press, settled

GAME = {"scenario": "2018-thaw", "seat": "ROK", "length": 6, "level": "standard", "lens": "pool"}


@pytest.fixture
async def table(new_app):
    """The table of the first season, where the North has made an offer."""
    app = new_app(**GAME)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.go("table")
        await settled(pilot)
        yield app, pilot


async def look_at(pilot, name):
    """Put the cursor on a deal."""
    deals = pilot.app.screen.query_one("#deals")
    deals.highlighted = [option.id for option in deals.options].index(name)
    await settled(pilot)


def says(app):
    """Return the whole page on how a deal stands."""
    return " ".join(app.screen.query_one("#reasons").page.texts())


async def test_what_waits_comes_first_and_is_weighed(table):
    app, _ = table
    assert app.screen.deal.id == "offer 1"
    deals = part(app, "#deals")
    assert deals.index("Waiting for you") < deals.index("▸ 1 Seoul relief") < deals.index("With North Korea")
    told = says(app)
    assert "`a` accepts, `x` refuses, `k` counters" in told
    chance = app.screen.weighed.answers["DPRK"]
    assert f"DPRK {'█' * round(chance.chance * 10)}░" in frame(app)
    assert f"{chance.chance:.2f}" in part(app, "#odds")
    rows = [text for text in app.screen.query_one("#reasons").page.texts() if text[:1] in "+-"]
    assert any("hope that talks pay [harmony.restraint_awaiting_talks]" in row for row in rows)
    assert any(row.endswith("  sum") for row in rows)
    assert "likes" in told
    assert "fears" in told
    assert "a accept" in frame(app)
    assert "z withdraw" not in frame(app)


async def test_the_rows_add_up_to_the_chance(table):
    app, _ = table
    found = app.screen.weighed.answers["DPRK"]
    run = app.game.program.run
    assert run.logistic(run.ANSWER_PRECISION * sum(part.value for part in found.parts)) == pytest.approx(found.chance)


async def test_composing_shows_what_each_clause_changes(table):
    app, pilot = table
    await look_at(pilot, "package border-calm")
    before = app.screen.weighed.answers["DPRK"].chance
    await press(pilot, "enter")
    assert "● Drills at most scaled" in part(app, "#clauses")
    assert "ROK -0.05 DPRK +0.15" in part(app, "#clauses")
    await press(pilot, "down", "down", "space")  # aid from the South, too
    assert "southern_aid" in app.screen.chosen
    assert "● Aid delivered from" in part(app, "#clauses")
    after = app.screen.weighed.answers["DPRK"].chance
    assert after > before
    assert f"{before:.2f}→{after:.2f}" in part(app, "#odds")
    assert app.game.session.acts == []  # nothing is sent by composing
    await press(pilot, "escape")
    assert app.screen.chosen == app.screen.deal.clauses
    await press(pilot, "escape")
    assert app.screen.place == "room"


async def test_an_offer_sent_is_the_plain_games_line(table, sit, tmp_path):
    app, pilot = table
    await look_at(pilot, "package border-calm")
    await press(pilot, "enter", "down", "down", "space", "m")
    assert app.game.session.acts[0] == "offer ROK border-calm border_measures southern_drills no_threats southern_aid"
    assert app.screen.deal.offer.package == "border-calm"
    assert not app.screen.composing
    await press(pilot, "ctrl+q")
    sit(["offer border-calm to DPRK with southern_aid", "quit"], **GAME | {"rng_seed": 7, "saves": tmp_path / "plain"})
    assert load(tmp_path / "saves" / "2018-thaw-rok.yaml").acts == load(tmp_path / "plain" / "2018-thaw-rok.yaml").acts != []


async def test_accept(table):
    app, pilot = table
    await press(pilot, "a")
    game = app.game.game
    assert [accord.package for accord in accords_in_force(game.program, game.table.accords, game.table.state)] == ["seoul-relief"]
    assert "Offer 1: Seoul relief" in app.said
    assert "● Seoul relief" in part(app, "#deals")
    assert app.screen.deal.offer.outcome == "signed"


async def test_refuse(table):
    app, pilot = table
    await press(pilot, "x")
    assert app.game.session.acts == ["answer ROK 1 refuse"]
    assert app.screen.deal.offer.outcome in ("refused", "countered") or app.screen.deal.kind == "waiting"
    assert app.said


async def test_a_counter_is_composed_from_the_offer(table):
    app, pilot = table
    await press(pilot, "k")
    assert "put one in or out to counter" in says(app)
    await press(pilot, "m")
    assert "That changes nothing" in flat(app)
    assert app.game.session.acts == []
    clauses = app.screen.query_one("#clauses")
    clauses.highlighted = [option.id for option in clauses.options].index("no_threats")
    await press(pilot, "space")
    assert "as a counter to offer 1" in says(app)
    await press(pilot, "m")
    assert app.game.session.acts[0].startswith("counter ROK 1 ")
    assert "no_threats" in app.game.session.acts[0]


async def test_what_cannot_be_signed_says_why_and_what_would_help(table):
    app, pilot = table
    await look_at(pilot, "package normalisation")
    assert "× Normalisation" in part(app, "#deals")
    assert "Not now: Normalisation is not ready" in says(app)
    assert "standstill or carve-out has been in force" in says(app)
    await look_at(pilot, "package carve-out")
    assert "(rule V6)" in says(app)
    await press(pilot, "enter", "n")  # nothing promised
    assert "Nobody promises anything yet" in says(app)
    assert "an accord holds 1 to 8 clauses" in says(app)
    assert part(app, "#odds") == ""
    await press(pilot, "n")
    assert app.screen.chosen == app.screen.deal.clauses


async def test_a_tip_is_taken(table):
    app, pilot = table
    await look_at(pilot, "package carve-out")
    before = app.screen.weighed.answers["DPRK"]
    assert before.tip
    await press(pilot, "i")
    assert app.screen.weighed.answers["DPRK"].chance == pytest.approx(before.tip.chance)
    assert before.chance < 0.5 < before.tip.chance


async def test_partners_are_picked(table):
    app, pilot = table
    await press(pilot, "p")
    assert "With whom do you want to deal?" in flat(app)
    await press(pilot, "down", "enter")
    listed = part(app, "#deals")
    assert "Border calm" in listed
    assert "Alliance settlement" not in listed
    assert "1 Seoul relief" in listed  # what waits is always there


async def test_every_reason_opens_its_claims(table):
    app, pilot = table
    await look_at(pilot, "package border-calm")
    reasons = app.screen.query_one("#reasons")
    await press(pilot, "right")
    reasons.highlighted = next(place for place, block in enumerate(reasons._blocks) if "hope that talks pay" in block.text)
    await press(pilot, "enter")
    assert app.screen.place == "claims"
    assert app.screen.entry == "harmony.restraint_awaiting_talks"
    assert "paragraph 13" in part(app, "#answer")
    await press(pilot, "escape")
    assert app.screen.place == "table"
    assert app.screen.deal.id == "package border-calm"


async def test_a_miss_is_snapped_back_or_forgiven(new_app):
    app = new_app(**GAME)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "t", "a")
        table = app.game.game.table
        slot = table.slot_of("ROK", "seoul-relief")
        table.state[table.run.MISSED_SLOT + slot * 4 + app.game.layout.seats.index("DPRK")] = 2.0  # the North did not receive
        await look_at(pilot, "accord seoul-relief")
        app.screen.fill()
        await settled(pilot)
        assert "! Seoul relief" in part(app, "#deals")
        assert "A promise to you was missed" in says(app)
        await press(pilot, "f")
        assert table.forgiven == [("seoul-relief", "ROK")]
        assert "● Seoul relief" in part(app, "#deals")
        table.state[table.run.MISSED_SLOT + slot * 4 + app.game.layout.seats.index("DPRK")] = 2.0
        app.screen.fill()
        await settled(pilot)
        await press(pilot, "b")
        assert table.snapped == [("seoul-relief", "ROK")]
        assert "In force" not in part(app, "#deals")


async def test_watching_one_may_weigh_but_not_send(new_app):
    app = new_app(**GAME | {"seat": "none"})
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "t")
        await look_at(pilot, "package border-calm")
        assert "m send" not in frame(app)
        assert "DPRK " in part(app, "#odds")
        assert "ROK " in part(app, "#odds")
        await press(pilot, "enter", "m", "a", "x")
        assert app.game.session.acts == []


async def test_the_whole_table_by_mouse(new_app):
    app = new_app(**GAME)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        for text in ("t table", "○ Border calm", "○ Aid delivered", "m send"):
            lines = frame(app).splitlines()
            row = next(number for number, line in enumerate(lines) if text in line)
            await pilot.click(offset=(lines[row].index(text) + 1, row))
            await settled(pilot)
            if text == "○ Border calm":
                await press(pilot, "enter")
        assert app.game.session.acts[0].startswith("offer ROK border-calm")
