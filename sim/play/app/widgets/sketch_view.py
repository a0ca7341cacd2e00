"""A chart in letters, drawn to the size that it has."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from sim.report.sketch import GLYPHS, SAME, Sketch

ROWS = 2  # below the chart: what happened, and the seasons
COLOURS = ("$accent", "$warn", "$good", "$bad", "$cite", "$quiet")


class SketchView(Widget):
    """A chart, and beneath it what its glyphs stand for."""

    DEFAULT_CSS = """
    SketchView { height: 14; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        """Begin with nothing to draw."""
        super().__init__(id=id, classes=classes)
        self.sketch: Sketch | None = None

    def show(self, sketch: Sketch | None) -> None:
        """Draw a chart, or nothing; what is not drawn takes no room."""
        self.sketch = sketch
        self.display = sketch is not None
        self.border_title = sketch.title if sketch else None
        self.refresh()

    def render(self) -> Content:
        """Draw the chart."""
        if self.sketch is None:
            return Content("")
        width, height = self.scrollable_content_region.size
        legend = "   ".join(f"{glyph} {label}" for glyph, label in self.sketch.legend())
        room = max(3, height - ROWS - bool(legend))
        rows = [*self.sketch.rows(max(width, 12), room - 1 + room % 2), *([legend] if legend else [])]
        return Content("\n").join(_coloured(row) for row in rows)


def _coloured(row: str) -> Content:
    found = Content(row)
    for place, letter in enumerate(row):
        if letter in GLYPHS:
            found = found.stylize(COLOURS[GLYPHS.index(letter)], place, place + 1)
        elif letter == SAME:
            found = found.stylize("bold", place, place + 1)
    return found
