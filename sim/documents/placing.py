"""Put a complaint made about a piece of text back to where that text stands in its document."""

from __future__ import annotations

from sim.documents.errors import DocumentError
from sim.documents.reading import Document, Key


def told(document: Document, path: Key, message: str, hint: str = "", *, offset: int = 0, at_key: bool = False) -> DocumentError:
    """Return an error whose ``where`` is the part of the document a person knows by name, such as ``calendar``.

    Args:
        document: The document.
        path: Path of keys to the value.
        message: What is wrong.
        hint: The nearest right thing.
        offset: Columns from the start of the value's text.
        at_key: Whether the key is wrong rather than its value.
    """
    place = document.error(path, message, hint, offset=0 if at_key else offset + _quote(document, path), at_key=at_key)
    where = ".".join(part for part in path if isinstance(part, str))
    if path and path[0] == "calendar":
        where = "calendar"
    return DocumentError(message, file=place.file, line=place.line, column=place.column, where=where, hint=hint, source=place.source)


def placed(document: Document, path: Key, failure: DocumentError) -> DocumentError:
    """Return a complaint about a piece of text, such as an order sheet, with the place of that text added to its own column."""
    return told(document, path, failure.message, failure.hint, offset=max(0, failure.column - 1))


def _quote(document: Document, path: Key) -> int:
    """Return 1 where the value's place is that of its opening quotation mark."""
    line, column = document.marks.get(path, (0, 0))
    rows = document.text.split("\n")
    if not 0 < line <= len(rows):
        return 0
    return int(rows[line - 1][column - 1 : column] in ("'", '"'))
