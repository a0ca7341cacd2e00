"""Sessions to records and back: save, load, replay and verify are one mechanism."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
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
from sim.engine.game import Game, Played
from sim.rollout.replaying import Replayer, check_header
from sim.rollout.session import HIDDEN, Seal, Session, hand_over, new_session

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
    usual = {str(name): on for name, on in session.scenario.mechanics.items()}
    mechanics = {str(name): "on" if game.terms.on(name) else "off" for name in book.mechanics if game.terms.on(name) != usual.get(name, True)}
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
        scale=None if game.terms.scale == session.scenario.scale else game.terms.scale,
        seats=dict(session.seats),
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
        order=[] if account.log == usual_order(account) else list(account.log),
        snap_back=[PartyAct(accord=package, by=seat) for package, seat in account.snapped],
        forgive=[PartyAct(accord=package, by=seat) for package, seat in account.forgiven],
        crisis={seat: answer for seat, answer in account.crisis.items()},
        reasons={seat: reason for seat, reason in played.reasons.items() if reason},
        predictions={seat: Guess(**guess) for seat, guess in played.predictions.items()},
        teacher=list(played.teacher),
    )


def usual_order(account: Account) -> list[str]:
    """Return the order of acts that a record need not write: snap-backs, forgivings, then signings as offers stand."""
    acts = [f"snap_back {package} {seat}" for package, seat in account.snapped]
    acts += [f"forgive {package} {seat}" for package, seat in account.forgiven]
    return acts + [f"sign {place}" for place, offer in enumerate(account.offers, 1) if offer.outcome == "signed"]


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
    elif record.seal is not None:
        raise document.error(("seal",), "a seal goes with a hidden lens only", at_key=True)
    else:
        seal = None
    check_header(record, document, library)
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
            scale=record.scale,
            library=library,
            seal=seal,
        )
    except DocumentError as failure:
        raise document.error(_where(failure.message), failure.message, failure.hint) from None
    _same_documents(session, record, document, changed)
    Replayer(session, record, document).play()
    return session


def _where(message: str) -> tuple[str, ...]:
    """Return which key of a record an error of set-up is about."""
    words = {"scenario": "scenario", "lens": "lens", "level": "level", "seasons": "length", "seat": "seats", "agent": "seats", "policy": "seats"}
    return next(((key,) for word, key in words.items() if word in message), ())


def _same_documents(session: Session, record: Record, document: Document, changed: Trust) -> None:
    now = to_record(session)
    book = session.game.program.book
    opening = {}
    for seat, sheet in record.opening_sheets.items():
        try:
            opening[seat] = parse_sheet(sheet, seat, book)
        except DocumentError as failure:
            raise document.error(("opening_sheets", seat), failure.message, failure.hint) from None
    ours = {seat: parse_sheet(sheet, seat, book) for seat, sheet in now.opening_sheets.items()}
    missing = [name for name in now.documents if name not in record.documents]
    if missing:
        raise document.error(("documents",), f"no hash of {missing[0]}", "a record names the documents it was made with")
    different = [name for name, digest in record.documents.items() if now.documents.get(name) != digest]
    if opening != ours and "scenario" not in different:
        raise document.error(("opening_sheets",), "the opening sheets are not those of the scenario")
    if different and changed == "refuse":
        raise document.error(
            ("documents",),
            f"documents have changed since this record was made: {', '.join(different)}",
            "ask for it with --changed to replay all the same",
        )


def verify(session: Session) -> str:
    """Recompute what every AI seat did and return the first difference, or an empty text.

    Sheets, snap-backs, crisis answers, and offers that began with an AI seat; AI answers to persons' own offers were given at the
    table as it stood then and are checked for legality when the record is read.
    """
    game = session.game
    fresh = new_session(
        session.scenario.name,
        seats=session.seats,
        lens=session.lens.name,
        level=game.level,
        length=game.terms.length,
        rng_seed=game.terms.rng_seed,
        fog=game.terms.fog,
        mechanics=game.terms.mechanics,
        scale=game.terms.scale,
        library=session.library,
    )
    fresh.game.injects, fresh.game.calendar = list(game.injects), [list(row) for row in game.calendar]
    for played in game.played:
        season = game.seasons[played.account.season]
        for change in session.handed_over:
            if change.season == season:
                hand_over(fresh, change.seat, change.to)
        difference = _verify_season(fresh.game, played)
        if difference:
            return f"{season}: {difference}"
    return ""


def _verify_season(fresh: Game, played: Played) -> str:
    account, layout = played.account, fresh.program.layout
    persons = set(fresh.persons())
    fresh.position = fresh.position.with_branch(played.before.branch)
    fresh.open_season()
    if _offers_among(fresh.table.offers, persons) != _offers_among(account.offers, persons):
        return "an AI seat's offer or answer differs from the record"
    if fresh.table.snapped != [act for act in account.snapped if act[1] not in persons]:
        return "an AI seat's snap-back differs from the record"
    fresh.open_quietly()
    fresh.table.repeat(account)
    for number, seat in enumerate(layout.seats):
        mine = None if seat in persons else fresh.agents[seat].sheet(fresh.desk(seat))
        for lever in layout.seat_levers[number] if mine is not None else ():
            assert mine is not None
            if mine[lever] != account.orders[lever]:
                names = layout.settings[lever]
                return f"{layout.levers[lever]} is {names[account.orders[lever]]} in the record and {names[mine[lever]]} when recomputed"
    asked = {seat: answer for seat, answer in account.crisis.items() if seat in persons}
    again = fresh.replay(replace(played, account=replace(account, crisis=asked)))
    return "" if again.crisis == account.crisis else "an AI seat's answer to the incident differs from the record"


def _offers_among(offers: list[Offer], persons: set[str]) -> list[tuple[object, ...]]:
    """Return the offers that no person had a part in, as far as they can be compared."""
    alone = [offer for offer in offers if not persons & {offer.by, offer.origin, *offer.parties}]
    return [(offer.by, offer.package, offer.clauses, offer.answers, offer.outcome, offer.counter) for offer in alone]


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
