"""Read YAML that strangers may have written: bounded, without tags or aliases, with a line for every value."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sim.documents.errors import DocumentError

MAX_BYTES = 1_000_000
MAX_DEPTH = 30
MAX_NODES = 200_000
MAX_MARKS = 30  # as in the stream-safe text of Unicode Annex 15

Key = tuple[str | int, ...]
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_NUMBER = re.compile(r"[-+]?([0-9]{1,18}\.[0-9]*|\.[0-9]+|[0-9]{1,18})([eE][-+]?[0-9]{1,3})?\Z")
_WORDS: dict[str, object] = {"": None, "null": None, "~": None, "true": True, "false": False}


@dataclass
class Document:
    """A parsed YAML document and where each of its values stands.

    Attributes:
        file: Path as shown to people.
        data: Plain dicts, lists, strings, numbers, booleans and None.
        marks: (line, column), both from 1, by path of keys; ``(*path, key, KEY)`` holds the place of a key itself.
        text: The source, for excerpts.
    """

    file: str
    data: Any
    marks: dict[Key, tuple[int, int]] = field(repr=False)
    text: str = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the text, first 16 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    def error(self, path: Key, message: str, hint: str = "", *, offset: int = 0, at_key: bool = False) -> DocumentError:
        """Return an error that points at a value (or its key), or at the nearest enclosing value that has a place."""
        place = self.marks.get((*path, KEY)) if at_key else self.marks.get(path)
        probe = path
        while place is None and probe:
            probe = probe[:-1]
            place = self.marks.get(probe)
        line, column = place or (1, 1)
        lines = self.text.splitlines()
        source = lines[line - 1] if 0 < line <= len(lines) else ""
        return DocumentError(message, file=self.file, line=line, column=column + offset, where=".".join(map(str, path)), hint=hint, source=source)


KEY = "\0key"


def read_document(path: Path, shown: str | None = None) -> Document:
    """Read one YAML file.

    Args:
        path: The file.
        shown: How to name it in errors; the path itself by default.

    Raises:
        DocumentError: The file is missing, too large, not UTF-8, or not YAML of the kind allowed here.
    """
    name = shown or str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise DocumentError("no such file", file=name) from None
    except OSError as failure:
        raise DocumentError(f"cannot be read: {failure.strerror}", file=name) from None
    if len(raw) > MAX_BYTES:
        raise DocumentError(f"is larger than the {MAX_BYTES:,} bytes a document may have", file=name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = raw[: failure.start].count(b"\n") + 1
        raise DocumentError("is not UTF-8 text", file=name, line=line) from None
    return parse_document(text, name)


def parse_document(text: str, file: str = "<text>") -> Document:
    """Parse YAML text into a `Document`; see `read_document` for what is refused."""
    if len(text) > MAX_BYTES:
        raise DocumentError(f"is larger than the {MAX_BYTES:,} bytes a document may have", file=file)
    _refuse_deep_flow(text, file)
    _refuse_piled_marks(text, file)
    try:
        return _Builder(unicodedata.normalize("NFC", text), file).build()
    except yaml.MarkedYAMLError as failure:
        mark = failure.problem_mark or failure.context_mark
        line = mark.line + 1 if mark else 0
        column = mark.column + 1 if mark else 0
        lines = text.splitlines()
        source = lines[line - 1] if 0 < line <= len(lines) else ""
        problem = failure.problem or "not YAML"
        raise DocumentError(f"YAML cannot be read: {problem}", file=file, line=line, column=column, source=source) from None
    except yaml.YAMLError as failure:
        raise DocumentError(f"YAML cannot be read: {str(failure).splitlines()[0]}", file=file) from None


def _refuse_deep_flow(text: str, file: str) -> None:
    """Refuse deep brackets before the scanner meets them: its time grows with the square of their depth."""
    depth = 0
    line = 1
    for character in text:
        if character == "\n":
            line += 1
        elif character in "[{":
            depth += 1
            if depth > 4 * MAX_DEPTH:
                raise DocumentError(f"nested deeper than the {MAX_DEPTH} levels a document may have", file=file, line=line)
        elif character in "]}":
            depth = max(0, depth - 1)


def _refuse_piled_marks(text: str, file: str) -> None:
    """Refuse long rows of combining marks: the time to normalise them grows with the square of their number."""
    if text.isascii():
        return
    row = 0
    for place, character in enumerate(text):
        row = row + 1 if unicodedata.combining(character) else 0
        if row > MAX_MARKS:
            line = text.count("\n", 0, place) + 1
            raise DocumentError(f"holds more than {MAX_MARKS} combining marks in a row", file=file, line=line)


class _Builder:
    """Turns parser events into plain values; keeps places; refuses aliases, tags, duplicates, depth and bulk."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.marks: dict[Key, tuple[int, int]] = {}
        self.nodes = 0
        self.events: Any = None

    def build(self) -> Document:
        self.events = iter(yaml.parse(self.text, Loader=_LOADER))
        data: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.fail(event, "holds more than one YAML document; one is expected")
            elif isinstance(event, yaml.NodeEvent):
                data = self.value(event, (), 0)
        return Document(self.file, data, self.marks, self.text)

    def fail(self, event: Any, message: str, hint: str = "") -> DocumentError:
        line, column = _place(event)
        lines = self.text.splitlines()
        source = lines[line - 1] if line <= len(lines) else ""
        return DocumentError(message, file=self.file, line=line, column=column, hint=hint, source=source)

    def value(self, event: Any, path: Key, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.fail(event, f"holds more than the {MAX_NODES:,} values a document may have")
        if depth > MAX_DEPTH:
            raise self.fail(event, f"nested deeper than the {MAX_DEPTH} levels a document may have")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.fail(event, "anchors and aliases are not allowed here", "write the value out")
        if event.tag not in (None, "!"):
            raise self.fail(event, f"the tag {event.tag} is not allowed here", "plain values only")
        self.marks[path] = _place(event)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event.value) if not event.style else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path, depth)
        return self.mapping(path, depth)

    def sequence(self, path: Key, depth: int) -> list[Any]:
        items: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.value(event, (*path, len(items)), depth + 1))
        return items

    def mapping(self, path: Key, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent) or event.tag not in (None, "!"):
                raise self.fail(event, "a key must be plain text")
            key = event.value
            if key in items:
                first = self.marks[(*path, key, KEY)][0]
                raise self.fail(event, f'key "{key}" stands twice', f"first on line {first}")
            self.marks[(*path, key, KEY)] = _place(event)
            items[key] = None
            items[key] = self.value(next(self.events), (*path, key), depth + 1)
        return items


def _place(event: Any) -> tuple[int, int]:
    """Return the line and column where an event begins, both from 1."""
    return event.start_mark.line + 1, event.start_mark.column + 1


def _scalar(word: str) -> Any:
    """Read a plain scalar: null, true, false and numbers; yes, no, on, off and dates stay words."""
    if word in _WORDS:
        return _WORDS[word]
    if _INTEGER.match(word):
        return int(word)
    if _NUMBER.match(word):
        return float(word)
    return word
