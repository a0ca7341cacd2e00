"""A finished season as one reader may know it: orders, flags, dials and accords, with what is secret left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.accords import Accord
    from sim.engine.account import Account, Row
    from sim.engine.game import Game
    from sim.engine.position import Position
    from sim.engine.program import Program

Views = tuple[list[float], list[float]]
EVEN = 0.5  # flags and switches are numbers: above this they hold


@dataclass(frozen=True)
class Scene:
    """One season of a game, for one reader.

    Attributes:
        program: The compiled rulebook.
        game: The game.
        index: The season, from 0.
        viewer: The seat that reads; None sees everything exactly, "" is the public, which knows nobody's secrets.
        views: The viewer's views at the start of this season and of the next; None where the viewer is None.
        believed: Coefficients under which reasons are told instead of the world's, which may be hidden; None tells the world's.
    """

    program: Program
    game: Game
    index: int
    viewer: str | None
    views: Views | None
    believed: Sequence[float] | None = None

    @property
    def account(self) -> Account:
        """The season's account."""
        return self.game.played[self.index].account

    def orders(self, index: int) -> list[int]:
        """Return a season's orders as the reader knows them; -1 is the opening sheets."""
        played = self.game.played
        true = played[index].account.orders if index >= 0 else played[0].account.standing
        if self.viewer is None:
            return list(true)
        seen = list(true)
        nobody = -1  # owns no lever, so that every secret setting reads as what it passes for
        seat = self.program.layout.seats.index(self.viewer) if self.viewer else nobody
        self.program.run.known_orders(seat, true, seen)
        return seen

    @cached_property
    def now(self) -> list[int]:
        """This season's orders as the reader knows them."""
        return self.orders(self.index)

    @cached_property
    def before(self) -> list[int]:
        """Last season's orders as the reader knows them."""
        return self.orders(self.index - 1)

    def set_to(self, lever: str, *settings: str) -> bool:
        """Say whether a lever stands at one of some settings."""
        layout = self.program.layout
        place = layout.lever(lever)
        return layout.settings[place][self.now[place]] in settings

    def kept_for(self, lever: int) -> int:
        """Return for how many seasons in a row a lever has had its setting, this one included."""
        count, index = 1, self.index - 1
        while index >= -1 and self.orders(index)[lever] == self.now[lever]:
            count, index = count + 1, index - 1
        return count

    def flag(self, name: str) -> float:
        """Return a flag or derived number of the season."""
        return self.account.f[self.program.flags[name]]

    def holds(self, name: str) -> bool:
        """Say whether a flag of the season holds."""
        return self.flag(name) > EVEN

    def state(self, name: str) -> float:
        """Return a state value at the start of the season; only for what is public."""
        return self.account.start[self.program.layout.index[name]]

    def estimated(self, dial: str) -> bool:
        """Say whether the reader knows a dial by estimate only."""
        owner = self.program.book.dials[dial].of
        return self.viewer is not None and self.game.terms.fog and owner not in (None, self.viewer)

    def unknown(self, dial: str) -> bool:
        """Say whether the reader has not even an estimate of a dial: the public, of a dial that is somebody's own."""
        return self.viewer == "" and self.program.book.dials[dial].of is not None

    def band(self, dial: str) -> float | None:
        """Return the standard error of the reader's estimate in dial points, or None for a dial known exactly."""
        return self.program.book.fog.bands.get(dial) if self.estimated(dial) else None

    def move(self, dial: str) -> tuple[float, float]:
        """Return a dial before and after the season, as the reader knows it."""
        place = self.program.layout.index[dial]
        if self.viewer is None or self.views is None:
            return self.account.start[place], self.account.end[place]
        return self.views[0][place], self.views[1][place]

    def rows(self, dial: str) -> list[Row]:
        """Return the terms of a dial's move; none where the reader only estimates it."""
        from sim.engine.account import dial_rows  # noqa: PLC0415  (it brings pydantic)

        if self.estimated(dial):
            return []
        account = self.account if self.believed is None else replace(self.account, k=list(self.believed))
        return dial_rows(self.program, account, dial)

    @cached_property
    def accords(self) -> list[Accord]:
        """Accords in force while orders were carried out."""
        from sim.engine.accords import accords_in_force  # noqa: PLC0415  (it brings pydantic)

        return accords_in_force(self.program, self.account.accords, self.account.start)

    def missed(self, accord: Accord) -> list[str]:
        """Return the parties that broke a promise of an accord this season."""
        run, seats = self.program.run, self.program.layout.seats
        first = run.MISSED_SLOT + accord.slot * len(seats)
        return [seat for seat in accord.parties if self.account.n[first + seats.index(seat)] > accord.missed[seat]]

    def breaker(self, accord: Accord) -> str:
        """Return the seat that broke a core clause of an accord, or an empty text."""
        run, layout, account = self.program.run, self.program.layout, self.account
        at = accord.slot * run.SLOT_SIZE
        for place in range(len(accord.clauses)):
            row = at + run.SLOT_HEAD + place * run.CLAUSE_SIZE
            core = account.accords[row + 1] > EVEN
            if core and not run.clause_holds(account.accords, row, account.start, account.orders, account.n):
                return layout.seats[int(account.accords[row])]
        return ""


def views_of(program: Program, game: Game, index: int, viewer: str) -> Views:
    """Return a seat's views at the start of a finished season and at the start of the one after it."""
    after = game.played[index + 1].before if index + 1 < len(game.played) else game.position
    return _look(program, game, game.played[index].before, viewer), _look(program, game, after, viewer)


def _look(program: Program, game: Game, position: Position, viewer: str) -> list[float]:
    run, terms = program.run, game.terms
    errors = list(position.errors)
    run.drift_errors(errors, terms.rng_seed, terms.game, position.season + int(run.BRANCH) * position.branch)
    view = [0.0] * run.N_STATE
    seat = program.layout.seats.index(viewer)
    run.observe(seat, list(position.state), errors, terms.fog, view)
    return view
