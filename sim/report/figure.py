"""A figure: one chart or several small ones side by side, always with the table of their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sim.report.table import Table


class Chart(Protocol):
    """What every chart can do."""

    @property
    def title(self) -> str:
        """What the chart is about; the name of the panel where a figure has several."""

    @property
    def heads(self) -> tuple[str, ...]:
        """Heads of the columns of its numbers."""

    def rows(self) -> list[tuple[str, ...]]:
        """Return its numbers as the chart shows them, a row for each thing drawn."""

    def svg(self, name: str) -> str:
        """Return the drawing.

        Args:
            name: An id that nothing else on the page has.
        """


@dataclass(frozen=True)
class Figure:
    """Charts of one kind with a caption.

    Attributes:
        caption: What they show and how to read them.
        panels: The charts; a figure without any is not shown.
        panel_head: What tells the panels apart, the head of the table's first column where several share one.
        wide: Whether the charts need the width of the page rather than stand beside one another.
    """

    caption: str
    panels: tuple[Chart, ...]
    panel_head: str = ""
    wide: bool = False

    def tables(self) -> tuple[Table, ...]:
        """Return the numbers of all panels: in one table where they have the same heads, else in one for each."""
        first, several = self.panels[0], len(self.panels) > 1
        if several and any(panel.heads != first.heads for panel in self.panels):
            return tuple(Table(panel.title, panel.heads, tuple(panel.rows())) for panel in self.panels)
        if not several:
            return (Table(self.caption, first.heads, tuple(first.rows())),)
        rows = tuple((panel.title, *row) for panel in self.panels for row in panel.rows())
        return (Table(self.caption, (self.panel_head, *first.heads), rows),)
