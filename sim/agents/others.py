"""The other agents: a person, level 0, legal play at random, and a policy document."""

from __future__ import annotations

from collections.abc import Sequence

from sim.agents.payoff import FREE, PayoffAgent
from sim.documents.rulebook import Level
from sim.engine.accords import Offer
from sim.engine.desk import Desk
from sim.engine.policy import CompiledPolicy


class PersonAgent:
    """A seat that waits for somebody: the game asks through its own interface."""

    name = "person"
    person = True
    level: Level | None = None

    def sheet(self, desk: Desk) -> None:
        """Wait for the person."""

    def proposal(self, desk: Desk) -> None:
        """Wait for the person."""

    def accepts(self, desk: Desk, offer: Offer) -> None:
        """Wait for the person."""

    def counter(self, desk: Desk, offer: Offer) -> None:
        """Wait for the person."""

    def snaps_back(self, desk: Desk, slot: int) -> bool:
        """Leave it to the person."""
        return False

    def steps_back(self, desk: Desk, f: Sequence[float], n: Sequence[float], orders: Sequence[int]) -> None:
        """Wait for the person."""


class StandingAgent:
    """Level 0: repeats its standing sheet, makes no accords. What a level-1 seat expects of the others."""

    name = "standing"
    person = False
    level: Level | None = None

    def sheet(self, desk: Desk) -> list[int]:
        """Return all orders with this seat's standing ones; what a rule forbids now goes to rest."""
        orders = list(desk.standing)
        desk.program.run.standing_sheet(desk.seat, desk.view, desk.standing, desk.k, desk.e, desk.b, orders)
        return orders

    def proposal(self, desk: Desk) -> None:
        """Offer nothing."""

    def accepts(self, desk: Desk, offer: Offer) -> bool:
        """Refuse."""
        return False

    def counter(self, desk: Desk, offer: Offer) -> None:
        """Offer nothing."""

    def snaps_back(self, desk: Desk, slot: int) -> bool:
        """Stay."""
        return False

    def steps_back(self, desk: Desk, f: Sequence[float], n: Sequence[float], orders: Sequence[int]) -> None:
        """Have no view."""


class RandomAgent(StandingAgent):
    """Legal settings drawn evenly, no accords: a yardstick, not an opponent."""

    name = "random"

    def sheet(self, desk: Desk) -> list[int]:
        """Return all orders with this seat's levers drawn."""
        run = desk.program.run
        orders = list(desk.standing)
        fixed = [FREE] * run.N_LEVERS
        args = (desk.seed, desk.game, desk.season)
        run.random_sheet(desk.seat, desk.view, desk.standing, desk.k, desk.e, desk.b, desk.budget, fixed, *args, orders)
        return orders


class ScriptAgent(PayoffAgent):
    """A policy document; levers that it leaves free are chosen by the seat's own payoffs."""

    def __init__(self, policy: CompiledPolicy) -> None:
        """Follow a compiled policy."""
        super().__init__()
        self.policy = policy
        self.name = f"script:{policy.name}"

    def demands(self, desk: Desk) -> list[int]:
        """Return what the policy demands this season."""
        run = desk.program.run
        fixed = [FREE] * run.N_LEVERS
        rules, code = self.policy.rules, self.policy.code
        stack = [0.0] * 32
        run.demands(desk.seat, rules, len(rules) // 5, code, desk.view, desk.standing, desk.e, desk.b, float(desk.number), stack, fixed)
        return fixed
