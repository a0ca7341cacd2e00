"""Playing on from here: many games of AI seats from a game's present, as it is or as one seat sees it, never on the game's own draws."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.agents.others import RandomAgent, ScriptAgent, StandingAgent
from sim.documents.rulebook import Level
from sim.documents.scenario import Scenario
from sim.engine.errors import OutOfTime
from sim.engine.game import Game
from sim.engine.policy import CompiledPolicy
from sim.engine.position import Position
from sim.rollout.runner import Games, Present, Start, play_games
from sim.rollout.scores import game_scores

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]


def present_of(game: Game, viewer: str = "") -> Present:
    """Return a game's present: its table as it stands, with what has been signed at it.

    Args:
        game: The game, before its sheets are revealed.
        viewer: A seat: only what it sees, and boards count from now on (what others' past was worth is not its to know, nor its own under
            a lens that is hidden). Empty: as it is, with the boards so far.

    Raises:
        OutOfTime: The season is being resolved, or the game is over.
        UnknownOrder: There is no such seat.
    """
    if game.phase != "table":
        raise OutOfTime("nothing lies ahead of a game that is over" if game.over else "the season is being resolved: answer the incident first")
    position, table = game.position, game.table
    here = replace(position, branch=0, accords=tuple(table.accords))
    if not viewer:
        here = replace(here, state=tuple(table.state), errors=tuple(table.errors))
        return Present(here, game.calendar, signed=table.signed)
    view = table.views[game.seat_number(viewer)]
    here = replace(
        here,
        state=tuple(view),
        errors=(0.0,) * len(position.errors),
        standing=tuple(game.known_orders(viewer, position.standing)),
        **_nothing_so_far(game),
    )
    return Present(here, game.calendar, viewer, table.signed, position.season)


def _nothing_so_far(game: Game) -> dict[str, Any]:
    boards = list(game.program.book.boards.values())[1:]
    return {"payoffs": (0.0,) * len(game.program.layout.seats), "boards": tuple(1.0 if board.over == "product" else 0.0 for board in boards)}


def futures_seed(present: Present, purpose: str) -> int:
    """Return the rng seed of futures: a hash of the present and of what they are for, so that they share no draw with the game itself."""
    position: Position = present.position
    told = (position.season, position.state, position.accords, position.standing, present.viewer, present.signed, purpose)
    return int.from_bytes(hashlib.sha256(repr(told).encode()).digest()[:8], "big") >> 1


def futures_of(game: Game, scenario: Scenario, viewer: str = "", coefficients: Sequence[float] | None = None, purpose: str = "forecast") -> Start:
    """Return what futures of a game start from.

    Persons' seats are played by AI seats at the game's level. A seat that looks ahead knows who plays at random or stands still and how
    well the others play, but no script but its own.

    Args:
        game: The game, before its sheets are revealed.
        scenario: Its scenario.
        viewer: A seat, which looks ahead on what it sees; empty: on everything.
        coefficients: The lens believed; by default the world's, which a seat of a hidden-lens game must not be given.
        purpose: What the futures are for; it moves all draws.

    Raises:
        OutOfTime, UnknownOrder: See `present_of`.
    """
    present = present_of(game, viewer)
    terms = replace(game.terms, coefficients=tuple(coefficients or game.terms.coefficients), rng_seed=futures_seed(present, purpose), game=0)
    levels, kinds, policies = players_of(game, viewer)
    return Start(game.program, scenario, terms, levels, kinds, policies, present=present)


def players_of(game: Game, viewer: str = "") -> tuple[dict[str, str | Level], dict[str, str], list[CompiledPolicy]]:
    """Return by seat the level and the kind of who plays it, and the policies that bind seats; persons' seats are AI seats.

    Args:
        game: The game.
        viewer: A seat that knows no script but its own; empty: somebody who knows all.
    """
    kinds: dict[str, str] = {}
    levels: dict[str, str | Level] = {}
    policies: dict[str, CompiledPolicy] = {}
    for seat, agent in game.agents.items():
        levels[seat] = game.level_of(seat)
        kinds[seat] = "random" if type(agent) is RandomAgent else "standing" if type(agent) is StandingAgent else "payoff"
        if isinstance(agent, ScriptAgent) and viewer in ("", seat):
            policies[seat] = of_seat(agent.policy, game.seat_number(seat))
    return levels, kinds, list(policies.values())


def of_seat(policy: CompiledPolicy, seat: int) -> CompiledPolicy:
    """Return the rows of a policy that bind one seat."""
    rows = [policy.rules[at : at + 5] for at in range(0, len(policy.rules), 5)]
    return replace(policy, rules=tuple(number for row in rows if int(row[0]) == seat for number in row))


def order_row(game: Game, seat: str, sheet: dict[str, str]) -> list[int]:
    """Return a seat's sheet as `play_games` takes it: by lever the setting ordered, -1 for the other seats.

    Raises:
        UnknownOrder, IllegalNow: The sheet is not one that the seat could send now.
    """
    game.check(seat, sheet)
    filled = game.filled(seat, sheet)
    layout = game.program.layout
    row = [-1] * len(layout.levers)
    for lever, setting in filled.items():
        full = f"{seat}.{lever}"
        row[layout.lever(full)] = layout.setting(full, setting)
    return row


def play_sheets(start: Start, sheets: Sequence[Sequence[int]], numbers: Sequence[int], **how: Any) -> Games:
    """Play the same futures once for each sheet, on common draws: all games of the first sheet, then of the second and so on.

    Args:
        start: What the futures share.
        sheets: What is ordered in the first season, as rows of `order_row`.
        numbers: Numbers of the futures.
        how: As for `play_games`: native, threads, traces.
    """
    import numpy as np  # noqa: PLC0415  (kept off the start-up path)

    rows = np.repeat(np.array(sheets, np.int64), len(numbers), axis=0)
    return play_games(start, len(rows), numbers=list(numbers) * len(sheets), sheets=rows, **how)


def sheet_scores(start: Start, sheets: Sequence[Sequence[int]], numbers: Sequence[int], **how: Any) -> Array:
    """Return the boards of futures by sheet: an array of sheet by future by `score_names`; see `play_sheets`."""
    games = play_sheets(start, sheets, numbers, traces=False, **how)
    return game_scores(start, games).reshape(len(sheets), len(numbers), -1)
