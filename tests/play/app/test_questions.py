"""Three people's questions, each answered within two keys of the main screen, at the smallest size."""

import pytest

from sim.play.commands.obeying import obey
from tests.play.app.screen_text import flat, part, press, settled

GAME = {"scenario": "2018-thaw", "seat": "ROK", "length": 6, "level": "standard"}


@pytest.fixture
async def room(new_app):
    """The main screen after a season."""
    app = new_app(**GAME)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        obey(app.game, "end")
        app.game.take_due()
        await press(pilot, "escape")
        assert app.screen.place == "room"
        yield app, pilot


def whole(app):
    """Return the whole answer, what must be scrolled to included, as a person reads it."""
    return " ".join(app.screen.told.page.texts())


async def test_what_happened_and_why(room):
    """`w`: what every seat ordered, why in terms with their claims, what moved and by how much; one more key opens the claims."""
    app, pilot = room
    await press(pilot, "w")
    assert "Winter 2018 in short" in part(app, "#answer")
    assert "United States: " in part(app, "#answer")
    told = whole(app)
    others = [seat for seat in app.game.layout.seats if seat != "ROK"]
    assert sum(f"{app.words.seat(seat)} set " in told for seat in others) >= 2
    assert "rather than" in told
    assert any(f"[{claim}]" in told for claim in app.library.claims())
    moved = told.partition("What moved most, and by what")[2]
    assert moved.count(" to ") >= 3
    await press(pilot, "c")
    assert app.screen.place == "claims"
    assert "paragraph" in part(app, "#answer")


async def test_why_a_dial_moved_without_leaving_the_room(room):
    """Two keys on the main screen: the next dial, Enter."""
    app, pilot = room
    dials = app.screen.query_one("#dials")
    dials.focus()
    await press(pilot, "down", "enter")
    assert "Winter 2018: " in flat(app)
    assert " to " in flat(app)


async def test_what_can_i_do_and_what_will_it_cost(room):
    """`o`: every setting of the lever in words, its cost, its effects; `t`: every deal with its chance."""
    app, pilot = room
    await press(pilot, "o")
    assert "Legal, costs " in part(app, "#choices")
    assert "Expected against the sheet: " in part(app, "#choices")
    assert "points of political capital" in flat(app)
    await press(pilot, "t")
    assert "Advisers: " in part(app, "#odds")
    assert any(f"{seat} " in part(app, "#odds") for seat in ("US", "DPRK", "CHN"))


async def test_what_did_that_op_ed_say(room):
    """`w`, `c`: the claims behind what happened, with author, title, date, paragraph, our paraphrase, and the other side."""
    app, pilot = room
    await press(pilot, "w", "c")
    name = app.screen.entry
    found, argument = app.library.claims()[name], app.library.arguments()[name.partition(".")[0]]
    told = whole(app)
    for text in (found.claim, argument.author or "no byline", argument.title, argument.date, f"paragraph {found.number}"):
        assert " ".join(text.split()) in told
    others = [side for question in app.library.contradictions().contradictions.values() if any(name in side.claims for side in question.sides)
              for side in question.sides if name not in side.claims]  # fmt: skip
    assert all(f"Another side: {side.view}." in told for side in others)
    await press(pilot, "p")  # where it stands in its op-ed
    assert app.screen.place == "sources"
    assert name in part(app, "#answer").replace(" ", "")


async def test_what_did_which_op_ed_say(room):
    """`s` and an arrow: any of them as a document."""
    app, pilot = room
    await press(pilot, "s")
    first = next(iter(app.library.arguments().values()))
    assert " ".join(first.title.split())[:20] in part(app, "#answer")
    assert first.date in whole(app)
    assert " ".join(first.thesis.split()) in whole(app)
