"""A heat map with the value in every cell: darker is more, and the best of a column is framed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sim.report.charts.element import drawing, group, tag, width_of, words
from sim.report.charts.scale import number

ROW, HEAD, LINE = 24.0, 30.0, 13.0
LEAST_CELL = 50.0
SHADES = 7  # h0 to h6 in the style sheet, light to dark; the last two carry white letters
APART = 10.0  # before the columns that sum a row up


@dataclass(frozen=True)
class Heat:
    """A heat map.

    Attributes:
        title, desc: For people who do not see it; the title is also the panel's name.
        corner: Head of the labels of rows.
        labels: Of rows.
        columns: Names of the columns.
        values: By row and column; what is no number is left blank.
        better: ``high`` or ``low`` where one of them is better, else empty.
        digits: Decimals.
        span: Between what cells are shaded, so that panels share it.
        sums: Names of columns that sum a row up, set apart and not shaded.
        summed: Their values, by row.
    """

    title: str
    desc: str
    corner: str
    labels: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    better: str
    digits: int
    span: tuple[float, float]
    sums: tuple[str, ...] = ()
    summed: tuple[tuple[float, ...], ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The corner, the columns, the columns that sum up."""
        return (self.corner, *self.columns, *self.sums)

    def rows(self) -> list[tuple[str, ...]]:
        """Return a row a label, as written in the cells."""
        found = []
        for row, label in enumerate(self.labels):
            values = (*self.values[row], *(self.summed[row] if self.sums else ()))
            found.append((label, *(number(value, self.digits) for value in values)))
        return found

    def best(self, column: int) -> set[int]:
        """Return the rows that are best in a column, as written; none where neither end is better or all are the same."""
        known = {row: round(values[column], self.digits) for row, values in enumerate(self.values) if math.isfinite(values[column])}
        if not self.better or len(set(known.values())) < 2:
            return set()
        end = (max if self.better == "high" else min)(known.values())
        return {row for row, value in known.items() if value == end}

    def svg(self, name: str) -> Markup:
        """Return the drawing."""
        left = max(map(width_of, (self.corner, *self.labels))) + 8
        heads = [head.replace(",", ",\n").split("\n") for head in self.heads[1:]]
        cell = max(LEAST_CELL, *(width_of(part, 11) + 8 for head in heads for part in head))
        top = HEAD + LINE * (max(map(len, heads)) - 1)
        starts = [left + place * cell + (APART if place >= len(self.columns) else 0) for place in range(len(heads))]
        parts = [words(left - 8, top - 9, self.corner, "axis end")]
        for start, head in zip(starts, heads, strict=True):
            parts += [words(start + cell / 2, top - 9 - LINE * up, part, "axis mid") for up, part in enumerate(reversed(head))]
        parts += [words(left - 8, top + ROW * row + 16, label, "end") for row, label in enumerate(self.labels)]
        shade = _shading(*self.span)
        for place, start in enumerate(starts):
            best = self.best(place) if place < len(self.columns) else set()
            parts += [self._cell(row, place, (start, top + ROW * row), cell, shade, row in best) for row in range(len(self.labels))]
        return drawing(name, self.title, self.desc, starts[-1] + cell + 2, top + ROW * len(self.labels) + 2, *parts)

    def _cell(self, row: int, place: int, corner: tuple[float, float], cell: float, shade: Sequence[float], best: bool) -> Markup:
        start, y = corner
        summed = place >= len(self.columns)
        value = self.summed[row][place - len(self.columns)] if summed else self.values[row][place]
        text = words(start + cell / 2, y + 16, number(value, self.digits), f"mid{' best' if best else ''}")
        if summed:
            return text
        kind = f"h{sum(value > edge for edge in shade)}" if math.isfinite(value) else "h0"
        parts = [tag("rect", x=start, y=y, width=cell, height=ROW, class_=f"cell {kind}"), text]
        if best:
            parts.insert(1, tag("rect", x=start + 2, y=y + 2, width=cell - 4, height=ROW - 4, class_="frame"))
        return group(*parts, class_=kind)


def _shading(low: float, high: float) -> list[float]:
    """Return the edges between shades, evenly between two ends."""
    return [low + (high - low) * edge / SHADES for edge in range(1, SHADES)] if high > low else []
