"""The map on a screen: the peninsula and its neighbours, with marks where something happens, and a legend in words."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim.play.app.atlas import Mark, drawn, marks
from sim.play.sitting import Sitting


class MapView(VerticalScroll, can_focus=True):
    """Drawing and legend."""

    DEFAULT_CSS = """
    MapView #drawing { text-wrap: nowrap; text-overflow: clip; }
    """

    def compose(self) -> ComposeResult:
        """Lay out drawing and legend."""
        yield Static(id="drawing", markup=False)
        yield Static(id="legend", markup=False)

    def fill(self, sitting: Sitting) -> None:
        """Draw what happens where."""
        self.border_title = sitting.words("screens.room.map")
        found = marks(sitting)
        rows, placed = drawn(found, sitting.words.entry("screens.room.places"))
        content, starts = Content("\n".join(rows)), [0]
        for row in rows:
            starts.append(starts[-1] + len(row) + 1)
        for column, line, mark in placed:
            begin = starts[line] + column
            content = content.stylize(_style(mark), begin, begin + 1 + len(mark.code))
        self.query_one("#drawing", Static).update(content)
        self.query_one("#legend", Static).update(Content("\n").join(_legend(sitting, mark) for mark in found))


def _style(mark: Mark) -> str:
    return f"bold ${mark.seat.lower()}" if mark.seat else "bold $warn"


def _legend(sitting: Sitting, mark: Mark) -> Content:
    who = sitting.words.labels.label("seats", mark.seat, "short") if mark.seat else sitting.words("screens.room.event")
    return Content.assemble((f"{mark.glyph}{mark.code}", _style(mark)), f" {who}: {mark.says}")
