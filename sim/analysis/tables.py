"""How analyses are printed: tables in Markdown or as aligned columns, wrapped lines, JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

WIDTH = 120


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under heads as a Markdown table with columns of even width."""
    clean = [[cell.replace("|", "/") for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[place]) for row in clean) for place in range(len(heads))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in clean]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def aligned(rows: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """Return rows as lines of aligned columns: the first ones to the left, the others, numbers, to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]

    def cell(text: str, place: int) -> str:
        return text.ljust(widths[place]) if place < left else text.rjust(widths[place])

    return ["  ".join(cell(text, place) for place, text in enumerate(row)).rstrip() for row in rows]


def wrapped(text: str, indent: str = "") -> list[str]:
    """Return text as lines of at most `WIDTH` columns, further ones indented by two more."""
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False)


def json_text(value: Any) -> str:
    """Return plain values as a JSON document; what is not a number becomes null."""
    return json.dumps(_without_nan(value), indent=1, ensure_ascii=False, allow_nan=False)


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nan(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
