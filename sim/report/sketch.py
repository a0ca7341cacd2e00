"""A chart drawn in letters, for a terminal: values over seasons, a column each; every line a glyph of its own, so no colour is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GLYPHS = "●○◆◇▲△"
SAME = "◉"  # where lines meet
BAND = "┊"
MARGIN = 8  # columns for frame and scale
WIDEST, NARROWEST = 6, 2
HEIGHT = 9


@dataclass(frozen=True)
class SketchLine:
    """A line of a chart.

    Attributes:
        label: What it is.
        values: One a place; a line may end early.
        band: How far its values may be off, on the scale of the chart; 0 where they are exact.
    """

    label: str
    values: Sequence[float]
    band: float = 0.0


@dataclass(frozen=True)
class Sketch:
    """A chart in letters.

    Attributes:
        title: What is drawn.
        lines: At most six.
        span: The ends of the scale.
        first: The number under the first place: 0 where it stands for the start, 1 where it is the first season.
        marks: Letters for what happened, by number of the season.
        digits: Decimals of the scale.
    """

    title: str
    lines: tuple[SketchLine, ...]
    span: tuple[float, float]
    first: int
    marks: Mapping[int, str]
    digits: int = 1

    def rows(self, width: int, height: int = HEIGHT) -> list[str]:
        r"""Return the chart as lines of at most `width` columns; where they do not fit, the earliest places are left out.

        Example:
            >>> chart = Sketch("tension", (SketchLine("here", [0.0, 5.0, 10.0]),), (0.0, 10.0), 0, {2: "i"})
            >>> print("\n".join(chart.rows(24, 3)))
            │           ●    ┤ 10.0
            │      ●         ┤ 5.0
            │ ●              ┤ 0.0
            │           i
            └─0────1────2────
        """
        count = max((len(line.values) for line in self.lines), default=0)
        each = max(NARROWEST, min(WIDEST, (width - MARGIN) // max(count, 1)))
        shown = min(count, max(1, (width - MARGIN) // each))
        left = count - shown
        cells = [[" "] * (shown * each + 1) for _ in range(height)]
        for number, line in enumerate(self.lines):
            self._draw(cells, line, GLYPHS[number], left, each)
        scale = self._scale(height)
        rows = [f"│{''.join(row)}{scale[place]}".rstrip() for place, row in enumerate(cells)]
        marks = self._under(shown, each, {place: self.marks.get(place + left + self.first, "") for place in range(shown)}, " ")
        step = 1 if each > len(str(self.first + count)) else 2
        numbers = {place: str(place + left + self.first) for place in range(0, shown, step)}
        return [*rows, *([f"│{marks}".rstrip()] if marks.strip() else []), "└" + self._under(shown, each, numbers, "─")]

    def _draw(self, cells: list[list[str]], line: SketchLine, glyph: str, left: int, each: int) -> None:
        height = len(cells)
        for place, value in enumerate(line.values[left:]):
            at, column = self._row(value, height), 1 + place * each
            if line.band:
                for row in range(self._row(value + line.band, height), self._row(value - line.band, height) + 1):
                    if cells[row][column] == " ":
                        cells[row][column] = BAND
            taken = cells[at][column] not in (" ", BAND)
            cells[at][column] = SAME if taken else glyph

    def _row(self, value: float, height: int) -> int:
        """Return the row of a value, from the top; what lies beyond an end is drawn at it."""
        low, high = self.span
        share = (value - low) / (high - low) if high > low else 0.5
        return min(height - 1, max(0, round((1 - share) * (height - 1))))

    def _scale(self, height: int) -> list[str]:
        low, high = self.span
        labelled = {0: high, height // 2: high - (high - low) * (height // 2) / (height - 1), height - 1: low}
        return [f"┤ {labelled[row]:.{self.digits}f}" if row in labelled else "│" for row in range(height)]

    def _under(self, shown: int, each: int, texts: Mapping[int, str], blank: str) -> str:
        row = [blank] * (shown * each + 1)
        for place, text in texts.items():
            for at, letter in enumerate(text):
                if 1 + place * each + at < len(row):
                    row[1 + place * each + at] = letter
        return "".join(row)

    def legend(self) -> list[tuple[str, str]]:
        """Return every line's glyph and label, where there are several."""
        return [(GLYPHS[number], line.label) for number, line in enumerate(self.lines)] if len(self.lines) > 1 else []
