"""Which lens describes this world? The posterior over lenses, given all sheets so far.

Each AI seat's sheet has a probability under each lens: the product of its conditional choice probabilities, computed on the view
of whoever asks. Bayes' rule over a uniform prior; persons', scripts' and planners' sheets have no such probability and are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sim.agents.payoff import PayoffAgent, expectation
from sim.engine.desk import Desk
from sim.engine.explain import weigh
from sim.engine.game import Game
from sim.engine.past import own_desk, seen_desk

FLOOR = 1e-4  # a setting that a viewer's estimates make illegal is unlikely, not impossible


@dataclass(frozen=True)
class Evidence:
    """One sheet as evidence.

    Attributes:
        desk: The situation in which it was set, as the asker sees it (not as the seat saw it).
        orders: All orders of that season.
    """

    desk: Desk
    orders: list[int]


def evidence_of(game: Game, viewer: str = "") -> list[Evidence]:
    """Return every AI seat's sheet so far as evidence: on a viewer's own view, or, with no viewer, on the seats' own desks."""
    found = []
    for index, played in enumerate(game.played):
        for seat, agent in game.agents.items():
            if type(agent) is not PayoffAgent or seat == viewer:
                continue
            if viewer:
                desk = seen_desk(game, index, seat, viewer, game.terms.coefficients)
                found.append(Evidence(desk, game.known_orders(viewer, played.account.orders)))
            else:
                found.append(Evidence(own_desk(game, index, seat), list(played.account.orders)))
    return found


def log_likelihood(evidence: Evidence, coefficients: Sequence[float]) -> float:
    """Return the log of a sheet's probability under a lens; settings that a lens finds illegal count as very unlikely, not impossible."""
    desk = replace(evidence.desk, k=list(coefficients))
    run = desk.program.run
    o = expectation(desk)
    first, count = run.ORDER_FIRST[desk.seat], run.ORDER_COUNT[desk.seat]
    total = 0.0
    for lever in run.ORDER[first : first + count]:
        _, chances = weigh(desk, o, lever)
        taken = evidence.orders[lever]
        total += run.log_(max(chances.get(taken, 0.0), FLOOR))
        o[lever] = taken
    return total


def posterior(evidence: Sequence[Evidence], lenses: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Return the probability of each lens after the evidence, from a uniform prior."""
    scores = {name: 0.0 for name in lenses}
    for each in evidence:
        for name, coefficients in lenses.items():
            scores[name] += log_likelihood(each, coefficients)
    return normalise(evidence, scores)


def normalise(evidence: Sequence[Evidence], scores: dict[str, float]) -> dict[str, float]:
    """Turn log likelihoods into probabilities."""
    if not evidence:
        return {name: 1.0 / len(scores) for name in scores}
    run = evidence[0].desk.program.run
    top = max(scores.values())
    weights = {name: run.exp_(score - top) for name, score in scores.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}
