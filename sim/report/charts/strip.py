"""What charts with a row a thing share: labels beside or above the rows, an upright grid, values at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sim.report.charts.element import group, line, width_of, words

WIDTH = 340.0
ROW, TALL_ROW = 20.0, 34.0
TOP, BOTTOM = 6.0, 22.0
MOST_BESIDE = 0.36  # of the width; longer labels stand above their rows


@dataclass(frozen=True)
class Strip:
    """Where the parts of a row chart stand.

    Attributes:
        labels: A label a row.
        values: Text at the right end of each row.
    """

    labels: Sequence[str]
    values: Sequence[str]

    @property
    def above(self) -> bool:
        """Whether labels stand above their rows."""
        return self._longest > MOST_BESIDE * WIDTH

    @property
    def _longest(self) -> float:
        return max(map(width_of, self.labels), default=0.0)

    @property
    def left(self) -> float:
        """Left end of the plot."""
        return 6.0 if self.above else self._longest + 8

    @property
    def right(self) -> float:
        """Right end of the plot."""
        return WIDTH - 10 - max(map(width_of, self.values), default=0.0)

    @property
    def height(self) -> float:
        """Height of the whole chart."""
        return TOP + len(self.labels) * (TALL_ROW if self.above else ROW) + BOTTOM

    def middle(self, row: int) -> float:
        """Return the height at which a row's marks stand."""
        return TOP + row * TALL_ROW + 24 if self.above else TOP + row * ROW + ROW / 2

    def written(self) -> list[Markup]:
        """Return labels and values."""
        found = []
        for row, (label, value) in enumerate(zip(self.labels, self.values, strict=True)):
            y = self.middle(row)
            found.append(words(self.left + 7, y - 12, label, "over") if self.above else words(self.left - 8, y + 4, label, "end"))
            found.append(words(WIDTH, y + 4, value, "end value"))
        return found

    def grid(self, places: Sequence[float], names: Sequence[str]) -> Markup:
        """Return upright grid lines with their names below; where names would touch, every second is left out."""
        foot = self.height - BOTTOM
        room = (places[-1] - places[0]) / max(1, len(places) - 1)
        step = 1 if max(map(width_of, names)) + 8 <= room else 2
        lines = [line(x, TOP, x, foot + 3, "grid") for x in places]
        return group(*lines, *(words(x, foot + 15, name, "axis mid") for x, name in list(zip(places, names, strict=True))[::step]))
