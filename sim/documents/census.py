"""The census of AI games: which figures are taken, what is asked of them and why."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import model_validator

from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean
from sim.documents.placing import placed, told
from sim.documents.reading import Document, read_document
from sim.documents.rulebook import Rulebook
from sim.documents.schema import Grounded, Strict, validate
from sim.documents.sheet import parse_sheet

Measured = Literal[
    "never_used",
    "most_used",
    "never_used_in_a_lens",
    "most_used_in_a_lens",
    "repeated",
    "right_last",
    "right_second",
    "advisers_differ",
    "planner_against_payoff",
    "planner_against_noiseless",
    "planner_decides_in",
]


class Range(Grounded):
    """What is asked of a figure, and why; it says at least one bound.

    Attributes:
        least: Smallest value that passes.
        most: Largest value that passes.
        below: Value that it must stay under.
    """

    least: float | None = None
    most: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Range:
        if self.least is None and self.most is None and self.below is None:
            raise ValueError("asks nothing; add least:, most: or below:")
        return self

    def holds(self, value: float) -> bool:
        """Say whether a value passes; a value that is not a number does not."""
        return (
            value == value  # noqa: PLR0124  (nan differs from itself)
            and (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most)
            and (self.below is None or value < self.below)
        )

    def text(self) -> str:
        """Return the range as people read it."""
        parts = [f"{sign} {bound:g}" for sign, bound in ((">=", self.least), ("<=", self.most), ("<", self.below)) if bound is not None]
        return " and ".join(parts)


class Figure(Strict):
    """A figure over many games: exactly one way to take an expression over their seasons.

    Attributes:
        title: What it is, for people.
        games: Share of games in which a condition holds in some season.
        seasons: Mean over all seasons played; of a condition, the share.
        count: Sum over a game's seasons, mean over games.
        median: Median over all seasons played.
        last: Value at the end of a game, mean over games.
        asked: What is asked of the pooled figure.
    """

    title: str
    games: str | None = None
    seasons: str | None = None
    count: str | None = None
    median: str | None = None
    last: str | None = None
    asked: Range | None = None

    @model_validator(mode="after")
    def _one(self) -> Figure:
        if sum(text is not None for text in (self.games, self.seasons, self.count, self.median, self.last)) != 1:
            raise ValueError("a figure is exactly one of games, seasons, count, median, last")
        return self

    @property
    def way(self) -> tuple[str, str]:
        """How it is taken, and its expression."""
        for name in ("games", "seasons", "count", "median", "last"):
            text = getattr(self, name)
            if text is not None:
                return name, text
        raise AssertionError


class Census(Strict):
    """What a census of AI games measures and asks.

    Attributes:
        title: Its title.
        figures: Figures, by name.
        worlds: Figures that tell how the lenses' worlds differ.
        measured: What is asked of figures that the commands take themselves.
        explained: By lever and setting, such as ``CHN.host=no``, why a share over the asked one is in order.
        sheets: By seat and name, constant sheets tried against AI play.
    """

    title: str
    figures: dict[str, Figure]
    worlds: list[str]
    measured: dict[Measured, Range]
    explained: dict[str, str] = {}
    sheets: dict[str, dict[str, str]]


def read_census(path: Path, book: Rulebook, shown: str | None = None) -> Census:
    """Read the census document.

    Raises:
        DocumentErrors: It does not fit the schema, or names what the rulebook does not know.
    """
    return check_census(read_document(path, shown), book)


def check_census(document: Document, book: Rulebook) -> Census:
    """Check a parsed document as a census; see `read_census`. Expressions are read when they are measured."""
    census = validate(Census, document, "census")
    errors: list[DocumentError] = []
    for place, name in enumerate(census.worlds):
        if name not in census.figures:
            errors.append(told(document, ("worlds", place), f'figure "{name}" is unknown', did_you_mean(name, census.figures)))
    for text in census.explained:
        lever, _, setting = text.partition("=")
        if lever not in book.levers or setting not in book.levers[lever].settings:
            errors.append(told(document, ("explained", text), f'"{text}" is no setting of a lever', did_you_mean(lever, book.levers)))
    for seat, sheets in census.sheets.items():
        for name, sheet in sheets.items():
            try:
                parse_sheet(sheet, seat, book)
            except DocumentError as failure:
                errors.append(placed(document, ("sheets", seat, name), failure))
    if errors:
        raise DocumentErrors(errors)
    return census
