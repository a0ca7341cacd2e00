"""What a person does on the screens: keys, mouse, palette, command line, settings."""

import pytest

from sim.play.settings import Settings, keep_settings, read_settings
from tests.play.app.screen_text import flat, frame, part, press, settled, typed

GAME = {"scenario": "2020-pandemic", "seat": "ROK", "length": 6, "level": "standard"}


@pytest.fixture
async def room(new_app):
    """A game in its first season, in the situation room."""
    app = new_app(**GAME)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        yield app, pilot


async def click_on(pilot, text):
    """Click in the middle of a text on the screen."""
    for row, line in enumerate(frame(pilot.app).splitlines()):
        if text in line:
            await pilot.click(offset=(line.index(text) + len(text) // 2, row))
            await settled(pilot)
            return
    raise AssertionError(f"{text!r} is not on the screen")


async def test_everything_by_mouse(room):
    app, pilot = room
    await click_on(pilot, "o orders")
    assert "Sheet of South Korea" in flat(app)
    await click_on(pilot, "Defence posture")
    await click_on(pilot, "firm: take a firm")
    assert app.game.draft == {"def": "firm"}
    await click_on(pilot, "e end season")
    assert "def=firm: take a firm defence posture (was calm)" in flat(app)
    await click_on(pilot, "^s seal")
    assert "Orders, revealed all at once" in flat(app)
    await click_on(pilot, "space go on")
    assert "Space shows what came of it (2 more)" in flat(app)


async def test_what_is_typed_in_the_form_counts_without_enter(new_app):
    app = new_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "end", "enter", "end", *["backspace"] * 20)
        for letter in "12x":
            await pilot.press(letter)
        await press(pilot, "ctrl+s")
        assert "no random seed" in flat(app)
        await press(pilot, "backspace", "ctrl+s")
        assert app.game.game.terms.rng_seed == 12


async def test_a_shut_setting_says_why_and_what_would_open_it(room):
    app, pilot = room
    app.obey("ik cool")
    await press(pilot, "o", "down", "down")
    assert "× aid" in part(app, "#choices")
    assert "legal when ROK.aid is none" in part(app, "#choices")
    before = dict(app.game.draft)
    await press(pilot, "right")
    assert app.game.draft == before
    assert "Seoul cannot cool ties" in flat(app)


async def test_left_and_right_pass_over_shut_settings(room):
    app, pilot = room
    await press(pilot, "o", "right")
    assert app.game.draft == {"ik": "project"}
    await press(pilot, "left", "left")
    assert app.game.draft["ik"] == "none"
    await press(pilot, "u")
    assert app.game.draft["ik"] == "cbm"


async def test_advisers_stand_side_by_side_and_one_is_followed(room):
    app, pilot = room
    await press(pilot, "o")
    rows = [line for line in frame(app).splitlines() if " lead " in line and " allia" in line]
    assert rows
    assert " korea" in rows[0]
    await press(pilot, "f", "enter")
    assert app.game.effective() == app.screen.advice[0].sheet


async def test_the_forecast_follows_the_sheet(room):
    app, pilot = room
    await press(pilot, "o")
    assert "a new accord" in part(app, "#ahead")
    assert "against as is" not in part(app, "#ahead")
    await press(pilot, "right")
    assert "against as is" in part(app, "#ahead")
    assert app.screen.foreseen.instead.sheet["ROK"]["ik"] == "project"
    first = app.screen.foreseen
    await press(pilot, "left")
    assert app.screen.foreseen is not first
    assert app.screen.foreseen.instead is None


async def test_a_sheet_that_changes_again_is_the_only_one_looked_ahead_from(room, monkeypatch):
    """Typing does not wait for a forecast, and no older one comes after a newer."""
    app, pilot = room
    await press(pilot, "o")
    foreseen = []
    monkeypatch.setattr(type(app.screen), "_foresee", lambda screen, found: foreseen.append(found))
    monkeypatch.setattr("sim.play.app.screens.sheet.MOMENT", 0.05)
    for key in ("right", "left", "left", "right", "right"):
        await pilot.press(key)
    assert app.game.draft["ik"] == "project"
    await settled(pilot)
    assert [found.instead.sheet["ROK"]["ik"] for found in foreseen] == ["project"]


async def test_foretelling(room):
    app, pilot = room
    await press(pilot, "o", "p", *["down"] * 6, "enter", "down", "enter", "down", "enter")
    guess = app.game.game.predictions["ROK"]
    assert guess["lever"].startswith("DPRK")
    assert guess["adviser"] == next(iter(app.library.arguments()))


async def test_any_line_of_the_plain_game(room):
    app, pilot = room
    await press(pilot, "colon")
    await typed(pilot, "chance border-calm")
    assert "North Korea would accept with chance about" in flat(app)
    await typed(pilot, "def firm")
    assert app.game.draft == {"def": "firm"}
    await press(pilot, "up")
    assert app.screen.query_one("#typed").value == "def firm"
    await typed(pilot, "ik sumit")
    assert "did you mean" in flat(app)
    await press(pilot, "escape")
    assert "tension" in flat(app)


async def test_completion_is_the_plain_games(room):
    app, pilot = room
    await press(pilot, "colon", "s", "h", "e", "tab")
    assert app.screen.query_one("#typed").value == "sheet "


async def test_a_line_that_ends_the_season_leads_to_the_reveal(room):
    app, pilot = room
    await press(pilot, "colon")
    await typed(pilot, "end")
    assert "the reveal" in flat(app)
    await press(pilot, "a", "space", "colon")
    await typed(pilot, "undo season")
    assert "season 1 of 6" in flat(app)
    await press(pilot, "colon")
    await typed(pilot, "quit")
    assert "Continue 2020-pandemic-rok" in flat(app)


async def test_the_palette_finds_places_keys_and_commands(room):
    app, pilot = room
    await press(pilot, "ctrl+p")
    await typed(pilot, "foretell")
    assert app.screen.query_one("#typed").value == "predict "


async def test_jump_mode(room):
    app, pilot = room
    await press(pilot, "j")
    assert frame(app).count(" s ") >= 1
    await press(pilot, "s")
    assert app.screen.focused.id == "paper"


async def test_help_is_on_what_has_the_focus(room):
    app, pilot = room
    await press(pilot, "4", "f1")
    assert "What is happening where" in flat(app)
    assert "e: seal your sheet and reveal all orders" in flat(app)
    await press(pilot, "escape")
    assert "tension" in flat(app)


async def test_keys_can_be_bound_anew(new_app):
    keep_settings(Settings(keys={"room.end": "x"}))
    app = new_app(**GAME)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        assert "x end season" in frame(app)
        await press(pilot, "e")
        assert "Seal the sheet" not in flat(app)
        await press(pilot, "x")
        assert "Seal the sheet" in flat(app)


async def test_keys_are_bound_anew_on_a_screen(new_app):
    app = new_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "end", "up", "enter")
        settings = app.screen.query_one("#settings")
        settings.highlighted = settings.get_option_index("keys")
        await press(pilot, "enter")
        listed = app.screen.query_one("#keys")
        listed.highlighted = list(app.screen.own).index("room.end")
        await press(pilot, "enter", "o")
        assert "o is taken: the order sheet" in flat(app)
        await press(pilot, "escape", "enter", "x")
        assert read_settings().keys == {"room.end": "x"}
        assert "▸ x" in flat(app)
        await press(pilot, "enter", "backspace")
        assert read_settings().keys == {}


