"""Errors that a person who writes a document meets: file, line, what was expected, the nearest right thing."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name closest to a misspelt one, or None where nothing is close.

    Example:
        >>> nearest("pandemik", ["flood", "pandemic"])
        'pandemic'
    """
    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``'did you mean "x"?'`` or, where nothing is close, a short list of what is known."""
    names = sorted(set(known))
    guess = nearest(name, names)
    if guess:
        return f'did you mean "{guess}"?'
    listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"known: {listed}" if names else ""


class DocumentError(Exception):
    """A document that cannot be used, with the place that has to be mended.

    Attributes:
        file: Path as shown to the person.
        line: Line, from 1; 0 where no line applies.
        column: Column, from 1; 0 where no column applies.
        where: Path of keys inside the document, for instance ``calendar.0.event``.
        message: What is wrong and what was expected.
        hint: The nearest right thing, or empty.
        source: Text of the line, or empty.
    """

    def __init__(self, message: str, *, file: str = "", line: int = 0, column: int = 0, where: str = "", hint: str = "", source: str = "") -> None:
        """Keep the parts; the text of the error is made from them."""
        self.file, self.line, self.column = file, line, column
        self.where, self.message, self.hint, self.source = where, message, hint, source
        super().__init__(self.text())

    def text(self) -> str:
        """Return the error as people see it: ``file:line: where: message`` and the line with a caret."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        head = ": ".join(part for part in (place, self.where, self.message) if part)
        if self.hint and not self.source:
            return f"{head} ({self.hint})"
        if not self.source:
            return head
        label = f"{self.line:>6} | "
        shown = self.source[:160]
        pointer = " " * (len(label) + max(0, self.column - 1)) + "^" if self.column and self.column <= len(shown) + 1 else ""
        tail = "\n".join(row for row in ((f"{pointer} {self.hint}".rstrip() if pointer else f"       {self.hint}".rstrip()),) if row.strip())
        return f"{head}\n{label}{shown}" + (f"\n{tail}" if tail else "")


class DocumentErrors(Exception):
    """Several document errors found in one reading."""

    def __init__(self, errors: list[DocumentError]) -> None:
        """Keep the errors in the order of their lines."""
        self.errors = sorted(errors, key=lambda error: (error.file, error.line))
        super().__init__("\n".join(error.text() for error in self.errors))
