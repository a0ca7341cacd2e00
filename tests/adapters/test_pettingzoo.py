"""PettingZoo's own conformance tests, and what is ours to keep: masks, seeds, rewards."""

import warnings

import numpy as np
import pytest

from sim.adapters.world import Setting, open_world

pytestmark = pytest.mark.research

STYLE = (  # what their tests would rather see and our game cannot be: sheets of several levers, masks by lever, seats called by their names
    "Observation space for each agent probably should be gymnasium.spaces.box",
    "Action space for each agent probably should be gymnasium.spaces.box",
    "We recommend agents to be named in the format",
    "Agents have different observation space sizes",
    "Observation is not a NumPy array",
)


@pytest.fixture
def zoo():
    import sim.adapters.pettingzoo

    return sim.adapters.pettingzoo


def told(test) -> set[str]:
    """Return what a test warns of, but for matters of style."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        test()
    return {str(each.message) for each in caught if not str(each.message).startswith(STYLE)}


@pytest.mark.parametrize("scenario", ["tutorial", "2020-pandemic"])
def test_their_tests_pass(zoo, scenario):
    from pettingzoo.test import api_test, parallel_api_test, parallel_seed_test, seed_test

    setting = {"scenario": scenario}
    assert not told(lambda: parallel_api_test(zoo.parallel_env(**setting), num_cycles=40))
    assert not told(lambda: api_test(zoo.env(**setting), num_cycles=40))
    assert not told(lambda: parallel_seed_test(lambda: zoo.parallel_env(**setting), num_cycles=8))
    assert not told(lambda: seed_test(lambda: zoo.env(**setting), num_cycles=8))


def test_seat_by_seat_it_is_the_same_game(zoo):
    """Sheets given one after another are revealed together: nobody's observation changes before the last."""
    together, one_by_one = zoo.parallel_env(scenario="tutorial"), zoo.env(scenario="tutorial")
    seen, _ = together.reset(seed=5)
    one_by_one.reset(seed=5)
    while together.agents:
        sheets = {seat: together.action_space(seat).sample(seen[seat]["action_mask"]) for seat in together.agents}
        for seat in one_by_one.agents:
            assert one_by_one.agent_selection == seat
            assert np.array_equal(one_by_one.observe(seat)["observation"], seen[seat]["observation"])
            one_by_one.step(sheets[seat])
        seen, rewards, *_ = together.step(sheets)
        assert one_by_one.rewards == rewards
    assert all(one_by_one.terminations.values())


def test_a_reset_without_a_seed_is_the_next_game(zoo):
    env = zoo.parallel_env(scenario="tutorial")
    env.reset(seed=11)
    for number in (1, 2):
        env.reset()
        assert env.world.game.position == open_world(Setting(scenario="tutorial"), rng_seed=11, number=number).game.position
    assert zoo.parallel_env().rng_seed != zoo.parallel_env().rng_seed


def test_what_was_left_out_is_said_and_the_mask_says_what_would_have_been(zoo):
    env = zoo.parallel_env()
    seen, _ = env.reset(seed=1)
    chosen = {}
    for seat in env.agents:
        env.action_space(seat).seed(3)
        chosen[seat] = env.action_space(seat).sample()
    legal = {seat: all(mask[place] for mask, place in zip(seen[seat]["action_mask"], chosen[seat], strict=True)) for seat in chosen}
    _, rewards, _, _, infos = env.step(chosen)
    assert set(rewards) == set(env.possible_agents)
    assert any(not fine for fine in legal.values())
    assert all(infos[seat]["left_out"] for seat, fine in legal.items() if not fine)


def test_ai_may_hold_seats(zoo):
    env = zoo.parallel_env(scenario="tutorial", agents=(("US", "payoff"), ("CHN", "random")))
    seen, _ = env.reset(seed=0)
    assert env.agents == ["ROK", "DPRK"] == list(seen)
