"""Sequential halving: which of several arms has the highest mean, on a fixed budget of draws.

The bandit of Karnin, Koren and Somekh, "Almost Optimal Exploration in Multi-Armed Bandits" (ICML 2013, Proceedings of Machine Learning
Research 28(3), 1238-1246): rounds of equal cost, after each of which the worse half of the arms is dropped. Two things are ours: draws
carry numbers, and all arms of a round are drawn on the same numbers (common random numbers), so that arms are compared in pairs; and
the draws of earlier rounds count on, so that the survivors' means stand on everything they share.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, fsum, log2

Draw = Callable[[Sequence[int], range], Sequence[Sequence[float]]]


@dataclass(frozen=True)
class Race:
    """How a race of arms went.

    Attributes:
        ranking: All arms, best first: by the round that each reached, then by mean, then by number.
        values: By arm, its draws in the order of their numbers; the best two have equally many.
    """

    ranking: list[int]
    values: list[list[float]]

    def mean(self, arm: int) -> float:
        """Return an arm's mean over its draws."""
        return fsum(self.values[arm]) / len(self.values[arm])


def rounds_of(arms: int, budget: int) -> list[int]:
    """Return how many new draws each arm gets in each round.

    Args:
        arms: How many arms, at least 2.
        budget: Draws in all; a round has at least one for each of its arms, even where that is more.
    """
    rounds = ceil(log2(arms))
    found = []
    for _ in range(rounds):
        found.append(max(1, budget // (arms * rounds)))
        arms = ceil(arms / 2)
    return found


def halve(arms: int, budget: int, draw: Draw) -> Race:
    """Race arms until one is left.

    Args:
        arms: How many arms, at least 1.
        budget: Draws in all (`rounds_of`).
        draw: Takes arms and numbers of draws; returns by arm its values at these numbers. The same number means the same chance for all arms.
    """
    values: list[list[float]] = [[] for _ in range(arms)]
    left, out, done = list(range(arms)), list[int](), 0
    for each in rounds_of(arms, budget) if arms > 1 else [max(1, budget)]:
        numbers = range(done, done + each)
        for arm, drawn in zip(left, draw(left, numbers), strict=True):
            values[arm] += drawn
        done = numbers.stop
        left.sort(key=lambda arm: (-fsum(values[arm]), arm))
        kept = ceil(len(left) / 2)
        left, out = left[:kept], left[kept:] + out
    return Race(left + out, values)
