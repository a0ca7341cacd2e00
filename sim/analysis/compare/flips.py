"""Which coefficient flips the ranking of two policies: one moved at a time, and nothing said that fresh games do not bear out.

The search goes out from a lens in which one policy leads beyond noise. Every coefficient is moved alone to a few values over 0 to 1. Where
the other policy then leads beyond noise, the gap between the two values is halved until it is narrow or neither leads. A flip that was
found this way could be chance, since many were tried; so both its ends are played again on fresh games, and it counts only where the two
policies lead there by more than would come about by chance in one of twenty such searches (Bonferroni's allowance for the tries).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from sim.analysis.compare.duel import Duel, Move
from sim.analysis.compare.heat import NOISE
from sim.analysis.estimate import Estimate

TRIED = (0.0, 0.5, 1.0)  # values to which every coefficient is moved
NARROW = 0.1  # a gap that is not halved again
SHARE, FRESH = 1, 2  # games of a search, and of what is played again, as shares of the comparison's
FEWEST = 40
CHANCE = 0.05  # of any flip that is none, in a search


@dataclass(frozen=True)
class Flip:
    """A coefficient that changes who leads.

    Attributes:
        coefficient: Which.
        inner, outer: The value at which the leader still leads, and the one at which the other policy does.
        at_inner, at_outer: The leader's lead there, on fresh games; below 0 at `outer`.
        holds: Whether fresh games bear out both.
    """

    coefficient: str
    inner: float
    outer: float
    at_inner: Estimate
    at_outer: Estimate
    holds: bool


@dataclass(frozen=True)
class Search:
    """What was found about two policies on one measure.

    Attributes:
        measure: On what.
        leader, other: The policy that leads at the start of the search, and the other.
        lens: Where the search starts.
        lead: The leader's lead there; where it is within noise, nothing was searched.
        flips: Flips, those that hold first, then by how far they are from the lens's value.
        closest: Where nothing flips: the move that left the smallest lead, and that lead.
        searched: The coefficients that were moved.
        games, fresh: Paired games at each point of the search, and of what was played again.
    """

    measure: str
    leader: str
    other: str
    lens: str
    lead: Estimate
    flips: tuple[Flip, ...]
    closest: tuple[Move, Estimate] | None
    searched: tuple[str, ...]
    games: int
    fresh: int

    @property
    def begun(self) -> bool:
        """Whether one policy led at the start."""
        return beyond(self.lead, NOISE)


def beyond(lead: Estimate, errors: float) -> bool:
    """Say whether a lead differs from nothing by more than some standard errors."""
    return abs(lead.value) > errors * lead.error


def search(duel: Duel, again: Duel, measure: str, coefficients: Sequence[str]) -> Search:
    """Look for the coefficients that flip the ranking of a duel's policies.

    Args:
        duel: Plays the search.
        again: Plays fresh games.
        measure: On what.
        coefficients: Which to move.
    """
    start = duel.base(coefficients[0])
    leader, other = duel.pair
    lead = duel.lead(measure, start, leader)
    if lead.value < 0:
        leader, other, lead = other, leader, Estimate(-lead.value, lead.error)
    sizes = duel.games, again.games
    if not beyond(lead, NOISE):
        return Search(measure, leader, other, duel.lens.name, lead, (), None, (), *sizes)
    moves = [(name, value) for name in coefficients for value in TRIED]
    duel.play(moves)
    leads = {move: duel.lead(measure, move, leader) for move in moves}
    found = [pair for name in coefficients for pair in _brackets(duel.base(name), leads)]
    flips = _again(again, measure, leader, [(_narrowed(duel, measure, leader, near), far) for near, far in found])
    flips.sort(key=lambda flip: (not flip.holds, abs(flip.outer - duel.lens.values[flip.coefficient])))
    closest = None if found else min(leads.items(), key=lambda pair: pair[1].value)
    return Search(measure, leader, other, duel.lens.name, lead, tuple(flips), closest, tuple(coefficients), *sizes)


@dataclass(frozen=True)
class _Bracket:
    """Two values of a coefficient: the leader leads at the inner one, the other policy at the outer one."""

    coefficient: str
    inner: float
    outer: float


def _brackets(base: Move, leads: Mapping[Move, Estimate]) -> Iterator[tuple[_Bracket, _Bracket]]:
    """Yield, upward and downward, the nearest and the clearest bracket: where the other policy leads first, and where it leads most."""
    name, start = base
    for upward in (True, False):
        values = sorted((value for value in TRIED if (value > start) == upward and value != start), reverse=not upward)
        clear = [value for value in values if beyond(leads[name, value], NOISE)]
        lost = [value for value in clear if leads[name, value].value < 0]
        if lost:
            before = [value for value in clear if leads[name, value].value > 0 and abs(value - start) < abs(lost[0] - start)]
            inner = before[-1] if before else start
            yield _Bracket(name, inner, lost[0]), _Bracket(name, start, min(lost, key=lambda value: leads[name, value].value))


def _narrowed(duel: Duel, measure: str, leader: str, near: _Bracket) -> _Bracket:
    """Move both ends of a bracket towards each other as far as each policy still leads beyond noise."""

    def leads(value: float, sign: float) -> bool:
        lead = duel.lead(measure, (near.coefficient, value), leader)
        return beyond(lead, NOISE) and sign * lead.value > 0

    def moved(from_: float, to: float, sign: float) -> float:
        while abs(to - from_) > NARROW:
            middle = round((from_ + to) / 2.0, 2)
            from_, to = (middle, to) if leads(middle, sign) else (from_, middle)
        return from_

    inner = moved(near.inner, near.outer, 1.0)
    return _Bracket(near.coefficient, inner, moved(near.outer, inner, -1.0))


def _again(again: Duel, measure: str, leader: str, found: Sequence[tuple[_Bracket, _Bracket]]) -> list[Flip]:
    """Play the ends of brackets on fresh games: the narrow one, and the clear one where the narrow one does not hold."""
    if not found:
        return []
    again.play((each.coefficient, value) for pair in found for each in pair for value in (each.inner, each.outer))
    errors = NormalDist().inv_cdf(1.0 - CHANCE / (2 * len(found)))  # two brackets of each are tried

    def flip(each: _Bracket) -> Flip:
        at_inner, at_outer = (again.lead(measure, (each.coefficient, value), leader) for value in (each.inner, each.outer))
        holds = beyond(at_inner, errors) and beyond(at_outer, errors) and at_inner.value > 0 > at_outer.value
        return Flip(each.coefficient, each.inner, each.outer, at_inner, at_outer, holds)

    return [narrow if (narrow := flip(close)).holds else flip(clear) for close, clear in found]
