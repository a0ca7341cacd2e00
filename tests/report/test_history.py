"""The debrief sets a game beside what really happened."""

import pytest

from sim.documents.library import Library
from sim.report.debrief import Then, beside_history, make_debrief
from sim.report.telling import tell
from sim.rollout.session import Session, advance, all_lenses, new_session
from sim.text.wording import Words


@pytest.fixture(scope="module")
def finished(library: Library) -> Session:
    session = new_session("tutorial", lens="harmony", rng_seed=5, library=library)
    while not session.game.over:
        advance(session)
    return session


def test_orders_stand_beside_those_that_the_facts_come_nearest_to(finished: Session):
    told = beside_history(finished)
    assert {then.lever: then.record for then in told[0].then}["US.mil"] == ("suspend",)
    assert "CHN.oil" not in {then.lever for season in told for then in season.then}
    layout = finished.game.program.layout
    for season, played in zip(told, finished.game.played, strict=True):
        for then in season.then:
            place = layout.lever(then.lever)
            assert then.here == layout.settings[place][played.account.orders[place]]


def test_settings_of_a_season_come_in_the_order_of_time_and_once(finished: Session):
    spring = {then.lever: then.record for then in beside_history(finished)[1].then}
    assert spring["US.dip"] == ("talk", "summit")
    assert spring["ROK.ik"] == ("summit",)


def test_any_setting_that_the_record_shows_counts_as_alike():
    assert Then("DPRK.south", ("cool", "receive"), "receive").alike
    assert not Then("DPRK.south", ("cool", "receive"), "cut").alike


def test_the_debrief_cites_every_fact_and_compares_the_orders(finished: Session, library: Library):
    words = Words()
    told = " ".join(tell(make_debrief(finished, "", all_lenses(library)), words, {}).markdown().split())
    for season in beside_history(finished):
        for fact in season.real or ():
            assert " ".join(f"{fact.what} {fact.cited}".split()) in told
        for then in season.then:
            assert words.setting(then.lever, then.record[0]) in told
    assert "Ordered here much as on the record: " in told
    assert "Ordered otherwise than on the record: " in told
    assert f"(here: {words.setting('US.mil', 'scaled')})" in told
