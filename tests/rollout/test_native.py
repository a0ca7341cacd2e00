"""One loop, two ways to run it: plain Python and Numba give the same bits as the game that persons play."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from sim.engine.game import Game
from sim.rollout.program import native_available, native_module
from sim.rollout.runner import Games, Start, play_games
from sim.rollout.session import Session, new_session
from tests.engine.games import SEATS

SCENARIOS = ["2005-banco-delta-asia", "2017-harmony", "2018-thaw", "2019-koreanization", "2020-pandemic", "tutorial"]
LENSES = ["lead", "opening", "alliance", "harmony", "koreanization", "pool", "contrast", "harmony=0.7,alliance=0.3"]
GAMES = 3
Result = tuple[list[list[int]], list[list[float]], list[float]]


def of_game(session: Session, number: int) -> Result:
    """Play a numbered game as persons would and return orders, states and boards."""
    setup = session.game
    game = Game(setup.program, setup.setup, replace(setup.terms, game=number), setup.seasons, setup.agents, setup.level)
    while not game.over:
        game.advance()
    accounts = [played.account for played in game.played]
    return [account.orders for account in accounts], [account.end for account in accounts], [*game.position.payoffs, *game.position.boards]


def of_loop(games: Games, session: Session, number: int) -> Result:
    """Return the same of a game that the loop has played."""
    run = session.game.program.run

    def rows(flat, each: int) -> list[list[float]]:
        first = number * games.length
        return [list(flat[row * each : (row + 1) * each]) for row in range(first, first + int(games.played[number]))]

    each = len(SEATS) + run.N_BOARDS - 1
    return rows(games.orders, run.N_LEVERS), rows(games.states, run.N_STATE), list(games.boards[number * each : (number + 1) * each])


def start_of(session: Session) -> Start:
    """Return a session's start as the loop takes it: scripts as policies, everybody else by kind."""
    game = session.game
    scripts = {seat: agent.policy for seat, agent in game.agents.items() if agent.name.startswith("script:")}
    kinds: Mapping[str, str] = {seat: agent.name for seat, agent in game.agents.items() if seat not in scripts}
    return Start(game.program, session.scenario, game.terms, level=game.level, kinds=kinds, policies=list(dict.fromkeys(scripts.values())))


def assert_same_bits(session: Session, *, native: bool) -> None:
    games = play_games(start_of(session), GAMES, native=native)
    for number in range(GAMES):
        assert of_loop(games, session, number) == of_game(session, number)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_plain_loop_is_the_game(library, scenario):
    assert_same_bits(new_session(scenario, lens="koreanization", rng_seed=2, length=8, library=library), native=False)


SEATINGS = {"random": {"US": "random", "CHN": "standing"}, "script": {"US": "script:waiting", "ROK": "script:waiting"}}


@pytest.mark.parametrize("seats", SEATINGS)
def test_the_plain_loop_plays_other_agents_alike(library, seats):
    assert_same_bits(new_session("2018-thaw", seats=SEATINGS[seats], rng_seed=3, length=6, library=library), native=False)


@pytest.mark.parametrize("switches", [{"capital": False}, {"crisis": False, "mandates": False}, {"cards": False}])
def test_the_plain_loop_knows_the_switches(library, switches):
    assert_same_bits(new_session("2017-harmony", mechanics=switches, fog=False, rng_seed=1, length=6, library=library), native=False)


@pytest.fixture(scope="module")
def native(program):
    if not native_available():
        pytest.skip("Numba is not installed")
    return native_module(program)


@pytest.mark.native
@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_native_equals_plain(library, native, scenario, lens):
    assert_same_bits(new_session(scenario, lens=lens, rng_seed=4, length=12, library=library), native=True)


@pytest.mark.native
@pytest.mark.parametrize("scenario", ["2017-harmony", "2020-pandemic"])
@pytest.mark.parametrize("level", ["novice", "expert"])
def test_native_equals_plain_at_other_levels(library, native, level, scenario):
    assert_same_bits(new_session(scenario, level=level, rng_seed=5, length=12, library=library), native=True)


@pytest.mark.native
@pytest.mark.parametrize("seats", SEATINGS)
def test_native_equals_plain_with_other_agents(library, native, seats):
    assert_same_bits(new_session("2018-thaw", seats=SEATINGS[seats], rng_seed=2, length=12, library=library), native=True)


@pytest.mark.native
def test_native_numbers_equal_plain_ones(native, program):
    for place in range(2000):
        u = (place + 0.5) / 2000
        for name in ("exp_", "log_", "normal", "gumbel", "logistic"):
            assert getattr(native, name)(u) == getattr(program.run, name)(u)
        assert native.exp_(1400 * u - 700) == program.run.exp_(1400 * u - 700)
        assert native.uniform(2**62 + place, 1, 2, 3, place) == program.run.uniform(2**62 + place, 1, 2, 3, place)
