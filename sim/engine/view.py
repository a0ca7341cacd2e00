"""What a seat may see: one function decides, and everything shown to that seat is made from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sim.engine.accords import Accord, Offer
from sim.engine.game import Game


@dataclass(frozen=True)
class Reading:
    """A dial as a seat reads it.

    Attributes:
        value: The value, or the seat's estimate.
        band: Standard error of the estimate in dial points; 0 where the value is exact.
        before: The reading a season ago, or None in the first season.
    """

    value: float
    band: float
    before: float | None


@dataclass(frozen=True)
class View:
    """Everything that a seat may see at this moment; two games that differ only in others' private things give equal views.

    Attributes:
        seat: Who looks; empty for somebody who may see all (watching, a finished game).
        season: Id of the season.
        number, length: Season from 1, and seasons in all.
        phase: ``table``, ``crisis`` or ``over``.
        dials: Readings by dial; derived dials of the state included.
        clocks: Seasons until votes and congresses.
        events: Events on now.
        capital: The seat's own political capital, or None.
        card: The seat's objective card, or empty.
        orders: Everybody's last orders as this seat knows them: setting by lever, by seat.
        accords: Accords in force.
        offers: Offers that the seat has made or received this season.
        sheet: The seat's own sealed sheet, or None.
        over: Empty, or why the game ended.
    """

    seat: str
    season: str
    number: int
    length: int
    phase: str
    dials: dict[str, Reading]
    clocks: dict[str, int]
    events: list[str]
    capital: float | None
    card: str
    orders: dict[str, dict[str, str]]
    accords: list[Accord] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    sheet: dict[str, str] | None = None
    over: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the view as plain dicts and lists."""
        return asdict(self)


def look(game: Game, seat: str = "") -> View:
    """Return what a seat sees of a game now; an empty seat sees all."""
    program, layout, table = game.program, game.program.layout, game.table
    state = table.views[layout.seats.index(seat)] if seat else table.state
    orders = game.known_orders(seat, game.position.standing) if seat else list(game.position.standing)
    cards = [name for name, card in program.book.cards.items() if (not seat or card.seat == seat) and state[layout.index[f"card_{name}"]] > 0]
    index = min(game.season, len(game.seasons) - 1)
    mine = game.sheets.get(seat)
    return View(
        seat=seat,
        season=game.seasons[index],
        number=index + 1,
        length=game.terms.length,
        phase=game.phase,
        dials=_readings(game, seat, list(state)),
        clocks={name: int(state[layout.index[name]]) for name in program.book.clocks},
        events=[name for place, name in enumerate(layout.inputs) if table.events[place] and name != "signed_now"],
        capital=game.capital(seat) if seat else None,
        card=cards[0] if seat and cards else "",
        orders={each: game.sheet_of(each, orders) for each in layout.seats},
        accords=table.in_force(),
        offers=[replace(offer, number=place) for place, offer in enumerate(table.seen_by(seat), 1)],
        sheet=game.sheet_of(seat, mine) if mine else None,
        over=game.over,
    )


def _readings(game: Game, seat: str, state: list[float]) -> dict[str, Reading]:
    book, layout = game.program.book, game.program.layout
    before = seen_before(game, seat)
    found = {}
    for name, dial in book.dials.items():
        private = bool(seat) and game.terms.fog and dial.of is not None and dial.of != seat
        place = layout.index[name]
        found[name] = Reading(state[place], book.fog.bands.get(name, 0.0) if private else 0.0, before[place] if before else None)
    for name in game.program.open_derived:
        found[name] = Reading(derived(game, name, state), 0.0, derived(game, name, before) if before else None)
    return found


def seen_before(game: Game, seat: str) -> list[float] | None:
    """Return the state at the start of the last season as a seat saw it then, or None in the first season."""
    if not game.played:
        return None
    last = game.played[-1]
    return seen_at(game, seat, last.account.start, last.before.errors, last.before.season, last.before.branch)


def seen_at(game: Game, seat: str, state: list[float], errors: tuple[float, ...], season: int, branch: int) -> list[float]:
    """Return a past state as a seat saw it; an empty seat sees all."""
    if not seat:
        return list(state)
    run = game.program.run
    drifted = list(errors)
    run.drift_errors(drifted, game.terms.rng_seed, game.terms.game, season + run.BRANCH * branch)
    view = [0.0] * run.N_STATE
    number = game.seat_number(seat)
    run.observe(number, list(state), drifted, game.terms.fog, view)
    return view


def derived(game: Game, name: str, state: list[float]) -> float:
    """Return a derived dial of a state as the program computes it."""
    run = game.program.run
    value: float = run.derive(list(game.program.book.derived).index(name), state, list(game.terms.coefficients))
    return value
