"""Gymnasium's own check, and what is ours to keep: masks, seeds, who holds the other seats."""

import warnings

import numpy as np
import pytest

from sim.documents.errors import DocumentError

pytestmark = pytest.mark.research

SEATS = ("US", "ROK", "DPRK", "CHN")


@pytest.fixture
def gym():
    import gymnasium

    import sim.adapters.gymnasium  # registers the environment

    assert sim.adapters.gymnasium.NAME in gymnasium.registry
    return gymnasium


@pytest.mark.parametrize("seat", SEATS)
def test_their_check_passes(gym, seat):
    from gymnasium.utils.env_checker import check_env

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(gym.make("Peninsula-v0", seat=seat, scenario="tutorial").unwrapped)


def test_the_same_seed_and_sheets_give_the_same_game(gym):
    ends = []
    for _ in range(2):
        env = gym.make("Peninsula-v0", seat="DPRK")
        _, info = env.reset(seed=4)
        env.action_space.seed(4)
        rows, ended = [], False
        while not ended:
            seen, reward, ended, cut_short, info = env.step(env.action_space.sample(info["action_mask"] if rows else None))
            rows.append((seen.tolist(), reward, info["left_out"]))
            assert not cut_short
        ends.append(rows)
    assert ends[0] == ends[1] and any(left_out for *_, left_out in ends[0])


def test_rewards_are_the_seat_s_own_payoffs(gym):
    env = gym.make("Peninsula-v0", seat="CHN", scenario="tutorial").unwrapped
    env.reset(seed=2)
    total, ended = 0.0, False
    while not ended:
        _, reward, ended, _, _ = env.step(env.action_space.sample())
        total += reward
    assert total == pytest.approx(env.world.game.outcome()["own"]["CHN"] * env.world.game.terms.length)


def test_masks_in_one_row_are_the_masks(gym):
    env = gym.make("Peninsula-v0", seat="DPRK").unwrapped
    _, info = env.reset(seed=2)
    assert env.action_masks().dtype == bool
    assert env.action_masks().tolist() == [bool(flag) for row in info["action_mask"] for flag in row]
    assert len(env.action_masks()) == env.action_space.nvec.sum()
    assert not np.all(env.action_masks())


def test_others_are_who_one_says(gym):
    env = gym.make("Peninsula-v0", seat="ROK", others={"US": "random"}).unwrapped
    assert [env.world.game.agents[seat].name for seat in SEATS] == ["random", "seated:payoff", "payoff", "payoff"]
    with pytest.raises(DocumentError, match='seat "USA" is unknown'):
        gym.make("Peninsula-v0", seat="USA")
