"""Why?: orders, dials and refusals of any season; sources and claims: every term leads to its texts and to who says the opposite."""

import pytest

from sim.play.app.screens.help import focused_part
from sim.play.commands.obeying import obey
from sim.play.seen.desks import reasons
from tests.play.app.screen_text import flat, frame, part, press, settled

GAME = {"scenario": "2018-thaw", "seat": "ROK", "length": 6, "level": "standard", "lens": "pool"}


@pytest.fixture
async def why(new_app):
    """Why?, after two seasons."""
    app = new_app(**GAME)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        play_on(app, 2)
        app.go("why")
        await settled(pilot)
        yield app, pilot


def play_on(app, seasons):
    """Play seasons without showing them."""
    for _ in range(seasons):
        obey(app.game, "end")
        app.game.take_due()


async def choose(pilot, entry):
    """Put the cursor on an entry."""
    pilot.app.screen.select(entry)
    await settled(pilot)


def told(app):
    """Return the whole answer."""
    return app.screen.told.page.texts()


def plain(app, line):
    """Return what the plain game answers."""
    return app.look_up(line).texts()


async def test_every_answer_is_the_plain_games(why):
    app, pilot = why
    asked = {"seat DPRK": "why DPRK 2", "seat DPRK test": "why DPRK test 2", "seat ROK ex": "why ROK ex 2", "dial tension": "why tension 2"}
    for entry, line in {**asked, "analyst": "analyst"}.items():
        await choose(pilot, entry)
        assert told(app) == plain(app, line)


async def test_the_screen_shows_every_word_of_the_answer(why):
    """What stands in brackets is no markup; claims that are broken between lines are still whole."""
    app, pilot = why
    await pilot.resize_terminal(120, 60)
    await choose(pilot, "dial tension")
    assert "[our assumption]" in frame(app)
    for text in told(app):
        assert text.replace(" ", "") in part(app, "#answer").replace(" ", "")


async def test_an_order_tells_sum_runner_up_and_what_would_have_tipped_it(why):
    app, pilot = why
    found = reasons(app.game, 1, "ROK")()
    choice = next(each for each in found.explanation.levers if each.runner_up and each.difference)
    await choose(pilot, f"seat ROK {choice.lever.split('.')[1]}")
    text = " ".join(told(app))
    assert f"{choice.runner_up}, runner-up (probability" in text
    assert "sum" in text
    tips = [" ".join(app.look_up(f"why {seat} {lever} 2").texts()) for seat in ("US", "DPRK") for lever in app.game.levers(seat)]
    assert any("It would have leaned to" in tip for tip in tips)


async def test_seasons_are_changed(why):
    app, pilot = why
    assert "Spring 2018" in app.screen.listed.border_title
    await choose(pilot, "dial tension")
    late = told(app)
    await press(pilot, "p")
    assert "Winter 2018" in app.screen.listed.border_title
    assert told(app) == plain(app, "why tension 1") != late
    await press(pilot, "p", "n")
    assert told(app) == late
    await choose(pilot, "seat US")
    assert told(app) == plain(app, "why US 2")


async def test_a_refusal_names_its_rule_and_what_would_help(why):
    app, pilot = why
    app.obey("ik cool")
    await settled(pilot)
    await press(pilot, "3")
    assert app.screen.entry.startswith("shut ")
    shut = {each.what: each for each in app.screen._shut()}
    assert "aid aid" in shut
    await choose(pilot, "shut aid aid")
    text = " ".join(told(app))
    assert "legal when ROK.aid is none" in text or shut["aid aid"].why[1:] in text
    if shut["aid aid"].rule:
        assert app.game.book.rules[shut["aid aid"].rule].title in text
    await choose(pilot, "shut normalisation")
    assert "not ready" in " ".join(told(app))


