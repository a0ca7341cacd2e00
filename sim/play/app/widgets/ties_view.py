"""The four capitals and how they stand to each other."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim.play.app.atlas import Tie, ties
from sim.play.seen.dials import courses
from sim.play.seen.sparkline import sparkline
from sim.play.sitting import Sitting

BAR = 10


class TiesView(VerticalScroll, can_focus=True):
    """A line for each pair of capitals: a bar, a number, and the trend."""

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        yield Static(id="ties", markup=False)

    def fill(self, sitting: Sitting) -> None:
        """Show how they stand."""
        self.border_title = sitting.words("screens.room.ties")
        went = courses(sitting)
        lines = [_line(sitting, tie, went) for tie in ties(sitting)]
        self.query_one("#ties", Static).update(Content("\n").join(lines))


def _line(sitting: Sitting, tie: Tie, went: dict[str, list[float]]) -> Content:
    words = sitting.words
    parts: list[str | tuple[str, str]] = []
    for seat, between in ((tie.one, " – "), (tie.other, "  ")):
        parts += [(words.seat(seat, "capital"), f"bold ${seat.lower()}"), between]
    if tie.row is None:
        return Content.assemble(*parts, f"\n  {tie.says}")
    row = tie.row
    parts.append((row.short, "$quiet"))
    filled = round(row.value)
    moved = f" {row.moved:+.1f}" if row.moved else ""
    about = f"~{row.value:.1f} ±{row.band:.1f}" if row.band else f"{row.value:.1f}"
    return Content.assemble(*parts, f"\n  {'█' * filled}{'░' * (BAR - filled)} {about}{moved} {sparkline(went[row.dial], 6)}")
