"""A picture of the screen as SVG, in which wide letters such as Hangul take the two columns that they take in a terminal."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import groupby

from sim.report.page import columns

WIDENED = ' lengthAdjust="spacingAndGlyphs"'  # fonts draw Hangul narrower than two columns: the letters themselves are widened, not the gaps
_TEXT = re.compile(r'<text ([^>]*?)x="([\d.]+)"([^>]*?)textLength="([\d.]+)"([^>]*)>([^<]*)</text>')


def with_wide_letters(svg: str) -> str:
    """Return a picture by Rich in which every letter stands in its column; Rich gives a text as much room as it has letters.

    Each stretch of wide letters becomes a text of its own, so that what stands between keeps its column.

    Example:
        >>> with_wide_letters('<text x="0" textLength="36.6">한국a</text>')
        '<text x="0" textLength="48.8" lengthAdjust="spacingAndGlyphs">한국</text><text x="48.8" textLength="12.2">a</text>'
    """
    return _TEXT.sub(_parted, svg)


def _parted(found: re.Match[str]) -> str:
    before, at, between, length, after, written = found.groups()
    text = unescape(written)
    if columns(text) == len(text) or not text:
        return found.group()
    column, x, parts = float(length) / len(text), float(at), []
    for wide, group in groupby(text, key=lambda letter: columns(letter) > 1):
        part = "".join(group)
        width = column * columns(part)
        if part.strip():
            inner = escape(part, quote=False).replace("\xa0", "&#160;")
            how = WIDENED if wide else ""
            parts.append(f'<text {before}x="{round(x, 3):g}"{between}textLength="{round(width, 3):g}"{how}{after}>{inner}</text>')
        x += width
    return "".join(parts)
