"""The map: what it names exists, its marks cover no letter of the drawing, and only what a person may know is on it."""

import pytest

from sim.play.app.answers import Hearing
from sim.play.app.atlas import Mark, atlas, drawn, marks, ties
from sim.play.saves import Saves
from sim.play.sitting import Sitting
from sim.report.page import columns
from sim.rollout.session import advance, new_session
from sim.text.wording import Words


def test_levers_settings_events_and_dials_exist(book):
    named = atlas()
    for lever, settings in named["marks"].items():
        assert set(settings) <= set(book.levers[lever].settings), lever
    assert set(named["events"]) <= set(book.events)
    assert {tie["dial"] for tie in named["ties"] if "dial" in tie} <= set(book.dials)
    assert {tie["lever"] for tie in named["ties"] if "lever" in tie} <= set(book.levers)
    assert len(named["ties"]) == 6  # every pair of four


def test_a_mark_is_a_glyph_and_three_letters():
    every = [mark for settings in atlas()["marks"].values() for mark in settings.values()] + list(atlas()["events"].values())
    for place, glyph, code in every:
        assert place in atlas()["slots"]
        assert columns(glyph) == 1
        assert len(code) == 3
        assert code == code.upper()


def test_marks_cover_no_letter_and_stay_in_a_narrow_panel():
    art = atlas()["art"].splitlines()
    every = [Mark(place, "●", "XXX", "US", "") for place, slots in atlas()["slots"].items() for _ in slots]
    rows, placed = drawn(every)
    assert len(placed) == len(every)
    assert max(columns(row) for row in rows) <= 35
    for column, row, mark in placed:
        under = art[row].ljust(60)[column : column + 4]
        assert not any(letter.isalpha() or letter == "◇" for letter in under), (mark, under)


def test_a_place_that_is_full_leaves_the_rest_to_the_legend():
    _, placed = drawn([Mark("yongbyon", "●", "ONE", "US", ""), Mark("yongbyon", "●", "TWO", "US", "")])
    assert [mark.code for _, _, mark in placed] == ["ONE"]


@pytest.fixture
def sitting(library, tmp_path):
    session = new_session("2020-pandemic", seats={"ROK": "person"}, rng_seed=5, library=library)
    return Sitting(Hearing(), Words(), library, session, "ROK", Saves(tmp_path), "x")


def test_what_is_marked_is_what_was_ordered_as_far_as_it_is_known(sitting):
    standing = sitting.game.position.standing
    step = sitting.layout.lever("DPRK.step")
    advance(sitting.session)
    codes = {mark.code for mark in marks(sitting)}
    for seat, sheet in sitting.view.orders.items():
        for lever, setting in sheet.items():
            found = atlas()["marks"].get(f"{seat}.{lever}", {}).get(setting)
            assert not found or found[2] in codes
    hidden = list(standing)
    hidden[step] = sitting.layout.setting("DPRK.step", "covert")
    known = sitting.game.known_orders("ROK", hidden)
    assert sitting.layout.settings[step][known[step]] != "covert"  # so that no map of another seat can show it


def test_ties_are_the_dials_of_the_view(sitting):
    found = {(tie.one, tie.other): tie for tie in ties(sitting)}
    assert found["US", "ROK"].row.value == sitting.view.dials["cohesion"].value
    assert found["ROK", "CHN"].row is None
    assert found["ROK", "CHN"].says == "keep normal trade with South Korea"


def test_the_map_in_korean_has_every_column_where_it_was():
    names = Words("ko").entry("screens.room.places")
    assert {english: columns(here) for english, here in names.items()} == {english: len(english) for english in names}
    crowd = [Mark(place, "↗", "SRB", "DPRK", "") for place, slots in atlas()["slots"].items() for _ in slots]
    for found in ([], crowd):
        rows, placed = drawn(found)
        here, there = drawn(found, names)
        assert max(columns(row) for row in here) <= max(len(row) for row in rows)
        assert [here[row].rstrip() == "" for row in range(len(rows))] == [row.rstrip() == "" for row in rows]
        for (start, row, _), (column, _, _) in zip(there, placed, strict=True):
            assert here[row][start : start + 4] == "↗SRB"
            assert columns(here[row][:start]) == column
