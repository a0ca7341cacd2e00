"""Sessions to records and back: save, load, replay and verify are one mechanism."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from sim.agents.others import ScriptAgent
from sim.documents.errors import DocumentError
from sim.documents.lens import Lens
from sim.documents.library import Library
from sim.documents.reading import Document, read_document
from sim.documents.record import Guess, Inject, Now, OfferText, PartyAct, Record, SeasonText, read_record_text, write_record
from sim.documents.sheet import parse_sheet, write_sheet
from sim.engine.accords import Offer
from sim.engine.account import Account
from sim.engine.errors import Refused
from sim.engine.game import Game, Played
from sim.engine.position import event_rows
from sim.rollout.session import HIDDEN, Seal, Session, do_act, new_session

LENS_FILE = ".lens"


def to_record(session: Session) -> Record:
    """Return a session as a record; a hidden lens is only committed to."""
    game = session.game
    book, sources = session.library.rulebook()
    documents = {"rulebook": sources.digest, "scenario": session.scenario.digest}
    for seat, agent in game.agents.items():
        if isinstance(agent, ScriptAgent):
            documents[f"policy.{seat}"] = session.library.policy(agent.policy.name).digest
    if not session.seal:
        documents["lens"] = _lens_digest(session.lens)
    mechanics = {name: "on" if game.terms.on(name) else "off" for name in book.mechanics if not game.terms.on(name)}
    weights = _weights(session.lens.name)
    opening = {seat: write_sheet(sheet, seat, book) for seat, sheet in session.scenario.opening_sheets.items()}
    seasons = {game.seasons[played.before.season]: _season_text(game, played) for played in game.played}
    revealed = game.phase == "crisis"
    unsealed = {seat: game.sheet_of(seat, orders) for seat, orders in game.sheets.items()} if revealed else session.drafts
    drafts = {seat: _sheet_text(game, seat, sheet) for seat, sheet in unsealed.items()}
    reasons = {seat: reason for seat, reason in game.reasons.items() if reason} if revealed else {}
    return Record(
        scenario=session.scenario.name,
        documents=documents,
        lens=HIDDEN if session.seal else weights,
        seal=session.seal.commitment if session.seal else None,
        rng_seed=game.terms.rng_seed,
        level=game.level,
        length=game.terms.length,
        fog="on" if game.terms.fog else "off",
        mechanics=mechanics,
        seats={seat: _original(session, seat) for seat in game.program.layout.seats},
        opening_sheets=opening,
        injects=[Inject(season=season, event=event, lasts=lasts) for season, event, lasts in game.injects],
        handed_over=list(session.handed_over),
        taken_back=[f"{game.seasons[season]}/{branch}" for season, branch in game.taken_back],
        practice=session.practice,
        seasons=seasons,
        now=Now(branch=game.position.branch if not game.over else 0, acts=list(session.acts), drafts=drafts, reasons=reasons, revealed=revealed),
    )


def _lens_digest(lens: Lens) -> str:
    text = ",".join(f"{name}={value!r}" for name, value in lens.values.items())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _weights(name: str) -> str | dict[str, float]:
    if "=" not in name:
        return name
    return {part.split("=")[0]: float(part.split("=")[1]) for part in name.split(",")}


def _original(session: Session, seat: str) -> str:
    return session.game.agents[seat].name


def _sheet_text(game: Game, seat: str, sheet: Mapping[str, str]) -> str:
    return write_sheet({f"{seat}.{lever.split('.')[-1]}": setting for lever, setting in sheet.items()}, seat, game.program.book)


def _season_text(game: Game, played: Played) -> SeasonText:
    account = played.account
    book = game.program.book
    sheets = {seat: _sheet_text(game, seat, game.sheet_of(seat, account.orders)) for seat in game.program.layout.seats}
    offers = []
    for offer in account.offers:
        standard = offer.clauses == tuple(book.packages[offer.package].clauses)
        offers.append(
            OfferText(
                by=offer.by,
                accord=offer.package,
                clauses=None if standard else list(offer.clauses),
                origin=None if offer.origin == offer.by and not offer.counter else offer.origin,
                counter=offer.counter,
                answers=dict(offer.answers),
                outcome=offer.outcome or "lapsed",
            )
        )
    return SeasonText(
        **sheets,
        branch=account.branch,
        offers=offers,
        snap_back=[PartyAct(accord=package, by=seat) for package, seat in account.snapped],
        forgive=[PartyAct(accord=package, by=seat) for package, seat in account.forgiven],
        crisis={seat: answer for seat, answer in account.crisis.items()},
        reasons={seat: reason for seat, reason in played.reasons.items() if reason},
        predictions={seat: Guess(**guess) for seat, guess in played.predictions.items()},
        teacher=list(played.teacher),
    )


Trust = Literal["refuse", "accept"]


def from_record(text: str, *, file: str = "<record>", library: Library | None = None, seal: Seal | None = None, changed: Trust = "refuse") -> Session:
    """Return the session that a record describes; every order and answer is checked, no agent is asked about finished seasons.

    Args:
        text: The record.
        file: Its name, for errors.
        library: Documents; what is shipped by default.
        seal: The sealed lens of a hidden-lens game, from the file beside the save.
        changed: Whether to accept documents that have changed since the record was made.

    Raises:
        DocumentError, DocumentErrors: The record is wrong; the error names its line.
    """
    library = library or Library()
    record, document = read_record_text(text, file)
    lens = record.lens if isinstance(record.lens, str) else ",".join(f"{name}={weight:g}" for name, weight in record.lens.items())
    if lens == HIDDEN:
        if seal is None:
            raise document.error(("lens",), "the lens is hidden and its seal is not here", f'the file "{file}{LENS_FILE}" was expected')
        if seal.commitment != record.seal:
            raise document.error(("seal",), "the sealed lens is not the one this record committed to")
    elif seal is not None:
        seal = None
    try:
        session = new_session(
            record.scenario,
            seats=record.seats,
            lens=lens,
            level=record.level,
            length=record.length,
            rng_seed=record.rng_seed,
            fog=record.fog == "on",
            mechanics={name: switch == "on" for name, switch in record.mechanics.items()},
            library=library,
            seal=seal,
        )
    except DocumentError as failure:
        raise document.error(_where(failure.message), failure.message, failure.hint) from None
    _same_documents(session, record, document, changed)
    _replay(session, record, document)
    return session


def _where(message: str) -> tuple[str, ...]:
    """Return which key of a record an error of set-up is about."""
    for word, key in (("scenario", "scenario"), ("lens", "lens"), ("level", "level"), ("seasons", "length"), ("seat", "seats"), ("agent", "seats")):
        if message.startswith(word) or word in message:
            return (key,)
    return ()


def _same_documents(session: Session, record: Record, document: Document, changed: Trust) -> None:
    now = to_record(session)
    opening = {seat: parse_sheet(sheet, seat, session.game.program.book) for seat, sheet in record.opening_sheets.items()}
    ours = {seat: parse_sheet(sheet, seat, session.game.program.book) for seat, sheet in now.opening_sheets.items()}
    different = [name for name, digest in record.documents.items() if now.documents.get(name) != digest]
    if opening != ours and "scenario" not in different:
        raise document.error(("opening_sheets",), "the opening sheets are not those of the scenario")
    if different and changed == "refuse":
        raise document.error(
            ("documents",),
            f"documents have changed since this record was made: {', '.join(different)}",
            "ask for it with --changed to replay all the same",
        )


def _replay(session: Session, record: Record, document: Document) -> None:
    game = session.game
    for inject in record.injects:
        game.injects.append((inject.season, inject.event, inject.lasts))
    if record.injects:
        game.calendar = event_rows(game.program, session.scenario, game.seasons, game.injects)
        game.open_season()
    for number, (season, text) in enumerate(record.seasons.items()):
        if number >= len(game.seasons) or season != game.seasons[number]:
            expected = game.seasons[number] if number < len(game.seasons) else "no further season"
            raise document.error(("seasons", season), f'season "{season}" is out of place', f"{expected} was expected", at_key=True)
        if game.over:
            raise document.error(("seasons", season), f"the game had ended ({game.over}) before this season", at_key=True)
        _replay_season(session, season, text, document)
    for mark in record.taken_back:
        season, _, branch = mark.partition("/")
        if season in game.seasons and branch.isdigit():
            game.taken_back.append((game.seasons.index(season), int(branch)))
    session.practice = record.practice
    session.handed_over = list(record.handed_over)
    if record.now.branch:
        game.position = game.position.with_branch(record.now.branch)
        game.open_season()
    _continue(session, record, document)


def _replay_season(session: Session, season: str, text: SeasonText, document: Document) -> None:
    """Check one season of a record line by line and play it."""
    game = session.game
    layout, book = game.program.layout, game.program.book
    game.position = game.position.with_branch(text.branch)
    game.open_quietly()
    path = ("seasons", season)
    account = Account(game.season, text.branch, [], list(game.position.standing), [], [], [], [], [])
    for number, act in enumerate(text.snap_back):
        _check_party(game, act, document, (*path, "snap_back", number))
        account.snapped.append((act.accord, act.by))
    account.forgiven = [(act.accord, act.by) for act in text.forgive]
    try:
        game.table.repeat_injuries(account)
    except Refused as refusal:
        raise document.error((*path, "forgive"), str(refusal)) from None
    for number, offer in enumerate(text.offers):
        account.offers.append(_check_offer(game, offer, number, offer.origin or offer.by, document, (*path, "offers", number)))
        game.table.repeat_offer(account.offers[-1])
    for seat in layout.seats:
        try:
            sheet = {lever.split(".")[1]: setting for lever, setting in parse_sheet(text.sheet(seat), seat, book).items()}
        except DocumentError as failure:
            raise document.error((*path, seat), failure.message, failure.hint) from None
        missing = [layout.levers[lever] for lever in layout.seat_levers[layout.seats.index(seat)] if layout.levers[lever].split(".")[1] not in sheet]
        if missing:
            raise document.error((*path, seat), f"{missing[0]} is missing from the sheet")
        try:
            game.check(seat, sheet)
        except Refused as refusal:
            raise document.error((*path, seat), str(refusal)) from None
        for lever, setting in sheet.items():
            account.orders[layout.lever(f"{seat}.{lever}")] = layout.setting(f"{seat}.{lever}", setting)
    account.crisis = dict(text.crisis)
    guesses = {seat: guess.model_dump() for seat, guess in text.predictions.items()}
    before = game.position
    game.replay(Played(before, account, dict(text.reasons), guesses, list(text.teacher)))


def _check_party(game: Game, act: PartyAct, document: Document, path: tuple[str | int, ...]) -> None:
    try:
        slot = game.table.slot_of(act.by, act.accord)
        if not game.program.run.injured(game.seat_number(act.by), slot, game.table.state, game.table.accords):
            raise document.error(path, f"{act.by} was not injured under {act.accord} and may not snap it back")
    except Refused as refusal:
        raise document.error(path, str(refusal)) from None


def _check_offer(game: Game, offer: OfferText, number: int, origin: str, document: Document, path: tuple[str | int, ...]) -> Offer:
    book = game.program.book
    try:
        game.seat_number(offer.by)
        clauses = game.table.check_clauses(offer.accord, tuple(offer.clauses) if offer.clauses is not None else None)
        if offer.outcome == "signed":
            game.table.check_offer(origin, offer.accord)
            parties = book.packages[offer.accord].parties
            missing = [seat for seat in parties if seat != offer.by and offer.answers.get(seat) != "accept"]
            if missing:
                raise document.error(path, f"the accord is signed but {missing[0]} did not accept")
    except Refused as refusal:
        raise document.error(path, str(refusal)) from None
    return Offer(
        number + 1,
        offer.by,
        offer.accord,
        clauses,
        tuple(book.packages[offer.accord].parties),
        dict(offer.answers),
        origin,
        offer.counter,
        offer.outcome,
    )


def _continue(session: Session, record: Record, document: Document) -> None:
    """Do again what persons had done in the unfinished season."""
    for number, act in enumerate(record.now.acts):
        try:
            do_act(session, act)
        except (Refused, ValueError) as refusal:
            raise document.error(("now", "acts", number), str(refusal)) from None
    for seat, text in record.now.drafts.items():
        try:
            sheet = parse_sheet(text, seat, session.game.program.book)
        except DocumentError as failure:
            raise document.error(("now", "drafts", seat), failure.message, failure.hint) from None
        session.drafts[seat] = {lever.split(".")[1]: setting for lever, setting in sheet.items()}
    if record.now.revealed:
        for seat, draft in session.drafts.items():
            try:
                session.game.submit(seat, draft, record.now.reasons.get(seat, ""))
            except Refused as refusal:
                raise document.error(("now", "drafts", seat), str(refusal)) from None
        session.game.advance()


def verify(session: Session) -> str:
    """Recompute every AI seat's offers, answers and sheets of a session and return the first difference, or an empty text."""
    game = session.game
    fresh = new_session(
        session.scenario.name,
        seats={seat: agent.name for seat, agent in game.agents.items()},
        lens=session.lens.name,
        level=game.level,
        length=game.terms.length,
        rng_seed=game.terms.rng_seed,
        fog=game.terms.fog,
        mechanics=game.terms.mechanics,
        library=session.library,
    ).game
    fresh.injects, fresh.calendar = list(game.injects), [list(row) for row in game.calendar]
    for played in game.played:
        account = played.account
        season = game.seasons[account.season]
        fresh.position = fresh.position.with_branch(played.before.branch)
        fresh.open_season()
        made = [(offer.by, offer.package, offer.clauses) for offer in fresh.table.offers if not game.agents[offer.origin].person]
        kept = [(offer.by, offer.package, offer.clauses) for offer in account.offers if not game.agents[offer.origin].person]
        if made[: len(kept)] != kept[: len(made)]:
            return f"{season}: an AI seat's offer differs from the record"
        fresh.open_quietly()
        fresh.table.repeat(account)
        for seat in fresh.program.layout.seats:
            mine = None if game.agents[seat].person else game.agents[seat].sheet(fresh.desk(seat))
            if mine is None:
                continue
            for lever in fresh.program.layout.seat_levers[fresh.seat_number(seat)]:
                if mine[lever] != account.orders[lever]:
                    names = fresh.program.layout.settings[lever]
                    name = fresh.program.layout.levers[lever]
                    return f"{season}: {name} is {names[account.orders[lever]]} in the record and {names[mine[lever]]} when recomputed"
        fresh.replay(played)
    return ""


# --- files


def save(session: Session, path: Path) -> None:
    """Write a session to a file atomically; a hidden lens goes to a file of its own beside it.

    Raises:
        OSError: The disk is full or the folder cannot be written; the file that stood there still does.
    """
    if session.seal:
        _replace(Path(f"{path}{LENS_FILE}"), f"{session.seal.nonce}:{session.seal.lens}\n", private=True)
    _replace(path, write_record(to_record(session)))


def _replace(path: Path, text: str, *, private: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if not private:
            Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException as failure:  # an interrupt leaves no stray file either
        Path(name).unlink(missing_ok=True)
        if isinstance(failure, OSError):
            raise OSError(failure.errno, failure.strerror, str(path)) from None
        raise


def load(path: Path, *, library: Library | None = None, changed: Trust = "refuse") -> Session:
    """Read a session from a file.

    Raises:
        DocumentError, DocumentErrors: It is not there, or wrong.
    """
    document = read_document(path)
    seal = None
    beside = Path(f"{path}{LENS_FILE}")
    if beside.exists():
        nonce, _, lens = beside.read_text(encoding="utf-8").strip().partition(":")
        seal = Seal(lens, nonce)
    return from_record(document.text, file=str(path), library=library, seal=seal, changed=changed)
