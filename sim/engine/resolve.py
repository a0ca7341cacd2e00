"""From sealed orders to the next position: rules, flags, dials, accords, incident, crisis, war, boards (DESIGN §4, steps 5 to 11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.engine.account import Account
from sim.engine.errors import UnknownOrder
from sim.engine.position import Position

if TYPE_CHECKING:
    from sim.engine.game import Game

OUTCOMES = ("stands", "breached", "worn out", "disputed", "expired")
ANSWERS = ("match", "step_back")


class Resolution:
    """A season being resolved; it may stop at a crisis for persons to answer.

    Attributes:
        account: The account so far.
        crisis: Answers to an incident, by seat.
    """

    def __init__(self, game: Game, orders: list[int]) -> None:
        """Carry out everybody's orders up to the incident."""
        self.game, self.run = game, game.program.run
        self.layout = game.program.layout
        table, terms = game.table, game.terms
        self.crisis: dict[str, str] = {}
        self.account = Account(
            game.position.season,
            game.position.branch,
            list(table.state),
            orders,
            list(game.position.standing),
            list(terms.coefficients),
            list(table.events),
            list(table.bounds),
            list(table.accords),
            offers=list(table.offers),
            snapped=list(table.snapped),
            forgiven=list(table.forgiven),
            log=list(table.log),
        )
        self.accords = list(table.accords)
        self._carry_out()
        self._incident()

    def _carry_out(self) -> None:
        game, run, account = self.game, self.run, self.account
        terms, key = game.terms, game.season_key
        d, f, n = [0.0] * run.N_DRAWS, [0.0] * run.N_FLAGS, [0.0] * run.N_STATE
        run.draw_season(d, terms.rng_seed, terms.game, key)
        s, o, k, e, b = account.start, account.orders, account.k, account.e, account.b
        run.transition(s, o, k, e, d, b, account.accords, f, n)
        self.payoffs = [run.payoff(seat, s, o, k, e, b, f, n, 1.0, 0.0) for seat in range(len(self.layout.seats))]
        account.n, account.d, account.f = list(n), d, f
        run.bank_capital(n, o, account.standing)
        run.vote_in_seoul(s, n, o, k, e, b, terms.on("mandates"), terms.rng_seed, terms.game, key)
        raised = [0.0] * run.N_STATE
        account.chance_of_war = run.expected_war(s, o, k, e, b, f, n, raised)
        account.payoffs = list(self.payoffs)
        self.hazard = run.incident_chance(n, o, k, e, b)
        outcome = [0] * self.layout.slots
        names = {slot: self.layout.packages[int(self.accords[slot * self.layout.slot_size + 1])] for slot in range(self.layout.slots)}
        run.settle_accords(s, o, f, n, self.accords, outcome, terms.rng_seed, terms.game, key)
        account.ended = [(names[slot], OUTCOMES[how]) for slot, how in enumerate(outcome) if how]
        bites = [0.0] * len(game.program.book.rules)
        run.bites(s, o, k, e, b, f, n, bites)
        account.bites = [name for place, name in enumerate(game.program.book.rules) if bites[place] > 0.5]  # noqa: PLR2004
        self.n = n

    def _incident(self) -> None:
        run, terms = self.run, self.game.terms
        self.account.incident = run.uniform(terms.rng_seed, terms.game, self.game.season_key, run.FOR_INCIDENT, 0) < self.hazard
        if self.account.incident:
            self.n[run.TENSION] = run.clip(self.n[run.TENSION] + run.INCIDENT_RAISES, 0.0, 10.0)

    def waiting_for(self) -> list[str]:
        """Return the persons who must answer the incident."""
        if not self.account.incident or not self.game.terms.on("crisis"):
            return []
        asked = self.game.program.book.crisis.seats
        return [seat for seat in asked if self.game.agents[seat].person and seat not in self.crisis]

    def answer(self, seat: str, answer: str) -> None:
        """Take a person's answer to the incident.

        Raises:
            UnknownOrder: The seat is not asked, or the answer is no answer.
        """
        if seat not in self.waiting_for():
            raise UnknownOrder(f"{seat} is not asked", mend=f"waiting for {', '.join(self.waiting_for())}")
        if answer not in ANSWERS:
            raise UnknownOrder(f'"{answer}" is no answer', mend="match or step_back")
        self.crisis[seat] = answer

    def _matched(self) -> float:
        """Return how many seats answer in kind; a seat without a view of its own counts as undecided."""
        game, run, account = self.game, self.run, self.account
        matched = 0.0
        for seat in game.program.book.crisis.seats:
            answer = self.crisis.get(seat)
            if answer is None and game.terms.on("crisis"):
                number = self.layout.seats.index(seat)
                view = [0.0] * run.N_STATE
                errors = game.table.errors
                known = game.known_orders(seat, account.orders)
                run.observe(number, self.n, errors, game.terms.fog, view)
                desk = replace(game.desk(seat), view=view)
                back = game.agents[seat].steps_back(desk, account.f, self.n, known)
                if back is not None:
                    answer = "step_back" if back else "match"
                    self.crisis[seat] = answer
            matched += run.UNDECIDED if answer is None else float(answer == "match")
        return matched

    def finish(self) -> tuple[Account, Position]:
        """Draw war where there was an incident, keep the boards, and return the account and the next position."""
        game, run, account, n = self.game, self.run, self.account, self.n
        terms = game.terms
        o, k, e, b, f = account.orders, account.k, account.e, account.b, account.f
        if account.incident:
            matched = self._matched()
            account.crisis = dict(self.crisis)
            chance = run.war_chance(n, o, k, e, b, f, n, matched)
            account.war = run.uniform(terms.rng_seed, terms.game, game.season_key, run.FOR_WAR, 0) < chance
        account.end = list(n)
        values = [0.0] * run.N_BOARDS
        run.board_values(n, o, k, e, b, f, n, 0.0, account.chance_of_war, values)
        names = list(game.program.book.boards)
        account.boards = {name: values[place] for place, name in enumerate(names) if place}
        before = game.position
        boards = tuple(run.gather(run.BOARD_OVER[place], before.boards[place - 1], values[place]) for place in range(1, run.N_BOARDS))
        payoffs = tuple(sum_so_far + now for sum_so_far, now in zip(before.payoffs, self.payoffs, strict=True))
        season = before.season + 1
        over = self._ending(season)
        state = tuple(n)
        errors = tuple(game.table.errors)
        return account, Position(season, before.branch, state, tuple(self.accords), errors, tuple(o), payoffs, boards, over)

    def _ending(self, season: int) -> str:
        account, run = self.account, self.run
        if account.war:
            return "war"
        reached: int = run.ending(self.n, account.orders, account.k, account.e, account.b)
        if reached >= 0:
            return list(self.game.program.book.ends)[reached]
        return "scheduled" if season >= self.game.terms.length else ""
