"""What may be seen of one game: by a seat, by the public (the projector), or by those who may see all."""

from __future__ import annotations

from typing import Any, Final

from sim.engine.accords import Offer
from sim.engine.errors import Refused
from sim.engine.game import Game
from sim.engine.view import View, look
from sim.text.newspaper import FrontPage, Writer

Plain = dict[str, Any]
PUBLIC: Final = "public"
EVERYTHING: Final = ""
NOBODY = -1  # owns no lever: every secret setting reads as what it passes for


def view_for(game: Game, eyes: str) -> View:
    """Return the view of a seat, of the public, or of those who may see all."""
    if eyes != PUBLIC:
        return look(game, eyes)
    program, layout = game.program, game.program.layout
    anybody = look(game, layout.seats[0])
    known = [0] * len(layout.levers)
    program.run.known_orders(NOBODY, list(game.position.standing), known)
    public = {name: reading for name, reading in anybody.dials.items() if name in program.book.dials and program.book.dials[name].of is None}
    return View(
        seat="",
        season=anybody.season,
        number=anybody.number,
        length=anybody.length,
        phase=anybody.phase,
        dials=public,
        clocks=anybody.clocks,
        events=anybody.events,
        capital=None,
        card="",
        orders={seat: game.sheet_of(seat, known) for seat in layout.seats},
        accords=anybody.accords,
        over=anybody.over,
    )


def situation(game: Game, eyes: str) -> Plain:
    """Return where things stand, as somebody may see it: dials, clocks, events, accords, everybody's last orders."""
    view, book = view_for(game, eyes), game.program.book
    dials = [
        {
            "id": name,
            "value": round(reading.value, 2),
            "band": reading.band,
            "before": None if reading.before is None else round(reading.before, 2),
            "own": eyes not in (PUBLIC, EVERYTHING) and name in book.dials and book.dials[name].of == eyes,
        }
        for name, reading in view.dials.items()
    ]
    return {
        "season": view.season,
        "number": view.number,
        "length": view.length,
        "phase": view.phase,
        "over": view.over,
        "dials": dials,
        "clocks": view.clocks,
        "events": view.events,
        "orders": view.orders,
        "accords": [
            {
                "package": accord.package,
                "parties": list(accord.parties),
                "clauses": _owed(game, accord.clauses),
                "left": accord.seasons_left,
                "missed": {seat: count for seat, count in accord.missed.items() if count},
                "injured": eyes in accord.parties and bool(_injured(game, eyes, accord.slot)),
            }
            for accord in view.accords
        ],
    }


def _injured(game: Game, seat: str, slot: int) -> bool:
    return bool(game.program.run.injured(game.seat_number(seat), slot, game.table.state, game.table.accords))


def _owed(game: Game, clauses: tuple[str, ...] | list[str]) -> list[Plain]:
    return [{"id": clause, "owner": game.program.book.clauses[clause].owner} for clause in clauses]


def private(game: Game, seat: str) -> Plain:
    """Return what a seat alone knows: its capital, its objective card."""
    view = look(game, seat)
    card = game.program.book.cards.get(view.card) if view.card else None
    return {
        "capital": view.capital,
        "card": {"id": view.card, "title": card.title, "says": card.says} if card else None,
    }


def levers(game: Game, seat: str) -> list[Plain]:
    """Return a seat's levers with their settings: what stands, and what speaks against each as things stand."""
    standing, book = game.standing(seat), game.program.book
    found = []
    for name in (full.split(".")[1] for full in book.seat_levers(seat)):
        rule = book.levers[f"{seat}.{name}"]
        stands = rule.rest if rule.act else standing[name]
        settings = [{"id": setting, "against": _against(game, seat, {name: setting})} for setting in rule.settings]
        found.append({"id": name, "stands": stands, "rest": rule.rest, "act": rule.act, "settings": settings})
    return found


def _against(game: Game, seat: str, sheet: dict[str, str]) -> str:
    try:
        game.check(seat, sheet)
    except Refused as refusal:
        return str(refusal)
    return ""


