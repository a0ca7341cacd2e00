"""What every part of the generator shares: expressions to code with errors that point into the documents, loads, and functions."""

from __future__ import annotations

import keyword
from collections.abc import Callable
from typing import TypeVar

from sim.documents.errors import DocumentErrors
from sim.documents.reading import Key
from sim.documents.rulebook import Rulebook, Sources
from sim.documents.schema import Term
from sim.engine.expression import ExpressionError, Node, parse
from sim.engine.layout import Layout
from sim.engine.scope import Scope, state_only

Made = TypeVar("Made")
STATE = "s, o, k, e, b"
AFTER = "s, o, k, e, b, f, n"


class Writer:
    """Emits the functions of one rulebook."""

    def __init__(self, book: Rulebook, layout: Layout, sources: Sources | None = None) -> None:
        """Keep the rulebook, its layout and, for errors with file and line, its sources."""
        self.book, self.layout, self.sources = book, layout, sources
        self._refuse_odd_names()
        self.only_state = list(state_only(book))
        self.flag_names = [*book.flags, *book.derived, *(f"next.{name}" for name in self.only_state)]
        self.flag_names += [f"{word}.{seat}" for word in ("breaks", "delivers") for seat in book.seats]
        self.flag_index = {name: place for place, name in enumerate(self.flag_names)}

    def _refuse_odd_names(self) -> None:
        """Refuse names that would not be plain names in the source: what documents say never becomes code by itself."""
        book = self.book
        named = [*book.coefficients, *book.dials, *book.memories, *book.clocks, *book.derived, *book.flags, *book.events, *book.tables, *book.cards]
        for name in [*named, *book.seats, *(lever.replace(".", "_") for lever in book.levers)]:
            if not name.isidentifier() or keyword.iskeyword(name):
                raise ValueError(f'"{name}" cannot name anything in a rulebook')

    # --- expressions, with errors that point into the documents

    def tree(self, text: str | float, path: Key) -> Node:
        """Parse one expression of the rulebook."""
        return self.guard(path, lambda: parse(str(text)))

    def number(self, scope: Scope, text: str | float, path: Key) -> str:
        """Emit one expression as a number."""
        return self.guard(path, lambda: scope.number(parse(str(text))))

    def condition(self, scope: Scope, text: str, path: Key) -> str:
        """Emit one expression as a condition."""
        return self.guard(path, lambda: scope.condition(parse(text)))

    def guard(self, path: Key, work: Callable[[], Made]) -> Made:
        """Do some work on an expression; what is wrong with it is told with its place in the documents."""
        try:
            return work()
        except ExpressionError as failure:
            if self.sources is None:
                raise
            document = self.sources.document(path)
            line, column = document.marks.get(path, (1, 1))
            quoted = 1 if document.text.splitlines()[line - 1][column - 1 : column] in ("'", '"') else 0
            raise DocumentErrors([document.error(path, failure.message, failure.hint, offset=failure.column + quoted)]) from None

    def scope(self, *, after: bool, extra: dict[str, str] | None = None, shifted: bool = False) -> Scope:
        """Return a fresh scope."""
        return Scope(self.book, self.layout, after_orders=after, extra=extra or {}, shifted=shifted)

    def loads(self, scope: Scope) -> list[str]:
        """Return the lines that load what a scope's code uses: arrays first, then start values of derived dials."""
        lines: dict[str, str] = {}
        inline: list[str] = []
        for name in sorted(scope.needs, key=self.flag_order):
            if name.startswith("next."):
                base = name[5:]
                place = f"n[{self.layout.index[base]}]" if base in self.book.dials else f"f[{self.flag_index[name]}]"
                lines[f"next_{base}"] = place
            elif scope.after_orders:
                lines[name.replace(".", "_")] = f"f[{self.flag_index[name]}]"
            else:
                inner = self.scope(after=False)
                code = self.number(inner, self.book.derived[name].value, ("derived", name, "value"))
                low, high = self.book.derived[name].range
                inline += [*(f"{local} = {load}" for local, load in inner.loads.items()), f"{name} = clip({code}, {low!r}, {high!r})"]
        rows = {**scope.loads, **lines}
        return [*(f"{local} = {load}" for local, load in sorted(rows.items(), key=by_place)), *dict.fromkeys(inline)]

    def flag_order(self, name: str) -> int:
        """Return where a flag, derived dial or next value stands, for a stable order."""
        return self.flag_index.get(name, len(self.flag_index) + self.layout.index.get(name[5:], 0))


def by_place(load: tuple[str, str]) -> tuple[str, int]:
    """Order loads by array and place."""
    array, _, place = load[1].rstrip("]").partition("[")
    return array, int(place)


def grounds(content: Term) -> str:
    """Return what a term rests on, for the comment beside it."""
    return one_line(", ".join(content.claims)) if content.claims else "ours"


def one_line(text: str) -> str:
    """Return text that cannot leave the comment it is put into."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def function(signature: str, rows: list[str]) -> str:
    """Return a function from its signature and lines."""
    return "\n".join([f"def {signature}:", *(f"    {row}" for row in rows)])
