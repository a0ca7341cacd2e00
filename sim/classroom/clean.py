"""What people type, made safe to show: one form of each letter, no hidden marks, no heaps of accents, a bounded length."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator

NICK, LINE, TEXT = 24, 200, 600
MOST_ACCENTS = 2


def cleaned(text: str, longest: int, *, lines: bool = False) -> str:
    r"""Return a text as it is kept: NFC, without control, format (bidi marks among them), private and unassigned letters.

    Args:
        text: As typed.
        longest: Characters that may stay.
        lines: Whether line breaks stay.

    Raises:
        ValueError: It is longer than that.

    Example:
        >>> cleaned("  Mina\u202e  Kim ", 24)
        'Mina Kim'
    """
    if len(text) > 4 * longest:  # before any work is done on it
        raise ValueError(f"at most {longest} characters")
    kept: list[str] = []
    accents = 0
    for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        kind = unicodedata.category(letter)
        accents = accents + 1 if kind.startswith("M") else 0
        if (kind.startswith("C") and letter not in "\n\t") or accents > MOST_ACCENTS:
            continue
        kept.append(letter)
    rows = "".join(kept).split("\n") if lines else ["".join(kept)]
    found = "\n".join(" ".join(row.split()) for row in rows).strip()
    if len(found) > longest:
        raise ValueError(f"at most {longest} characters")
    return found


def folded(nick: str) -> str:
    """Return a nickname as names are compared: without case, width or blanks."""
    return "".join(unicodedata.normalize("NFKC", nick).casefold().split())


def _nick(text: str) -> str:
    found = cleaned(text, NICK)
    if not any(unicodedata.category(letter)[0] in "LN" for letter in found):
        raise ValueError("a nickname has at least one letter or figure")
    return found


def _line(text: str) -> str:
    return cleaned(text, LINE)


def _text(text: str) -> str:
    return cleaned(text, TEXT, lines=True)


def _said(text: str) -> str:
    found = _text(text)
    if not found:
        raise ValueError("nothing was written")
    return found


Nick = Annotated[str, AfterValidator(_nick)]
ShortText = Annotated[str, AfterValidator(_line)]
LongText = Annotated[str, AfterValidator(_said)]
