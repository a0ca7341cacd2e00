"""Playing the futures of a forecast in chunks, and what is kept of each: dials, boards and what has happened, by season."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.analysis.forecast.asked import Asked
from sim.engine.accords import accords_in_force
from sim.rollout.futures import play_sheets
from sim.rollout.runner import Games, Start, fact_names, native_ready, play_games
from sim.rollout.scores import game_scores, score_names

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

FUTURES = 2000
SECONDS = 4.0  # plain Python plays some fifteen futures a second
NATIVE_CHUNK, PLAIN_CHUNK = 640, 4
TESTS = "DPRK.test"

GoOn = Callable[[int, int], bool]


class Cancelled(Exception):
    """Whoever asked no longer wants the answer."""


@dataclass
class Kept:
    """Futures as arrays, sheet by future by season (one sheet where none is asked about).

    Attributes:
        going: Whether a future is played in a season.
        dials: By name, its value at the end of the season.
        boards: By name, as they would stand at the end of the season.
        events: By name, whether it has happened by the end of the season.
        native: Whether compiled code played them.
    """

    going: Array
    dials: dict[str, Array]
    boards: dict[str, Array]
    events: dict[str, Array]
    native: bool


def play_asked(
    asked: Asked, count: int | None = None, *, native: bool | None = None, seconds: float | None = None, go_on: GoOn | None = None
) -> Kept:
    """Play the futures that a question needs.

    Args:
        asked: The question.
        count: How many futures for each sheet. By default `FUTURES`; where plain Python plays them, as many of these as fit the time.
        native: Compiled or plain; by default compiled where compiled code is at hand, so that nobody waits for a compiler.
        seconds: How long plain Python may take where no count is asked for; by default `SECONDS`.
        go_on: Called between chunks with futures played and wanted; False cancels.

    Raises:
        Cancelled: `go_on` said so.
        ValueError: Fewer than two futures have no range.
    """
    if count is not None and count < 2:  # noqa: PLR2004  (the least that spreads)
        raise ValueError(f"a forecast needs at least 2 futures, not {count}")
    compiled = native_ready(asked.start) if native is None else native
    wanted = FUTURES if count is None else count
    hurried = count is None and not compiled
    time_given = SECONDS if seconds is None else seconds
    chunk = NATIVE_CHUNK if compiled else PLAIN_CHUNK
    lenses = shared_out([lens.share for lens in asked.lenses], wanted)
    begun, parts, done = time.monotonic(), [], 0
    while done < wanted:
        if go_on is not None and not go_on(done, wanted):
            raise Cancelled
        numbers = range(done, min(done + chunk, wanted))
        parts.append(_chunk(asked, [lenses[number] for number in numbers], numbers.start, compiled))
        done = numbers.stop
        if hurried and time.monotonic() - begun > time_given:
            break
    return _joined(parts)


def shared_out(shares: Sequence[float], count: int) -> list[int]:
    """Return for every future the place of its lens, so that any first futures are shared out as nearly as they can be.

    Example:
        >>> shared_out([0.5, 0.25, 0.25], 4)
        [0, 1, 2, 0]
    """
    given = [0] * len(shares)
    found = []
    for number in range(1, count + 1):
        behind = [share * number - each for share, each in zip(shares, given, strict=True)]
        place = behind.index(max(behind))
        given[place] += 1
        found.append(place)
    return found


def _chunk(asked: Asked, lenses: Sequence[int], first: int, native: bool) -> Kept:
    """Play some futures, each under its lens."""
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    order: list[int] = []
    parts = []
    for place, lens in enumerate(asked.lenses):
        numbers = [first + at for at, each in enumerate(lenses) if each == place]
        if numbers:
            start = replace(asked.start, terms=replace(asked.start.terms, coefficients=lens.k))
            parts.append(_kept(asked, start, _play(asked, start, numbers, native), len(numbers)))
            order += numbers
    return _picked(_joined(parts), np.argsort(order))


def _play(asked: Asked, start: Start, numbers: Sequence[int], native: bool) -> Games:
    if asked.rows:
        return play_sheets(start, asked.rows, numbers, native=native)
    return play_games(start, len(numbers), numbers=numbers, native=native)


def _kept(asked: Asked, start: Start, games: Games, count: int) -> Kept:
    """Return what is kept of games."""
    import numpy as np  # noqa: PLC0415

    layout = start.program.layout
    shape = (len(games.played) // count, count, games.length)
    states = np.asarray(games.states, dtype=float).reshape(*shape, -1)
    going = np.arange(games.length) < np.asarray(games.played).reshape(*shape[:2], 1)
    by_season = np.stack([game_scores(start, games, season + 1) for season in range(games.length)], axis=1).reshape(*shape, -1)
    boards = {name: by_season[..., place] for place, name in enumerate(score_names(start.program)) if _shown(asked, name)}
    dials = {name: states[..., layout.index[name]] for name in asked.now}
    return Kept(going, dials, boards, _events(start, games, going), games.native)


def _shown(asked: Asked, board: str) -> bool:
    """Say whether a board is the asker's to see: a seat reads no other seat's payoff."""
    return not asked.seat or not board.startswith("own.") or board == f"own.{asked.seat}"


def _events(start: Start, games: Games, going: Array) -> dict[str, Array]:
    """Return what has happened by the end of each season."""
    import numpy as np  # noqa: PLC0415

    program, present = start.program, start.present
    assert present is not None
    layout, names = program.layout, fact_names(program)
    facts = np.asarray(games.facts, dtype=float).reshape(*going.shape, -1)
    tests = np.asarray(games.orders).reshape(*going.shape, -1)[..., layout.lever(TESTS)]
    signed = facts[..., names.index("signed")].copy()
    signed[..., 0] -= present.signed or 0  # these are signed already
    found = {name: facts[..., names.index(name)] > 0 for name in ("war", "incident")}
    found["test"] = going & (tests > 0)
    for place, setting in enumerate(layout.settings[layout.lever(TESTS)]):
        if place:
            found[f"test:{setting}"] = going & (tests == place)
    found["accord"] = signed > 0
    held = {accord.package for accord in accords_in_force(program, present.position.accords, present.position.state)}
    for package, fact in zip(layout.packages, names[-len(layout.packages) :], strict=True):
        in_force = facts[..., names.index(fact)] > 0
        found[f"ended:{package}" if package in held else f"accord:{package}"] = going & ~in_force if package in held else in_force
    return {name: np.logical_or.accumulate(each, axis=-1) for name, each in found.items()}


def _joined(parts: Sequence[Kept]) -> Kept:
    import numpy as np  # noqa: PLC0415

    def together(take: Callable[[Kept], Mapping[str, Array]]) -> dict[str, Array]:
        return {name: np.concatenate([take(part)[name] for part in parts], axis=1) for name in take(parts[0])}

    going = np.concatenate([part.going for part in parts], axis=1)
    return Kept(going, together(lambda part: part.dials), together(lambda part: part.boards), together(lambda part: part.events), parts[0].native)


def _picked(kept: Kept, order: Array) -> Kept:
    """Return futures in another order."""

    def picked(rows: Mapping[str, Array]) -> dict[str, Array]:
        return {name: each[:, order] for name, each in rows.items()}

    return Kept(kept.going[:, order], picked(kept.dials), picked(kept.boards), picked(kept.events), kept.native)
