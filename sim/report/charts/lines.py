"""Lines over seasons (or over a value that varies), with ranges where there is one line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sim.report.charts.element import coordinate, drawing, group, line, tag, width_of, words
from sim.report.charts.scale import Scale, nice_scale, number
from sim.report.charts.spread import spread_out

WIDTH, HEIGHT = 340.0, 200.0
TOP, BOTTOM = 16.0, 24.0
STYLES = 8  # lines that can be told apart without colour: dashes and shapes, in the style sheet and in `_shape`
Band = tuple[Sequence[float], Sequence[float]]


@dataclass(frozen=True)
class Line:
    """One line.

    Attributes:
        label: What it is; it stands at the line's end.
        values: A value at each place of the axis; what is no number is not drawn.
        half, most: Low and high ends at each place, of the middle half and of nine in ten; None where not known.
    """

    label: str
    values: Sequence[float]
    half: Band | None = None
    most: Band | None = None


@dataclass(frozen=True)
class Mark:
    """Something that happened at a place of the axis.

    Attributes:
        place: Where, from 0.
        label: A letter or two for the chart.
        says: What it was, for the table.
        grave: Whether a line is drawn through the whole chart.
    """

    place: int
    label: str
    says: str
    grave: bool


@dataclass(frozen=True)
class Lines:
    """A chart of lines.

    Attributes:
        title, desc: For people who do not see it; the title is also the panel's name.
        heads: Of its numbers: the place, a column for each line and end of a range, as `rows` gives them, and what happened where it has marks.
        places: Names of the places of the axis, in order.
        lines: At most eight.
        span: Values that the scale has to hold.
        within: Ends that the scale never goes beyond.
        digits: Decimals.
        marks: What happened when.
    """

    title: str
    desc: str
    heads: tuple[str, ...]
    places: tuple[str, ...]
    lines: tuple[Line, ...]
    span: tuple[float, float]
    within: tuple[float, float] | None
    digits: int
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        """Refuse more lines than can be told apart.

        Raises:
            ValueError: There are more than eight.
        """
        if len(self.lines) > STYLES:
            raise ValueError(f"{len(self.lines)} lines in one chart; at most {STYLES} can be told apart")

    def rows(self) -> list[tuple[str, ...]]:
        """Return a row a place: its name, for each line its value and the ends of its ranges, the outer first, and what happened there."""
        columns = [column for each in self.lines for column in (each.values, *(each.most or ()), *(each.half or ()))]
        said = {mark.place: mark.says for mark in self.marks}
        return [
            (name, *(number(column[place], self.digits) for column in columns), *([said.get(place, "")] if self.marks else []))
            for place, name in enumerate(self.places)
        ]

    def svg(self, name: str) -> Markup:
        """Return the drawing."""
        scale = nice_scale(self.span, HEIGHT - BOTTOM, TOP, most=4, within=self.within)
        left = max(map(width_of, scale.names())) + 8
        named = [each.label for each in self.lines] if len(self.lines) > 1 else []
        right = WIDTH - max((width_of(label) + 10 for label in named), default=6.0)
        across = _across(len(self.places), left, right)
        parts = [_grid(scale, left, right), _places(self.places, across), *(_event(mark, across) for mark in self.marks)]
        parts += [_band(band, across, scale, kind) for each in self.lines for band, kind in ((each.most, "wide"), (each.half, "narrow")) if band]
        parts += [_line(each, style, across, scale) for style, each in enumerate(self.lines)]
        if named:
            parts.append(_ends(self.lines, across, scale))
        return drawing(name, self.title, self.desc, WIDTH, HEIGHT, *parts)


def _across(count: int, left: float, right: float) -> list[float]:
    step = (right - left - 12) / max(1, count - 1)
    return [left + 6 + place * step for place in range(count)]


def _grid(scale: Scale, left: float, right: float) -> Markup:
    rows = [(scale.at(tick), text) for tick, text in zip(scale.ticks, scale.names(), strict=True)]
    return group(*(line(left, y, right, y, "grid") for y, _ in rows), *(words(left - 5, y + 4, text, "axis end") for y, text in rows))


def _places(names: Sequence[str], across: Sequence[float]) -> Markup:
    """Name as many places as there is room for, the first always."""
    room = across[1] - across[0] if len(across) > 1 else WIDTH
    step = max(1, math.ceil((max(map(width_of, names)) + 8) / room))
    foot = HEIGHT - BOTTOM
    found = [line(x, foot, x, foot + 4, "grid") for x in across]
    for place in range(0, len(names), step):
        half = width_of(names[place]) / 2
        x = min(max(across[place], half), WIDTH - half)
        found.append(words(x, foot + 18, names[place], "axis mid"))
    return group(*found)


def _event(mark: Mark, across: Sequence[float]) -> Markup:
    x = across[mark.place]
    through = [line(x, TOP - 4, x, HEIGHT - BOTTOM, "event")] if mark.grave else []
    return group(*through, words(x, TOP - 6, mark.label, "axis mid"))


def _band(band: Band, across: Sequence[float], scale: Scale, kind: str) -> Markup:
    known = [place for place in range(len(across)) if math.isfinite(band[0][place])]
    there = [(across[place], scale.at(band[1][place])) for place in known]
    back = [(across[place], scale.at(band[0][place])) for place in reversed(known)]
    return tag("polygon", points=_points([*there, *back]), class_=f"band {kind}")


def _line(each: Line, style: int, across: Sequence[float], scale: Scale) -> Markup:
    known = [(across[place], scale.at(value)) for place, value in enumerate(each.values) if math.isfinite(value)]
    return group(
        tag("polyline", points=_points(known), class_=f"line s{style}"),
        *(_shape(style, x, y) for x, y in known),
    )


def _points(found: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in found)


def _shape(style: int, x: float, y: float) -> Markup:
    """Return the mark of a line's values: circle, square, triangle, diamond, and hollow ones for the second four styles."""
    class_ = f"mark s{style}"
    if style % 4 == 0:
        return tag("circle", cx=x, cy=y, r=2.8, class_=class_)
    corners = {
        1: ((-2.6, -2.6), (2.6, -2.6), (2.6, 2.6), (-2.6, 2.6)),
        2: ((0, -3.6), (3.4, 2.6), (-3.4, 2.6)),
        3: ((0, -3.8), (3.8, 0), (0, 3.8), (-3.8, 0)),
    }[style % 4]
    return tag("polygon", points=_points([(x + dx, y + dy) for dx, dy in corners]), class_=class_)


def _ends(lines: Sequence[Line], across: Sequence[float], scale: Scale) -> Markup:
    """Write each label at the end of its line; labels that would touch are moved apart."""
    last = [max((place for place, value in enumerate(each.values) if math.isfinite(value)), default=0) for each in lines]
    wanted = [scale.at(each.values[place]) if math.isfinite(each.values[place]) else TOP for each, place in zip(lines, last, strict=True)]
    heights = spread_out(wanted, 13.0, TOP, HEIGHT - BOTTOM)
    return group(*(words(across[-1] + 8, y + 4, each.label, f"s{style}") for style, (each, y) in enumerate(zip(lines, heights, strict=True))))
