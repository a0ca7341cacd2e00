"""The words of the description: one document, with slots that are filled from the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sim.documents.library import Library
from sim.documents.reading import read_document
from sim.documents.rulebook import Rulebook
from sim.documents.schema import Grounded
from sim.engine.layout import Layout, lay_out
from sim.report.odd.markdown import table

LANGUAGE = "en"


class Words:
    """Sentences, heads of tables and short phrases.

    Attributes:
        data: The document.
        used: Phrases and tables taken so far; a test holds that none is kept in vain.
    """

    def __init__(self, library: Library) -> None:
        """Read the document."""
        name = f"text/{LANGUAGE}/odd.yaml"
        self.data: dict[str, Any] = read_document(library.package / name, f"sim/{name}").data
        self.used: set[str] = set()

    def phrase(self, key: str, **slots: str) -> str:
        """Return a short phrase with its slots filled."""
        self.used.add(f"phrases.{key}")
        return str(self.data["phrases"][key]).format(**slots)

    def about(self, kind: str, name: str) -> Any:
        """Return what is said of one thing that the engine knows by name: a mechanic, a function, a purpose of draws.

        Raises:
            KeyError: Nothing is said of it; the words lag behind the engine.
        """
        self.used.add(f"{kind}.{name}")
        return self.data[kind][name]

    def table(self, name: str, rows: Iterable[Sequence[str]], more: Sequence[str] = ()) -> str:
        """Return a table under its heads, with further heads where columns depend on the documents."""
        self.used.add(f"tables.{name}")
        return table([*self.data["tables"][name], *more], rows)

    def grounds(self, item: Grounded) -> str:
        """Return what something rests on: claims, or our reason, or both."""
        parts = [*item.claims, *([self.phrase("ours", reason=item.ours)] if item.ours else [])]
        return ", ".join(parts)

    def yes(self, holds: object) -> str:
        """Return yes, or an empty cell."""
        return self.phrase("yes") if holds else ""

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts as a list in a sentence: a, b and c."""
        every = list(parts)
        if len(every) < 2:
            return "".join(every)
        return self.phrase("and_last", first=", ".join(every[:-1]), last=every[-1])


class Subject:
    """What is described, and the words for it.

    Attributes:
        library, book, layout: The documents.
        words: The words.
    """

    def __init__(self, library: Library) -> None:
        """Read the rulebook and the words.

        Raises:
            DocumentErrors: A document is wrong.
        """
        self.library = library
        self.book: Rulebook = library.rulebook()[0]
        self.layout: Layout = lay_out(self.book)
        self.words = Words(library)
