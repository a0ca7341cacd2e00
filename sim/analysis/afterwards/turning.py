"""Turning points: for every season of a finished game, what other sheets of a seat would have changed, by futures on common draws."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sim.agents.payoff import choose
from sim.analysis.estimate import mean_of
from sim.analysis.forecast.played import Cancelled, GoOn
from sim.analysis.forecast.result import Z95
from sim.engine.errors import OutOfTime, Refused
from sim.engine.game import Game
from sim.engine.past import own_desk
from sim.rollout.futures import futures_of, order_row, sheet_scores
from sim.rollout.runner import Start, native_ready
from sim.rollout.scores import score_names
from sim.rollout.session import Session

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

FUTURES = 256
SECONDS = 30.0  # of plain Python; one round over all seasons is always played
NATIVE_ROUND, PLAIN_ROUND = 64, 4
STANDING = "standing"
_Sheet = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Moved:
    """How far a board would have ended elsewhere: the mean over paired futures, and how far that may be off at 95 %."""

    mean: float
    margin: float

    @property
    def clear(self) -> bool:
        """Whether the difference is more than what few futures may make up."""
        return abs(self.mean) > self.margin


@dataclass(frozen=True)
class Otherwise:
    """Another sheet that a seat could have sent in a season.

    Attributes:
        season: From 0.
        by: Whose it is: ``standing`` for no change, and advisers by the id of their op-ed.
        orders: Setting by lever, where it differs from what was sent.
        boards: What it would have changed at the end, by name of `score_names`.
    """

    season: int
    by: tuple[str, ...]
    orders: dict[str, str]
    boards: dict[str, Moved]


@dataclass(frozen=True)
class Turns:
    """What other sheets would have changed.

    Attributes:
        seat: Whose sheets.
        futures: How many futures were played for each sheet.
        native: Whether compiled code played them.
        others: Every sheet looked at, by season.
    """

    seat: str
    futures: int
    native: bool
    others: tuple[Otherwise, ...]

    def largest(self, board: str) -> Otherwise | None:
        """Return the sheet that would clearly have changed a board most, or None."""
        clear = [each for each in self.others if each.boards[board].clear]
        return max(clear, key=lambda each: abs(each.boards[board].mean), default=None)

    def season(self, season: int, board: str) -> Moved | None:
        """Return the largest clear change of a board by a sheet of one season, or None."""
        moved = [each.boards[board] for each in self.others if each.season == season and each.boards[board].clear]
        return max(moved, key=lambda each: abs(each.mean), default=None)


@dataclass
class _Branching:
    """A season, the sheets compared in it (the first is the one sent), and the boards played so far."""

    season: int
    start: Start
    rows: list[list[int]]
    by: list[tuple[str, ...]]
    orders: list[dict[str, str]]
    scores: list[Array] = field(default_factory=list)


def turning_points(  # noqa: PLR0913  (how to play is asked apart)
    session: Session,
    seat: str,
    lenses: Mapping[str, Sequence[float]],
    *,
    count: int | None = None,
    native: bool | None = None,
    seconds: float | None = None,
    go_on: GoOn | None = None,
) -> Turns:
    """Return what other sheets of a seat would have changed in each season of a finished game.

    The sheets looked at are the standing one (nothing changed) and those that the advisers would have counselled on the seat's own view.
    Each future begins at the season's table as it was, with what had been signed; from the next season on AI seats play all four.

    Args:
        session: The game, over.
        seat: Whose sheets.
        lenses: Coefficients by adviser.
        count: Futures for each sheet; by default `FUTURES`.
        native: Compiled or plain; by default compiled where compiled code is at hand. Plain Python plays as many as fit the time.
        seconds: The time of plain Python; by default `SECONDS`.
        go_on: Called between seasons with steps done and wanted; False cancels.

    Raises:
        OutOfTime: The game goes on.
        Cancelled: `go_on` said so.
    """
    if not session.game.over:
        raise OutOfTime("turning points are looked for when the game is over")
    seasons = list(_branchings(session, seat, lenses))
    if not seasons:
        return Turns(seat, 0, False, ())
    compiled = native_ready(seasons[0].start) if native is None else native
    futures, patience = FUTURES if count is None else count, SECONDS if seconds is None else seconds
    each = min(futures, NATIVE_ROUND if compiled else PLAIN_ROUND)
    rounds, begun, done = -(-futures // each), time.monotonic(), 0
    for turn in range(rounds):
        numbers = range(turn * each, min((turn + 1) * each, futures))
        for branching in seasons:
            if go_on is not None and not go_on(done, rounds * len(seasons)):
                raise Cancelled
            branching.scores.append(sheet_scores(branching.start, branching.rows, numbers, native=compiled))
            done += 1
        if not compiled and time.monotonic() - begun > patience:
            break
    others = tuple(found for branching in seasons for found in _measured(branching, seat, session.game))
    return Turns(seat, sum(part.shape[1] for part in seasons[0].scores), compiled, others)


def table_again(game: Game, season: int) -> Game:
    """Return a game as it stood when a season's sheets were sealed, with what its table had signed; no agent is asked."""
    other = game.fork(season)
    other.open_quietly()
    other.table.repeat(game.played[season].account)
    return other


def _branchings(session: Session, seat: str, lenses: Mapping[str, Sequence[float]]) -> Iterator[_Branching]:
    """Yield the seasons in which another sheet was at hand."""
    game = session.game
    for season, played in enumerate(game.played):
        then = table_again(game, season)
        sent = then.sheet_of(seat, list(played.account.orders))
        start = futures_of(then, session.scenario, purpose=f"turning point {seat}")
        found = _Branching(season, start, [_row(game, seat, played.account.orders)], [()], [{}])
        for sheet, by in _sheets(game, season, seat, then, lenses).items():
            orders = dict(sheet)
            try:
                row = order_row(then, seat, orders)
            except Refused:  # a rule shut it at that table
                continue
            if row != found.rows[0]:
                found.rows.append(row)
                found.by.append(tuple(by))
                found.orders.append({lever: setting for lever, setting in orders.items() if sent[lever] != setting})
        if len(found.rows) > 1:
            yield found


def _row(game: Game, seat: str, orders: Sequence[int]) -> list[int]:
    mine = game.program.layout.seat_levers[game.seat_number(seat)]
    return [order if lever in mine else -1 for lever, order in enumerate(orders)]


def _sheets(game: Game, season: int, seat: str, then: Game, lenses: Mapping[str, Sequence[float]]) -> dict[_Sheet, list[str]]:
    """Return the other sheets of a season, each with those whose it is."""
    desk = own_desk(game, season, seat)
    found: dict[_Sheet, list[str]] = {tuple(then.filled(seat, {}).items()): [STANDING]}
    for name, values in lenses.items():
        orders = choose(replace(desk, k=list(values)), noisy=False).orders
        found.setdefault(tuple(then.sheet_of(seat, list(orders)).items()), []).append(name)
    return found


def _measured(branching: _Branching, seat: str, game: Game) -> Iterator[Otherwise]:
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    scores = np.concatenate(branching.scores, axis=1)
    names = score_names(game.program)
    for place in range(1, len(branching.rows)):
        boards = {}
        for column, name in enumerate(names):
            if not name.startswith("own.") or name == f"own.{seat}":
                mean = mean_of(scores[place, :, column] - scores[0, :, column])
                boards[name] = Moved(mean.value, Z95 * mean.error)
        yield Otherwise(branching.season, branching.by[place], branching.orders[place], boards)
