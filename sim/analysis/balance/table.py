"""What a check found, as a table for people and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.analysis.estimate import Estimate

Cell = str | int | float | Estimate
VERDICTS = {True: "pass", False: "FAIL", None: ""}


@dataclass(frozen=True)
class Row:
    """One line of a table.

    Attributes:
        cells: Values by column.
        passed: Whether what is asked holds; None where nothing is asked of this line.
    """

    cells: Mapping[str, Cell]
    passed: bool | None = None

    def plain(self) -> dict[str, Any]:
        """Return the row as plain data; an estimate is its value and error."""
        found: dict[str, Any] = {
            name: {"value": cell.value, "error": cell.error} if isinstance(cell, Estimate) else cell for name, cell in self.cells.items()
        }
        return found if self.passed is None else {**found, "passed": self.passed}


@dataclass(frozen=True)
class Table:
    """A check, or figures beside one.

    Attributes:
        title: What it shows.
        says: What is asked, or how the figures are made.
        rows: Its lines; all have the same columns.
    """

    title: str
    says: str
    rows: tuple[Row, ...]

    @property
    def passed(self) -> bool:
        """Whether no line fails."""
        return all(row.passed is not False for row in self.rows)

    def plain(self) -> dict[str, Any]:
        """Return the table as plain data."""
        return {"title": self.title, "says": self.says, "passed": self.passed, "rows": [row.plain() for row in self.rows]}

    def text(self) -> str:
        """Return the table for people."""
        if not self.rows:
            return f"{self.title}\n  {self.says}\n  (nothing to show)"
        judged = any(row.passed is not None for row in self.rows)
        head = [*self.rows[0].cells, *(["verdict"] if judged else [])]
        lines = [[*map(_shown, row.cells.values()), *([VERDICTS[row.passed]] if judged else [])] for row in self.rows]
        widths = [max(len(line[place]) for line in [head, *lines]) for place in range(len(head))]
        told = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in [head, *lines]]
        return "\n".join([self.title, f"  {self.says}", *(f"  {line}" for line in told)])


def _shown(cell: Cell) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def tables_text(tables: Iterable[Table]) -> str:
    """Return all tables and a line that sums up."""
    every = list(tables)
    lines = [row for table in every for row in table.rows if row.passed is not None]
    passed = sum(row.passed is True for row in lines)
    return "\n\n".join([*(table.text() for table in every), f"{passed} of {len(lines)} pass"])
