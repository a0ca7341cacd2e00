"""The log of a lesson: append-only lines in SQLite; what is written is on disk before anybody is told so."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.documents.errors import DocumentError

MARK = 0x50454E31  # "PEN1": how a lesson file is told from other databases
SCHEMA = """
CREATE TABLE lines (
    number INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    kind TEXT NOT NULL,
    form TEXT NOT NULL,
    data TEXT NOT NULL,
    made TEXT
);
CREATE UNIQUE INDEX once ON lines (who, form) WHERE form != '';
CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class LogError(DocumentError):
    """The file is no lesson, is in use, or cannot be written."""


@dataclass
class Line:
    """One line of the log.

    Attributes:
        number: From 1, without gaps.
        at: Seconds since 1970 on the server's clock.
        who: Id of a member, ``teacher``, ``server``, or a visitor at the door.
        kind: Name of the deed.
        data: What was asked, as checked.
        form: Idempotency key: a form of somebody is taken once.
        made: What came of it where that must not be worked out again, such as the record of a season; None: nothing.
    """

    number: int
    at: float
    who: str
    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    form: str = ""
    made: dict[str, Any] | None = None

    def plain(self) -> dict[str, Any]:
        """Return the line as plain data, for an export."""
        return {name: getattr(self, name) for name in ("number", "at", "who", "kind", "form", "data", "made")}


class Log:
    """A lesson file, held by one server at a time.

    Secrets (what tokens are made from, a sealed lens) stand in a table of their own and are never exported with the lines.
    """

    def __init__(self, path: Path) -> None:
        """Open a lesson file, or begin a new one readable by its owner only.

        Raises:
            LogError: It is no lesson file, or another server holds it.
        """
        self.path = path
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._base = sqlite3.connect(path, isolation_level=None, timeout=1.0)
        try:
            self._base.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._begin()
        except sqlite3.DatabaseError as failure:
            self._base.close()
            busy = "locked" in str(failure)
            raise LogError("another server holds this lesson" if busy else "this is no lesson file", file=str(path)) from None

    def _begin(self) -> None:
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=FULL")
        self._base.execute("BEGIN IMMEDIATE")
        mark = self._base.execute("PRAGMA application_id").fetchone()[0]
        tables = self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not tables:
            for statement in SCHEMA.split(";\n"):
                self._base.execute(statement)
            self._base.execute(f"PRAGMA application_id={MARK}")
        elif mark != MARK:
            self._base.execute("ROLLBACK")
            raise sqlite3.DatabaseError("no lesson")
        self._base.execute("COMMIT")

    def lines(self) -> Iterator[Line]:
        """Yield every line in order."""
        for number, at, who, kind, form, data, made in self._base.execute(
            "SELECT number, at, who, kind, form, data, made FROM lines ORDER BY number"
        ):
            yield Line(number, at, who, kind, json.loads(data), form, json.loads(made) if made else None)

    def write(self, lines: Sequence[Line]) -> None:
        """Put lines on disk, all or none; they are there when this returns.

        Raises:
            LogError: The disk is full, or the file cannot be written.
        """
        rows = [
            (
                line.number,
                line.at,
                line.who,
                line.kind,
                line.form,
                json.dumps(line.data, ensure_ascii=False),
                None if line.made is None else json.dumps(line.made, ensure_ascii=False),
            )
            for line in lines
        ]
        try:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany("INSERT INTO lines (number, at, who, kind, form, data, made) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            self._base.execute("COMMIT")
        except sqlite3.Error as failure:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise LogError(str(failure), file=str(self.path)) from failure

    def secret(self, name: str) -> str:
        """Return a secret, or an empty text."""
        found = self._base.execute("SELECT value FROM secrets WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def keep_secret(self, name: str, value: str) -> None:
        """Keep a secret on disk."""
        self._base.execute("INSERT OR REPLACE INTO secrets (name, value) VALUES (?, ?)", (name, value))

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def delete(self) -> None:
        """Delete the lesson with everything in it."""
        self.close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
