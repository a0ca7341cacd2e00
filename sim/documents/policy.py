"""Policies: what a seat or several set in which season, as rows that can be read aloud."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean
from sim.documents.placing import placed, told
from sim.documents.reading import Document, read_document
from sim.documents.rulebook import Rulebook
from sim.documents.schema import Grounded, Strict, validate
from sim.documents.sheet import parse_sheet


class RowText(Strict):
    """One row as written."""

    seat: str
    when: str | None = Field(default=None, min_length=1)
    set: str = Field(min_length=1)


class PolicyText(Grounded):
    """A policy as written; it names claims, or says under `ours` where it comes from."""

    id: str
    title: str
    author: str | None
    board: list[str] = []
    says: str
    rows: list[RowText] = Field(min_length=1, max_length=100)


@dataclass(frozen=True)
class Row:
    """Orders of one seat under a condition.

    Attributes:
        seat: Whose orders.
        when: An expression over start-of-season values, with ``season`` counted from 1; None means always.
        orders: Settings by full name of the lever.
    """

    seat: str
    when: str | None
    orders: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Policy:
    """A policy: rows apply in order and later rows win; levers not set are left to the seat's own judgement.

    Attributes:
        id: The file's name.
        title: The name that people read.
        author: The seed whose recommendation it is, or None.
        board: What its author values most: boards that are nobody's own, on which it is to beat aligned engagement.
        claims: Claims it rests on.
        says: What it amounts to, in one paragraph.
        ours: Where it comes from, if from no seed.
        rows: The rows.
        digest: Digest of the document, for records.
    """

    id: str
    title: str
    author: str | None
    board: tuple[str, ...]
    claims: tuple[str, ...]
    says: str
    ours: str | None
    rows: tuple[Row, ...]
    digest: str

    @property
    def seats(self) -> list[str]:
        """The seats that the policy gives orders to, in the order of its rows."""
        return list(dict.fromkeys(row.seat for row in self.rows))


def read_policy(path: Path, book: Rulebook, shown: str | None = None) -> Policy:
    """Read a policy; its file name is its id.

    Raises:
        DocumentErrors: It does not fit the schema, or names a seat, lever or setting that the rulebook does not know.
    """
    return check_policy(read_document(path, shown), path.stem, book)


def check_policy(document: Document, name: str, book: Rulebook) -> Policy:
    """Check a parsed document as the policy called `name`; see `read_policy`. Conditions are checked by the engine."""
    text = validate(PolicyText, document, "policy")
    errors: list[DocumentError] = []
    if text.id != name:
        errors.append(told(document, ("id",), f'the id is "{text.id}", the file is called "{name}"'))
    boards = [board for board in book.boards if board != "own"]
    for place, board in enumerate(text.board):
        if board not in boards:
            errors.append(told(document, ("board", place), f'board "{board}" is unknown', did_you_mean(board, boards)))
    rows = []
    for place, row in enumerate(text.rows):
        if row.seat not in book.seats:
            errors.append(told(document, ("rows", place, "seat"), f'seat "{row.seat}" is unknown', did_you_mean(row.seat, book.seats)))
            continue
        try:
            rows.append(Row(row.seat, row.when, parse_sheet(row.set, row.seat, book)))
        except DocumentError as failure:
            errors.append(placed(document, ("rows", place, "set"), failure))
    if errors:
        raise DocumentErrors(errors)
    return Policy(text.id, text.title, text.author, tuple(text.board), tuple(text.claims), text.says.strip(), text.ours, tuple(rows), document.digest)
