"""The game on screen in Korean: every word of it, the same game underneath, and the switch in the settings."""

import re

import pytest

from sim.play.app.places import PLACES
from sim.play.settings import Settings, read_settings
from tests.play.app.screen_text import flat, frame, press, settled, typed

GAME = {"scenario": "2018-thaw", "seat": "ROK", "length": 4, "level": "standard"}
KEYS = ("escape", "o", "right", "down", "down", "left", "e")
SEASON = ("e", "enter", "a", "space")
LATER = ("a", "space", "o", "f", "down", "enter", "t", "enter", "m", "r", *SEASON, *SEASON, *SEASON)


async def played(new_app, folder, lang):
    app = new_app(**GAME, lang=lang)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, *KEYS)
        await typed(pilot, "문을 열어 두려고")
        await press(pilot, *LATER)
        assert app.game.game.over
        return (folder / "saves" / f"{app.game.name}.yaml").read_text(encoding="utf-8")


async def test_the_same_keys_give_the_same_record_in_every_language(new_app, tmp_path):
    english = await played(new_app, tmp_path, "en")
    (tmp_path / "saves" / "2018-thaw-rok.yaml").unlink()
    korean = await played(new_app, tmp_path, "ko")
    assert korean == english
    assert "문을 열어 두려고" in korean


async def test_the_switch_in_the_settings_counts_at_once(new_app):
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "end", "up", "enter", "end", "enter")
        assert "언어(Language): 한국어" in flat(app)
        assert "esc 뒤로" in flat(app)
        assert read_settings() == Settings(lang="ko")
        await press(pilot, "escape")
        assert "새 게임" in flat(app)
        assert "q 끝내기" in flat(app)
        assert "아무것도 예측하지 않습니다" in flat(app)
    again = new_app()
    async with again.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "새 게임" in flat(again)


async def test_a_settings_file_that_names_no_language_reads_as_english(new_app, tmp_path):
    (tmp_path / "settings.yaml").write_text("lang: xx\n")
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "end", "up", "enter")
        assert "Language: English" in flat(app)
        await press(pilot, "end", "enter")
        assert "한국어" in flat(app)


def strange(app, text):
    """Return English words of a screen that are neither ids of the documents nor commands nor names of keys."""
    book, library = app.game.book, app.game.library
    names = [*book.levers, *book.packages, *book.clauses, *library.lens_names(), *library.claims()]
    names += [setting for lever in book.levers.values() for setting in lever.settings]
    ids = {part for name in names for part in re.split(r"[\W_]", name)} | {"esc", "space", "enter", "why", "forecast", "Enter", "Space", "Escape"}
    found = re.findall(r"[A-Za-z]{3,}", text)
    return [word for word in found if not word.isupper() and not any(name.startswith(word) for name in ids)]  # columns cut ids short


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_no_place_is_left_in_english(new_app, size):
    """What stays English is a source's own: titles of op-eds, claims in our words, facts of history; those places are left out."""
    app = new_app(**GAME, lang="ko")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert not strange(app, frame(app))
        await press(pilot, "escape", "e", "enter")
        assert not strange(app, frame(app))
        await press(pilot, "a", "space")
        for place in PLACES:
            if place.when(app.game) and place.name not in ("sources", "debrief"):
                app.go(place.name)
                await settled(pilot)
                assert not strange(app, frame(app)), place.name
                assert re.search("[가-힣]", frame(app))
