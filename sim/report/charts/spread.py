"""Labels that would touch, moved apart."""

from __future__ import annotations

from collections.abc import Sequence


def spread_out(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Return places near those wanted, in the same order, at least so far apart and between two ends where there is room.

    Example:
        >>> spread_out([10, 12, 40], 8, 0, 100)
        [7.0, 15.0, 40.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    clusters: list[list[int]] = []
    for place in order:
        clusters.append([place])
        while len(clusters) > 1 and _start(clusters[-1], wanted, apart, low, high) < _end(clusters[-2], wanted, apart, low, high) + apart:
            last = clusters.pop()
            clusters[-1] += last
    found = [0.0] * len(wanted)
    for cluster in clusters:
        start = _start(cluster, wanted, apart, low, high)
        for step, place in enumerate(cluster):
            found[place] = start + step * apart
    return found


def _start(cluster: Sequence[int], wanted: Sequence[float], apart: float, low: float, high: float) -> float:
    """Return where a run of touching labels begins: around their mean, inside the ends."""
    length = (len(cluster) - 1) * apart
    middle = sum(wanted[place] for place in cluster) / len(cluster)
    return max(low, min(middle - length / 2, high - length))


def _end(cluster: Sequence[int], wanted: Sequence[float], apart: float, low: float, high: float) -> float:
    return _start(cluster, wanted, apart, low, high) + (len(cluster) - 1) * apart
