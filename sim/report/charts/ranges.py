"""Ranges: a dot for the median, a thick bar for the half of all games, a thin line for nine in ten."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from sim.report.charts.element import drawing, group, line, tag
from sim.report.charts.scale import nice_scale, number
from sim.report.charts.strip import WIDTH, Strip

Between = tuple[float, float]


@dataclass(frozen=True)
class Range:
    """One thing's range.

    Attributes:
        label: What it is.
        middle: Its median, or a share.
        half: Between what the middle half lies; None where only `most` is known.
        most: Between what nine in ten lie, or an interval of confidence.
    """

    label: str
    middle: float
    half: Between | None
    most: Between


@dataclass(frozen=True)
class Ranges:
    """A chart of ranges.

    Attributes:
        title, desc: For people who do not see it; the title is also the panel's name.
        heads: Of its numbers: the thing, the middle, then low and high ends of what is known, outermost first.
        ranges: What is drawn, from above.
        span: Values that the scale has to hold, so that panels share it.
        within: Ends that the scale never goes beyond.
        digits: Decimals.
    """

    title: str
    desc: str
    heads: tuple[str, ...]
    ranges: tuple[Range, ...]
    span: Between
    within: Between | None
    digits: int

    def rows(self) -> list[tuple[str, ...]]:
        """Return label, middle, and the ends of the ranges from outside in."""
        found = []
        for each in self.ranges:
            ends = [*each.most, *(each.half or ())]
            found.append((each.label, *(number(value, self.digits) for value in (each.middle, *ends))))
        return found

    def svg(self, name: str) -> Markup:
        """Return the drawing."""
        strip = Strip([each.label for each in self.ranges], [number(each.middle, self.digits) for each in self.ranges])
        scale = nice_scale(self.span, strip.left + 4, strip.right - 4, most=4, within=self.within)
        grid = strip.grid([scale.at(tick) for tick in scale.ticks], scale.names())
        marks = [_mark(each, strip.middle(row), scale.at) for row, each in enumerate(self.ranges) if math.isfinite(each.middle)]
        return drawing(name, self.title, self.desc, WIDTH, strip.height, grid, *marks, *strip.written())


def _mark(each: Range, y: float, at: Callable[[float], float]) -> Markup:
    low, high = map(at, each.most)
    parts = [line(low, y, high, y, "most"), line(low, y - 3, low, y + 3, "most"), line(high, y - 3, high, y + 3, "most")]
    if each.half:
        start, end = map(at, each.half)
        parts.append(tag("rect", x=start, y=y - 4, width=max(1.0, end - start), height=8.0, class_="half"))
    parts.append(tag("circle", cx=at(each.middle), cy=y, r=3.5, class_="dot"))
    return group(*parts)
