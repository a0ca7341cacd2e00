"""The table: offers, answers, counters, signings, snap-backs, forgiveness, and what each refuses."""

import pytest

from sim.engine.errors import IllegalNow, OutOfTime, UnknownOrder
from sim.rollout.records import from_record
from sim.rollout.session import do_act, new_session
from tests.engine.games import persons_game, season, text

TALKS = {"US": {"dip": "talk"}, "DPRK": {"dip": "talk", "test": "hold"}}


@pytest.fixture
def session(library):
    return persons_game(library)


@pytest.fixture
def talking(session):
    """A game in which Washington and Pyongyang have just held talks, so that their channel is open."""
    season(session, TALKS)
    return session


def sign(session, by: str, package: str, *accepting: str) -> None:
    offer = do_act(session, f"offer {by} {package}")
    for seat in accepting:
        number = session.game.table.seen_by(seat).index(offer) + 1
        do_act(session, f"answer {seat} {number} accept")
    assert offer.outcome == "signed"


def broken_standstill(session) -> None:
    """Sign a standstill that both sides then miss, without a breach of its core."""
    sign(session, "US", "standstill", "DPRK")
    season(session, {"DPRK": {"dip": "talk", "step": "none"}, "US": {"mil": "full"}})
    (accord,) = session.game.table.in_force()
    assert accord.missed == {"US": 1.0, "DPRK": 1.0}


def test_an_offer_waits_for_every_party_and_is_signed_by_the_last(session):
    offer = do_act(session, "offer CHN carve-out")
    assert offer.waiting_for() == ["US", "ROK", "DPRK"]
    for seat in ("US", "ROK"):
        do_act(session, f"answer {seat} 1 accept")
        assert offer.outcome == ""
    do_act(session, "answer DPRK 1 accept")
    assert offer.outcome == "signed"
    assert session.game.table.events[session.game.program.run.SIGNED_NOW] == 1.0


def test_one_refusal_is_enough(talking):
    offer = do_act(talking, "offer US standstill")
    do_act(talking, "answer DPRK 1 refuse")
    assert offer.outcome == "refused"
    assert talking.game.table.in_force() == []


def test_at_most_two_counters_then_yes_or_no(talking):
    do_act(talking, "offer US nuclear-pause")
    first = do_act(talking, "counter DPRK 1 no_long_range drills_scaled")
    second = do_act(talking, "counter US 2 no_tests drills_scaled")
    assert (first.counter, second.counter, second.origin) == (1, 2, "US")
    with pytest.raises(IllegalNow, match="two counter-offers"):
        do_act(talking, "counter DPRK 3 no_tests drills_suspended")
    do_act(talking, "answer DPRK 3 accept")
    assert [offer.outcome for offer in talking.game.table.offers] == ["countered", "countered", "signed"]


@pytest.mark.parametrize(
    ("act", "kind", "says"),
    [
        ("offer UK standstill", UnknownOrder, "no seat"),
        ("offer US standstil", UnknownOrder, 'did you mean "standstill"'),
        ("offer US standstill no_tets drills_scaled", UnknownOrder, 'did you mean "no_tests"'),
        ("offer US standstill no_tests no_coercion", IllegalNow, "binds CHN"),
        ("offer US standstill no_tests no_tests drills_scaled", IllegalNow, "twice"),
        ("offer US standstill no_tests", IllegalNow, "US promises nothing"),
        ("offer US standstill", IllegalNow, "no channel is open"),
        ("offer US normalisation", IllegalNow, "not ready"),
        ("offer US seoul-relief", IllegalNow, "cannot mediate"),
        ("answer DPRK 7 accept", UnknownOrder, "no offer 7 waits"),
        ("withdraw US 1", UnknownOrder, "no open offer"),
        ("snap_back US standstill", UnknownOrder, "is in no accord"),
        ("forgive US standstill", UnknownOrder, "is in no accord"),
    ],
)
def test_refusals_name_what_is_wrong_and_change_nothing(session, act, kind, says):
    before = text(session)
    with pytest.raises(kind, match=says):
        do_act(session, act)
    assert text(session) == before
    assert session.game.table.offers == []


