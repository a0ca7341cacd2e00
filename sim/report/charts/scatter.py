"""Points on two counts of which less is better on both, with the front of those that nothing beats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sim.report.charts.element import coordinate, drawing, group, line, tag, width_of, words
from sim.report.charts.front import front
from sim.report.charts.scale import Scale, nice_scale, number

WIDTH, HEIGHT = 340.0, 300.0
TOP, RIGHT, BOTTOM = 22.0, 12.0, 40.0
LABEL = 11.0


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
    heads: tuple[str, str, str, str]
    names: tuple[str, str]
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
        """Return the drawing."""
        up = nice_scale(self.span[1], HEIGHT - BOTTOM, TOP, most=5, within=self.within[1])
        left = max(map(width_of, up.names())) + 8
        along = nice_scale(self.span[0], left, WIDTH - RIGHT, most=5, within=self.within[0])
        best = self.front
        spots = [(along.at(each.x), up.at(each.y)) for each in self.dots]
        edge = sorted((spots[place] for place in best), key=lambda spot: (spot[0], -spot[1]))
        parts = [_axes(along, up, self.names, left)]
        parts.append(tag("polyline", points=" ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in edge), class_="front"))
        for place, (x, y) in enumerate(spots):
            parts.append(tag("circle", cx=x, cy=y, r=4.5, class_="dot" if place in best else "hollow"))
        for each, (x, y), side in zip(self.dots, spots, _label_places(self.dots, spots), strict=True):
            parts.append(words(x + side[0], y + side[1], each.label, f"small {side[2]}"))
        return drawing(name, self.title, self.desc, WIDTH, HEIGHT, *parts)


def _axes(along: Scale, up: Scale, names: tuple[str, str], left: float) -> Markup:
    foot = HEIGHT - BOTTOM
    parts = [line(left, up.at(tick), WIDTH - RIGHT, up.at(tick), "grid") for tick in up.ticks]
    parts += [line(along.at(tick), TOP, along.at(tick), foot, "grid") for tick in along.ticks]
    parts += [words(left - 5, up.at(tick) + 4, text, "axis end") for tick, text in zip(up.ticks, up.names(), strict=True)]
    parts += [words(along.at(tick), foot + 15, text, "axis mid") for tick, text in zip(along.ticks, along.names(), strict=True)]
    return group(*parts, words(WIDTH - RIGHT, HEIGHT - 6, names[0], "axis end"), words(0, 11, names[1], "axis"))


Side = tuple[float, float, str]
_SIDES: tuple[Side, ...] = ((8, 4, ""), (-8, 4, "end"), (0, -8, "mid"), (0, 17, "mid"), (8, -6, ""), (8, 14, ""), (-8, -6, "end"), (-8, 14, "end"))


def _label_places(dots: Sequence[Dot], spots: Sequence[tuple[float, float]]) -> list[Side]:
    """Return for each label the side of its point where it covers least, one after another."""
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in spots]
    found = []
    for each, (x, y) in zip(dots, spots, strict=True):
        boxes = [_box(x, y, side, width_of(each.label, LABEL)) for side in _SIDES]
        costs = [sum(_overlap(box, other) for other in taken) + _outside(box) for box in boxes]
        choice = min(range(len(boxes)), key=lambda place: (round(costs[place]), place))
        taken.append(boxes[choice])
        found.append(_SIDES[choice])
    return found


Box = tuple[float, float, float, float]


def _box(x: float, y: float, side: Side, width: float) -> Box:
    start = x + side[0] - {"": 0.0, "mid": width / 2, "end": width}[side[2]]
    return start, y + side[1] - LABEL + 1, start + width, y + side[1] + 2


def _overlap(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0


def _outside(box: Box) -> float:
    """Return what a label costs that sticks out of the drawing."""
    return 50 * (max(0.0, -box[0]) + max(0.0, box[2] - WIDTH) + max(0.0, TOP - 10 - box[1]) + max(0.0, box[3] - HEIGHT + BOTTOM))
