"""Questions are answered beside the game: neither touches the other."""

import pytest

from sim.play.app.answers import Hearing
from sim.play.app.asking import question
from sim.play.commands.obeying import obey
from sim.play.saves import Saves
from sim.play.sitting import Sitting
from sim.rollout.records import to_record
from sim.rollout.session import advance, new_session
from sim.text.wording import Words


@pytest.fixture
def sitting(library, tmp_path):
    session = new_session("2020-pandemic", seats={"ROK": "person"}, rng_seed=7, length=4, library=library)
    advance(session)
    return Sitting(Hearing(), Words(), library, session, "ROK", Saves(tmp_path), "x")


LINES = [
    "why DPRK",
    "why me",
    "why hope",
    "chance border-calm",
    "advice",
    "boards",
    "sources lead",
    "claim lead.parallel_tracks",
    "offers",
    "legal ik",
]


@pytest.mark.parametrize("line", LINES)
def test_the_answer_is_the_plain_games_and_nothing_changes(sitting, line):
    before = to_record(sitting.session)
    page = question(sitting, line)()
    assert page
    assert not sitting.voice.said
    assert to_record(sitting.session) == before
    obey(sitting, line)
    assert sitting.voice.taken().lines(80) == page.lines(80)


def test_an_answer_worked_out_later_is_that_of_the_moment_it_was_asked(sitting):
    late, now = question(sitting, "why DPRK"), question(sitting, "why DPRK")()
    offers = question(sitting, "offers")
    before = offers().lines(80)
    obey(sitting, "offer border-calm")
    obey(sitting, "end")
    assert late().lines(80) == now.lines(80)
    assert offers().lines(80) == before
    assert question(sitting, "why DPRK")().lines(80) != now.lines(80)


def test_a_question_that_would_change_something_changes_the_copy_only(sitting):
    before = to_record(sitting.session)
    question(sitting, "def firm")()
    assert to_record(sitting.session) == before
