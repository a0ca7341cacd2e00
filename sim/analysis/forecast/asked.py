"""What is asked of a forecast, settled on the game as it stands: from then on the game may change and nothing is read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sim.agents.evidence import Weighing
from sim.analysis.forecast.result import Now
from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.lens import read_lens
from sim.engine.errors import OutOfTime
from sim.engine.game import Game
from sim.engine.view import look
from sim.rollout.futures import futures_of, order_row
from sim.rollout.runner import Start
from sim.rollout.session import HIDDEN, Session, all_lenses, coefficients

POSTERIOR = "posterior"
Sheet = Mapping[str, str]


@dataclass(frozen=True)
class Believed:
    """A lens, its coefficients, and the share of the futures that are played under it."""

    name: str
    k: tuple[float, ...]
    share: float


@dataclass(frozen=True)
class Asked:
    """A question about what may come.

    Attributes:
        scenario: The scenario's name.
        seat: On whose view; empty: on everything.
        start: What the futures start from; its lens is replaced by each that is believed.
        seasons: Ids of the seasons looked at.
        lenses: What is believed, shares adding up to 1.
        posterior: Whether the shares are the posterior.
        now: Dials as they stand.
        rows: Sheets ordered this season, as rows of `order_row`: what is asked about, then what it is compared with; none: seats are free.
        sheet, against: The same by seat and lever.
    """

    scenario: str
    seat: str
    start: Start
    seasons: tuple[str, ...]
    lenses: tuple[Believed, ...]
    posterior: bool
    now: dict[str, Now]
    rows: tuple[tuple[int, ...], ...] = ()
    sheet: dict[str, dict[str, str]] | None = None
    against: dict[str, dict[str, str]] | None = None


def ask(  # noqa: PLR0913  (a question has many parts; each has a default)
    session: Session,
    seat: str = "",
    *,
    lens: str | None = None,
    weights: Mapping[str, float] | None = None,
    sheet: Sheet | None = None,
    against: Sheet | None = None,
    seasons: int | None = None,
    fork: str | None = None,
) -> Asked:
    """Settle what is asked of a game as it stands.

    Args:
        session: The game; while a season is being resolved there is nothing to ask.
        seat: On whose view. Empty: on everything, for an analyst; not while the lens of the game is hidden.
        lens: A lens, a mix (the weighted mean of its lenses), or ``posterior``: futures shared out over the lenses by how likely the
            sheets so far make each. By default the game's own; for a seat of a hidden-lens game the posterior, always.
        weights: The posterior, where it is known already.
        sheet: Orders asked about: setting by lever, with its seat (``US.sanc``) unless a seat asks.
        against: What they are compared with, for the same seats; by default their standing sheets.
        seasons: How many seasons to look at; by default all that are left.
        fork: A season, by number or id, at whose start to stand; by default now.

    Raises:
        DocumentError: A lens, season or number is wrong, or the lens is hidden and no seat asks.
        Refused: There is no such seat, lever or setting; a sheet is not legal now; nothing lies ahead.
    """
    if not seat and session.open_lens is None:
        raise DocumentError("the lens is hidden until the game ends", hint="ask on one seat's view: --as SEAT")
    game = session.game if fork is None else forked(session.game, fork)
    if game.over:
        raise OutOfTime("the game is over, nothing lies ahead", mend="stand at one of its seasons")
    start = futures_of(game, session.scenario, seat)
    ahead = start.seasons if seasons is None else seasons
    if not 1 <= ahead <= start.seasons:
        raise DocumentError(f"{start.seasons} seasons lie ahead, not {ahead}")
    believed, posterior = lenses_of(session, game, seat, lens, weights)
    start = replace(start, horizon=ahead, terms=replace(start.terms, coefficients=believed[0].k))
    now = {name: Now(dial.value, dial.band) for name, dial in look(game, seat).dials.items() if name in game.program.book.dials}
    found = Asked(session.scenario.name, seat, start, tuple(game.seasons[game.season : game.season + ahead]), believed, posterior, now)
    if sheet is None:
        if against is not None:
            raise DocumentError("there is no sheet to compare with another")
        return found
    return _with_sheets(found, game, sheet, against or {})


def forked(game: Game, season: str) -> Game:
    """Return a game as it stood at the start of a season, by number or id; the present one as it stands.

    Raises:
        DocumentError: No such season has been reached.
    """
    number = _season_number(game, season)
    return game if number == len(game.played) else game.fork(number)


def _season_number(game: Game, season: str) -> int:
    ids = game.seasons[: len(game.played) + (not game.over)]
    if season in ids:
        return ids.index(season)
    if season.isdigit() and 1 <= int(season) <= len(ids):
        return int(season) - 1
    raise DocumentError(f'season "{season}" has not been reached', hint=did_you_mean(season, ids) if not season.isdigit() else f"1 to {len(ids)}")


def lenses_of(session: Session, game: Game, seat: str, lens: str | None, weights: Mapping[str, float] | None) -> tuple[tuple[Believed, ...], bool]:
    """Return the lenses that futures are played under, and whether their shares are the posterior.

    Raises:
        DocumentError: There is no such lens.
    """
    if lens == HIDDEN:
        raise DocumentError('"hidden" is no lens to look ahead under', hint=f"{POSTERIOR} weighs them all")
    program = game.program
    if lens is None and not (seat and session.seal):
        return (Believed(session.lens.name, coefficients(program, session.lens), 1.0),), False
    if lens is not None and lens != POSTERIOR:
        found = read_lens(session.library, lens)
        return (Believed(found.name, coefficients(program, found), 1.0),), False
    every = all_lenses(session.library)
    shares = weights or Weighing(every).posteriors(game, seat)[-1]
    return tuple(Believed(name, every[name], share) for name, share in shares.items()), True


def _with_sheets(asked: Asked, game: Game, sheet: Sheet, against: Sheet) -> Asked:
    mine, other = (_by_seat(asked.seat, each) for each in (sheet, against))
    seats = list(mine) or [asked.seat]
    if "" in seats:
        raise DocumentError("a sheet with no order has no seat", hint="write levers with their seat, such as US.sanc=hold")
    stray = [seat for seat in other if seat not in seats]
    if stray:
        raise DocumentError(f"{stray[0]} has orders in one sheet only", hint="both sheets are of the same seats")
    rows = []
    filled: list[dict[str, dict[str, str]]] = []
    for orders in (mine, other):
        parts = [order_row(game, seat, orders.get(seat, {})) for seat in seats]
        rows.append(tuple(max(settings) for settings in zip(*parts, strict=True)))
        filled.append({seat: game.filled(seat, orders.get(seat, {})) for seat in seats})
    return replace(asked, rows=tuple(rows), sheet=filled[0], against=filled[1])


def _by_seat(seat: str, sheet: Sheet) -> dict[str, dict[str, str]]:
    """Return orders by seat; a lever without a seat is the asking seat's."""
    found: dict[str, dict[str, str]] = {}
    for lever, setting in sheet.items():
        owner, dot, name = lever.rpartition(".")
        if not dot and not seat:
            raise DocumentError(f'"{lever}" has no seat', hint=f"write US.{lever}={setting}, or ask as a seat")
        if dot and seat and owner != seat:
            raise DocumentError(f"{lever} is not a lever of {seat}")
        found.setdefault(owner or seat, {})[name] = setting
    return found
