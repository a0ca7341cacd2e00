"""A page as blocks: shown in a terminal of any width, written as Markdown, or as HTML (`sim.report.html`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sim.report.figure import Figure
    from sim.report.table import Table

Kind = Literal["title", "heading", "subheading", "text", "note", "item", "row"]
_INDENT = {"title": 0, "heading": 0, "subheading": 0, "text": 0, "note": 0, "item": 2, "row": 2}
_HANG = {"title": 0, "heading": 0, "subheading": 0, "text": 0, "note": 0, "item": 4, "row": 10}
NARROW, NARROW_HANG = 56, 4  # in a column narrower than this, texts hang no further
_MARK = {"title": "# ", "heading": "## ", "subheading": "### ", "text": "", "note": "> ", "item": "- ", "row": "- "}
_HEADS = ("title", "heading", "subheading")


@dataclass(frozen=True)
class Block:
    """One block.

    Attributes:
        kind: ``title``, ``heading``, ``subheading``, ``text`` (a paragraph), ``note`` (one that should not be missed), ``item`` (of a list) or
            ``row`` (of a sum; its blanks are kept).
        text: Its words, on one line.
        claims: Claims it rests on, for somebody who opens them; its words may name fewer.
    """

    kind: Kind
    text: str
    claims: tuple[str, ...] = ()


class Page:
    """Blocks in order; each method adds one and returns the page.

    Example:
        >>> Page().heading("Offers").item("none").lines(40)
        ['Offers', '  none']
    """

    def __init__(self) -> None:
        """Begin an empty page."""
        self.blocks: list[Block | Table | Figure] = []

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def title(self, text: str) -> Page:
        """Add a title."""
        return self._add("title", text)

    def heading(self, text: str) -> Page:
        """Add a heading."""
        return self._add("heading", text)

    def subheading(self, text: str) -> Page:
        """Add a heading under a heading."""
        return self._add("subheading", text)

    def text(self, text: str, claims: tuple[str, ...] = ()) -> Page:
        """Add a paragraph, and what it rests on."""
        return self._add("text", text, claims)

    def note(self, text: str) -> Page:
        """Add a paragraph that should not be missed."""
        return self._add("note", text)

    def item(self, text: str, claims: tuple[str, ...] = ()) -> Page:
        """Add an item of a list, and what it rests on."""
        return self._add("item", text, claims)

    def items(self, texts: Iterable[str]) -> Page:
        """Add items of a list."""
        for text in texts:
            self._add("item", text)
        return self

    def row(self, text: str, claims: tuple[str, ...] = ()) -> Page:
        """Add a row of a sum, and what it rests on."""
        return self._add("row", text, claims)

    def table(self, table: Table) -> Page:
        """Add a table; one without rows is left out."""
        if table.rows:
            self.blocks.append(table)
        return self

    def figure(self, figure: Figure) -> Page:
        """Add a figure, which text shows as the table of its numbers; one without charts is left out."""
        if figure.panels:
            self.blocks.append(figure)
        return self

    def more(self, other: Page) -> Page:
        """Add another page's blocks."""
        self.blocks += other.blocks
        return self

    def _add(self, kind: Kind, text: str, claims: tuple[str, ...] = ()) -> Page:
        if text.strip():
            self.blocks.append(Block(kind, text, claims))
        return self

    def lines(self, width: int) -> list[str]:
        """Return the page as lines of at most `width` columns; a blank line stands before headings and between paragraphs."""
        return [text for _, text in self.rows(width)]

    def rows(self, width: int) -> list[tuple[Kind, str]]:
        """Return the same lines, each with the kind of its block, for somebody who shows kinds apart."""
        return [(block.kind, line) for block, lines in self.parts(width) for line in lines]

    def parts(self, width: int) -> list[tuple[Block, list[str]]]:
        """Return the same lines by block, for somebody who goes from block to block; a blank line is an empty block of its own."""
        found: list[tuple[Block, list[str]]] = []
        before = ""
        for block in self.blocks:
            if not isinstance(block, Block):
                found.append((Block("text", ""), [line for table in as_tables(block) for line in _table_lines(table, width)]))
                before = "table"
                continue
            apart = block.kind in _HEADS or (block.kind in ("text", "note") and before not in _HEADS)
            if apart and found:
                found.append((Block("text", ""), [""]))
            hang = _HANG[block.kind] if width >= NARROW else min(_HANG[block.kind], NARROW_HANG)
            found.append((block, wrap(block.text, width, _INDENT[block.kind], hang)))
            before = block.kind
        return found

    def texts(self) -> list[str]:
        """Return every text on the page in its order; of a table or figure its caption, cells and note."""
        found: list[str] = []
        for block in self.blocks:
            if isinstance(block, Block):
                found.append(block.text)
            else:
                found += [text for table in as_tables(block) for text in (table.caption, *sum(table.rows, ()), table.note) if text]
        return found

    def claims(self) -> list[str]:
        """Return the claims that its blocks are said to rest on, in their order."""
        return [claim for block in self.blocks if isinstance(block, Block) for claim in block.claims]

    def markdown(self) -> str:
        """Return the page as Markdown."""
        found: list[str] = []
        before = ""
        for block in self.blocks:
            if not isinstance(block, Block):
                found += [part for table in as_tables(block) for part in ("", table.markdown())]
                before = "table"
                continue
            listed = block.kind in ("item", "row")
            if found and not (listed and before in ("item", "row")):
                found.append("")
            found.append(_MARK[block.kind] + (" ".join(block.text.split()) if listed else block.text))
            before = block.kind
        return "\n".join(found) + "\n"