async def test_rows_open_all_their_claims(why):
    app, pilot = why
    await choose(pilot, "seat US sanc")
    answer = app.screen.told
    rows = [(place, block) for place, block in enumerate(answer._blocks) if len(block.claims) > 1]
    assert rows
    place, block = rows[0]
    await press(pilot, "right")
    answer.highlighted = place
    await press(pilot, "enter")
    assert app.screen.place == "claims"
    assert set(app.screen.claims) >= set(block.claims)
    await press(pilot, "escape", "escape")
    assert app.screen.place == "why"


async def test_the_lens_to_read_by_is_chosen(why):
    app, pilot = why
    await choose(pilot, "seat DPRK")
    before = told(app)
    await press(pilot, "l", "down", "enter")
    assert app.game.belief
    assert told(app) == plain(app, "why DPRK 2") != before


async def test_a_season_taken_back_is_forgotten(why):
    app, pilot = why
    await choose(pilot, "seat DPRK")
    app.obey("undo season")
    await settled(pilot)
    app.go("why")
    await settled(pilot)
    assert "Winter 2018" in app.screen.listed.border_title


async def test_before_the_first_season(new_app):
    app = new_app(**GAME)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "w")
        assert "Nothing has been played yet" in flat(app)
        assert "Not open to you now" in flat(app)


async def test_while_reasons_are_worked_out_the_screen_stays_alive(new_app):
    """The screen answers keys before the work is done, and shows the work once it is."""
    app = new_app(**GAME)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        play_on(app, 1)
        app.go("why")
        await pilot.pause()
        app.screen.select("dial tension")
        await pilot.pause()
        assert "tension" in part(app, "#answer")
        await settled(pilot)
        app.screen.select("seat US")
        await settled(pilot)
        assert "United States set" in " ".join(told(app))


async def test_sources_hold_every_document_claim_and_question(why):
    app, pilot = why
    await press(pilot, "s")
    entries = {option.id for option in app.screen.listed.options if option.id}
    for name, argument in app.library.arguments().items():
        assert f"argument {name}" in entries
        await choose(pilot, f"argument {name}")
        text = " ".join(told(app))
        assert argument.date in text
        assert argument.outlet in text
        for claim, found in argument.claims.items():
            assert argument.full_id(claim) in text
            assert " ".join(found.claim.split()) in text
    for number, question in app.library.contradictions().contradictions.items():
        text = " ".join(app.screen.answer(f"clash {number}").texts())
        for side in question.sides:
            assert side.view in text
            assert all(claim in text for claim in side.claims)
    await choose(pilot, "contrast")
    assert "https://" in " ".join(told(app))
    for entry in entries:
        assert app.screen.answer(entry)


async def test_from_a_claim_to_the_other_side_and_to_its_op_ed(why):
    app, pilot = why
    from sim.play.app.screens.claims import open_claims

    open_claims(app, ["harmony.restraint_awaiting_talks"])
    await settled(pilot)
    answer = app.screen.told
    place = next(place for place, block in enumerate(answer._blocks) if "alliance.technical_test_schedule" in block.claims)
    await press(pilot, "right")
    answer.highlighted = place
    await press(pilot, "enter")
    assert app.screen.entry == "alliance.technical_test_schedule"
    await press(pilot, "p")
    assert app.screen.place == "sources"
    assert app.screen.entry == "argument alliance"
    assert "alliance.technical_test_schedule" in part(app, "#answer")
    assert app.screen.told.claims == ["alliance.technical_test_schedule"]
    await press(pilot, "escape", "escape", "escape")
    assert app.screen.entry == "harmony.restraint_awaiting_talks"


async def test_help_on_every_part(why):
    app, pilot = why
    for place in ("why", "sources", "table"):
        app.go(place)
        await settled(pilot)
        for name, says in app.words.entry(f"screens.{place}.help.parts").items():
            if name == "clauses":  # they are shown while one composes
                await press(pilot, "down", "down", "enter")
            app.screen.query_one(f"#{name}").focus()
            await settled(pilot)
            assert focused_part(app.screen.focused, app.screen, app.words) == says
    await press(pilot, "f1")
    assert "How it stands" in frame(app)
