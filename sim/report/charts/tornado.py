"""A tornado: bars from zero, the longest first, with how sure each is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from markupsafe import Markup

from sim.report.charts.element import drawing, group, line, tag
from sim.report.charts.scale import nice_scale, number
from sim.report.charts.strip import WIDTH, Strip


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: What it is.
        value: Its length, with a sign where there is one.
        sure: Between what it lies, at the confidence that the caption names.
        more: Another value of the same scale, shown as a tick; not a number where there is none.
    """

    label: str
    value: float
    sure: tuple[float, float]
    more: float = math.nan


@dataclass(frozen=True)
class Tornado:
    """A chart of bars, in the order given: the longest should stand first.

    Attributes:
        title, desc: For people who do not see it; the title is also the panel's name.
        heads: Of its numbers: the thing, its value, low and high end of the interval, and the second value where there is one.
        bars: What is drawn, from above.
        span: Values that the scale has to hold; zero always is.
        digits: Decimals.
    """

    title: str
    desc: str
    heads: tuple[str, ...]
    bars: tuple[Bar, ...]
    span: tuple[float, float]
    digits: int

    def rows(self) -> list[tuple[str, ...]]:
        """Return label, value, the ends of its interval, and the second value where any bar has one."""
        second = any(math.isfinite(each.more) for each in self.bars)
        return [
            (each.label, *(number(value, self.digits) for value in (each.value, *each.sure, *((each.more,) if second else ()))))
            for each in self.bars
        ]

    def svg(self, name: str) -> Markup:
        """Return the drawing."""
        strip = Strip([each.label for each in self.bars], [number(each.value, self.digits) for each in self.bars])
        scale = nice_scale((0.0, *self.span), strip.left + 4, strip.right - 4, most=4)
        zero = scale.at(0.0)
        parts = [strip.grid([scale.at(tick) for tick in scale.ticks], scale.names()), line(zero, 4, zero, strip.height - 20, "zero")]
        for row, each in enumerate(self.bars):
            y, end = strip.middle(row), scale.at(each.value)
            low, high = map(scale.at, each.sure)
            bar = [tag("rect", x=min(zero, end), y=y - 5, width=abs(end - zero), height=10.0, class_="bar")]
            bar += [line(low, y, high, y, "most"), line(low, y - 3, low, y + 3, "most"), line(high, y - 3, high, y + 3, "most")]
            if math.isfinite(each.more):
                bar.append(line(scale.at(each.more), y - 7, scale.at(each.more), y + 7, "tick"))
            parts.append(group(*bar))
        return drawing(name, self.title, self.desc, WIDTH, strip.height, *parts, *strip.written())
