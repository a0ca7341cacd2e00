"""What lies on a seat's desk when it decides, and what fills a seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sim.documents.rulebook import Level
from sim.engine.accords import Offer
from sim.engine.program import Program


@dataclass(frozen=True)
class Desk:
    """A seat's own knowledge at a decision; nothing of another seat's private things is in it.

    Attributes:
        program: The compiled rulebook.
        seat: Number of the seat.
        view: The state as the seat sees it (estimates, beliefs).
        standing: Everybody's standing orders.
        k: Coefficients of the lens the seat believes; AI seats share the world's.
        e: Events on this season, and whether an accord was just signed.
        b: What accords bind.
        accords: Accords in force.
        seed, game, season: The key of its draws (season with its branch).
        number: Season from 1, for policies.
        budget: Political capital, or a negative number where the mechanic is off.
        level: Precision, depth and belief of its choice.
        length, fog, mechanics, scale: What the game is played under, known to all (see `sim.engine.position.Terms`).
    """

    program: Program
    seat: int
    view: list[float]
    standing: list[int]
    k: list[float]
    e: list[float]
    b: list[float]
    accords: list[float]
    seed: int
    game: int
    season: int
    number: int
    budget: float
    level: Level
    length: int
    fog: bool
    mechanics: Mapping[str, bool]
    scale: float

    @property
    def name(self) -> str:
        """The seat's name."""
        return self.program.layout.seats[self.seat]


class Agent(Protocol):
    """What fills a seat. A person's agent answers None: the game waits for the person."""

    @property
    def name(self) -> str:
        """How records name it."""

    @property
    def person(self) -> bool:
        """Whether the game must wait for somebody."""

    @property
    def level(self) -> Level | None:
        """Its own level of play, or None: the game's."""

    def sheet(self, desk: Desk) -> list[int] | None:
        """Return all orders with this seat's own levers set, or None."""

    def proposal(self, desk: Desk) -> tuple[str, tuple[str, ...]] | None:
        """Return a package and clauses to table, or None."""

    def accepts(self, desk: Desk, offer: Offer) -> bool | None:
        """Say whether the seat accepts an offer; None: ask the person."""

    def counter(self, desk: Desk, offer: Offer) -> tuple[str, tuple[str, ...]] | None:
        """Return a counter-offer to an offer that the seat has refused, or None."""

    def snaps_back(self, desk: Desk, slot: int) -> bool:
        """Say whether an injured seat ends an accord."""

    def steps_back(self, desk: Desk, f: Sequence[float], n: Sequence[float], orders: Sequence[int]) -> bool | None:
        """Say whether the seat steps back in a crisis; None: ask the person, or no view of its own."""
