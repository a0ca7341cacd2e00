"""Small pieces of Markdown that read well as plain text too: tables, code, numbers, wrapped paragraphs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

WIDTH = 120
WIDEST = 56  # columns are aligned as far as this; what is longer juts out
_CODE = re.compile(r"`[^`]*`")
_ITEM = re.compile(r"- |\d+\. ")


def one_line(text: str) -> str:
    """Return text with every run of blanks as one."""
    return " ".join(text.split())


def code(text: object) -> str:
    """Return an id or an expression as code; nothing for nothing."""
    return f"`{one_line(str(text))}`" if text not in (None, "") else ""


def codes(names: Iterable[object]) -> str:
    """Return ids as a list of code.

    Example:
        >>> codes(["hope", "trust"])
        '`hope`, `trust`'
    """
    return ", ".join(code(name) for name in names)


def number(value: float) -> str:
    """Return a number as short as it is exact.

    Example:
        >>> number(2.0), number(0.06)
        ('2', '0.06')
    """
    return f"{value:.12g}"


def span(low: float, high: float) -> str:
    """Return a range."""
    return f"{number(low)}–{number(high)}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; bars in cells are escaped, and a column in which every cell is empty is left out.

    Raises:
        ValueError: A row has not as many cells as there are heads.
    """
    lines = [[one_line(cell).replace("|", "\\|") for cell in line] for line in (heads, *rows)]
    if any(len(line) != len(heads) for line in lines):
        raise ValueError(f"a row of the table {', '.join(heads)} has too many cells or too few")
    kept = [place for place in range(len(heads)) if len(lines) == 1 or any(line[place] for line in lines[1:])]
    widths = [min(max(3, *(len(line[place]) for line in lines)), WIDEST) for place in kept]
    rule = [f"| {' | '.join('-' * width for width in widths)} |"]
    aligned = [f"| {' | '.join(line[place].ljust(width) for place, width in zip(kept, widths, strict=True))} |" for line in lines]
    return "\n".join([aligned[0], *rule, *aligned[1:]])


def wrapped(text: str) -> str:
    """Return Markdown with its paragraphs and list items wrapped; headings and tables stay, code is not broken."""
    return "\n\n".join(_wrapped_block(block) for block in text.split("\n\n"))


def _wrapped_block(block: str) -> str:
    if block.startswith(("#", "|")):
        return block
    items = block.split("\n") if _ITEM.match(block) else [block]
    return "\n".join(_wrapped_lines(item) for item in items)


def _wrapped_lines(text: str) -> str:
    whole = _CODE.sub(lambda found: found.group().replace(" ", "\0"), one_line(text))
    mark = _ITEM.match(text)
    hang = " " * len(mark.group()) if mark else ""
    return textwrap.fill(whole, WIDTH, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False).replace("\0", " ")