@pytest.mark.parametrize("act", ["offer", "sing US standstill", "answer DPRK one accept", "withdraw US", ""])
def test_what_is_no_act_is_no_act(session, act):
    with pytest.raises(ValueError, match="no act at the table"):
        do_act(session, act)


def test_a_mediator_needs_no_channel_and_signs_nothing_itself(session):
    with pytest.raises(IllegalNow, match="V6"):
        do_act(session, "offer DPRK standstill")
    sign(session, "ROK", "standstill", "US", "DPRK")
    assert session.game.table.in_force()[0].parties == ("US", "DPRK")


def test_the_line_to_the_north_opens_and_shuts_the_other_channel(session):
    do_act(session, "offer ROK seoul-relief")
    season(session, {"DPRK": {"south": "cut"}})
    with pytest.raises(IllegalNow, match="no channel"):
        do_act(session, "offer ROK seoul-relief")


def test_two_offers_a_season(session):
    do_act(session, "offer ROK seoul-relief")
    do_act(session, "offer ROK border-calm")
    with pytest.raises(IllegalNow, match="2 offers"):
        do_act(session, "offer ROK shield-for-trade")
    season(session)
    do_act(session, "offer ROK shield-for-trade")


def test_a_package_in_force_is_not_offered_again(session):
    sign(session, "US", "alliance-settlement", "ROK")
    with pytest.raises(IllegalNow, match="in force already"):
        do_act(session, "offer ROK alliance-settlement")


def test_at_most_four_accords(session):
    for by, package, other in (("US", "alliance-settlement", "ROK"), ("ROK", "seoul-relief", "DPRK"), ("CHN", "shield-for-trade", "ROK")):
        sign(session, by, package, other)
    sign(session, "ROK", "border-calm", "DPRK")
    with pytest.raises(IllegalNow, match="4 accords are in force"):
        do_act(session, "offer CHN freeze-for-freeze")


def test_what_nobody_answers_lapses_and_what_is_withdrawn_is_gone(session):
    do_act(session, "offer ROK seoul-relief")
    do_act(session, "offer CHN shield-for-trade")
    do_act(session, "withdraw CHN 1")
    season(session)
    assert [offer.outcome for offer in session.game.played[0].account.offers] == ["lapsed", "withdrawn"]


def test_an_accord_binds_and_runs_out(session):
    sign(session, "ROK", "seoul-relief", "DPRK")
    run, layout = session.game.program.run, session.game.program.layout
    assert session.game.table.bounds[layout.lever("ROK.aid")] == 1.0
    for left in (1, 0):
        season(session, {"ROK": {"aid": "aid"}, "DPRK": {"south": "receive"}})
        assert [accord.seasons_left for accord in session.game.table.in_force()] == ([left] if left else [])
    assert session.game.played[-1].account.ended == [("seoul-relief", "expired")]
    assert session.game.table.bounds == [0.0] * run.N_BOUNDS


def test_breaking_a_core_clause_ends_the_accord(talking):
    sign(talking, "US", "nuclear-pause", "DPRK")
    season(talking, {"DPRK": {"test": "irbm", "dip": "signal"}})
    assert talking.game.played[-1].account.ended == [("nuclear-pause", "breached")]


def test_an_ambiguous_launch_is_a_miss_only(talking):
    sign(talking, "US", "nuclear-pause", "DPRK")
    season(talking, {"DPRK": {"test": "satellite", "dip": "signal"}})
    (accord,) = talking.game.table.in_force()
    assert accord.missed["DPRK"] == 1.0


def test_only_the_injured_may_snap_back(talking):
    sign(talking, "US", "standstill", "DPRK")
    with pytest.raises(IllegalNow, match="no other party has missed"):
        do_act(talking, "snap_back US standstill")
    season(talking, {"DPRK": {"dip": "talk", "step": "none"}, "US": {"mil": "scaled", "pledge": "assure"}})
    with pytest.raises(IllegalNow, match="no other party has missed"):
        do_act(talking, "snap_back DPRK standstill")
    do_act(talking, "snap_back US standstill")
    assert talking.game.table.in_force() == []


def test_what_is_forgiven_counts_no_more(talking):
    broken_standstill(talking)
    do_act(talking, "forgive US standstill")
    (accord,) = talking.game.table.in_force()
    assert accord.missed == {"US": 1.0, "DPRK": 0.0}
    with pytest.raises(IllegalNow):
        do_act(talking, "snap_back US standstill")


