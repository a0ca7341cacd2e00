"""An offer weighed before it is sent: sums that are the game's own, tips that tip; and why a dial moved."""

import pytest

from sim.agents.payoff import acceptance, gain
from sim.play.seen.chance import EVEN, answer_parts, chance_of, seen_table
from sim.play.seen.story import story, true_story
from sim.rollout.session import advance, new_session


@pytest.fixture(scope="module")
def games(library):
    found = []
    for scenario in ("2018-thaw", "2020-pandemic"):
        session = new_session(scenario, seats={"ROK": "person"}, lens="pool", rng_seed=5, length=4, library=library)
        advance(session)
        found.append(session.game)
    return found


def test_parts_add_up_to_the_gain_and_the_chance_is_the_seats_own(games):
    for game in games:
        k = game.terms.coefficients
        for package in game.program.book.packages.values():
            for seat in package.parties:
                desk = game.desk(seat)
                assert abs(sum(part.value for part in answer_parts(desk, package.clauses)) - gain(desk, desk.seat, package.clauses)) < 1e-9
        own = game.program.book.packages["border-calm"].clauses
        assert chance_of(game, "DPRK", "border-calm", own, "", k).chance == acceptance(game.desk("DPRK"), own)


def test_a_tip_tips(games):
    tips = 0
    for game in games:
        for name, package in game.program.book.packages.items():
            for seat in package.parties:
                found = chance_of(game, seat, name, package.clauses, "ROK", game.terms.coefficients)
                assert found.low <= found.chance <= found.high
                if found.tip is None:
                    continue
                tips += 1
                clauses = [clause for clause in package.clauses if clause != found.tip.drop] + ([found.tip.add] if found.tip.add else [])
                game.table.check_clauses(name, tuple(clauses))
                after = chance_of(game, seat, name, clauses, "ROK", game.terms.coefficients)
                assert after.chance == found.tip.chance > EVEN >= found.chance
    assert tips > 5


def test_an_imagined_desk_holds_only_the_viewers_view(games):
    for game in games:
        desk = seen_table(game, "DPRK", "ROK", game.terms.coefficients)
        assert desk.view == game.table.views[game.seat_number("ROK")]
        assert desk.name == "DPRK"


def test_a_dials_story_is_exact_where_all_is_seen(library):
    session = new_session("2018-thaw", lens="harmony", rng_seed=5, length=4, fog=False, seats={"DPRK": "person"}, library=library)
    game = session.game
    for _ in range(3):
        advance(session)
    for index in range(3):
        for dial in game.program.book.dials:
            told, true = story(game, index, dial, "DPRK", game.terms.coefficients), true_story(game, index, dial)
            assert told.end == true.end
            assert abs(told.rest) < 1e-9, (index, dial)
            assert abs(true.end - true.start - sum(row.value for row in true.rows)) < 0.05
