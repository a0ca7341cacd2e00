"""An agent whose sheets come from outside the game; at the table and in a crisis another agent speaks for it."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine.accords import Offer
from sim.engine.desk import Agent, Desk


class Seated:
    """A seat held from outside: by a learner, a search, or another framework's agent.

    Attributes:
        voice: Who offers, answers, snaps back and steps back for it.
        orders: All orders with this seat's levers set, for the season to be played; without them its standing sheet is played.
    """

    person = False

    def __init__(self, voice: Agent) -> None:
        """Take a seat."""
        self.voice = voice
        self.name = f"seated:{voice.name}"
        self.level = voice.level
        self.orders: list[int] | None = None

    def sheet(self, desk: Desk) -> list[int] | None:
        """Return the orders from outside."""
        return self.orders

    def proposal(self, desk: Desk) -> tuple[str, tuple[str, ...]] | None:
        """Return what the voice tables."""
        return self.voice.proposal(desk)

    def accepts(self, desk: Desk, offer: Offer) -> bool | None:
        """Return the voice's answer."""
        return self.voice.accepts(desk, offer)

    def counter(self, desk: Desk, offer: Offer) -> tuple[str, tuple[str, ...]] | None:
        """Return the voice's counter-offer."""
        return self.voice.counter(desk, offer)

    def snaps_back(self, desk: Desk, slot: int) -> bool:
        """Return whether the voice ends an accord."""
        return self.voice.snaps_back(desk, slot)

    def steps_back(self, desk: Desk, f: Sequence[float], n: Sequence[float], orders: Sequence[int]) -> bool | None:
        """Return whether the voice steps back."""
        return self.voice.steps_back(desk, f, n, orders)