async def test_a_season_is_taken_back_only_when_that_is_meant(room):
    app, pilot = room
    await press(pilot, "e", "enter", "a", "space", "u")
    assert "Take back Spring 2020?" in flat(app)
    await press(pilot, "escape")
    assert len(app.game.game.played) == 1
    await press(pilot, "u", "down", "enter")
    assert app.game.game.played == []
    assert app.game.game.position.branch == 1


async def test_a_fault_in_a_screen_ends_no_game(room, monkeypatch):
    app, pilot = room
    monkeypatch.delenv("PENINSULA_DEBUG")
    monkeypatch.setattr("sim.play.app.screens.sheet.cost_line", lambda *_: {}["gone"])
    await press(pilot, "o")
    assert "A fault in the program (KeyError: 'gone')" in flat(app)
    await press(pilot, "escape")
    assert "tension" in flat(app)


async def test_the_room_says_what_may_be_done_next(room):
    app, pilot = room
    waiting = app.game.game.table.open_offers("ROK")
    assert ("offer waits for you" in flat(app) or "offers wait for you" in flat(app)) == bool(waiting)
    await press(pilot, "e", "enter", "a", "space")
    assert "`o` sets your sheet" in flat(app) or "for you: `t`" in flat(app)


async def test_settings_are_kept(new_app):
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "end", "up", "enter", "enter", "down", "enter")
        assert read_settings() == Settings(theme="light", stepwise=False)
        assert app.theme == "light"


