"""Names that a person typed, checked one by one, so that what is wrong is one line with the nearest right name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.rulebook import Rulebook


def known(names: Iterable[str], all_names: Sequence[str], kind: str) -> None:
    """Check names.

    Raises:
        DocumentError: One is unknown, with the nearest known one.
    """
    for name in names:
        if name not in all_names:
            raise DocumentError(f'{kind} "{name}" is unknown', hint=did_you_mean(name, all_names))


def shared_boards(book: Rulebook) -> list[str]:
    """Return the boards that are nobody's own."""
    return [name for name in book.boards if name != "own"]
