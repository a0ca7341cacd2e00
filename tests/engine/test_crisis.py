"""An incident stops the season for persons to answer; what they answer moves the chance of war, and is recorded."""

import pytest

from sim.engine.errors import OutOfTime, Refused, UnknownOrder
from sim.engine.view import look
from sim.rollout.records import from_record, verify
from sim.rollout.session import Session, advance
from tests.engine.games import SEATS, persons_game, text

ASKED = ["US", "ROK", "DPRK"]


@pytest.fixture
def session(library) -> Session:
    """A game of persons that stands in a crisis."""
    for rng_seed in range(400):
        found = persons_game(library, scenario="2017-harmony", lens="contrast", rng_seed=rng_seed, length=4)
        while not found.game.over:
            if found.game.phase == "table":
                found.game.submit("DPRK", {"test": "icbm", "dip": "threat"})
            if advance(found) is None:
                return found
    raise AssertionError("no incident in 400 games")


def answer(session: Session, how: str) -> None:
    for seat in session.game.waiting_for():
        session.game.answer_crisis(seat, how)
    advance(session)


def chance_of_war(session: Session) -> float:
    account, run = session.game.played[-1].account, session.game.program.run
    matched = sum(how == "match" for how in account.crisis.values())
    return run.war_chance(account.end, account.orders, account.k, account.e, account.b, account.f, account.end, float(matched))


def test_a_crisis_waits_for_the_persons_it_asks(session):
    assert session.game.phase == "crisis"
    assert session.game.waiting_for() == ASKED
    assert session.game.advance() is None
    session.game.answer_crisis("US", "match")
    assert session.game.waiting_for() == ASKED[1:]


def test_orders_and_the_table_are_closed_in_a_crisis(session):
    with pytest.raises(OutOfTime):
        session.game.submit("US", {})
    with pytest.raises(OutOfTime):
        session.game.table.offer("ROK", "seoul-relief")


@pytest.mark.parametrize(("seat", "how"), [("CHN", "match"), ("UK", "match"), ("US", "run")])
def test_wrong_answers_are_refused(session, seat, how):
    with pytest.raises(UnknownOrder):
        session.game.answer_crisis(seat, how)
    assert session.game.waiting_for() == ASKED


def test_there_is_no_crisis_to_answer_without_one(library):
    with pytest.raises(OutOfTime):
        persons_game(library).game.answer_crisis("US", "match")


def test_nobody_sees_another_s_orders_or_answer_in_a_crisis(session):
    before = {seat: look(session.game, seat).plain() for seat in SEATS}
    session.game.answer_crisis("US", "match")
    assert {seat: look(session.game, seat).plain() for seat in SEATS} == before


def test_stepping_back_lowers_the_chance_of_war(session):
    fork = Session(session.library, session.scenario, session.lens, None, session.game.fork(session.game.season))
    fork.game.submit("DPRK", {"test": "icbm", "dip": "threat"})
    assert advance(fork) is None
    answer(session, "match")
    answer(fork, "step_back")
    assert chance_of_war(fork) < chance_of_war(session)
    assert session.game.played[-1].account.crisis == dict.fromkeys(ASKED, "match")


def test_answers_are_recorded_and_replayed(session):
    answer(session, "step_back")
    again = from_record(text(session), library=session.library)
    assert again.game.position == session.game.position
    assert text(again) == text(session)
    assert verify(again) == ""


def test_undo_in_a_crisis_goes_back_a_whole_season(session):
    played = len(session.game.played)
    if not played:
        with pytest.raises(OutOfTime):
            session.game.undo()
    else:
        session.game.undo()
        assert (session.game.phase, len(session.game.played)) == ("table", played - 1)


def test_an_inject_in_a_crisis_is_refused_or_replays(session):
    try:
        session.game.inject("pandemic", 2)
    except Refused:
        return
    answer(session, "step_back")
    assert from_record(text(session), library=session.library).game.position == session.game.position
