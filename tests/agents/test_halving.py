"""Sequential halving: its schedule, its common draws, and that it finds the best arm."""

import random

import pytest

from sim.agents.halving import halve, rounds_of


@pytest.mark.parametrize(
    ("arms", "budget", "rounds"),
    [(8, 96, [4, 8, 16]), (16, 512, [8, 16, 32, 64]), (5, 60, [4, 6, 10]), (2, 10, [5]), (3, 1, [1, 1])],
)
def test_rounds_cost_alike_and_the_worse_half_goes(arms, budget, rounds):
    """As in the paper: budget over rounds and arms left, rounded down; at least one draw each."""
    assert rounds_of(arms, budget) == rounds


def test_a_budget_is_not_overdrawn():
    for arms in range(2, 40):
        for budget in (200, 512, 1000):
            left, spent = arms, 0
            for each in rounds_of(arms, budget):
                spent += each * left
                left = (left + 1) // 2
            assert (left, spent <= budget) == (1, True)


def test_all_arms_of_a_round_are_drawn_on_the_same_new_numbers():
    asked = []

    def draw(arms, numbers):
        asked.append((len(arms), numbers))
        return [[float(arm)] * len(numbers) for arm in arms]

    race = halve(8, 96, draw)
    assert asked == [(8, range(4)), (4, range(4, 12)), (2, range(12, 28))]
    assert race.ranking == [7, 6, 5, 4, 3, 2, 1, 0]
    assert [len(values) for values in race.values] == [4, 4, 4, 4, 12, 12, 28, 28]
    assert race.mean(6) == 6.0


def test_equal_arms_rank_by_number_and_one_arm_wins_at_once():
    assert halve(5, 50, lambda arms, numbers: [[0.5] * len(numbers) for _ in arms]).ranking == [0, 1, 2, 3, 4]
    alone = halve(1, 20, lambda arms, numbers: [[float(number) for number in numbers]])
    assert (alone.ranking, alone.mean(0)) == ([0], 9.5)


def noisy_race(seed: int, budget: int) -> int:
    """Race arms of means 0.0, 0.1, … 1.5 with a shared noise much larger than their gaps and one of their own; return the winner."""

    def draw(arms, numbers):
        shared = {number: random.Random(f"{seed} {number}").gauss(0, 3) for number in numbers}
        return [[0.1 * arm + shared[number] + random.Random(f"{seed} {number} {arm}").gauss(0, 0.3) for number in numbers] for arm in arms]

    return halve(16, budget, draw).ranking[0]


def test_noise_that_arms_share_does_not_matter():
    winners = [noisy_race(seed, 512) for seed in range(40)]
    assert sum(winner == 15 for winner in winners) >= 32
    assert min(winners) >= 13
    assert sum(noisy_race(seed, 64) == 15 for seed in range(40)) < sum(winner == 15 for winner in winners)
