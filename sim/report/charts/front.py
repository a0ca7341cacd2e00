"""The Pareto front: what nothing else beats on both counts."""

from __future__ import annotations

from collections.abc import Sequence


def front(points: Sequence[tuple[float, float]]) -> list[int]:
    """Return the places of points that no other point equals or beats on both counts while beating it on one; less is better on both.

    Example:
        >>> front([(1, 5), (2, 2), (3, 3), (5, 1)])
        [0, 1, 3]
    """
    return [place for place, (x, y) in enumerate(points) if not any(a <= x and b <= y and (a < x or b < y) for a, b in points)]
