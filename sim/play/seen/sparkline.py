"""A course of values as a row of eight heights."""

from __future__ import annotations

from collections.abc import Sequence

HEIGHTS = "▁▂▃▄▅▆▇█"
TOP = 10.0


def sparkline(values: Sequence[float], width: int, top: float = TOP) -> str:
    """Return the last values as heights between 0 and `top`, one a column.

    Example:
        >>> sparkline([0, 5, 10], 2)
        '▅█'
    """
    shown = [min(max(value / top, 0.0), 1.0) for value in values[-width:]]
    return "".join(HEIGHTS[min(len(HEIGHTS) - 1, int(share * len(HEIGHTS)))] for share in shown)
