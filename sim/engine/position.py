"""Where a game stands at the start of a season: a value; a transition makes a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from sim.documents.scenario import Entry
from sim.engine.program import Program


class Setup(Protocol):
    """What the engine needs to know of a scenario."""

    @property
    def start(self) -> Mapping[str, float]:
        """Start values by dial, memory or clock; the rulebook's where absent."""

    @property
    def opening_sheets(self) -> Mapping[str, Mapping[str, str]]:
        """A full sheet for every seat: setting by full lever name."""

    @property
    def calendar(self) -> Sequence[Entry]:
        """Events with the season they begin in and the seasons they last."""


@dataclass(frozen=True)
class Position:
    """The state of a game between seasons.

    Attributes:
        season: From 0.
        branch: Which fresh draws are in use; 0 until an undo asks for fresh ones.
        state: Dials, memories, clocks, capital, missed promises, in the order of the layout.
        accords: Accords in force, in the layout's fixed slots.
        errors: Errors of estimate by seat and dial.
        standing: Every lever's standing setting.
        payoffs: Sum of payoffs by seat so far.
        boards: The other boards so far: sums, last values, products.
        over: Empty, or why the game has ended: ``war``, ``scheduled``, or the id of an early ending.
    """

    season: int
    branch: int
    state: tuple[float, ...]
    accords: tuple[float, ...]
    errors: tuple[float, ...]
    standing: tuple[int, ...]
    payoffs: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    boards: tuple[float, ...] = ()
    over: str = ""

    def with_branch(self, branch: int) -> Position:
        """Return the same position with other fresh draws ahead."""
        return replace(self, branch=branch)


@dataclass(frozen=True)
class Terms:
    """What a game is played under, fixed from its start.

    Attributes:
        coefficients: Values of the lens, in the order of the layout.
        rng_seed: Seed of all draws.
        game: Number of the game, for batches; 0 in play.
        length: Seasons.
        fog: Whether others' private dials are estimates.
        mechanics: By name, whether a mechanic is on.
        scale: Multiplies the seasons that packages last.
    """

    coefficients: tuple[float, ...]
    rng_seed: int
    length: int
    fog: bool = True
    game: int = 0
    scale: float = 1.0
    mechanics: Mapping[str, bool] = field(default_factory=dict)

    def on(self, mechanic: str) -> bool:
        """Say whether a mechanic is on; it is unless switched off."""
        return self.mechanics.get(mechanic, True)


def start_position(program: Program, setup: Setup, terms: Terms) -> Position:
    """Return the position before the first season.

    Objective cards and the first errors of estimate are drawn here (rulebook: cards, fog).
    """
    book, layout, run = program.book, program.layout, program.run
    state = [0.0] * len(layout.state)
    for names in (book.dials, book.memories, book.clocks):
        for name, item in names.items():
            state[layout.index[name]] = float(setup.start.get(name, item.start))
    standing = [0] * len(layout.levers)
    for seat in layout.seats:
        for lever, setting in setup.opening_sheets[seat].items():
            standing[layout.lever(lever)] = layout.setting(lever, setting)
    for seat_number in range(len(layout.seats)):
        state[run.CAPITAL + seat_number] = run.CAPITAL_SEASON
    errors = [0.0] * (len(layout.seats) * run.N_DIALS)
    run.draw_start(state, errors, terms.rng_seed, terms.game, terms.length, terms.on("cards"))
    boards = tuple(1.0 if board.over == "product" else 0.0 for board in list(book.boards.values())[1:])
    return Position(0, 0, tuple(state), (0.0,) * (layout.slots * layout.slot_size), tuple(errors), tuple(standing), boards=boards)


def event_rows(program: Program, setup: Setup, seasons: list[str], extra: list[tuple[int, str, int]] | None = None) -> list[list[float]]:
    """Return by season which events are on: a row of inputs each.

    Args:
        program: The compiled rulebook.
        setup: The scenario, for its calendar.
        seasons: Ids of the game's seasons.
        extra: Injected events as (season from 0, event, seasons it lasts).
    """
    inputs = program.layout.inputs
    rows = [[0.0] * len(inputs) for _ in seasons]
    entries = [(seasons.index(entry.season.id), entry.event, entry.lasts) for entry in setup.calendar if entry.season.id in seasons]
    for first, event, lasts in [*entries, *(extra or [])]:
        for season in range(first, min(first + lasts, len(seasons))):
            rows[season][inputs.index(event)] = 1.0
    return rows
