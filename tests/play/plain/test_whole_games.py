"""Whole games: every seat to the debrief, watching, the tutorial, a crisis, a war."""

import pytest

from sim.rollout.session import new_session


@pytest.mark.parametrize("seat", ["US", "ROK", "DPRK", "CHN"])
def test_each_seat_to_the_end(sit, seat):
    turns = [line for adviser in ("lead", "opening", "alliance", "harmony", "koreanization", "lead") for line in (f"follow {adviser}", "end because")]
    found = sit([*turns, "why DPRK test 2", "why hope 3", "boards", "debrief all", "end", "legal", "quit"], scenario="2018-thaw", seat=seat, length=6)
    assert found.code == 0
    assert not found.left
    flat = " ".join(found.text.split())
    for words in ("Debrief: The thaw", "The game ran its 6 seasons", "There is no single best", "Turning points", "Which claims drove the game"):
        assert words in flat
    assert "In full: the very numbers" in flat
    assert "To talk about" in flat
    assert "The game is over" in found.answers[-3]


def test_the_longest_scenario_length(sit):
    found = sit(["end"] * 12 + ["quit"], scenario="2020-pandemic", seat="CHN", rng_seed=1)
    assert "The game ran its 12 seasons" in " ".join(found.text.split())


def test_watching(sit):
    found = sit(
        ["", "why US", "why hope", "", "", "", "why DPRK test 2", "boards", "dip talk", "quit"],
        scenario="2005-banco-delta-asia",
        seat="none",
        length=4,
    )
    flat = " ".join(found.text.split())
    assert "You watched four AI seats" in flat
    assert "In full" in flat
    assert "You watch this game and hold no seat" in flat or "The game is over" in flat
    assert not found.left


@pytest.mark.parametrize("seat", ["US", "ROK", "DPRK", "CHN", "none"])
def test_tutorial(sit, seat):
    end = "end" if seat != "none" else ""
    found = sit([end, end, end, end, "quit"], scenario="tutorial", seat=seat, lens=None, level=None)
    for number in range(1, 5):
        assert f"Lesson {number} of 4" in found.text
    assert "Debrief: Four seasons to learn by" in found.text
    assert "{" not in found.text


@pytest.mark.parametrize("seat", ["US", "ROK", "DPRK", "CHN"])
def test_what_the_tutorial_says_can_be_typed(sit, library, seat):
    from sim.text.wording import Words

    own = Words().entry(f"lesson_orders.{seat}")
    found = sit([own["order"], "end", own["other"], "end", f"chance {own['offer']}"], scenario="tutorial", seat=seat, lens=None, level=None)
    assert "`end` seals it" in found.answers[0]
    assert "`end` seals it" in found.answers[2]
    assert "before it is sent" in found.answers[4]


def test_crisis(sit, folder):
    """In this game forces clash in the second season."""
    found = sit(["end", "end", "what?", "step back", "look"], scenario="2020-pandemic", seat="ROK", lens="alliance", rng_seed=27, length=6)
    assert "An incident" in found.answers[1]
    assert "Expected: `match`" in found.answers[2]
    assert "SUMMER 2020, season 2 of 6" in found.answers[3]


def test_leaving_in_a_crisis_loses_nothing(sit, folder):
    options = {"scenario": "2020-pandemic", "seat": "ROK", "lens": "alliance", "rng_seed": 27, "length": 6}
    found = sit(["end", "def firm", "end my reason", "quit"], **options)
    assert found.code == 0
    again = sit(["step back", "why me"], file=folder / "2020-pandemic-rok.yaml")
    assert "An incident" in again.answers[0]
    assert "SUMMER 2020, season 2 of 6" in again.text
    assert "my reason" in again.text
    interrupted = sit(["end", "end"], ending=KeyboardInterrupt, **options)
    assert interrupted.code == 130


def test_war_ends_soberly(sit):
    found = sit(["end", "end", "match", "boards", "end"], scenario="2020-pandemic", seat="ROK", lens="alliance", rng_seed=27, length=6)
    flat = " ".join(found.text.split())
    assert "It ended in war" in flat
    assert "Nobody won it" in flat
    assert "No board here can hold that" in flat
    assert "an incident became war" in flat
    assert "so better" not in flat
    assert "The game is over" in found.answers[-1]


def test_a_game_handed_in_as_a_session(sit, library):
    session = new_session("tutorial", seats={"DPRK": "person"}, lens="pool", rng_seed=3, library=library)
    found = sit(["south receive", "quit"], session)
    assert "Confidential brief: North Korea" in found.text
    assert found.code == 0
