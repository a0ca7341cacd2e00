"""Scales with ticks at nice numbers, and numbers written with as many digits as their spread deserves."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """A straight scale from values to coordinates.

    Attributes:
        ticks: Values at which it is marked; the first and the last are its ends.
        start, end: Coordinates of its ends.
    """

    ticks: tuple[float, ...]
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the coordinate of a value; one beyond an end is drawn at that end.

        Example:
            >>> Scale((0.0, 5.0, 10.0), 100, 200).at(2.5)
            125.0
        """
        low, high = self.ticks[0], self.ticks[-1]
        share = (min(max(value, low), high) - low) / (high - low)
        return self.start + share * (self.end - self.start)

    def names(self) -> list[str]:
        """Return the ticks as text, all with the same digits."""
        step = self.ticks[1] - self.ticks[0]
        places = max(0, next((each for each in range(7) if math.isclose(round(step, each), step, rel_tol=1e-6)), 6))
        return [number(tick, places) for tick in self.ticks]


def nice_scale(values: Iterable[float], start: float, end: float, *, most: int = 5, within: tuple[float, float] | None = None) -> Scale:
    """Return a scale that holds all values between round ends.

    Args:
        values: What is to be shown; what is no number is left out.
        start: Coordinate of its low end.
        end: Coordinate of its high end.
        most: Steps, at most (one more where ends are rounded).
        within: Ends that the scale never goes beyond, such as those of a dial; values beyond are drawn at them.

    Example:
        >>> nice_scale([0.31, 0.94], 0, 100).ticks
        (0.2, 0.4, 0.6, 0.8, 1.0)
    """
    low, high = extent(values)
    if within:
        low, high = max(low, within[0]), min(high, within[1])
    if high - low < 1e-9 * max(1.0, abs(high)):
        low, high = _widened(low, within)
    step = nice_step((high - low) / most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Scale(tuple(round(step * place, 10) + 0.0 for place in range(first, last + 1)), start, end)


def extent(values: Iterable[float]) -> tuple[float, float]:
    """Return the least and the largest of what are numbers; 0 and 1 where nothing is.

    Example:
        >>> extent([3.0, float("nan"), 1.0])
        (1.0, 3.0)
    """
    known = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    return min(known), max(known)


def _widened(value: float, within: tuple[float, float] | None) -> tuple[float, float]:
    """Return a range around one value."""
    room = max(abs(value) * 0.1, 0.5 if within is None else (within[1] - within[0]) / 20)
    low, high = value - room, value + room
    return (max(low, within[0]), min(high, within[1])) if within else (low, high)


def nice_step(raw: float) -> float:
    """Return the least of 1, 2, 2.5 and 5 times a power of ten that is not below a step.

    Example:
        >>> nice_step(0.13), nice_step(3.0)
        (0.2, 5.0)
    """
    power = 10.0 ** math.floor(math.log10(raw))
    return round(next(nice for nice in NICE if nice * power >= raw * (1 - 1e-9)) * power, 12)


def digits_for(values: Iterable[float]) -> int:
    """Return how many decimals tell values apart: about three figures of their spread, at most three decimals, no more than they have.

    Example:
        >>> digits_for([4.48, 8.29]), digits_for([0.58, 0.991]), digits_for([120, 460]), digits_for([1, 1.5, 4])
        (2, 3, 0, 1)
    """
    known = [value for value in values if math.isfinite(value)]
    spread = max(known, default=0.0) - min(known, default=0.0)
    if spread <= 0:
        spread = max((abs(value) for value in known), default=1.0) or 1.0
    wanted = min(3, max(0, 2 - math.floor(math.log10(spread) + 1e-9)))
    return next((digits for digits in range(wanted) if all(math.isclose(round(value, digits), value, abs_tol=1e-9) for value in known)), wanted)


def number(value: float | None, digits: int) -> str:
    """Return a number with so many decimals, never ``-0``; a dash for what is no number.

    Example:
        >>> number(-0.001, 2), number(float("nan"), 2)
        ('0.00', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    return f"{round(value, digits) + 0.0:.{digits}f}"