def test_an_accord_of_the_tutorial_runs_half_as_long(library):
    session = persons_game(library, scenario="tutorial", length=4)
    sign(session, "US", "alliance-settlement", "ROK")
    assert session.game.table.in_force()[0].seasons_left == 2


def test_a_vetoed_accord_never_was(session):
    sign(session, "US", "alliance-settlement", "ROK")
    session.game.table.veto(1)
    assert session.game.table.in_force() == []
    season(session)
    assert session.game.played[0].account.offers[0].outcome == "vetoed"
    again = from_record(text(session), library=session.library)
    assert again.game.position.state == session.game.position.state
    assert again.game.table.in_force() == []


def test_the_table_is_closed_after_the_end(library):
    session = persons_game(library, scenario="tutorial", length=4)
    for _ in range(4):
        season(session)
    with pytest.raises(OutOfTime):
        do_act(session, "offer US alliance-settlement")


# --- what a save and a record keep of the table's order


@pytest.mark.parametrize(
    "acts", [["offer ROK seoul-relief"], ["offer ROK seoul-relief", "answer DPRK 1 accept"], ["offer ROK seoul-relief", "withdraw ROK 1"]]
)
def test_a_save_in_the_middle_of_a_season_keeps_the_table(session, acts):
    for act in acts:
        do_act(session, act)
    again = from_record(text(session), library=session.library)
    assert again.game.table.offers == session.game.table.offers
    assert again.game.table.accords == session.game.table.accords
    assert text(again) == text(session)


def test_a_step_under_an_accord_signed_in_the_same_season_is_read_back(talking):
    sign(talking, "US", "standstill", "DPRK")
    season(talking, {"DPRK": {"dip": "signal", "step": "freeze"}})
    assert from_record(text(talking), library=talking.library).game.position == talking.game.position


def test_snap_back_after_forgiving_one_s_own_injury(talking):
    broken_standstill(talking)
    do_act(talking, "snap_back DPRK standstill")
    season(talking)
    assert from_record(text(talking), library=talking.library).game.position == talking.game.position


def test_one_side_forgives_and_the_other_then_snaps_back(talking):
    broken_standstill(talking)
    do_act(talking, "forgive US standstill")
    do_act(talking, "snap_back DPRK standstill")
    season(talking)
    assert from_record(text(talking), library=talking.library).game.position == talking.game.position


def test_a_snap_back_after_a_signing_keeps_its_place(talking):
    broken_standstill(talking)
    sign(talking, "US", "alliance-settlement", "ROK")
    do_act(talking, "snap_back US standstill")
    season(talking)
    again = from_record(text(talking), library=talking.library)
    assert again.game.table.in_force() == talking.game.table.in_force()


def test_accords_are_signed_again_in_the_order_in_which_they_were(session):
    do_act(session, "offer ROK seoul-relief")
    sign(session, "US", "alliance-settlement", "ROK")
    do_act(session, "answer DPRK 1 accept")
    season(session)
    again = from_record(text(session), library=session.library)
    assert again.game.table.in_force() == session.game.table.in_force()


def test_a_sheet_that_a_snap_back_made_illegal_is_not_carried_out(talking):
    broken_standstill(talking)
    talking.game.submit("DPRK", {"dip": "signal", "step": "freeze"})
    do_act(talking, "snap_back US standstill")
    season(talking)
    assert from_record(text(talking), library=talking.library).game.position == talking.game.position


def test_a_save_keeps_a_veto(session):
    sign(session, "US", "alliance-settlement", "ROK")
    do_act(session, "veto 1")
    assert from_record(text(session), library=session.library).game.table.in_force() == []


@pytest.mark.parametrize("act", ["offer DPRK seoul-relief", "offer CHN shield-for-trade"])
def test_nobody_acts_for_an_ai_seat(library, act):
    session = new_session("2020-pandemic", seats={"ROK": "person"}, length=4, library=library)
    with pytest.raises(IllegalNow):
        do_act(session, act)


def test_nobody_submits_for_an_ai_seat(library):
    session = new_session("2020-pandemic", seats={"ROK": "person"}, length=4, library=library)
    with pytest.raises(IllegalNow):
        session.game.submit("DPRK", {})
