"""A picture of the screen as SVG, in which wide letters such as Hangul take the two columns that they take in a terminal."""

from __future__ import annotations

import re
from html import unescape

from sim.report.page import columns

_TEXT = re.compile(r'(<text [^>]*textLength=")([\d.]+)("[^>]*>)([^<]*)(?=</text>)')


def with_wide_letters(svg: str) -> str:
    """Return a picture by Rich with the length of every text by its columns; Rich counts letters.

    Example:
        >>> with_wide_letters('<text x="0" textLength="24.4" y="1">한국</text>')
        '<text x="0" textLength="48.8" y="1">한국</text>'
    """

    def stretched(found: re.Match[str]) -> str:
        before, length, between, written = found.groups()
        text = unescape(written)
        if columns(text) == len(text) or not text:
            return found.group()
        return f"{before}{float(length) / len(text) * columns(text):g}{between}{written}"

    return _TEXT.sub(stretched, svg)
