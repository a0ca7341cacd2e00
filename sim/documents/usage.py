"""What of a rulebook is used: coefficients, dials, levers and settings that no expression reads are reported."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator

from sim.documents.reading import Key
from sim.documents.rulebook import Rulebook, Sources

_EXPRESSIONS = ("add", "value", "chance", "since", "next", "forbids", "bites", "when", "needs", "open")
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)?")
_COMPARISON = re.compile(r"([A-Z]+\.[a-z_0-9]+)\s*(<=|>=|==|!=|<|>)\s*([a-z_][a-z_0-9]*)")

_HOLDS: dict[str, Callable[[int, int], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}


def expressions(sources: Sources) -> list[tuple[Key, str]]:
    """Return every expression of the rulebook with its path."""
    return [found for document in sources.documents for found in _texts(document.data, ())]


def names_in(text: str) -> set[str]:
    """Return the names in an expression, without a leading ``next.``; settings and functions are among them."""
    return {name.removeprefix("next.") for name in _NAME.findall(text)}


def unused(book: Rulebook, sources: Sources) -> dict[str, list[str]]:
    """Return what no expression reads, by kind; what feeds only itself counts as unused.

    Returns:
        Names by kind (``coefficients``, ``dials``, …, ``settings``), kinds without a finding left out.
    """
    texts = expressions(sources)
    read: set[str] = set()
    for path, text in texts:
        own = str(path[1]) if path[0] in ("dials", "memories") and len(path) > 1 else ""
        read |= names_in(text) - {own}
    read |= set(book.incident.raises) | {book.deterrence_mandate.clock}
    used_clauses = {clause for package in book.packages.values() for clause in (*package.clauses, *package.optional)}
    found: dict[str, list[str]] = {
        "coefficients": _missing(book.coefficients, read),
        "dials": _missing(book.dials, read),
        "memories": _missing(book.memories, read),
        "clocks": _missing(book.clocks, read),
        "events": _missing(book.events, read),
        "measures": _missing([*book.derived, *book.flags], read),
        "tables": _missing(book.tables, read),
        "cards": _missing(book.cards, read),
        "levers": _missing(book.levers, read),
        "clauses": _missing(book.clauses, used_clauses),
        "settings": twins(book, [text for _, text in texts]),
    }
    return {kind: names for kind, names in found.items() if names}


def twins(book: Rulebook, texts: Iterable[str]) -> list[str]:
    """Return neighbouring settings that nothing tells apart: no comparison, no table that is read, no clause's bound."""
    marks: dict[str, list[list[float]]] = {lever: [] for lever in book.levers}
    called: set[str] = set()
    for text in texts:
        called |= names_in(text)
        for lever, sign, setting in _COMPARISON.findall(text):
            if lever in book.levers and setting in book.levers[lever].settings:
                marks[lever].append(_split(book.levers[lever].settings, sign, setting))
    for name, table in book.tables.items():
        if name in called and table.of in marks:
            marks[table.of].append(list(table.values))
    return [
        f"{lever}: {first} and {second}"
        for lever, content in book.levers.items()
        for place, (first, second) in enumerate(zip(content.settings, content.settings[1:], strict=False))
        if all(row[place] == row[place + 1] for row in marks[lever])
    ]


def _split(settings: list[str], sign: str, setting: str) -> list[float]:
    """Return 1 for each setting of which the comparison holds, else 0."""
    at = settings.index(setting)
    return [float(_HOLDS[sign](place, at)) for place in range(len(settings))]


def _missing(names: Iterable[str], read: set[str]) -> list[str]:
    return [name for name in names if name not in read]


def _texts(value: object, path: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, (*path, place))
    elif isinstance(value, str) and path and (path[-1] in _EXPRESSIONS or set(path[-2:]) & {"bounds", "believed"}):
        yield path, value
