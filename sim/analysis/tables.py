"""Tables in Markdown that can also be read as plain text."""

from __future__ import annotations

from collections.abc import Sequence


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under heads as a Markdown table with columns of even width."""
    clean = [[cell.replace("|", "/") for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[place]) for row in clean) for place in range(len(heads))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in clean]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
