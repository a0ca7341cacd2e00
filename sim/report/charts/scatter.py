"""Points on two counts of which less is better on both, with the front of those that nothing beats."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from sim.report.charts.element import coordinate, drawing, group, line, tag, width_of, words
from sim.report.charts.front import front
from sim.report.charts.scale import Scale, nice_scale, number
from sim.report.charts.spread import spread_out

WIDTH, HEIGHT = 340.0, 260.0
TOP, BOTTOM = 22.0, 40.0
SMALL, APART = 11.0, 14.0


@dataclass(frozen=True)
class Dot:
    """A point: its label and two counts."""

    label: str
    x: float
    y: float


@dataclass(frozen=True)
class Scatter:
    """A scatter with its front.

    Attributes:
        title, desc: For people who do not see it; the title is also the panel's name.
        heads: Of its numbers: the thing, its two counts, whether it is on the front.
        names: Of the two axes.
        dots: The points.
        span: Values that the two scales have to hold, so that panels share them.
        within: Ends that the scales never go beyond.
        digits: Decimals on both axes.
        yes: The word for being on the front.
    """

    title: str
    desc: str
    heads: tuple[str, ...]
    names: tuple[str, ...]
    dots: tuple[Dot, ...]
    span: tuple[tuple[float, float], tuple[float, float]]
    within: tuple[tuple[float, float] | None, tuple[float, float] | None]
    digits: tuple[int, int]
    yes: str

    @property
    def front(self) -> list[int]:
        """Places of the dots on the front."""
        return front([(each.x, each.y) for each in self.dots])

    def rows(self) -> list[tuple[str, ...]]:
        """Return label, both counts, and the word for the front where it is on it."""
        best = self.front
        return [
            (each.label, number(each.x, self.digits[0]), number(each.y, self.digits[1]), self.yes if place in best else "")
            for place, each in enumerate(self.dots)
        ]

    def svg(self, name: str) -> Markup:
        """Return the drawing: labels stand at the right, each joined to its dot."""
        height = max(HEIGHT, TOP + BOTTOM + APART * len(self.dots))
        up = nice_scale(self.span[1], height - BOTTOM, TOP, most=5, within=self.within[1])
        left, room = max(map(width_of, up.names())) + 8, max(width_of(each.label, SMALL) for each in self.dots)
        right = WIDTH - room - 16
        along = nice_scale(self.span[0], left, right, most=4, within=self.within[0])
        best = set(self.front)
        spots = [(along.at(each.x), up.at(each.y)) for each in self.dots]
        edge = sorted((spots[place] for place in best), key=lambda spot: (spot[0], -spot[1]))
        parts = [_axes(along, up, self.names, height)]
        parts.append(tag("polyline", points=" ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in edge), class_="front"))
        heights = spread_out([y for _, y in spots], APART, TOP + 4, height - BOTTOM)
        for each, (x, y), beside in zip(self.dots, spots, heights, strict=True):
            parts += [line(x, y, right + 8, beside, "leader"), words(right + 11, beside + 4, each.label, "small")]
        parts += [tag("circle", cx=x, cy=y, r=4.5, class_="dot" if place in best else "hollow") for place, (x, y) in enumerate(spots)]
        return drawing(name, self.title, self.desc, WIDTH, height, *parts)


def _axes(along: Scale, up: Scale, names: tuple[str, ...], height: float) -> Markup:
    left, right, foot = along.start, along.end, height - BOTTOM
    parts = [line(left, up.at(tick), right, up.at(tick), "grid") for tick in up.ticks]
    parts += [line(along.at(tick), TOP, along.at(tick), foot, "grid") for tick in along.ticks]
    parts += [words(left - 5, up.at(tick) + 4, text, "axis end") for tick, text in zip(up.ticks, up.names(), strict=True)]
    parts += [words(along.at(tick), foot + 15, text, "axis mid") for tick, text in zip(along.ticks, along.names(), strict=True)]
    return group(*parts, words(right, height - 6, names[0], "axis end"), words(0, 11, names[1], "axis"))