def as_tables(block: Table | Figure) -> tuple[Table, ...]:
    """Return a table as it is, of a figure the tables of its numbers."""
    from sim.report.figure import Figure  # noqa: PLC0415  (most pages have no figures)

    return block.tables() if isinstance(block, Figure) else (block,)


def _table_lines(table: Table, width: int) -> list[str]:
    rows = [line for row in table.lines() for line in wrap(row, width, 2, 4)]
    return ["", *wrap(table.caption, width), *rows, *wrap(table.note, width)]


def wrap(text: str, width: int, indent: int = 0, hang: int = 0) -> list[str]:
    """Break a text at blanks into lines of at most `width` columns; wide letters (Korean) count two.

    Args:
        text: One line; runs of blanks inside it are kept where they fit.
        width: Columns.
        indent: Blanks before the first line.
        hang: Blanks before the others.

    Example:
        >>> wrap("one two three", 9, 0, 2)
        ['one two', '  three']
    """
    lines: list[str] = []
    line = " " * indent
    filled = False
    for word, gap in _words(text):
        if filled and columns(line) + len(gap) + columns(word) > width:
            lines.append(line)
            line, filled = " " * hang, False
        line += (gap if filled else "") + word
        filled = True
    return [*lines, line] if filled else lines


def _words(text: str) -> list[tuple[str, str]]:
    """Return words, each with the blanks before it."""
    found: list[tuple[str, str]] = []
    gap = ""
    for part in text.strip().split(" "):
        if part:
            found.append((part, gap or " "))
            gap = " "
        else:
            gap += " "
    return found


def columns(text: str) -> int:
    """Return how many columns a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 0 if unicodedata.combining(letter) else 1 for letter in text)


def cut(text: str, width: int) -> str:
    """Return as much of a text as takes at most so many columns.

    Example:
        >>> cut("북한의 무기고", 7)
        '북한의 '
    """
    while columns(text) > width:
        text = text[:-1]
    return text


def flush_left(text: str, width: int) -> str:
    """Return a text with blanks after it, so that it takes at least so many columns."""
    return text + " " * (width - columns(text))


def flush_right(text: str, width: int) -> str:
    """Return a text with blanks before it, so that it takes at least so many columns.

    Example:
        >>> flush_right("봄", 4)
        '  봄'
    """
    return " " * (width - columns(text)) + text
