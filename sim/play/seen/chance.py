"""An offer before it is sent: each party's chance to accept as a sum of reasons, and the one clause that would tip it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.agents.payoff import appraise, gain
from sim.engine.accords import clause_numbers
from sim.engine.desk import Desk
from sim.engine.errors import Refused
from sim.engine.game import Game
from sim.engine.seen import nearby

EVEN = 0.5
PAST_EVEN = 0.505  # so that a tip is past one half as printed, too


@dataclass(frozen=True)
class Part:
    """One summand of a party's answer.

    Attributes:
        name: A term of its answers, or a clause.
        clause: Whether it is a clause.
        value: What it adds.
        claims: Claims it rests on.
    """

    name: str
    clause: bool
    value: float
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One clause added, dropped or put in place of another, and the chance that follows."""

    add: str
    drop: str
    chance: float


@dataclass(frozen=True)
class Chance:
    """How a party would answer, as somebody sees it.

    Attributes:
        seat: The party.
        parts: Summands, largest first.
        chance: At the viewer's estimates; `low` and `high` over their bands.
        tip: The smallest change of one clause that brings the chance past one half; None where it is there already, or none does.
    """

    seat: str
    parts: list[Part]
    chance: float
    low: float
    high: float
    tip: Change | None


def seen_table(game: Game, seat: str, viewer: str, coefficients: Sequence[float]) -> Desk:
    """Return a seat's desk now as a viewer could imagine it: on the viewer's own view and the lens it believes (no viewer: as it is)."""
    desk = game.desk(viewer or seat)
    return replace(desk, seat=game.seat_number(seat), k=list(coefficients))


def chance_of(game: Game, seat: str, package: str, clauses: Sequence[str], viewer: str, coefficients: Sequence[float]) -> Chance:
    """Return a party's chance to accept an accord, as a viewer sees it."""
    return chance_on(game, seen_table(game, seat, viewer, coefficients), package, clauses, viewer)


def chance_on(game: Game, desk: Desk, package: str, clauses: Sequence[str], viewer: str) -> Chance:
    """Return the same on a desk laid out before: of the game it reads only what no play changes, so that it may be asked beside one."""
    chance = _accepts(desk, clauses)
    spread = [_accepts(each, clauses) for each in nearby(game, desk, viewer)]
    tip = None if chance >= EVEN else find_change(game, desk, package, clauses)
    return Chance(desk.name, answer_parts(desk, clauses), chance, min([chance, *spread]), max([chance, *spread]), tip)


def _accepts(desk: Desk, clauses: Sequence[str]) -> float:
    run = desk.program.run
    return float(run.logistic(run.ANSWER_PRECISION * gain(desk, desk.seat, clauses)))


def answer_parts(desk: Desk, clauses: Sequence[str]) -> list[Part]:
    """Return the summands of a seat's gain from an accord, largest first; they add up to what its answer is drawn from."""
    book, run = desk.program.book, desk.program.run
    terms = book.answers.of(desk.name)
    values = [0.0] * len(terms)
    getattr(run, f"answer_terms_{desk.name}")(desk.view, desk.standing, desk.k, desk.e, desk.b, values)
    parts = [Part(name, False, values[place], tuple(term.claims)) for place, (name, term) in enumerate(terms.items())]
    seen = appraise(desk)
    for clause, number in zip(clauses, clause_numbers(desk.program, clauses), strict=False):
        rule, owner = book.clauses[clause], run.CLAUSE_OWNER[number]
        if owner == desk.seat:
            parts.append(Part(clause, True, -seen.worths[number * 5], tuple(rule.costs.claims)))
        else:
            worth = rule.worth.get(desk.name)
            value = seen.reliability[owner] * seen.worths[number * 5 + 1 + desk.seat]
            parts.append(Part(clause, True, value, tuple(worth.claims) if worth else ()))
    return sorted((part for part in parts if abs(part.value) > 1e-9), key=lambda part: -abs(part.value))


def find_change(game: Game, desk: Desk, package: str, clauses: Sequence[str]) -> Change | None:
    """Return the smallest change of one clause that brings a seat's chance past one half: the one that leads least far past it.

    The package's own optional clauses and droppings are tried first, then every clause that its parties could promise.
    """
    book = game.program.book
    optional = [clause for clause in book.packages[package].optional if clause not in clauses]
    others = [name for name, clause in book.clauses.items() if clause.owner in book.packages[package].parties and name not in (*clauses, *optional)]
    for added in (optional, others):
        tried = [(clause, "") for clause in added] + [("", clause) for clause in clauses]
        tried += [(clause, drop) for clause in added for drop in clauses if book.clauses[clause].owner == book.clauses[drop].owner]
        found = [change for change in (_changed(game, desk, package, clauses, *each) for each in tried) if change and change.chance >= PAST_EVEN]
        if found:
            return min(found, key=lambda change: change.chance)
    return None


def _changed(game: Game, desk: Desk, package: str, clauses: Sequence[str], add: str, drop: str) -> Change | None:
    chosen = tuple(clause for clause in clauses if clause != drop) + ((add,) if add else ())
    try:
        game.table.check_clauses(package, chosen)
    except Refused:
        return None
    return Change(add, drop, _accepts(desk, chosen))
