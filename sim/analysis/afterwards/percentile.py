"""The boards of a finished game as percentiles among games of the same start in which an AI plays the seat (DESIGN §4, boards)."""

from __future__ import annotations

import hashlib
import math
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.analysis.forecast.played import Cancelled, GoOn
from sim.analysis.forecast.result import Z95
from sim.engine.errors import OutOfTime
from sim.engine.game import Game
from sim.rollout.futures import players_of
from sim.rollout.runner import Start, native_ready, play_games
from sim.rollout.scores import game_scores, score_boards, score_names
from sim.rollout.session import Session

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

LEAST = 400  # DESIGN §4: a percentile among at least so many
GAMES = 1000
SECONDS = 15.0  # of plain Python, which plays about three games a second
NATIVE_CHUNK, PLAIN_CHUNK = 250, 2
SAME = 1e-9  # sums in another order


@dataclass(frozen=True)
class Placed:
    """A board of the game among those of the other games.

    Attributes:
        value: What the game ended with.
        percentile: Share of the other games that did worse, in percent; those that did the same count half.
        error: How far that may be off for the number of games, at 95 %, in percentage points.
        low, median, high: The 5th, 50th and 95th percentile of the other games.
    """

    value: float
    percentile: float
    error: float
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Field:
    """A game's boards among those of AI play.

    Attributes:
        seat: The seat that an AI plays in the other games; empty where nobody's own board is asked for.
        games: How many other games were played.
        native: Whether compiled code played them.
        scored: Whether the game counts against others: not where seasons were taken back (DESIGN §4, undo).
        boards: By name of `score_names`: the seat's own payoff, and the boards that are nobody's own.
    """

    seat: str
    games: int
    native: bool
    scored: bool
    boards: dict[str, Placed]

    @property
    def few(self) -> bool:
        """Whether there are fewer games than a percentile should rest on."""
        return self.games < LEAST


def percentiles(
    session: Session, seat: str, *, count: int | None = None, native: bool | None = None, seconds: float | None = None, go_on: GoOn | None = None
) -> Field:
    """Compare the boards of a finished game with those of AI play of the same start, lens, length and levels, on other draws.

    Persons' seats are played by AI seats at the game's level; seats that were scripted, random or standing stay so.

    Args:
        session: The game, over.
        seat: The seat that was played; empty for watching.
        count: How many games; by default `GAMES`.
        native: Compiled or plain; by default compiled where compiled code is at hand. Plain Python plays as many as fit the time.
        seconds: The time of plain Python; by default `SECONDS`.
        go_on: Called between chunks with games played and wanted; False cancels.

    Raises:
        OutOfTime: The game goes on.
        Cancelled: `go_on` said so.
    """
    game = session.game
    if not game.over:
        raise OutOfTime("boards are compared when the game is over")
    start = start_again(session, seat)
    compiled = native_ready(start) if native is None else native
    scores = _scores(start, GAMES if count is None else count, compiled, SECONDS if seconds is None else seconds, go_on)
    boards = dict(zip(score_names(game.program), score_boards(game.program), strict=True))
    found = {}
    for place, (name, value) in enumerate(end_scores(game).items()):
        if not name.startswith("own.") or name == f"own.{seat}":
            found[name] = placed(value, scores[:, place], boards[name].better == "high")
    return Field(seat, len(scores), compiled, not game.taken_back, found)


def start_again(session: Session, seat: str) -> Start:
    """Return the start of a game, with an AI in a seat, on draws that are not the game's."""
    game = session.game
    levels, kinds, policies = players_of(game)
    told = (session.scenario.name, session.lens.name, game.terms.length, game.terms.rng_seed, "percentile")
    rng_seed = int.from_bytes(hashlib.sha256(repr(told).encode()).digest()[:8], "big") >> 1
    terms = replace(game.terms, rng_seed=rng_seed, game=0)
    return Start(game.program, session.scenario, terms, levels, {**kinds, seat: "payoff"} if seat else kinds, policies)


def end_scores(game: Game) -> dict[str, float]:
    """Return the boards of a finished game by the names of `score_names`."""
    ends = game.outcome()
    return {name: ends[name.split(".")[0]][name.partition(".")[2] or "all"] for name in score_names(game.program)}


def _scores(start: Start, count: int, native: bool, seconds: float, go_on: GoOn | None) -> Array:
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    begun, parts, done = time.monotonic(), [], 0
    while done < count:
        if go_on is not None and not go_on(done, count):
            raise Cancelled
        chunk = min(NATIVE_CHUNK if native else PLAIN_CHUNK, count - done)
        parts.append(game_scores(start, play_games(start, chunk, native=native, first=done, traces=False)))
        done += chunk
        if not native and time.monotonic() - begun > seconds:
            break
    return np.concatenate(parts)


def placed(value: float, others: Array, high: bool) -> Placed:
    """Return where a value stands among others.

    Args:
        value: The value.
        others: The others.
        high: Whether high values are better.

    Example:
        >>> import numpy as np
        >>> placed(3.0, np.array([1.0, 2.0, 3.0, 4.0]), high=True).percentile
        62.5
    """
    import numpy as np  # noqa: PLC0415

    gain = (value - others) if high else (others - value)
    count = len(others)
    share = (float((gain > SAME).sum()) + 0.5 * float((np.abs(gain) <= SAME).sum())) / count
    near = (share * count + 2) / (count + 4)
    error = Z95 * math.sqrt(near * (1 - near) / (count + 4))
    low, median, high_end = (float(each) for each in np.quantile(others, (0.05, 0.5, 0.95)))
    return Placed(value, 100 * share, 100 * error, low, median, high_end)
