"""Measures: one number for each game, with its unit and a sentence that says what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sim.batch.played import Played
from sim.documents.errors import DocumentError, DocumentErrors
from sim.documents.experiment import Defined, Experiment
from sim.documents.placing import told
from sim.documents.reading import Document
from sim.documents.rulebook import Rulebook
from sim.engine.expression import ExpressionError
from sim.engine.layout import plain
from sim.engine.program import Program
from sim.rollout.runner import Games, fact_names
from sim.rollout.seasons import Seasons

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

Kind = Literal["number", "count", "yes", "word"]
YES = "0 or 1"
SEASONS = "seasons"


@dataclass(frozen=True)
class Column:
    """What a column of the result holds.

    Attributes:
        name: Its name.
        kind: A number, a whole count, 0 or 1, or a word.
        unit: Its unit.
        says: A sentence that says what it is.
        words: For words, all that may stand in it.
    """

    name: str
    kind: Kind
    unit: str
    says: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A column and how it is reckoned: an array by game."""

    column: Column
    of: Callable[[Played], Array]


def measures(program: Program, experiment: Experiment) -> list[Measure]:
    """Return the measures of a checked experiment in their order, its own definitions last."""
    return [*(_named(program, name) for name in experiment.measures), *(_defined(name, each) for name, each in experiment.define.items())]


def _named(program: Program, name: str) -> Measure:
    head, _, rest = name.partition(".")
    if name in _OUTCOMES:
        return _OUTCOMES[name]
    if head == "end":
        return _at_end(program, name, rest)
    if head == "in_force":
        fact, title = f"in_{plain(rest)}", program.book.packages[rest].title
        return Measure(Column(name, "yes", YES, f'Whether "{title}" is in force at the end'), lambda games: games.at_end(games.fact(fact)))
    if head in program.book.boards:
        return _board(program, name)
    lever, _, setting = name.rpartition(".")
    condition = f"{lever} == {setting}"
    says = f"Seasons in which {lever.split('.')[0]} set {lever.split('.')[1]} to {setting}"
    return Measure(Column(name, "count", SEASONS, says), lambda games: (games.seasons.evaluate(condition) * games.seasons.on).sum(axis=1))


def _board(program: Program, name: str) -> Measure:
    head, _, seat = name.partition(".")
    board = program.book.boards[head]
    unit = "payoff per season" if seat else "probability 0-1" if board.range == (0, 1) else "dial 0-10"
    over = {"mean": "mean over scheduled seasons", "last": "last season", "product": "product over scheduled seasons"}[board.over]
    cut = "for seasons cut off by war" if board.over == "mean" else "after war"
    says = f"{board.title}{f' of {seat}' if seat else ''}: {over}; {board.floor:g} {cut}; {board.better}er is better"
    return Measure(Column(name, "number", unit, says), lambda games: games.boards[name])


def _at_end(program: Program, name: str, value: str) -> Measure:
    title, unit = state_value(program.book, value)
    place = program.layout.index[value]
    column = Column(name, "number", unit, f"{title}, at the end of the last season played")
    return Measure(column, lambda games: games.at_end(games.seasons.states[:, :, place]))


def state_value(book: Rulebook, name: str) -> tuple[str, str]:
    """Return title and unit of a dial, memory or clock."""
    if name in book.dials:
        return book.dials[name].title, "dial 0-10"
    if name in book.clocks:
        return book.clocks[name].title, SEASONS
    return book.memories[name].title, SEASONS if book.memories[name].since else "number"


def _sum_of(fact: str) -> Callable[[Played], Array]:
    return lambda games: games.fact(fact).sum(axis=1)


