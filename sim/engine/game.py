"""A game: seats negotiate, set sealed sheets, and the season is resolved; any past season can be taken back or forked."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from sim.documents.errors import did_you_mean
from sim.documents.rulebook import Level
from sim.engine.account import Account
from sim.engine.boards import board_scores
from sim.engine.desk import Agent, Desk
from sim.engine.errors import IllegalNow, OutOfTime, UnknownOrder
from sim.engine.position import Position, Setup, Terms, event_rows, start_position
from sim.engine.program import Program
from sim.engine.resolve import Resolution
from sim.engine.table import Table

Sheet = Mapping[str, str]


@dataclass
class Played:
    """A finished season: where it started, its account, and what persons did in it.

    Attributes:
        before: The position at its start.
        account: What happened.
        reasons: By seat, the reason a person gave for its sheet.
        predictions: By seat, a rival lever's setting foretold, and the adviser believed.
        teacher: Vetoes and other acts of a teacher, in words.
    """

    before: Position
    account: Account
    reasons: dict[str, str] = field(default_factory=dict)
    predictions: dict[str, dict[str, str]] = field(default_factory=dict)
    teacher: list[str] = field(default_factory=list)


class Game:
    """One game under fixed terms.

    Example:
        >>> from sim import new_game
        >>> game = new_game("tutorial", seats={"ROK": "person"}, rng_seed=7)
        >>> game.submit("ROK", {"aid": "aid"})
        >>> game.advance()
        >>> game.season
        1
    """

    def __init__(self, program: Program, setup: Setup, terms: Terms, seasons: list[str], agents: Mapping[str, Agent], level: str) -> None:
        """Set up the first season.

        Args:
            program: The compiled rulebook.
            setup: The scenario.
            terms: Lens, seed, length and switches.
            seasons: Ids of the seasons to be played.
            agents: What fills each seat.
            level: Level of play of AI seats.
        """
        self.program, self.setup, self.terms = program, setup, terms
        self.seasons, self.agents, self.level = seasons, dict(agents), level
        self.injects: list[tuple[int, str, int]] = []
        self.played: list[Played] = []
        self.undone: list[tuple[Played, int]] = []
        self.taken_back: list[tuple[int, int]] = []
        self.calendar = event_rows(program, setup, seasons)
        self.position = start_position(program, setup, terms)
        self.open_season()

    # --- where things stand

    @property
    def season(self) -> int:
        """The season to be played, from 0."""
        return self.position.season

    @property
    def over(self) -> str:
        """Empty, or why the game has ended."""
        return self.position.over

    @property
    def phase(self) -> str:
        """``table`` (offers and sheets), ``crisis`` (answers to an incident) or ``over``."""
        if self.over:
            return "over"
        return "crisis" if self.resolution is not None else "table"

    def persons(self) -> list[str]:
        """Return the seats that wait for somebody."""
        return [seat for seat in self.program.layout.seats if self.agents[seat].person]

    def waiting_for(self) -> list[str]:
        """Return the seats whose sheet or crisis answer is still missing."""
        if self.phase == "crisis":
            assert self.resolution is not None
            return self.resolution.waiting_for()
        return [seat for seat in self.persons() if seat not in self.sheets]

    def standing(self, seat: str) -> dict[str, str]:
        """Return a seat's standing sheet: setting by lever."""
        return self._named(seat, list(self.position.standing))

    def seat_number(self, seat: str) -> int:
        """Return a seat's place.

        Raises:
            UnknownOrder: There is no such seat.
        """
        seats = self.program.layout.seats
        if seat not in seats:
            raise UnknownOrder(f'no seat "{seat}"', mend=did_you_mean(seat, seats))
        return seats.index(seat)

    # --- sheets

    def legal(self, seat: str, sheet: Sheet | None = None) -> dict[str, list[str]]:
        """Return by lever the settings that a seat may choose, given the rest of a sheet (its standing one by default)."""
        found: dict[str, list[str]] = {}
        for lever in self.program.layout.seat_levers[self.seat_number(seat)]:
            options = []
            for name in self.program.layout.settings[lever]:
                if self._objection(seat, self._orders(seat, {**(sheet or {}), self.program.layout.levers[lever].split(".")[1]: name})) is None:
                    options.append(name)
            found[self.program.layout.levers[lever].split(".")[1]] = options
        return found

    def check(self, seat: str, sheet: Sheet) -> None:
        """Raise what stands against a sheet, or return.

        Raises:
            UnknownOrder: No such lever or setting.
            IllegalNow: A rule or the political capital forbids it.
        """
        objection = self._objection(seat, self._orders(seat, sheet))
        if objection is not None:
            raise objection

    def cost(self, seat: str, sheet: Sheet) -> float:
        """Return the political capital that a sheet costs."""
        return float(self.program.run.sheet_cost(self.seat_number(seat), self._orders(seat, sheet), list(self.position.standing)))

    def capital(self, seat: str) -> float | None:
        """Return a seat's political capital, or None where the mechanic is off."""
        if not self.terms.on("capital"):
            return None
        place: int = self.program.run.CAPITAL + self.seat_number(seat)
        return self.table.state[place]

    def submit(self, seat: str, sheet: Sheet, reason: str = "") -> None:
        """Seal a seat's sheet for this season; levers left out keep their standing setting where that is legal, else rest.

        Raises:
            UnknownOrder, IllegalNow, OutOfTime: It is not taken; nothing has changed.
        """
        self.held_by_person(seat)
        if self.phase != "table":
            raise OutOfTime("orders are closed", mend="the season is being resolved" if self.phase == "crisis" else "the game is over")
        orders = self._orders(seat, sheet)
        objection = self._objection(seat, orders)
        if objection is not None:
            raise objection
        self.sheets[seat] = orders
        self.reasons[seat] = unicodedata.normalize("NFC", reason.encode("utf-8", "replace").decode())

    def held_by_person(self, seat: str) -> None:
        """Raise IllegalNow where no person holds a seat, UnknownOrder where there is no such seat."""
        self.seat_number(seat)
        if not self.agents[seat].person:
            raise IllegalNow(f"{seat} is held by {self.agents[seat].name}", mend=f"persons hold: {', '.join(self.persons()) or 'no seat'}")

    def unseal_illegal(self) -> None:
        """Open sealed sheets that what happened at the table since has made illegal."""
        for seat in [seat for seat, orders in self.sheets.items() if self._objection(seat, orders) is not None]:
            del self.sheets[seat]

    def withdraw_sheet(self, seat: str) -> None:
        """Open a sealed sheet again before the reveal."""
        self.sheets.pop(seat, None)

    def predict(self, seat: str, lever: str, setting: str, adviser: str = "") -> None:
        """Record a prediction of a rival's lever before the reveal.

        Raises:
            UnknownOrder: No such lever or setting, or it is the seat's own.
            OutOfTime: The sheets are revealed.
        """
        self.held_by_person(seat)
        self._setting(lever, setting)
        if lever.split(".", maxsplit=1)[0] == seat:
            raise UnknownOrder(f"{lever} is your own lever", mend="foretell a rival's")
        if self.phase != "table":
            raise OutOfTime("the sheets are revealed", mend="predict before the next reveal")
        self.predictions[seat] = {"lever": lever, "setting": setting, "adviser": adviser}

    def _orders(self, seat: str, sheet: Sheet) -> list[int]:
        """Return everybody's standing orders with a seat's sheet laid over them; acts and what would clash rest unless ordered."""
        number = self.seat_number(seat)
        layout = self.program.layout
        orders = list(self.position.standing)
        for lever_number in layout.seat_levers[number]:
            if self.program.run.ACT[lever_number]:
                orders[lever_number] = layout.rest[lever_number]
        named = set()
        for lever, setting in sheet.items():
            full = lever if "." in lever else f"{seat}.{lever}"
            if full.split(".")[0] != seat:
                raise UnknownOrder(f"{full} is not a lever of {seat}")
            if full not in layout.levers:
                self._no_lever(seat, lever)
            orders[layout.lever(full)] = self._setting(full, setting)
            named.add(full)
        for lever_number in layout.seat_levers[number]:
            broken = self._rule_against(number, orders)
            if layout.levers[lever_number] in named or broken < 0:
                continue
            kept = orders[lever_number]
            orders[lever_number] = layout.rest[lever_number]
            if -1 < self._rule_against(number, orders) <= broken:  # resting it mends nothing
                orders[lever_number] = kept
        return orders

    def filled(self, seat: str, sheet: Sheet) -> dict[str, str]:
        """Return the whole sheet that a partial one makes: levers left out stand, acts are not repeated, what would clash rests.

        Raises:
            UnknownOrder: No such lever or setting.
        """
        return self._named(seat, self._orders(seat, sheet))

    def _no_lever(self, seat: str, lever: str) -> NoReturn:
        known = [name.split(".")[1] for name in self.program.layout.levers if name.split(".")[0] == seat]
        raise UnknownOrder(f'{seat} has no lever "{lever}"', mend=did_you_mean(lever, known))

    def _setting(self, lever: str, setting: str) -> int:
        layout = self.program.layout
        if lever not in layout.levers:
            raise UnknownOrder(f'no lever "{lever}"', mend=did_you_mean(lever, layout.levers))
        settings = layout.settings[layout.lever(lever)]
        if setting not in settings:
            raise UnknownOrder(f'{lever} has no setting "{setting}"', mend=did_you_mean(setting, settings))
        return settings.index(setting)

    def _rule_against(self, seat: int, orders: list[int]) -> int:
        table = self.table
        return int(self.program.run.forbidden(seat, table.views[seat], orders, list(self.terms.coefficients), table.events, table.bounds))

    def _objection(self, seat: str, orders: list[int]) -> IllegalNow | None:
        number = self.seat_number(seat)
        broken = self._rule_against(number, orders)
        if broken >= 0:
            name = list(self.program.book.rules)[broken]
            rule = self.program.book.rules[name]
            return IllegalNow(rule.title, rule=name, mend=f"legal when {rule.until}")
        capital = self.capital(seat)
        cost = self.program.run.sheet_cost(number, orders, list(self.position.standing))
        if capital is not None and cost > capital:
            return IllegalNow(
                f"the sheet costs {cost:.0f} points of political capital, {capital:.0f} are left", mend="change fewer levers, or by fewer steps"
            )
        return None

    def _named(self, seat: str, orders: list[int]) -> dict[str, str]:
        layout = self.program.layout
        return {layout.levers[place].split(".")[1]: layout.settings[place][orders[place]] for place in layout.seat_levers[self.seat_number(seat)]}

    def sheet_of(self, seat: str, orders: list[int]) -> dict[str, str]:
        """Return the part of a row of orders that a seat owns, by name."""
        return self._named(seat, orders)

    # --- the season

    def desk(self, seat: str) -> Desk:
        """Return what lies on a seat's desk now."""
        number = self.seat_number(seat)
        table = self.table
        capital = self.capital(seat)
        return Desk(
            self.program,
            number,
            list(table.views[number]),
            self.known_orders(seat, self.position.standing),
            list(self.terms.coefficients),
            list(table.events),
            list(table.bounds),
            list(table.accords),
            self.terms.rng_seed,
            self.terms.game,
            self.season_key,
            self.position.season + 1,
            -1.0 if capital is None else capital,
            self.level_of(seat),
            self.terms.length,
            self.terms.fog,
            self.terms.mechanics,
            self.terms.scale,
        )

    def known_orders(self, seat: str, orders: Sequence[int]) -> list[int]:
        """Return everybody's orders as a seat knows them: others' secret settings read as what they pass for."""
        known = [0] * len(orders)
        self.program.run.known_orders(self.seat_number(seat), list(orders), known)
        return known

    def level_of(self, seat: str) -> Level:
        """Return the level at which a seat plays: its agent's own, or the game's."""
        return self.agents[seat].level or self.program.book.choice.levels[self.level]

    @property
    def season_key(self) -> int:
        """The season's word in the key of its draws."""
        return self.position.season + int(self.program.run.BRANCH) * self.position.branch

    def open_season(self) -> None:
        """Begin a season: calendar, estimates, snap-backs and offers of AI seats."""
        self.sheets: dict[str, list[int]] = {}
        self.reasons: dict[str, str] = {}
        self.predictions: dict[str, dict[str, str]] = {}
        self.teacher: list[str] = []
        self.resolution: Resolution | None = None
        self.table = Table(self)
        if not self.over:
            self.table.open()

    def advance(self) -> Account | None:
        """Reveal all sheets and resolve the season; a missing sheet is the standing one.

        Returns:
            The account, or None where a crisis waits for a person (`answer_crisis`, then `advance` again).

        Raises:
            OutOfTime: The game is over.
        """
        if self.phase == "over":
            raise OutOfTime("the game is over")
        if self.resolution is None:
            self.table.close()
            self.resolution = Resolution(self, self._all_orders())
        if self.resolution.waiting_for():
            return None
        account, position = self.resolution.finish()
        self._keep(account, position)
        self.undone.clear()
        return account

    def _all_orders(self) -> list[int]:
        layout = self.program.layout
        orders = list(self.position.standing)
        for seat in layout.seats:
            mine = self.sheets.get(seat)
            if mine is None and not self.agents[seat].person:
                mine = self.agents[seat].sheet(self.desk(seat))
            if mine is None:
                mine = self._orders(seat, {})
            for lever in layout.seat_levers[layout.seats.index(seat)]:
                orders[lever] = mine[lever]
        return orders

    def _keep(self, account: Account, position: Position) -> None:
        self.played.append(Played(self.position, account, dict(self.reasons), dict(self.predictions), list(self.teacher)))
        self.position = position
        self.open_season()

    def answer_crisis(self, seat: str, answer: str) -> None:
        """Answer an incident: ``match`` or ``step_back``.

        Raises:
            OutOfTime: There is no crisis.
            UnknownOrder: The seat is not asked, or the answer is no answer.
        """
        if self.resolution is None:
            raise OutOfTime("there is no crisis to answer")
        self.resolution.answer(seat, answer)

    # --- undo, redo, fork

    def undo(self, *, fresh: bool = False) -> None:
        """Take back the last finished season; the table is then as it was when that season began.

        Args:
            fresh: Draw afresh from there; otherwise the same draws, a what-if.

        Raises:
            OutOfTime: Nothing has been played.
        """
        if not self.played:
            raise OutOfTime("nothing to undo: this is the first season")
        last = self.played.pop()
        self.undone.append((last, self.position.branch))
        self.taken_back.append((last.before.season, last.before.branch))
        branch = max([last.before.branch, *(branch for _, branch in self.taken_back)])
        self.position = last.before.with_branch(branch + 1) if fresh else last.before
        self.open_season()

    def redo(self) -> None:
        """Play the season just taken back once more, with the orders and answers it had.

        Raises:
            OutOfTime: Nothing has been taken back since the last season was played.
        """
        if not self.undone:
            raise OutOfTime("nothing to redo")
        again, branch = self.undone.pop()
        later = [*self.undone]
        self.replay(again)
        self.undone = later
        self.taken_back.pop()
        if branch != self.position.branch:
            self.position = self.position.with_branch(branch)
            self.open_season()

    def replay(self, past: Played) -> Account:
        """Play a season as recorded; no agent is asked."""
        self.position = self.position.with_branch(past.before.branch)
        self.open_quietly()
        self.table.repeat(past.account)
        self.reasons, self.predictions, self.teacher = dict(past.reasons), dict(past.predictions), list(past.teacher)
        self.resolution = Resolution(self, list(past.account.orders))
        self.resolution.crisis.update(past.account.crisis)
        account, position = self.resolution.finish()
        self._keep(account, position)
        return account

    def open_quietly(self) -> None:
        """Begin a season without asking any agent."""
        self.table = Table(self)
        self.table.prepare()

    def fork(self, season: int) -> Game:
        """Return another game that shares everything before a season (from 0) and goes on from its start.

        Raises:
            UnknownOrder: That season has not been played.
        """
        if not 0 <= season <= len(self.played):
            raise UnknownOrder(f"season {season + 1} has not been played", mend=f"1 to {len(self.played) + 1}")
        other = Game.__new__(Game)
        other.__dict__.update(self.__dict__)
        other.agents, other.injects = dict(self.agents), list(self.injects)
        other.played, other.undone, other.taken_back = self.played[:season], [], list(self.taken_back)
        other.calendar = [list(row) for row in self.calendar]
        other.position = self.played[season].before if season < len(self.played) else self.position
        other.open_season()
        return other

    def inject(self, event: str, lasts: int = 1) -> None:
        """Begin an event now, as a teacher may.

        Raises:
            UnknownOrder: No such event.
            OutOfTime: The season is being resolved, somebody has acted in it, or the game is over.
        """
        if event not in self.program.book.events:
            raise UnknownOrder(f'no event "{event}"', mend=did_you_mean(event, self.program.book.events))
        persons = self.persons()
        begun = any(offer.by in persons or any(seat in offer.answers for seat in persons) for offer in self.table.offers)
        if self.phase != "table" or begun or self.sheets or any(act.split()[-1] in persons for act in self.table.log):
            raise OutOfTime("the season has begun", mend="an event is injected before anybody acts, or next season")
        self.injects.append((self.season, event, lasts))
        self.calendar = event_rows(self.program, self.setup, self.seasons, self.injects)
        self.open_season()

    def hand_over(self, seat: str, agent: Agent) -> None:
        """Give a seat to another agent from this season on; what the season had seen so far begins anew.

        Raises:
            UnknownOrder: No such seat.
            OutOfTime: The season is being resolved, or the game is over.
        """
        self.seat_number(seat)
        if self.phase != "table":
            raise OutOfTime("a seat changes hands before the reveal")
        self.agents[seat] = agent
        self.open_season()

    def outcome(self) -> dict[str, dict[str, float]]:
        """Return the boards: for own payoff a value by seat, for the others one value under ``all`` (rulebook: boards).

        Seasons not played count as the floor after a war and as the last season after an early peace.
        """
        return board_scores(self.program, self.position, [played.account for played in self.played], self.terms.length)
