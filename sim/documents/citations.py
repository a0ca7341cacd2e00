"""Where documents name claims: every citation with its place, so that a wrong one can be pointed at and a right one counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.placing import told
from sim.documents.reading import Document, Key

SECTIONS = {
    "dials": "term",
    "payoffs": "payoff",
    "rules": "rule",
    "events": "event",
    "clocks": "clock",
    "derived": "measure",
    "flags": "flag",
    "clauses": "clause",
    "packages": "accord",
    "accords": "accord rules",
    "answers": "answer",
    "snap_back": "snap-back",
    "ends": "ending",
    "mechanics": "mechanic",
}
_UNSAID = ("change", "steps_back", "sides")


@dataclass(frozen=True)
class Citation:
    """One claim id named somewhere.

    Attributes:
        claim: The id as written.
        where: What names it, in words: ``term hope.open_line``, ``brief 2018-thaw US``.
        document: The document; `path` leads to the id, or to the text that holds it.
    """

    claim: str
    where: str
    document: Document
    path: Key


def citations(document: Document) -> Iterator[Citation]:
    """Yield every claim id that stands in a list called ``claims``."""
    for path, value in _strings(document.data, ()):
        if len(path) > 1 and path[-2] == "claims" and isinstance(path[-1], int):
            yield Citation(value, _where(document, path), document, path)


def mentions(document: Document, arguments: Iterable[str]) -> Iterator[Citation]:
    """Yield every claim id that is named in running text."""
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, arguments))})\.[A-Za-z][A-Za-z0-9_]*")
    for path, value in _strings(document.data, ()):
        if "claims" not in path:
            for match in pattern.finditer(value):
                yield Citation(match.group(), _where(document, path), document, path)


def unknown_claims(found: Iterable[Citation], known: Iterable[str]) -> list[DocumentError]:
    """Return an error for every citation of a claim that does not exist, at its line, with the nearest id."""
    names = set(known)
    return [_point(each, names) for each in found if each.claim not in names]


def _point(citation: Citation, known: set[str]) -> DocumentError:
    failure = told(citation.document, citation.path, f'claim "{citation.claim}" is unknown', did_you_mean(citation.claim, known))
    rows = citation.document.text.split("\n")
    for number in range(max(0, failure.line - 1), min(len(rows), failure.line + 40)):
        column = rows[number].find(citation.claim)
        if column >= 0:
            failure.line, failure.column, failure.source = number + 1, column + 1, rows[number]
            break
    return DocumentError(
        failure.message, file=failure.file, line=failure.line, column=failure.column, where=failure.where, hint=failure.hint, source=failure.source
    )


def _where(document: Document, path: Key) -> str:
    header = str(document.data.get("peninsula", "")).split()[0] if isinstance(document.data, dict) else ""
    parts = [str(part) for part in path if part not in _UNSAID and not isinstance(part, int) and part != "claims"]
    if header == "rulebook":
        section = SECTIONS.get(parts[0], parts[0].replace("_", " "))
        return " ".join([section, ".".join(parts[1:])]).strip()
    if header == "briefs":
        return f"brief {document.data.get('scenario')} {parts[0]}"
    if header == "policy":
        return f"policy {document.data.get('id')}"
    return " ".join([header, *parts[-1:]])


def _strings(value: object, path: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _strings(inner, (*path, place))
    elif isinstance(value, str):
        yield path, value
