"""Replaying a record: every line is checked as it is applied; what is neither legal nor refused with its line is a defect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.library import Library
from sim.documents.reading import Document, Key
from sim.documents.record import OfferText, Record, SeasonText
from sim.documents.sheet import parse_sheet
from sim.engine.accords import Offer
from sim.engine.account import Account
from sim.engine.errors import Refused
from sim.engine.game import Played
from sim.engine.position import event_rows
from sim.rollout.session import Session, do_act, hand_over


def check_header(record: Record, document: Document, library: Library) -> None:
    """Check what stands above the seasons and names things of the rulebook.

    Raises:
        DocumentError: A seat is missing, or a mechanic or event is unknown.
    """
    book, _ = library.rulebook()
    for seat in record.seats:
        if seat not in book.seats:
            raise document.error(("seats", seat), f'seat "{seat}" is unknown', did_you_mean(seat, book.seats), at_key=True)
    for seat in book.seats:
        if seat not in record.seats:
            raise document.error(("seats",), f"no agent for {seat}")
        if seat not in record.opening_sheets:
            raise document.error(("opening_sheets",), f"no sheet for {seat}")
    for name in record.mechanics:
        if name not in book.mechanics:
            raise document.error(("mechanics", name), f'no mechanic "{name}"', did_you_mean(name, map(str, book.mechanics)), at_key=True)
    for number, inject in enumerate(record.injects):
        if inject.event not in book.events:
            raise document.error(("injects", number, "event"), f'event "{inject.event}" is unknown', did_you_mean(inject.event, book.events))
        if inject.season >= record.length:  # a season that was taken back keeps what was injected into it
            raise document.error(("injects", number, "season"), "an event was injected after the last season")
    for number, change in enumerate(record.handed_over):
        if change.seat not in book.seats:
            raise document.error(("handed_over", number), f'no seat "{change.seat}"', did_you_mean(change.seat, book.seats))


class Replayer:
    """Applies a record to a fresh session."""

    def __init__(self, session: Session, record: Record, document: Document) -> None:
        """Keep all three; nothing is played yet."""
        self.session, self.record, self.document = session, record, document
        self.game = session.game

    @contextmanager
    def told(self, path: Key) -> Iterator[None]:
        """Turn what is refused inside into an error at a path of the record."""
        try:
            yield
        except Refused as refusal:
            raise self.document.error(path, str(refusal)) from None
        except DocumentError as failure:
            if failure.file:
                raise
            raise self.document.error(path, failure.message, failure.hint) from None
        except ValueError as failure:
            raise self.document.error(path, str(failure)) from None

    def play(self) -> None:
        """Play all seasons of the record, then do again what persons had done in the unfinished one.

        Raises:
            DocumentError: A line is not legal.
        """
        game, record = self.game, self.record
        if record.injects:
            game.injects = [(inject.season, inject.event, inject.lasts) for inject in record.injects]
            game.calendar = event_rows(game.program, self.session.scenario, game.seasons, game.injects)
            game.open_season()
        for number, (season, text) in enumerate(record.seasons.items()):
            self._in_place(number, season)
            self._hand_over(season)
            self._season(season, text)
        if not game.over:
            self._hand_over(game.seasons[game.season])
        if len(self.session.handed_over) != len(record.handed_over):
            raise self.document.error(("handed_over",), "a seat is handed over in a season that was not played")
        self._taken_back()
        self.session.practice = record.practice
        if record.now.branch:
            game.position = game.position.with_branch(record.now.branch)
            game.open_season()
        self._unfinished()

    def _in_place(self, number: int, season: str) -> None:
        game = self.game
        if number >= len(game.seasons) or season != game.seasons[number]:
            expected = game.seasons[number] if number < len(game.seasons) else "no further season"
            raise self.document.error(("seasons", season), f'season "{season}" is out of place', f"{expected} was expected", at_key=True)
        if game.over:
            raise self.document.error(("seasons", season), f"the game had ended ({game.over}) before this season", at_key=True)

    def _hand_over(self, season: str) -> None:
        for number, change in enumerate(self.record.handed_over):
            if change.season == season:
                with self.told(("handed_over", number)):
                    hand_over(self.session, change.seat, change.to)

    def _taken_back(self) -> None:
        game = self.game
        for number, mark in enumerate(self.record.taken_back):
            season, _, branch = mark.partition("/")
            if season not in game.seasons or not branch.isdigit():
                raise self.document.error(("taken_back", number), f'"{mark}" is no season and branch', "such as spring-2020/0")
            game.taken_back.append((game.seasons.index(season), int(branch)))

    def _season(self, season: str, text: SeasonText) -> None:
        """Check one season and play it."""
        game, path = self.game, ("seasons", season)
        game.position = game.position.with_branch(text.branch)
        game.open_quietly()
        account = Account(game.season, text.branch, [], list(game.position.standing), [], [], [], [], [])
        self._table(account, text, path)
        for seat in game.program.layout.seats:
            self._sheet(account, seat, text.sheet(seat), (*path, seat))
        self._people(text, path)
        account.crisis = dict(text.crisis)
        guesses = {seat: guess.model_dump() for seat, guess in text.predictions.items()}
        again = game.replay(Played(game.position, account, dict(text.reasons), guesses, list(text.teacher)))
        asked = game.program.book.crisis.seats if again.incident else []
        for seat in text.crisis:
            if seat not in asked:
                raise self.document.error((*path, "crisis", seat), f"{seat} was asked about no incident this season", at_key=True)

    def _table(self, account: Account, text: SeasonText, path: Key) -> None:
        """Check and do what changed accords, in its order; offers are checked on the table as it is when they are signed."""
        table = self.game.table
        for number, offer in enumerate(text.offers):
            account.offers.append(self._offer(offer, number, (*path, "offers", number)))
            table.offers.append(account.offers[-1])
        account.snapped = [(act.accord, act.by) for act in text.snap_back]
        account.forgiven = [(act.accord, act.by) for act in text.forgive]
        acts = [f"snap_back {act.accord} {act.by}" for act in text.snap_back] + [f"forgive {act.accord} {act.by}" for act in text.forgive]
        acts += [f"sign {place}" for place, offer in enumerate(text.offers, 1) if offer.outcome == "signed"]
        if text.order and sorted(text.order) != sorted(acts):
            raise self.document.error((*path, "order"), "the order does not list the acts of this season")
        tabled = bool(text.order)  # the moment of each offer is known in the usual order only
        for act in text.order or acts:
            if not tabled and act.startswith("sign"):
                tabled = True
                self._tabled(text, path)
            with self.told((*path, *self._place(act, text))):
                self._allowed(act, text)
                table.repeat_act(act)
        if not tabled:
            self._tabled(text, path)
        account.log = list(text.order or acts)
        table.refresh()

    def _place(self, act: str, text: SeasonText) -> Key:
        kind, *rest = act.split()
        if kind == "sign":
            return ("offers", int(rest[0]) - 1)
        rows = text.snap_back if kind == "snap_back" else text.forgive
        return (kind, next((number for number, row in enumerate(rows) if [row.accord, row.by] == rest), 0))

    def _allowed(self, act: str, text: SeasonText) -> None:
        game, table = self.game, self.game.table
        kind, *rest = act.split()
        if kind == "sign":
            offer = table.offers[int(rest[0]) - 1]
            table.check_offer(offer.origin, offer.package)
        elif kind == "snap_back":
            slot = table.slot_of(rest[1], rest[0])
            if not game.program.run.injured(game.seat_number(rest[1]), slot, table.state, table.accords):
                raise ValueError(f"{rest[1]} was not injured under {rest[0]} and may not snap it back")

    def _offer(self, offer: OfferText, number: int, path: Key) -> Offer:
        """Check an offer's names and answers."""
        game, book = self.game, self.game.program.book
        origin = offer.origin or offer.by
        with self.told(path):
            game.seat_number(offer.by)
            game.seat_number(origin)
            clauses = game.table.check_clauses(offer.accord, tuple(offer.clauses) if offer.clauses is not None else None)
            parties = tuple(book.packages[offer.accord].parties)
            if offer.counter > book.accords.counters:
                raise ValueError(f"an offer is countered at most {book.accords.counters} times")
            if offer.by not in (*parties, *book.accords.mediators) or (offer.counter and offer.by not in parties):
                raise ValueError(f"{offer.by} may not table {offer.accord}")
            strangers = [seat for seat in offer.answers if seat not in parties or seat == offer.by]
            if strangers:
                raise ValueError(f"{strangers[0]} has no answer to give")
            unwilling = [seat for seat in parties if seat != offer.by and offer.answers.get(seat) != "accept"]
            if offer.outcome in ("signed", "vetoed") and unwilling:
                raise ValueError(f"the accord is {offer.outcome} but {unwilling[0]} did not accept")
            if offer.outcome in ("refused", "countered") and "refuse" not in offer.answers.values():
                raise ValueError(f"the offer is {offer.outcome} but nobody refused it")
        return Offer(number + 1, offer.by, offer.accord, clauses, parties, dict(offer.answers), origin, offer.counter, offer.outcome)

    def _tabled(self, text: SeasonText, path: Key) -> None:
        """Refuse offers that could not have been tabled: after the snap-backs and before anything is signed, most is open."""
        game, run = self.game, self.game.program.run
        layout, table = game.program.layout, self.game.table
        for number, offer in enumerate(text.offers):
            if offer.counter:
                continue
            seat = offer.origin or offer.by
            place = layout.seats.index(seat)
            args = (table.views[place], game.known_orders(seat, game.position.standing), list(game.terms.coefficients), table.events, table.bounds)
            if not run.may_offer(place, layout.packages.index(offer.accord), *args, table.accords):
                why = table.why_not(seat, offer.accord) or "it could not be tabled"
                raise self.document.error((*path, "offers", number), why)

    def _sheet(self, account: Account, seat: str, text: str, path: Key) -> None:
        game, layout = self.game, self.game.program.layout
        with self.told(path):
            sheet = parse_sheet(text, seat, game.program.book)
            missing = [layout.levers[lever] for lever in layout.seat_levers[game.seat_number(seat)] if layout.levers[lever] not in sheet]
            if missing:
                raise ValueError(f"{missing[0]} is missing from the sheet")
            game.check(seat, sheet)
        for lever, setting in sheet.items():
            account.orders[layout.lever(lever)] = layout.setting(lever, setting)

    def _people(self, text: SeasonText, path: Key) -> None:
        """Check reasons and predictions: seats and levers there are."""
        layout = self.game.program.layout
        for key, seats in (("reasons", text.reasons), ("predictions", text.predictions)):
            for seat in seats:
                if seat not in layout.seats:
                    raise self.document.error((*path, key, seat), f'no seat "{seat}"', did_you_mean(seat, layout.seats), at_key=True)
        for seat, guess in text.predictions.items():
            if guess.lever not in layout.levers or guess.setting not in layout.settings[layout.lever(guess.lever)]:
                raise self.document.error((*path, "predictions", seat), f'no such lever or setting: "{guess.lever}={guess.setting}"')

    def _unfinished(self) -> None:
        """Do again what persons had done in the unfinished season."""
        session, now = self.session, self.record.now
        for number, act in enumerate(now.acts):
            with self.told(("now", "acts", number)):
                do_act(session, act)
        for seat, text in now.drafts.items():
            with self.told(("now", "drafts", seat)):
                session.game.held_by_person(seat)
                sheet = parse_sheet(text, seat, session.game.program.book)
                session.drafts[seat] = {lever.split(".")[1]: setting for lever, setting in sheet.items()}
        if not now.revealed:
            return
        for seat, draft in session.drafts.items():
            with self.told(("now", "drafts", seat)):
                session.game.submit(seat, draft, now.reasons.get(seat, ""))
        if session.game.advance() is not None:
            raise self.document.error(("now", "revealed"), "no incident waits for an answer this season", at_key=True)
