"""The payoff agent: a logit chooser that follows its seat's payoffs on its seat's view (see `sim.agents.kernel.choice`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.documents.rulebook import Level
from sim.engine.accords import Offer, clause_numbers, entry_number, entry_of
from sim.engine.desk import Desk

FREE = -1


@dataclass
class Choice:
    """A sheet and how it was chosen.

    Attributes:
        orders: All orders with the seat's own levers set.
        expected: What the seat expected: others' orders, its own levers as reset.
        chance: By option, the probability of the setting given the levers already set.
        value: By option, the look-ahead payoff; `NEVER` of the program where not legal.
    """

    orders: list[int]
    expected: list[int]
    chance: list[float] = field(repr=False)
    value: list[float] = field(repr=False)


def expectation(desk: Desk) -> list[int]:
    """Return what a seat expects before it sets its levers: others' orders by its depth of belief, its own levers as reset."""
    run, level = desk.program.run, desk.level
    o = [0] * run.N_LEVERS
    run.expect_orders(desk.seat, desk.accords, desk.standing, o)
    if level.belief > 1:
        chance, value = [0.0] * run.N_OPTIONS, [0.0] * run.N_OPTIONS
        f, n, m, calm = [0.0] * run.N_FLAGS, [0.0] * run.N_STATE, [0.0] * run.N_STATE, [0.0] * run.N_DRAWS
        run.quiet(calm)
        free, scratch = [FREE] * run.N_LEVERS, [0] * run.N_LEVERS
        seen = (desk.view, desk.standing, desk.k, desk.e, desk.b, desk.accords)
        run.expect_answers(desk.seat, *seen, level.precision, o, free, calm, chance, value, f, n, m, scratch)
    return o


def choose(desk: Desk, fixed: Sequence[int] | None = None, *, noisy: bool = True) -> Choice:
    """Choose a seat's sheet on its desk.

    Args:
        desk: What the seat sees.
        fixed: By lever, a setting that must be taken where it is legal, or -1.
        noisy: Whether to draw by the chances; otherwise the best setting is taken.
    """
    run, level = desk.program.run, desk.level
    o = expectation(desk)
    expected = list(o)
    chance, value = [0.0] * run.N_OPTIONS, [0.0] * run.N_OPTIONS
    f, n, m, calm = [0.0] * run.N_FLAGS, [0.0] * run.N_STATE, [0.0] * run.N_STATE, [0.0] * run.N_DRAWS
    run.quiet(calm)
    free = [FREE] * run.N_LEVERS
    run.choose(
        desk.seat,
        desk.view,
        desk.standing,
        desk.k,
        desk.e,
        desk.b,
        desk.accords,
        level.precision,
        level.depth,
        desk.budget,
        list(fixed or free),
        noisy,
        desk.seed,
        desk.game,
        desk.season,
        o,
        calm,
        chance,
        value,
        f,
        n,
        m,
    )
    return Choice(o, expected, chance, value)


@dataclass
class Appraisal:
    """Worths of clauses and reliabilities of parties as a seat sees them."""

    worths: list[float]
    reliability: list[float]


def appraise(desk: Desk) -> Appraisal:
    """Value every clause on a seat's desk."""
    run = desk.program.run
    found = Appraisal([0.0] * (run.N_CLAUSES * 5), [0.0] * 4)
    run.appraise(desk.view, desk.standing, desk.k, desk.e, desk.b, found.worths, found.reliability)
    return found


def gain(desk: Desk, seat: int, clauses: Sequence[str], found: Appraisal | None = None) -> float:
    """Return what an accord of these clauses is worth to a seat over none, as this desk sees it."""
    seen = found or appraise(desk)
    numbers = clause_numbers(desk.program, clauses)
    return float(desk.program.run.gain(seat, numbers, desk.view, desk.standing, desk.k, desk.e, desk.b, seen.worths, seen.reliability))


def acceptance(desk: Desk, clauses: Sequence[str]) -> float:
    """Return the chance that this seat accepts an accord of these clauses."""
    run = desk.program.run
    return float(run.logistic(run.ANSWER_PRECISION * gain(desk, desk.seat, clauses)))


class PayoffAgent:
    """Fills a seat with the logit chooser; a policy may demand settings of some levers."""

    person = False

    def __init__(self, level: Level | None = None, name: str = "payoff") -> None:
        """Play at a level of its own, or at the game's."""
        self.level = level
        self.name = name

    def demands(self, desk: Desk) -> list[int]:
        """Return the settings demanded of this seat's levers; none."""
        return [FREE] * desk.program.run.N_LEVERS

    def sheet(self, desk: Desk) -> list[int]:
        """Return all orders with this seat's levers chosen."""
        return choose(desk, self.demands(desk)).orders

    def proposal(self, desk: Desk) -> tuple[str, tuple[str, ...]] | None:
        """Return the catalogue entry with the largest Nash product, if the seat cares to table it."""
        run = desk.program.run
        seen = appraise(desk)
        args = (desk.view, desk.standing, desk.k, desk.e, desk.b)
        scratch = [0] * run.CLAUSES_EACH
        entry = run.best_offer(desk.seat, FREE, FREE, *args, desk.accords, seen.worths, seen.reliability, scratch)
        if entry < 0:
            return None
        run.entry_clauses(entry, scratch)
        if not run.wants_to_offer(desk.seat, scratch, *args, seen.worths, seen.reliability, desk.seed, desk.game, desk.season):
            return None
        return entry_of(desk.program, entry)

    def accepts(self, desk: Desk, offer: Offer) -> bool:
        """Draw the seat's answer to an offer."""
        seen = appraise(desk)
        run, origin = desk.program.run, desk.program.layout.seats.index(offer.origin)
        return bool(
            run.accepts(
                desk.seat,
                clause_numbers(desk.program, offer.clauses),
                desk.view,
                desk.standing,
                desk.k,
                desk.e,
                desk.b,
                seen.worths,
                seen.reliability,
                desk.seed,
                desk.game,
                desk.season,
                origin,
                offer.counter,
            )
        )

    def counter(self, desk: Desk, offer: Offer) -> tuple[str, tuple[str, ...]] | None:
        """Return the variant of the refused package with the largest Nash product, where it is worth more to this seat."""
        run = desk.program.run
        seen = appraise(desk)
        scratch = [0] * run.CLAUSES_EACH
        package = desk.program.layout.packages.index(offer.package)
        refused = entry_number(desk.program, offer.package, offer.clauses)
        args = (desk.view, desk.standing, desk.k, desk.e, desk.b)
        entry = run.best_offer(desk.seat, package, refused, *args, desk.accords, seen.worths, seen.reliability, scratch)
        if entry < 0:
            return None
        found = entry_of(desk.program, entry)
        better = gain(desk, desk.seat, found[1], seen) > gain(desk, desk.seat, offer.clauses, seen)
        return found if better else None

    def snaps_back(self, desk: Desk, slot: int) -> bool:
        """Draw whether the injured seat ends an accord."""
        args = (desk.view, desk.standing, desk.k, desk.e, desk.b)
        return bool(desk.program.run.snaps_back(desk.seat, slot, *args, desk.seed, desk.game, desk.season))

    def steps_back(self, desk: Desk, f: Sequence[float], n: Sequence[float], orders: Sequence[int]) -> bool:
        """Draw whether the seat steps back after an incident."""
        run = desk.program.run
        back = run.logistic(run.stepping_back(desk.seat, desk.view, orders, desk.k, desk.e, desk.b, f, n))
        return not run.uniform(desk.seed, desk.game, desk.season, run.FOR_CRISIS, desk.seat) >= back
