"""What would come of an offer: each party's answer, what it is worth to one's own seat, and what the advisers like and fear in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.agents.payoff import appraise
from sim.engine.errors import Refused
from sim.play.seen.belief import belief
from sim.play.seen.chance import Chance, Part, answer_parts, chance_on, seen_table
from sim.play.seen.desks import can_explain
from sim.play.sitting import Sitting

TORN = 0.1  # a sum no further from nothing is neither for nor against
STRESS = 4  # how much more it counts that an adviser stresses a clause more than the others do


@dataclass(frozen=True)
class Prospect:
    """An offer weighed.

    Attributes:
        package, clauses: What it holds.
        lens: Under which lens the answers are read.
        answers: By AI party its chance; None for one that signs nothing.
        own: What it is worth to the person's own seat; None for somebody who watches, or is no party to it.
        advisers: By adviser the same on its own lens; empty without a seat.
    """

    package: str
    clauses: tuple[str, ...]
    lens: str
    answers: dict[str, Chance | None]
    own: Chance | None
    advisers: dict[str, list[Part]]


def prospect(sitting: Sitting, package: str, clauses: Sequence[str]) -> Callable[[], Prospect]:
    """Lay out everything that an offer is weighed on, and return the weighing, which may be done beside the game.

    Raises:
        Refused: The clauses make no accord.
    """
    game, viewer, reading = sitting.game, sitting.seat, belief(sitting)
    chosen = game.table.check_clauses(package, tuple(clauses))
    parties = sitting.book.packages[package].parties
    desks = {seat: seen_table(game, seat, viewer, reading.k) for seat in parties if not game.agents[seat].person or seat == viewer}
    signing = {seat: seat == viewer or can_explain(sitting, seat) for seat in desks}
    councils = {name: seen_table(game, viewer, viewer, sitting.weighing.lenses[name]) for name in sitting.library.arguments()} if viewer else {}

    def weigh() -> Prospect:
        found = {seat: chance_on(game, desk, package, chosen, viewer) if signing[seat] else None for seat, desk in desks.items()}
        own = found.pop(viewer, None)
        return Prospect(package, chosen, reading.title, found, own, {name: answer_parts(desk, chosen) for name, desk in councils.items()})

    return weigh


def verdict(parts: Sequence[Part]) -> str:
    """Return whether a sum speaks ``for`` signing, ``against`` it, or leaves one ``torn``."""
    total = sum(part.value for part in parts)
    return "for" if total > TORN else "against" if total < -TORN else "torn"


def liked_and_feared(advisers: dict[str, list[Part]]) -> dict[str, tuple[str, str]]:
    """Return by adviser the clause it likes most and the one it fears most, what it stresses more than the others first; empty for none."""
    every = [part for parts in advisers.values() for part in parts]
    mean = {name: sum(part.value for part in every if part.name == name) / len(advisers) for name in {part.name for part in every}}
    found = {}
    for adviser, parts in advisers.items():
        clauses = [part for part in parts if part.clause]
        ranked = sorted(clauses, key=lambda part: -abs(part.value) - STRESS * (abs(part.value) - abs(mean[part.name])))
        likes = next((part.name for part in ranked if part.value > 0), "")
        found[adviser] = (likes, next((part.name for part in ranked if part.value < 0), ""))
    return found


@dataclass(frozen=True)
class ClauseRow:
    """A clause of the catalogue beside an offer that is being composed.

    Attributes:
        clause, owner: Which, and who promises it.
        bounds: What keeps it: any one of these.
        core: Whether breaking it ends the accord at once.
        rank: 0 for the offer as it was begun, 1 for what a counter-offer may add, 2 for everything else its parties could promise.
        chosen: Whether the offer holds it.
        worth: What it adds to each party's answer, on the person's view; its owner's is what it costs.
    """

    clause: str
    owner: str
    bounds: tuple[str, ...]
    core: bool
    rank: int
    chosen: bool
    worth: dict[str, float]


def clause_rows(sitting: Sitting, package: str, begun: Sequence[str], chosen: Sequence[str]) -> list[ClauseRow]:
    """Return every clause that the parties of a package can promise: by party, what the offer began with first."""
    book, program = sitting.book, sitting.program
    rules, found = book.packages[package], []
    desk = seen_table(sitting.game, sitting.seat or rules.parties[0], sitting.seat, belief(sitting).k)
    seen, run = appraise(desk), program.run
    for party in rules.parties:
        names = [name for name, rule in book.clauses.items() if rule.owner == party]
        for name in names:
            number = program.layout.clauses.index(name)
            owner = run.CLAUSE_OWNER[number]
            worth = {}
            for seat in rules.parties:
                place = sitting.layout.seats.index(seat)
                worth[seat] = -seen.worths[number * 5] if place == owner else seen.reliability[owner] * seen.worths[number * 5 + 1 + place]
            rank = 0 if name in begun else 1 if name in rules.optional else 2
            rule = book.clauses[name]
            found.append(ClauseRow(name, party, tuple(rule.bounds), rule.core, rank, name in chosen, worth))
    return sorted(found, key=lambda row: (rules.parties.index(row.owner), row.rank))


def against(sitting: Sitting, package: str, clauses: Sequence[str]) -> str:
    """Return why the person cannot table an offer now, with its rule and how to make it legal; empty where it can, or holds no seat."""
    table = sitting.game.table
    if not sitting.seat or sitting.game.over:
        return ""
    try:
        table.check_clauses(package, tuple(clauses))
        table.check_offer(sitting.seat, package)
        table.check_count(sitting.seat)
    except Refused as refusal:
        return sitting.words.said(str(refusal))
    return ""


def seasons_of(sitting: Sitting, package: str) -> int:
    """Return for how many seasons an accord would run in a game of this length."""
    return int(sitting.program.run.scaled(float(sitting.book.packages[package].seasons), sitting.game.terms.scale))
