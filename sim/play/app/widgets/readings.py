"""The dials on a screen: value, estimate band, last change and sparkline, in groups; the one under the cursor can be asked about."""

from __future__ import annotations

from textual.widgets.option_list import Option

from sim.play.app.widgets.pick_list import PickList
from sim.play.seen.dials import DialRow, courses, dial_groups
from sim.play.seen.sparkline import sparkline
from sim.play.sitting import Sitting
from sim.report.page import columns, cut, flush_left

FIGURES = 15  # columns of value, band and change


class Readings(PickList):
    """A list of dials; the id of an option is its dial."""

    def fill(self, sitting: Sitting) -> None:
        """Show the dials as they are read now; the cursor stays on its dial."""
        self.border_title = sitting.words("screens.room.dials")
        kept = self.highlighted_option.id if self.highlighted_option else None
        went, width = courses(sitting), max(30, self.size.width - 3)
        options: list[Option] = []
        for group in dial_groups(sitting):
            options.append(Option(group.title, disabled=True))
            options += [Option(row_text(row, went[row.dial], width), id=row.dial) for row in group.rows]
        self.set_options(options)
        ids = [option.id for option in options]
        self.highlighted = ids.index(kept) if kept in ids else None

    @property
    def dial(self) -> str:
        """The dial under the cursor, or an empty text."""
        return (self.highlighted_option.id or "") if self.highlighted_option else ""


def row_text(row: DialRow, went: list[float], width: int) -> str:
    """Return a dial as a line of fixed columns: name, value, band of an estimate, change, and how it went.

    Example:
        >>> row_text(DialRow("hope", "hope that talks pay", "hope", "DPRK", 4.6, 1.0, 0.6), [4.0, 4.6], 40)
        'hope that talks pay   ~ 4.6 ±1.0 +0.6 ▄▄'
    """
    line = max(1, min(len(went), (width - FIGURES) // 3))
    name = max(8, width - FIGURES - line - 1)
    label = row.name if columns(row.name) <= name else cut(row.short, name)
    label = flush_left(label, name)
    value = f"{'~' if row.band else ' '}{row.value:4.1f}"
    band = f"±{row.band:.1f}" if row.band else "    "
    moved = f"{row.moved:+.1f}" if row.moved else "    "
    return f"{label}{value} {band} {moved} {sparkline(went, line)}".rstrip()
