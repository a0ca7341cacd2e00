"""What really happened: every season of a scenario is told or says that nothing is known, and every fact can be looked up."""

import datetime
import itertools

import pytest

from sim.documents.companions import check_history, shown_orders
from sim.documents.errors import DocumentError, DocumentErrors
from sim.documents.library import Library
from sim.documents.reading import parse_document
from sim.documents.rulebook import Rulebook
from sim.documents.season import Season

ENCYCLOPAEDIAS = ("wikipedia.org", "wikinews.org", "wiki", "onthisday.com")
SEATS = {"US", "ROK", "DPRK", "CHN"}


def facts_of(library: Library, name: str):
    return [fact for facts in library.history(name).seasons.values() for fact in facts]


@pytest.fixture(params=Library().scenario_names())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_season_of_the_span_is_told_or_says_that_nothing_is_known(library: Library, name: str):
    scenario, seasons = library.scenario(name), library.history(name).seasons
    assert list(seasons) == [season.id for season in scenario.starts.span(scenario.length)]


def test_facts_lie_in_their_seasons_and_in_the_order_of_time(library: Library, name: str):
    for season, facts in library.history(name).seasons.items():
        dates = [datetime.date.fromisoformat(fact.date) for fact in facts]
        assert {Season.of_month(date.year, date.month).id for date in dates} <= {season}
        assert dates == sorted(dates)


def test_every_capital_acts_in_every_year_of_a_long_scenario(library: Library, name: str):
    """A year in which one of the four is silent would be a hole in the record, not in history."""
    scenario = library.scenario(name)
    if scenario.tutorial:
        pytest.skip("the tutorial tells a choice")
    seasons = list(library.history(name).seasons.values())
    for start in range(0, scenario.length, 4):
        assert {fact.who for facts in seasons[start : start + 4] for fact in facts} >= SEATS


def test_sources_are_named_in_full_and_are_no_encyclopaedias(library: Library, name: str):
    for fact in facts_of(library, name):
        source = fact.source
        assert all((source.title.strip(), source.outlet.strip(), source.date[:4].isdigit())), fact
        assert source.author is None or source.author.strip(), fact
        assert source.url is not None
        assert not set(source.url) & set(" \n\\"), fact
        assert not any(host in source.url for host in ENCYCLOPAEDIAS), fact
        assert fact.cited.endswith(source.url)
        assert source.date[:4] >= fact.date[:4] or fact.date[5:7] == "01", fact


def test_scenarios_agree_on_the_seasons_that_they_share(library: Library):
    told = {name: library.history(name).seasons for name in library.scenario_names()}
    for one, other in itertools.permutations(told, 2):
        for season in told[one].keys() & told[other].keys():
            if library.scenario(one).tutorial:  # it tells fewer, in the same words
                assert all(fact in told[other][season] for fact in told[one][season]), (one, other, season)
            elif not library.scenario(other).tutorial:
                assert told[one][season] == told[other][season], (one, other, season)


def test_launches_of_ballistic_missiles_and_nuclear_tests_show_their_class(library: Library, book: Rulebook, name: str):
    for fact in facts_of(library, name):
        orders = shown_orders(fact.shows or "", book)
        if fact.kind == "test" and "naval" not in fact.what and "anti-ship" not in fact.what:
            assert orders.get("DPRK.test", "hold") != "hold", fact
        if "nuclear test" in fact.what and fact.kind == "test":
            assert orders["DPRK.test"] == "nuke", fact


def test_a_season_may_say_that_nothing_is_known(library: Library, book: Rulebook):
    path, shown = library.path_in("tutorial", "history.yaml")
    empty = "\n".join(["peninsula: history 1", "scenario: tutorial", "seasons:", *(f"  {key}: []" for key in library.history("tutorial").seasons)])
    told = check_history(parse_document(empty, shown), library.scenario("tutorial"), book)
    assert not any(told.seasons.values())
    with pytest.raises(DocumentErrors, match="no entry for autumn-2018"):
        check_history(parse_document(empty.replace("  autumn-2018: []", ""), shown), library.scenario("tutorial"), book)


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [
        ("DPRK.test=icbm US.mil=shwo", "shwo", 23),
        ("DPKR.test=icbm", "DPKR", 1),
        ("US.mil=show US.mil=full", "stands twice", 13),
        ("test=icbm", "seat", 1),
    ],
)
def test_settings_that_no_lever_has_are_refused_with_their_place(book: Rulebook, text: str, said: str, column: int):
    with pytest.raises(DocumentError, match=said) as refused:
        shown_orders(text, book)
    assert refused.value.column == column


def test_settings_of_several_seats_are_read(book: Rulebook):
    assert shown_orders("DPRK.test=icbm US.mil=show", book) == {"DPRK.test": "icbm", "US.mil": "show"}
    assert shown_orders("", book) == {}