@pytest.mark.parametrize("text", ["", "[", "theme: [1]\nkeys: 3", "theme: nonsense", "- a\n- b", "keys: {room.end: 3}", "\x00", "stepwise: maybe"])
async def test_a_spoilt_settings_file_spoils_nothing(new_app, tmp_path, text):
    (tmp_path / "settings.yaml").write_text(text)
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "New game" in flat(app)


async def test_korean_reason(room, tmp_path):
    app, pilot = room
    await press(pilot, "e")
    await pilot.press(*"문은 열어 둔다".replace(" ", "_").replace("_", " ").split(" ")[0])
    await press(pilot, "enter", "a")
    assert 'Your reason: "문은"' in flat(app)
    assert "문은" in (tmp_path / "saves" / "2020-pandemic-rok.yaml").read_text(encoding="utf-8")


async def test_an_incident_waits_for_its_answer(new_app):
    """In this game forces clash in the second season."""
    app = new_app(**GAME | {"lens": "alliance", "rng_seed": 27})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "e", "enter", "a", "space", "e", "enter")
        assert "An incident" in flat(app)
        await press(pilot, "escape", "o", "colon")
        assert "An incident" in flat(app)
        await press(pilot, "end", "enter")  # leave: the answer can wait
        assert "Continue" in flat(app)
        await press(pilot, "enter")
        assert "An incident" in flat(app)
        await press(pilot, "down", "enter", "a")
        assert "Answers to the incident" in flat(app)
        assert "South Korea stepped back" in flat(app)


async def test_watching(new_app):
    app = new_app(**GAME | {"seat": "none", "length": 4})
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        assert "You watch." in flat(app)
        assert "o orders" not in frame(app)
        for _ in range(4):
            await press(pilot, "e", "a", "space")
        assert "You watched four AI seats" in flat(app)


@pytest.mark.parametrize("seat", ["US", "ROK", "DPRK", "CHN"])
async def test_tutorial(new_app, seat):
    app = new_app(scenario="tutorial", seat=seat, lens="pool")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        for number in range(1, 5):
            assert f"Lesson {number} of 4" in flat(app)
            assert "{" not in frame(app)
            await press(pilot, "escape", "e", "enter", "a", "space")
        assert "Debrief" in flat(app)


async def test_a_game_that_is_not_there_is_told_and_left(new_app):
    app = new_app(scenario="no-such", seat="ROK")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
    assert app.return_code == 2


async def test_the_palette_finds_dials_and_claims_by_their_words(room):
    app, pilot = room
    await press(pilot, "e", "enter", "a", "space", "ctrl+p")
    for letter in "tension":
        await pilot.press(letter)
    await press(pilot, "enter")
    assert "Spring 2020: tension" in flat(app)
    assert "+0." in flat(app) or "-0." in flat(app)
    await press(pilot, "escape", "ctrl+p")
    claim, said = next((name, claim.claim.split()) for name, claim in app.library.claims().items() if name.startswith("harmony."))
    for letter in " ".join(said[1:4]):
        await pilot.press({" ": "space", ",": "comma", "-": "minus", "'": "apostrophe"}.get(letter, letter))
    await press(pilot, "enter")
    assert claim in flat(app)
    assert "paragraph" in flat(app)
