"""Standard errors by the jackknife over game numbers."""

import math

import pytest

np = pytest.importorskip("numpy")

from sim.analysis.estimate import difference, estimate, ratio  # noqa: E402


def test_the_error_of_a_mean_is_the_textbook_one():
    values = np.random.default_rng(3).normal(size=2000)
    found = difference(values, np.zeros(2000), np.arange(2000))
    assert found.value == pytest.approx(values.mean())
    assert found.error == pytest.approx(values.std() / math.sqrt(2000), rel=0.5)


def test_rows_of_one_game_number_are_left_out_together():
    draws = np.random.default_rng(4).normal(size=200)
    numbers = np.arange(200)
    once = difference(draws, np.zeros(200), numbers)
    copied = difference(np.tile(draws, 30), np.zeros(6000), np.tile(numbers, 30))
    assert copied.error == pytest.approx(once.error)  # thirty copies of a draw tell no more than one


def test_a_ratio_weighs_its_games():
    assert ratio(np.array([1.0, 0.0]), np.array([1.0, 3.0]), np.arange(2)).value == 0.25


def test_a_single_game_has_no_error():
    assert math.isnan(estimate(np.array([7]), lambda keep: 1.0).error)
