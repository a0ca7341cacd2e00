import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.documents.errors import DocumentError
from sim.documents.library import Library
from sim.documents.rulebook import Rulebook
from sim.documents.season import Season
from sim.documents.sheet import parse_sheet, whole_sheet, write_sheet

SCENARIOS = {
    "2005-banco-delta-asia": ("autumn-2005", 12),
    "2017-harmony": ("spring-2017", 12),
    "2018-thaw": ("winter-2018", 12),
    "2019-koreanization": ("winter-2019", 12),
    "2020-pandemic": ("spring-2020", 12),
    "tutorial": ("winter-2018", 4),
}
VOTES = {"us_vote": (2008, 2012, 2016, 2020, 2024), "rok_vote": ((2007, 12), (2012, 12), (2017, 5), (2022, 3))}


def test_the_scenarios_are_those_of_the_design(library: Library):
    assert {name: (library.scenario(name).starts.id, library.scenario(name).length) for name in library.scenario_names()} == SCENARIOS


@pytest.mark.parametrize("name", SCENARIOS)
def test_votes_fall_where_they_fell(library: Library, name: str):
    scenario = library.scenario(name)
    us = scenario.starts.after(int(scenario.start["us_vote"]))
    assert us.quarter == 3
    assert us.year in VOTES["us_vote"]
    rok = scenario.starts.after(int(scenario.start["rok_vote"]))
    assert rok in {Season.of_month(year, month) for year, month in VOTES["rok_vote"]}
    congress = scenario.starts.after(int(scenario.start["party_congress"]))
    assert congress in {Season.of_month(2016, 5), Season.of_month(2021, 1)}


@pytest.mark.parametrize("name", SCENARIOS)
def test_opening_sheets_set_every_lever(library: Library, book: Rulebook, name: str):
    for seat, sheet in library.scenario(name).opening_sheets.items():
        assert list(sheet) == book.seat_levers(seat)
        assert whole_sheet(write_sheet(sheet, seat, book), seat, book) == sheet


def test_the_tutorial_is_plain(library: Library):
    tutorial = library.scenario("tutorial")
    assert tutorial.tutorial
    assert not tutorial.fog
    assert not any(tutorial.mechanics.values())


def test_events_last_as_long_as_the_calendar_says(library: Library):
    pandemic = library.scenario("2020-pandemic")
    assert [("pandemic" in pandemic.events_in(season)) for season in pandemic.seasons] == [True] * 6 + [False] * 6
    assert pandemic.events_in(Season.parse("summer-2020")) == ["pandemic", "un_ceasefire", "flood"]


@given(st.integers(1000, 9000), st.integers(0, 3), st.integers(-50, 50))
def test_seasons_count_both_ways(year: int, quarter: int, step: int):
    season = Season(year, quarter)
    assert Season.parse(season.id) == season
    assert season.until(season.after(step)) == step
    assert (season < season.after(step)) == (step > 0)


def test_titles_and_months():
    season = Season.parse("winter-2018")
    assert (season.title, season.months, season.next().id) == ("Winter 2018", "Jan–Mar", "spring-2018")


@given(st.text(max_size=60))
def test_typed_orders_are_orders_or_a_clear_refusal(book: Rulebook, text: str):
    try:
        sheet = parse_sheet(text, "DPRK", book)
    except DocumentError as failure:
        assert failure.message
    else:
        assert parse_sheet(write_sheet(sheet, "DPRK", book), "DPRK", book) == sheet


def test_orders_may_be_partial_and_carry_the_seat(book: Rulebook):
    assert parse_sheet("US.dip=talk, sanc=hold", "US", book) == {"US.sanc": "hold", "US.dip": "talk"}
