"""Many games of AI seats from one start: plain Python or native, with equal results (`sim.rollout.kernel.games`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.documents.scenario import Scenario
from sim.engine.accords import clause_numbers
from sim.engine.layout import plain
from sim.engine.policy import CompiledPolicy, join_policies
from sim.engine.position import Terms, event_rows, start_position
from sim.engine.program import Program
from sim.rollout.program import native_available, native_module

BASE_FACTS = ("talked", "accords", "signed", "broken", "incident", "war", "chance_of_war", "hazard")


def fact_names(program: Program) -> tuple[str, ...]:
    """Return the names of a season's facts: `BASE_FACTS`, then ``in_standstill`` and so on, whether a package is in force at its end."""
    return (*BASE_FACTS, *(f"in_{plain(package)}" for package in program.layout.packages))


@dataclass(frozen=True)
class Start:
    """What many games share.

    Attributes:
        program: The compiled rulebook.
        scenario: The start.
        terms: Lens, rng seed, length and switches; its game number does not matter here.
        level: Level of play by seat, or one for all.
        kinds: Agent by seat: ``payoff``, ``standing`` or ``random``.
        policies: Policies whose demands bind the seats.
        bargain: Whether seats may offer accords.
        accords: Packages in force from the start.
    """

    program: Program
    scenario: Scenario
    terms: Terms
    level: str | Mapping[str, str] = "standard"
    kinds: Mapping[str, str] = field(default_factory=dict)
    policies: Sequence[CompiledPolicy] = ()
    bargain: bool = True
    accords: Sequence[str] = ()


@dataclass
class Games:
    """Results of many games, each row standing for one game.

    Attributes:
        played: Seasons played by game.
        states: States at the end of each season: flat, game by season by `layout.state`; seasons not played are zero.
        orders: Orders: flat, game by season by lever.
        facts: Flat, game by season by `fact_names`.
        boards: Flat, game by (own payoffs by seat, then the other boards), sums as the kernel keeps them.
        length: Seasons in a row.
        native: Whether they were computed by compiled code.
    """

    played: Any
    states: Any
    orders: Any
    facts: Any
    boards: Any
    length: int
    native: bool


def play_games(start: Start, count: int, *, native: bool | None = None, first: int = 0, traces: bool = True) -> Games:
    """Play games number `first` to `first + count - 1`.

    Args:
        start: What the games share.
        count: How many.
        native: Compiled (needs the extra ``native``), plain, or, by default, whichever is there.
        first: Number of the first game.
        traces: Whether to keep states and orders of every season.
    """
    compiled = native_available() if native is None else native
    rows = _Rows(compiled)
    program, terms, length = start.program, start.terms, start.terms.length
    run = native_module(program) if compiled else program.run
    layout = program.layout
    seasons = [season.id for season in start.scenario.starts.span(length)]
    calendar = [value for row in event_rows(program, start.scenario, seasons) for value in row]
    policy = join_policies(start.policies)
    position = start_position(program, start.scenario, terms)
    state, accords = list(position.state), list(position.accords)
    for slot, package in enumerate(start.accords):
        clauses = clause_numbers(program, program.book.packages[package].clauses)
        place = layout.packages.index(package)
        program.run.sign(accords, state, slot, place, clauses, program.run.scaled(program.run.PACKAGE_SEASONS[place], terms.scale))
    switches = [float(terms.fog), *(float(terms.on(name)) for name in ("capital", "mandates", "crisis", "sincerity", "cards")), float(start.bargain)]
    kept = count * length if traces else 0
    games = Games(
        rows.whole([0] * count),
        rows.numbers([0.0] * (kept * len(layout.state))),
        rows.whole([0] * (kept * len(layout.levers))),
        rows.numbers([0.0] * (count * length * len(fact_names(program)))),
        rows.numbers(([0.0] * len(layout.seats) + list(position.boards)) * count),
        length,
        compiled,
    )
    run.play_many(
        rows.numbers(_kinds(start)),
        rows.numbers(state),
        rows.numbers(accords),
        rows.whole(position.standing),
        rows.numbers(terms.coefficients),
        rows.numbers(calendar),
        length,
        rows.numbers(policy.rules or (0.0,)),
        len(policy.rules) // 5,
        rows.numbers(policy.code or (0.0,)),
        rows.numbers(switches),
        terms.scale,
        terms.rng_seed,
        first,
        count,
        games.states,
        games.orders,
        games.facts,
        games.boards,
        games.played,
    )
    return games


def _kinds(start: Start) -> list[float]:
    book = start.program.book
    found: list[float] = []
    for seat in book.seats:
        level = book.choice.levels[start.level if isinstance(start.level, str) else start.level[seat]]
        kind = getattr(start.program.run, f"KIND_{start.kinds.get(seat, 'payoff').upper()}")
        found += [float(kind), level.precision, float(level.depth), float(level.belief)]
    return found


class _Rows:
    """Makes rows of numbers for plain Python (lists) or compiled code (arrays)."""

    def __init__(self, compiled: bool) -> None:
        self.compiled = compiled

    def numbers(self, values: Sequence[float]) -> Any:
        """Return a row of numbers."""
        if not self.compiled:
            return list(values)
        import numpy  # noqa: PLC0415  (only native runs need it)

        return numpy.array(values, dtype=numpy.float64)

    def whole(self, values: Sequence[int]) -> Any:
        """Return a row of whole numbers."""
        if not self.compiled:
            return list(values)
        import numpy  # noqa: PLC0415

        return numpy.array(values, dtype=numpy.int64)
