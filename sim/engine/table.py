"""The negotiating table of one season: offers, counters, answers, signings, snap-backs, all on the start-of-season state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.documents.errors import did_you_mean
from sim.engine.accords import Accord, Offer, accords_in_force, clause_numbers
from sim.engine.account import Account
from sim.engine.desk import Desk
from sim.engine.errors import IllegalNow, OutOfTime, UnknownOrder

if TYPE_CHECKING:
    from sim.engine.game import Game


class Table:
    """What is being negotiated in a season.

    Attributes:
        state, accords, errors: The position as it is now, changed by snap-backs and signings.
        events: Inputs of the season.
        bounds: What accords bind.
        views: By seat, the state as it sees it.
        offers: Everything tabled, in order.
        snapped: (package, seat) of accords ended by an injured party.
        forgiven: (package, seat) of misses forgiven.
        log: What changed accords, in order: ``snap_back PACKAGE SEAT``, ``forgive PACKAGE SEAT``, ``sign PLACE`` (of an offer, from 1).
    """

    def __init__(self, game: Game) -> None:
        """Lay out the season that a game's position begins."""
        self.game = game
        program, position = game.program, game.position
        self.run, self.layout = program.run, program.layout
        self.state = list(position.state)
        self.accords = list(position.accords)
        self.errors = list(position.errors)
        last = min(position.season, len(game.calendar) - 1)
        self.events = list(game.calendar[last])
        self.bounds = [0.0] * self.run.N_BOUNDS
        self.views = [[0.0] * self.run.N_STATE for _ in self.layout.seats]
        self.offers: list[Offer] = []
        self.snapped: list[tuple[str, str]] = []
        self.forgiven: list[tuple[str, str]] = []
        self.log: list[str] = []
        self.signed = 0

    def prepare(self) -> None:
        """Move estimates on and look: what every season begins with."""
        terms = self.game.terms
        self.run.drift_errors(self.errors, terms.rng_seed, terms.game, self.game.season_key)
        self.run.note_bounds(self.accords, self.bounds)
        self.look()

    def open(self) -> None:
        """Begin the season: snap-backs, then offers, of seats that no person holds."""
        self.prepare()
        for slot in range(self.layout.slots):
            for number, name in enumerate(self.layout.seats):
                agent = self.game.agents[name]
                if agent.person or not self.run.injured(number, slot, self.state, self.accords):
                    continue
                self._look_as(number)
                if agent.snaps_back(self._desk(number), slot):
                    self._end(slot, name)
        self.run.note_bounds(self.accords, self.bounds)
        self.look()
        for seat in self.layout.seats:
            agent = self.game.agents[seat]
            if agent.person:
                continue
            proposal = agent.proposal(self._desk(self.layout.seats.index(seat)))
            if proposal is not None and not self._waits_already(*proposal):
                self._put(seat, *proposal, origin=seat, counter=0)
        self.refresh()

    def _waits_already(self, package: str, clauses: tuple[str, ...]) -> bool:
        """Say whether the very same offer waits for a person's answer: nobody is asked twice for one signature."""
        return any(not offer.outcome and offer.package == package and set(offer.clauses) == set(clauses) for offer in self.offers)

    def look(self) -> None:
        """Give every seat its view of the state."""
        for seat in range(len(self.layout.seats)):
            self._look_as(seat)

    def _look_as(self, seat: int) -> None:
        self.run.observe(seat, self.state, self.errors, self.game.terms.fog, self.views[seat])

    def refresh(self) -> None:
        """Look again after accords have changed: bounds, views, and sealed sheets that have become illegal."""
        self.events[self.run.SIGNED_NOW] = 1.0 if self.signed else 0.0
        self.run.note_bounds(self.accords, self.bounds)
        self.look()
        self.game.unseal_illegal()

    def _desk(self, seat: int) -> Desk:
        return self.game.desk(self.layout.seats[seat])

    # --- offers

    def offer(self, seat: str, package: str, clauses: tuple[str, ...] | None = None) -> Offer:
        """Table an offer as a person; AI parties answer at once.

        Raises:
            UnknownOrder: No such seat, package or clause.
            IllegalNow: The channel is closed, the package is in force or not ready, or the seat has no more offers this season.
            OutOfTime: Orders are closed.
        """
        self._still_open()
        self.game.seat_number(seat)
        chosen = self.check_clauses(package, clauses)
        self.check_offer(seat, package)
        self.check_count(seat)
        offer = self._put(seat, package, chosen, origin=seat, counter=0)
        self.refresh()
        return offer

    def check_clauses(self, package: str, clauses: tuple[str, ...] | None) -> tuple[str, ...]:
        """Return the clauses of an offer, a package's own by default.

        Raises:
            UnknownOrder: No such package or clause.
            IllegalNow: A clause binds no party, stands twice, there are too many, or a party promises nothing.
        """
        book = self.game.program.book
        if package not in book.packages:
            raise UnknownOrder(f'no accord package "{package}"', mend=did_you_mean(package, book.packages))
        chosen = tuple(book.packages[package].clauses) if clauses is None else tuple(clauses)
        for clause in chosen:
            if clause not in book.clauses:
                raise UnknownOrder(f'no clause "{clause}"', mend=did_you_mean(clause, book.clauses))
            if book.clauses[clause].owner not in book.packages[package].parties:
                raise IllegalNow(f'"{clause}" binds {book.clauses[clause].owner}, which is no party to {package}')
        if len(set(chosen)) != len(chosen):
            raise IllegalNow("a clause stands twice in the offer")
        if not 0 < len(chosen) <= self.layout.clauses_each:
            raise IllegalNow(f"an accord holds 1 to {self.layout.clauses_each} clauses")
        for party in book.packages[package].parties:
            if not any(book.clauses[clause].owner == party for clause in chosen):
                raise IllegalNow(f"every party promises something; {party} promises nothing", mend="add a clause of theirs")
        return chosen

    def why_not(self, seat: str, package: str) -> str:
        """Return why a seat cannot table a package now, or an empty text."""
        try:
            self.check_offer(seat, package)
        except IllegalNow as refusal:
            return str(refusal)
        return ""

    def check_offer(self, seat: str, package: str) -> None:
        """Raise what stands against a seat's tabling a package now, or return.

        Raises:
            IllegalNow: It is in force, not ready, no more accords fit, or no channel is open.
        """
        game, run = self.game, self.run
        book, layout = game.program.book, self.layout
        number, place = layout.seats.index(seat), layout.packages.index(package)
        view = self.views[number]
        args = (view, game.known_orders(seat, game.position.standing), list(game.terms.coefficients), self.events, self.bounds)
        if run.in_force(self.accords, place):
            raise IllegalNow(f"{book.packages[package].title} is in force already")
        if not run.package_ready(place, *args):
            raise IllegalNow(f"{book.packages[package].title} is not ready to be offered", mend=f"legal when {book.packages[package].until}")
        if run.free_slot(self.accords) < 0:
            raise IllegalNow(f"{layout.slots} accords are in force, no more fit", mend="let one expire or snap it back")
        if run.may_offer(number, place, *args, self.accords):
            return
        if seat not in book.packages[package].parties:
            raise IllegalNow(
                f"{seat} cannot mediate between {' and '.join(book.packages[package].parties)}", mend=f"{' and '.join(book.accords.mediators)} may"
            )
        pair = {"US", "DPRK"} <= set(book.packages[package].parties) and not run.channel_open(
            layout.seats.index("US"), layout.seats.index("DPRK"), *args
        )
        gate = book.accords.channel.pair if pair else book.accords.channel.other
        raise IllegalNow(
            "no channel is open to sign this", rule="V6", mend=f"open when {gate.until}; a mediator ({', '.join(book.accords.mediators)}) needs none"
        )

    def check_count(self, seat: str) -> None:
        """Raise where a seat has tabled all the offers of its own that a season allows.

        Raises:
            IllegalNow: It has.
        """
        made = sum(1 for offer in self.offers if offer.origin == seat and offer.counter == 0)
        limit = self.game.program.book.accords.offers_a_season
        if made >= limit:
            raise IllegalNow(f"{seat} has tabled its {limit} offers of this season", mend="wait for the next season")

    def _put(self, by: str, package: str, clauses: tuple[str, ...], *, origin: str, counter: int) -> Offer:
        parties = tuple(self.game.program.book.packages[package].parties)
        offer = Offer(self._number(by, parties), by, package, clauses, parties, {}, origin, counter)
        self.offers.append(offer)
        self._ask(offer)
        return offer

    def _number(self, by: str, parties: tuple[str, ...]) -> int:
        """Return an offer's number: counted over what the persons in it have seen, so that it tells nobody of other tables."""
        inside = [seat for seat in (by, *parties) if self.game.agents[seat].person] or [by, *parties]
        return 1 + max(sum(1 for offer in self.offers if seat in (offer.by, *offer.parties)) for seat in inside)

    def _ask(self, offer: Offer) -> None:
        """Ask the parties that have not answered, in the order of seats; a person's answer is waited for."""
        for party in self.layout.seats:
            if party not in offer.waiting_for():
                continue
            answer = self.game.agents[party].accepts(self._desk(self.layout.seats.index(party)), offer)
            if answer is not None:
                offer.answers[party] = "accept" if answer else "refuse"
        if not offer.waiting_for():
            self._conclude(offer)

    def _conclude(self, offer: Offer) -> None:
        refusers = [party for party in self.layout.seats if offer.answers.get(party) == "refuse"]
        if not refusers:
            self._sign(offer)
            return
        offer.outcome = "refused"
        if offer.counter >= self.game.program.book.accords.counters:
            return
        refuser = refusers[0]
        counter = self.game.agents[refuser].counter(self._desk(self.layout.seats.index(refuser)), offer)
        if counter is not None:
            offer.outcome = "countered"
            self._put(refuser, *counter, origin=offer.origin, counter=offer.counter + 1)

    def _sign(self, offer: Offer) -> None:
        layout, run = self.layout, self.run
        slot = run.free_slot(self.accords)
        package = layout.packages.index(offer.package)
        args = (self.state, list(self.game.position.standing), list(self.game.terms.coefficients), self.events, self.bounds)
        if slot < 0 or run.in_force(self.accords, package) or not run.package_ready(package, *args):
            offer.outcome = "lapsed"  # something else was signed since it was tabled
            return
        seasons = run.scaled(run.PACKAGE_SEASONS[package], self.game.terms.scale)
        run.sign(self.accords, self.state, slot, package, clause_numbers(self.game.program, offer.clauses), seasons)
        run.note_bounds(self.accords, self.bounds)
        offer.outcome = "signed"
        self.log.append(f"sign {next(place for place, each in enumerate(self.offers, 1) if each is offer)}")
        self.signed += 1

    def open_offers(self, seat: str) -> list[Offer]:
        """Return the offers that wait for a seat's answer."""
        return [offer for offer in self.offers if not offer.outcome and seat in offer.waiting_for()]

    def seen_by(self, seat: str) -> list[Offer]:
        """Return the offers that a seat has made or received, in order; all of them for an empty seat. Seats number offers by this list."""
        return [offer for offer in self.offers if not seat or seat in (*offer.parties, offer.by)]

    def answer(self, seat: str, number: int, answer: str) -> Offer:
        """Accept or refuse an offer.

        Raises:
            UnknownOrder: No such offer waits for this seat, or the answer is neither accept nor refuse.
        """
        self._still_open()
        offer = self._waiting(seat, number)
        if answer not in ("accept", "refuse"):
            raise UnknownOrder(f'"{answer}" is no answer', mend="accept or refuse")
        offer.answers[seat] = answer
        if not offer.waiting_for():
            self._conclude(offer)
            self.refresh()
        return offer

    def counter(self, seat: str, number: int, clauses: tuple[str, ...]) -> Offer:
        """Refuse an offer and table another version of its package.

        Raises:
            UnknownOrder, IllegalNow: See `offer`; or two counters have been made.
        """
        self._still_open()
        offer = self._waiting(seat, number)
        if offer.counter >= self.game.program.book.accords.counters:
            raise IllegalNow("two counter-offers have been made", mend="accept or refuse")
        chosen = self.check_clauses(offer.package, clauses)
        offer.answers[seat] = "refuse"
        offer.outcome = "countered"
        made = self._put(seat, offer.package, chosen, origin=offer.origin, counter=offer.counter + 1)
        self.refresh()
        return made

    def withdraw(self, seat: str, number: int) -> None:
        """Take back one's own open offer.

        Raises:
            UnknownOrder: There is no such open offer of this seat.
        """
        for place, offer in enumerate(self.seen_by(seat), 1):
            if place == number and offer.by == seat and not offer.outcome:
                offer.outcome = "withdrawn"
                return
        raise UnknownOrder(f"{seat} has no open offer {number}")

    def _waiting(self, seat: str, number: int) -> Offer:
        waiting = {place: offer for place, offer in enumerate(self.seen_by(seat), 1) if not offer.outcome and seat in offer.waiting_for()}
        if number in waiting:
            return waiting[number]
        known = [str(place) for place in waiting]
        raise UnknownOrder(f"no offer {number} waits for {seat}", mend=f"waiting: {', '.join(known)}" if known else "no offer waits")

    def _still_open(self) -> None:
        if self.game.phase != "table":
            raise OutOfTime("the table is closed for this season")

    # --- snap-back

    def in_force(self) -> list[Accord]:
        """Return the accords in force now."""
        return accords_in_force(self.game.program, self.accords, self.state)

    def snap_back(self, seat: str, package: str) -> None:
        """End an accord after another party's miss, without loss of name.

        Raises:
            UnknownOrder: No such accord of this seat.
            IllegalNow: Nobody has missed a promise.
        """
        self._still_open()
        slot = self.slot_of(seat, package)
        if not self.run.injured(self.layout.seats.index(seat), slot, self.state, self.accords):
            raise IllegalNow("no other party has missed a promise", mend="leave by breaking your own, at its price")
        self._end(slot, seat)
        self.refresh()

    def forgive(self, seat: str, package: str) -> None:
        """Forgive the others' misses in an accord: they count no more.

        Raises:
            UnknownOrder: No such accord of this seat.
        """
        self._still_open()
        slot = self.slot_of(seat, package)
        self._wipe(slot, seat)
        self.look()

    def _wipe(self, slot: int, seat: str) -> None:
        own = self.layout.seats.index(seat)
        package = self.layout.packages[int(self.accords[slot * self.layout.slot_size + 1])]
        self.forgiven.append((package, seat))
        self.log.append(f"forgive {package} {seat}")
        for party in range(len(self.layout.seats)):
            if party != own:
                self.state[self.run.MISSED_SLOT + slot * 4 + party] = 0.0
        self.run.count_misses(self.accords, self.state)

    def slot_of(self, seat: str, package: str) -> int:
        """Return the place of a seat's accord.

        Raises:
            UnknownOrder: It is in no such accord.
        """
        mine = {accord.package: accord.slot for accord in self.in_force() if seat in accord.parties}
        if package not in mine:
            raise UnknownOrder(f'{seat} is in no accord "{package}"', mend=did_you_mean(package, mine) if mine else "none is in force")
        return mine[package]

    def _end(self, slot: int, seat: str) -> None:
        package = self.layout.packages[int(self.accords[slot * self.layout.slot_size + 1])]
        self.run.end_accord(self.accords, self.state, slot)
        self.snapped.append((package, seat))
        self.log.append(f"snap_back {package} {seat}")

    def veto(self, number: int) -> None:
        """Undo a signing of this season, as a teacher may; the accord never was.

        Args:
            number: Place of the offer among all of the season, from 1.

        Raises:
            UnknownOrder: No such signed offer.
            OutOfTime: Orders are closed.
        """
        self._still_open()
        if not 0 < number <= len(self.offers) or self.offers[number - 1].outcome != "signed":
            raise UnknownOrder(f"offer {number} was not signed this season")
        offer = self.offers[number - 1]
        slot = next(accord.slot for accord in self.in_force() if accord.package == offer.package)
        self.run.end_accord(self.accords, self.state, slot)
        offer.outcome = "vetoed"
        self.log.remove(f"sign {number}")
        self.signed -= 1
        self.refresh()

    def close(self) -> None:
        """Close the table: what nobody answered lapses."""
        for offer in self.offers:
            if not offer.outcome:
                offer.outcome = "lapsed"
        self.refresh()

    def repeat(self, past: Account) -> None:
        """Do again what an account says was snapped back, forgiven and signed, in its order."""
        for offer in past.offers:
            again = Offer(offer.number, offer.by, offer.package, offer.clauses, offer.parties, dict(offer.answers), offer.origin, offer.counter)
            again.outcome = "" if offer.outcome == "signed" else offer.outcome
            self.offers.append(again)
        for act in past.log:
            self.repeat_act(act)
        self.refresh()

    def repeat_act(self, act: str) -> None:
        """Do one act of a log again; see `log`.

        Raises:
            UnknownOrder: No such accord.
        """
        match act.split():
            case ["snap_back", package, seat]:
                self._end(self.slot_of(seat, package), seat)
                self.run.note_bounds(self.accords, self.bounds)
                self.look()
            case ["forgive", package, seat]:
                self._wipe(self.slot_of(seat, package), seat)
                self.look()
            case ["sign", place]:
                self._sign(self.offers[int(place) - 1])
