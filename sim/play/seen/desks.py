"""On which desk a sheet is explained to a person: its own as it was, another seat's only as that person could imagine it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sim.agents.payoff import PayoffAgent, expectation
from sim.engine.desk import Desk
from sim.engine.explain import Explanation, LeverChoice, explain
from sim.engine.past import own_desk, seen_desk
from sim.engine.seen import SeenExplanation, explain_as_seen
from sim.play.seen.belief import Belief, belief
from sim.play.sitting import Sitting
from sim.rollout.planned import Planned, explain_plan, past_plan


@dataclass(frozen=True)
class Sight:
    """How a person sees a past decision.

    Attributes:
        desk: The desk it is explained on.
        orders: All orders of that season, as the person may know them.
        exact: Whether the desk is the decider's own.
        reading: The lens it is read by.
    """

    desk: Desk
    orders: list[int]
    exact: bool
    reading: Belief


def sight(sitting: Sitting, index: int, seat: str) -> Sight:
    """Return how a person sees a seat's decision of a finished season.

    While a game goes on a person has the own seat's desk and an imagined one of others. Somebody who watches, or looks back
    after the end, has every seat's own. While the lens is hidden, no desk holds the world's coefficients.
    """
    game, account, reading = sitting.game, sitting.game.played[index].account, belief(sitting)
    if sitting.eyes in ("", seat):
        desk = own_desk(game, index, seat)
        if sitting.hidden:
            desk = replace(desk, k=list(reading.k))
        orders = game.known_orders(seat, account.orders) if sitting.eyes else list(account.orders)
        return Sight(desk, orders, True, reading)
    return Sight(seen_desk(game, index, seat, sitting.seat, reading.k), game.known_orders(sitting.seat, account.orders), False, reading)


def explained(seen: Sight, *, tips: bool) -> Explanation:
    """Return the explanation of a decision on the desk that a person has for it."""
    return explain(seen.desk, seen.orders, expectation(seen.desk), tips=tips)


def can_explain(sitting: Sitting, seat: str) -> bool:
    """Say whether a seat follows payoffs, as persons are taken to; one that plays at random or stands still has no reasons."""
    agent = sitting.game.agents[seat]
    return agent.person or isinstance(agent, PayoffAgent)


def telling(seen: Sight, explanation: Explanation) -> LeverChoice | None:
    """Return the choice that tells most: of the levers that moved (or a test), the one that was most clearly worth more than its runner-up."""
    layout = seen.desk.program.layout
    moved = []
    for choice in explanation.levers:
        lever = layout.lever(choice.lever)
        acted = seen.orders[lever] != seen.desk.standing[lever] or (choice.lever == "DPRK.test" and seen.orders[lever] > 0)
        if acted and choice.runner_up and choice.leading:
            moved.append(choice)
    return max(moved, key=lambda choice: choice.values.get(choice.chosen, 0.0) - choice.values[choice.runner_up], default=None)


@dataclass(frozen=True)
class Reasons:
    """Why a seat ordered what it did in a finished season, as a person may know it.

    Attributes:
        index, seat: Which season, from 0, and whose orders.
        seen: How the person sees the decision.
        explanation: Every lever's choice on that desk.
        ranges: The same as ranges over what the person can only estimate; None where the desk is the decider's own.
        plan: Of a planner whose own desk it is: its sheet against the next best over its futures; otherwise None.
    """

    index: int
    seat: str
    seen: Sight
    explanation: Explanation
    ranges: SeenExplanation | None
    plan: Planned | None = None


def reasons(sitting: Sitting, index: int, seat: str) -> Callable[[], Reasons]:
    """Lay out a past decision, and return the work of explaining it, which may be done beside the game."""
    game, viewer, seen = sitting.game, sitting.seat, sight(sitting, index, seat)

    def explain_it() -> Reasons:
        if seen.exact:
            plan = None if sitting.hidden else past_plan(game, index, seat)
            return Reasons(index, seat, seen, explained(seen, tips=True), None, explain_plan(plan) if plan else None)
        ranges = explain_as_seen(game, index, seat, viewer, seen.reading.k, expectation(seen.desk))
        return Reasons(index, seat, seen, ranges.middle, ranges)

    return explain_it
