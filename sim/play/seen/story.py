"""Why a dial moved, as one reader may know it: terms on the reader's own view, and what that view leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.engine.account import Account, Row, dial_rows
from sim.engine.game import Game
from sim.engine.view import seen_at


@dataclass(frozen=True)
class Story:
    """A dial's move in a season.

    Attributes:
        start, end: Before and after, as the reader sees it.
        rows: Terms, largest first.
        rest: What the rows leave open; 0 where they are exact.
        exact: Whether they are the program's own.
    """

    start: float
    end: float
    rows: list[Row]
    rest: float
    exact: bool


def story(game: Game, index: int, dial: str, viewer: str, coefficients: Sequence[float]) -> Story:
    """Return why a dial moved in a finished season, on a viewer's own view and the lens it reads by.

    Nothing that the viewer may not know is in it: dials, orders and draws are those that it could see.
    """
    account, before = game.played[index].account, game.played[index].before
    after = game.played[index + 1].before if index + 1 < len(game.played) else game.position
    place = game.program.layout.index[dial]
    start = seen_at(game, viewer, account.start, before.errors, before.season, before.branch)
    end = seen_at(game, viewer, account.end, after.errors, after.season, after.branch)
    rows = _terms(game, account, dial, viewer, start, coefficients)
    raised = account.end[place] - account.n[place]
    if abs(raised) > 1e-9 and dial in game.program.book.incident.raises:
        rows.append(Row("incident", raised, tuple(game.program.book.incident.claims)))
    rest = end[place] - start[place] - sum(row.value for row in rows)
    return Story(start[place], end[place], _sorted(rows), rest, False)


def true_story(game: Game, index: int, dial: str) -> Story:
    """Return why a dial moved, exactly: for a finished game, or for somebody who may see all."""
    account = game.played[index].account
    place = game.program.layout.index[dial]
    rows = dial_rows(game.program, account, dial)
    return Story(account.start[place], account.end[place], _sorted(rows), 0.0, True)


def _sorted(rows: Sequence[Row]) -> list[Row]:
    return sorted((row for row in rows if abs(row.value) > 0.005), key=lambda row: -abs(row.value))


@dataclass(frozen=True)
class SeenSeason:
    """A finished season worked out again from one reader's view: its orders, draws, flags and the state that follows."""

    orders: list[int]
    draws: list[float]
    flags: list[float]
    after: list[float]


def seen_season(game: Game, account: Account, dial: str, viewer: str, start: list[float], coefficients: Sequence[float]) -> SeenSeason:
    """Work a season out again from what a viewer could see; `dial` says whose noise it may know."""
    program, run = game.program, game.program.run
    found = account.f[program.flags["covert_found"]] > 0.5  # what is found out is no secret
    orders = game.known_orders(viewer, account.orders) if viewer and not found else list(account.orders)
    draws = seen_draws(game, account, dial, viewer)
    f, n = [0.0] * run.N_FLAGS, [0.0] * run.N_STATE
    run.transition(start, orders, list(coefficients), account.e, draws, account.b, account.accords, f, n)
    return SeenSeason(orders, draws, f, n)


def _terms(game: Game, account: Account, dial: str, viewer: str, start: list[float], coefficients: Sequence[float]) -> list[Row]:
    program, run = game.program, game.program.run
    seen = seen_season(game, account, dial, viewer, start, coefficients)
    orders, draws, f, n = seen.orders, seen.draws, seen.flags, seen.after
    k = list(coefficients)
    t = [0.0] * sum(len(each.change) for each in program.book.dials.values())
    run.dial_terms(start, orders, k, account.e, draws, account.b, f, n, t)
    first = 0
    for name, each in program.book.dials.items():
        if name == dial:
            break
        first += len(each.change)
    terms = program.book.dials[dial].change
    rows = [Row(name, t[first + place], tuple(term.claims), term.ours or "") for place, (name, term) in enumerate(terms.items())]
    whole = start[program.layout.index[dial]] + sum(row.value for row in rows)
    cut = min(10.0, max(0.0, whole)) - whole
    return [*rows, Row("clip", cut, ours="dials end at 0 and 10")] if abs(cut) > 1e-9 else rows


def seen_draws(game: Game, account: Account, dial: str, viewer: str) -> list[float]:
    """Return draws that give the flags everybody saw (drills cancelled, a walk-out, a find, a dispute); noise only for its own seat."""
    program, run = game.program, game.program.run
    draws = [0.0] * run.N_DRAWS
    for place, flag in enumerate(program.layout.chances):
        draws[place] = 1e-12 if account.f[program.flags[flag]] > 0.5 else 1.0
    if viewer in ("", program.book.dials[dial].of):
        draws[run.N_CHANCES :] = account.d[run.N_CHANCES :]
    return draws