_OUTCOMES = {
    "seasons": Measure(Column("seasons", "count", SEASONS, "Seasons played"), lambda games: games.played),
    "war": Measure(Column("war", "yes", YES, "Whether war came"), lambda games: games.war),
    "early_end": Measure(Column("early_end", "yes", YES, "Whether it ended before its last season, without war"), lambda games: games.early),
    "incidents": Measure(Column("incidents", "count", "incidents", "Incidents in the whole game"), _sum_of("incident")),
    "talks": Measure(Column("talks", "count", SEASONS, "Seasons in which Washington and Pyongyang held talks"), _sum_of("talked")),
    "signed": Measure(Column("signed", "count", "accords", "Accords signed in the whole game"), _sum_of("signed")),
    "broken": Measure(Column("broken", "count", "accords", "Accords broken off in the whole game"), _sum_of("broken")),
    "accords": Measure(Column("accords", "count", "accords", "Accords in force at the end"), lambda games: games.at_end(games.fact("accords"))),
}


def _defined(name: str, each: Defined) -> Measure:
    window = f"seasons {each.seasons[0]} to {each.seasons[1]}" if each.seasons else "all seasons played"
    kind: Kind = {"any": "yes", "count": "count"}.get(each.how, "number")  # type: ignore[assignment]
    usual = {"any": YES, "count": SEASONS, "risk": "probability 0-1"}.get(each.how, "number")
    says = f"{_SAYS[each.how]} {each.text}, over {window}"
    return Measure(Column(name, kind, each.unit or usual, says), lambda games: _reckoned(games, each))


_SAYS = {
    "any": "Whether this held in any season:",
    "count": "Seasons in which this held:",
    "mean": "Mean of",
    "last": "Last value of",
    "most": "Largest value of",
    "least": "Smallest value of",
    "risk": "One minus the product of one minus",
}


def _reckoned(games: Played, each: Defined) -> Array:
    """Return a defined measure by game; where a game ended before the first season asked for, zero or, for a value, not a number."""
    import numpy as np  # noqa: PLC0415  (only batches need it)

    first, last = (each.seasons[0] - 1, each.seasons[1]) if each.seasons else (0, games.length)
    on = games.seasons.on[:, first:last]
    with np.errstate(all="ignore"):  # a person's own expression may divide by nothing
        values = games.seasons.evaluate(each.text)[:, first:last]
    if each.how in ("any", "count"):
        held: Array = (values != 0) & on
        return np.asarray(held.any(axis=1) if each.how == "any" else held.sum(axis=1))
    if each.how == "risk":
        return np.asarray(1.0 - np.where(on, 1.0 - values, 1.0).prod(axis=1))
    return _value(each.how, values, on)


def _value(how: str, values: Array, on: Array) -> Array:
    """Return mean, last, largest or smallest value over the seasons that were played; not a number where none was."""
    import numpy as np  # noqa: PLC0415

    counted = on.sum(axis=1)
    if not on.shape[1]:
        return np.full(len(on), np.nan)
    if how == "mean":
        found = np.where(on, values, 0.0).sum(axis=1) / np.maximum(counted, 1)
    elif how == "last":
        found = values[np.arange(len(on)), np.maximum(counted, 1) - 1]
    elif how == "most":
        found = np.where(on, values, -np.inf).max(axis=1)
    else:
        found = np.where(on, values, np.inf).min(axis=1)
    return np.where(counted > 0, found, np.nan)


def check_expressions(document: Document, experiment: Experiment, program: Program) -> None:
    """Check the expressions that an experiment defines, by reckoning them for a game of one empty season.

    Raises:
        DocumentErrors: One cannot be measured; the error points into the document.
    """
    import numpy as np  # noqa: PLC0415

    layout = program.layout
    nothing = Games([1], [0.0] * len(layout.state), [0] * len(layout.levers), [0.0] * len(fact_names(program)), [], 1, False)
    season = Seasons(program, nothing)
    errors: list[DocumentError] = []
    for name, each in experiment.define.items():
        try:
            with np.errstate(all="ignore"):
                season.evaluate(each.text)
        except ExpressionError as failure:
            errors.append(told(document, ("define", name, each.how), failure.message, failure.hint, offset=failure.column))
    if errors:
        raise DocumentErrors(errors)
