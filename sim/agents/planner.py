"""The planner: plays on from each of several sheets before it sends one.

A rollout algorithm (Tesauro and Galperin, "On-line policy improvement using Monte-Carlo search", NIPS 9, 1996; Bertsekas, Tsitsiklis and
Wu, Journal of Heuristics 3, 1997): futures begin in states drawn around the seat's own view, the sheet under trial is sent once, and from
then on all four seats follow their payoffs. Sequential halving (`sim.agents.halving`) shares out the futures. At the table and in a crisis
it does what a payoff seat does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum

from sim.agents.candidates import candidates
from sim.agents.halving import Race, halve
from sim.agents.payoff import PayoffAgent
from sim.documents.rulebook import Foresight
from sim.engine.desk import Desk

Roll = Callable[[Desk, Sequence[Sequence[int]], range, int], Sequence[Sequence[float]]]


@dataclass(frozen=True)
class Plan:
    """A decision and how it was made.

    Attributes:
        desk: The desk it was made on.
        seasons: Seasons of each future.
        sheets: Sheets compared: all orders, the seat's own levers set. The first is the payoff agent's noiseless one.
        race: How they fared: by sheet, the seat's mean payoff a season in each future, by the future's number.
    """

    desk: Desk
    seasons: int
    sheets: list[list[int]]
    race: Race

    @property
    def chosen(self) -> int:
        """The sheet chosen, by its place."""
        return self.race.ranking[0]

    @property
    def runner_up(self) -> int:
        """The sheet that came second; the chosen one where there was no other."""
        return self.race.ranking[min(1, len(self.sheets) - 1)]

    @property
    def orders(self) -> list[int]:
        """All orders, with the seat's own levers as chosen."""
        return self.sheets[self.chosen]

    def best_without(self, lever: int) -> int | None:
        """Return the best-placed sheet that sets a lever otherwise than the chosen one, or None where none was compared."""
        return next((sheet for sheet in self.race.ranking if self.sheets[sheet][lever] != self.orders[lever]), None)

    def common(self, one: int, other: int) -> range:
        """Return the numbers of the futures that were played for both of two sheets."""
        return range(min(len(self.race.values[one]), len(self.race.values[other])))

    def mean(self, sheet: int, numbers: range) -> float:
        """Return a sheet's mean over some futures: the number that sheets are compared by."""
        return fsum(self.race.values[sheet][number] for number in numbers) / len(numbers)


def plan(desk: Desk, foresight: Foresight, roll: Roll) -> Plan:
    """Choose a sheet on a desk by playing on.

    Args:
        desk: What the seat sees; nothing else of the game is read.
        foresight: Sheets, futures and seasons.
        roll: Plays on: from a desk, sheets, numbers of futures and seasons, to the seat's mean payoff a season by sheet and future.
    """
    seasons = min(foresight.seasons, desk.length - desk.number + 1)
    sheets = candidates(desk, foresight.sheets, futures_seed(desk))
    race = halve(len(sheets), foresight.futures, lambda arms, numbers: roll(desk, [sheets[arm] for arm in arms], numbers, seasons))
    return Plan(desk, seasons, sheets, race)


def futures_seed(desk: Desk) -> int:
    """Return the rng seed of a decision's futures, drawn from the game's by seat, season and branch, so that no draw is the game's own."""
    run = desk.program.run
    high, low = (int(run.philox(desk.seed, desk.game, desk.season, run.FOR_PLANNING, 2 * desk.seat + half)) for half in (0, 1))
    return (high << 31) ^ low


class PlannerAgent(PayoffAgent):
    """Fills a seat with the planner."""

    def __init__(self, foresight: Foresight, roll: Roll, name: str = "planner") -> None:
        """Look ahead so far, with this way of playing on, under the name records use."""
        super().__init__(name=name)
        self.foresight, self.roll = foresight, roll

    def plan(self, desk: Desk) -> Plan:
        """Return the decision on a desk and how it is made."""
        return plan(desk, self.foresight, self.roll)

    def sheet(self, desk: Desk) -> list[int]:
        """Return all orders with this seat's levers chosen."""
        return self.plan(desk).orders
