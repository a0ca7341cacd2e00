"""A tornado: bars from zero, the longest first, with how sure each is and what chance alone would give."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from sim.report.charts.element import drawing, group, line, tag
from sim.report.charts.scale import Scale, nice_scale, number
from sim.report.charts.strip import WIDTH, Strip


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: What it is.
        value: Its length.
        sure: Between what it lies, at the confidence that the caption names.
        chance: What its length would be about by chance alone.
        told: Whether it is told from chance; one that is not is drawn hollow.
        sign: The way in which it moves things, in words; empty where there is none.
    """

    label: str
    value: float
    sure: tuple[float, float]
    chance: float
    told: bool
    sign: str


@dataclass(frozen=True)
class Tornado:
    """A chart of bars, in the order given: the longest should stand first.

    Attributes:
        title, desc: For people who do not see it; the title is also the panel's name.
        heads: Of its numbers, as `rows` gives them.
        bars: What is drawn, from above.
        span: Values that the scale has to hold; zero always is.
        digits: Decimals.
        yes: The word for being told from chance.
    """

    title: str
    desc: str
    heads: tuple[str, ...]
    bars: tuple[Bar, ...]
    span: tuple[float, float]
    digits: int
    yes: str

    def rows(self) -> list[tuple[str, ...]]:
        """Return label, value, ends of its interval, chance, the way it moves things, and the word for being told from chance."""
        found = []
        for each in self.bars:
            values = (number(value, self.digits) for value in (each.value, *each.sure, each.chance))
            found.append((each.label, *values, each.sign, self.yes if each.told else ""))
        return found

    def svg(self, name: str) -> Markup:
        """Return the drawing."""
        strip = Strip([each.label for each in self.bars], [" ".join((number(each.value, self.digits), each.sign)) for each in self.bars])
        scale = nice_scale((0.0, *self.span), strip.left + 4, strip.right - 4, most=4)
        zero = scale.at(0.0)
        parts = [strip.grid([scale.at(tick) for tick in scale.ticks], scale.names()), line(zero, 4, zero, strip.height - 20, "zero")]
        parts += [_bar(each, strip.middle(row), scale) for row, each in enumerate(self.bars)]
        return drawing(name, self.title, self.desc, WIDTH, strip.height, *parts, *strip.written())


def _bar(each: Bar, y: float, scale: Scale) -> Markup:
    zero, end = scale.at(0.0), scale.at(each.value)
    low, high = map(scale.at, each.sure)
    return group(
        tag("rect", x=min(zero, end), y=y - 5, width=abs(end - zero), height=10.0, class_="bar" if each.told else "bar chance"),
        line(low, y, high, y, "most"),
        line(low, y - 3, low, y + 3, "most"),
        line(high, y - 3, high, y + 3, "most"),
        line(scale.at(each.chance), y - 7, scale.at(each.chance), y + 7, "tick"),
    )
