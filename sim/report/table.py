"""A table as data: shown in a terminal, as Markdown, or as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sim.analysis.tables import table as markdown_table

_NUMBER = re.compile(r"[-+−±]?\d[\d,]*(\.\d+)?( ?%)?\Z")


@dataclass(frozen=True)
class Table:
    """Rows under heads; the first cell of a row says what the row is about.

    Attributes:
        caption: What the table shows.
        heads: Heads of the columns.
        rows: Cells, as many in each row as there are heads.
        note: What a reader should know beside it; often empty.
        folded: Whether a page on a screen shows the caption first and the rows when asked.

    Raises:
        ValueError: A row has not as many cells as there are heads.

    Example:
        >>> arms = Table("Arsenal", ("policy", "mean"), (("waiting", "6.8"),))
        >>> print(arms.markdown())
        Arsenal
        <BLANKLINE>
        | policy  | mean |
        |---------|------|
        | waiting | 6.8  |
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    folded: bool = False

    def __post_init__(self) -> None:
        """Refuse rows that do not fit."""
        wrong = [row for row in self.rows if len(row) != len(self.heads)]
        if wrong:
            raise ValueError(f'table "{self.caption}": {len(self.heads)} heads and a row of {len(wrong[0])} cells')

    def numeric(self, column: int) -> bool:
        """Return whether a column holds numbers (or nothing) only, so that it is set flush right."""
        cells = [row[column] for row in self.rows if row[column]]
        return bool(cells) and all(_NUMBER.match(cell) for cell in cells)

    def markdown(self) -> str:
        """Return the table as Markdown, its caption above and its note below."""
        return "\n\n".join(part for part in (self.caption, markdown_table(self.heads, self.rows), self.note) if part)

    def lines(self) -> list[str]:
        """Return a line a row, for a terminal of any width: what it is about, then its one cell, or each head with its cell."""
        if len(self.heads) == 2:
            return [": ".join(row) for row in self.rows]
        said = [" · ".join(f"{head} {cell}" for head, cell in zip(self.heads[1:], row[1:], strict=True) if cell) for row in self.rows]
        return [f"{row[0]}: {rest}" if rest else row[0] for row, rest in zip(self.rows, said, strict=True)]