def offers(game: Game, eyes: str) -> list[Plain]:
    """Return the offers of this season that a seat has made or received (all for those who may see all), numbered as it counts them."""
    found = []
    for number, offer in enumerate(game.table.seen_by(eyes), 1):
        found.append(
            {
                "number": number,
                "by": offer.by,
                "parties": list(offer.parties),
                "package": offer.package,
                "clauses": _owed(game, offer.clauses),
                "answers": dict(offer.answers),
                "counter": offer.counter,
                "outcome": offer.outcome,
                "waits": not offer.outcome and eyes in offer.waiting_for(),
                "waiting": [] if offer.outcome else offer.waiting_for(),
                "own": offer.by == eyes,
            }
        )
    return found


def packages(game: Game, seat: str) -> list[Plain]:
    """Return the accords that a seat could have a part in, with what stands against tabling each now."""
    book, run = game.program.book, game.program.run
    found = []
    for name, package in book.packages.items():
        if seat not in (*package.parties, *book.accords.mediators):
            continue
        more = [clause for clause, rule in book.clauses.items() if rule.owner in package.parties and clause not in package.clauses]
        found.append(
            {
                "id": name,
                "parties": list(package.parties),
                "seasons": int(run.scaled(float(package.seasons), game.terms.scale)),
                "clauses": _owed(game, package.clauses),
                "more": _owed(game, more),
                "against": game.table.why_not(seat, name),
            }
        )
    return found


def rivals(game: Game, seat: str) -> list[Plain]:
    """Return the levers of others, which a seat may foretell; none where that mechanic is off."""
    if not game.terms.on("prediction"):
        return []
    return [{"lever": name, "settings": list(lever.settings)} for name, lever in game.program.book.levers.items() if not name.startswith(f"{seat}.")]


def front_page(writer: Writer, game: Game, index: int, eyes: str) -> Plain:
    """Return the news of a finished season for a reader; everything for those who may see all."""
    page: FrontPage = writer.front_page(game, index, {PUBLIC: "", EVERYTHING: None}.get(eyes, eyes))
    return {
        "heading": page.heading,
        "headlines": list(page.headlines),
        "cables": list(page.cables),
        "refused": list(page.refused),
        "human": page.human_cost,
        "level": page.human_level,
    }


def season_told(game: Game, index: int, eyes: str) -> Plain:
    """Return what everybody set in a finished season and what it changed, as somebody may know it; reasons for those who may see all."""
    played, layout = game.played[index], game.program.layout
    orders, before = _known(game, played.account.orders, eyes), _known(game, played.account.standing, eyes)
    sheets: dict[str, list[Plain]] = {}
    for place, seat in enumerate(layout.seats):
        sheets[seat] = [
            {
                "lever": layout.levers[lever],
                "setting": layout.settings[lever][orders[lever]],
                "changed": orders[lever] != before[lever] or (game.program.run.ACT[lever] and orders[lever] != layout.rest[lever]),
            }
            for lever in layout.seat_levers[place]
        ]
    told: Plain = {
        "season": game.seasons[index],
        "number": index + 1,
        "branch": played.account.branch,
        "sheets": sheets,
        "signed": [offer.package for offer in played.account.offers if offer.outcome == "signed"],
        "incident": played.account.incident,
        "crisis": dict(played.account.crisis),
        "war": played.account.war,
    }
    if eyes == EVERYTHING:
        told["reasons"] = {seat: reason for seat, reason in played.reasons.items() if reason}
        told["offers"] = [_offer_told(offer) for offer in played.account.offers]
        told["predictions"] = dict(played.predictions)
    return told


def _known(game: Game, orders: list[int], eyes: str) -> list[int]:
    if eyes == EVERYTHING:
        return list(orders)
    known = [0] * len(orders)
    game.program.run.known_orders(NOBODY if eyes == PUBLIC else game.seat_number(eyes), list(orders), known)
    return known


def _offer_told(offer: Offer) -> Plain:
    return {
        "by": offer.by,
        "package": offer.package,
        "parties": list(offer.parties),
        "clauses": list(offer.clauses),
        "answers": dict(offer.answers),
        "outcome": offer.outcome,
    }
