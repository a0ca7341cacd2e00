"""Many games of AI seats from one start: plain Python or native, with equal results (`sim.rollout.kernel.games`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.documents.scenario import Scenario
from sim.engine.policy import CompiledPolicy, join_policies
from sim.engine.position import Terms, event_rows, start_position
from sim.engine.program import Program
from sim.rollout.program import native_available, native_module

FACTS = ("talked", "accords", "signed", "broken", "incident", "war", "chance_of_war", "hazard")


@dataclass(frozen=True)
class Start:
    """What many games share.

    Attributes:
        program: The compiled rulebook.
        scenario: The start.
        terms: Lens, rng seed, length and switches; the game number is counted up from `terms.game`.
        level: Level of play by seat, or one for all.
        kinds: Agent by seat: ``payoff``, ``standing`` or ``random``.
        policies: Policies whose demands bind the seats.
    """

    program: Program
    scenario: Scenario
    terms: Terms
    level: str | Mapping[str, str] = "standard"
    kinds: Mapping[str, str] = field(default_factory=dict)
    policies: Sequence[CompiledPolicy] = ()


@dataclass
class Games:
    """Results of many games.

    Attributes:
        played: Seasons played by game.
        states: By game, a flat row of states, one for each season at its end.
        orders: By game, a flat row of orders.
        facts: By game, a flat row of `FACTS`.
        boards: By game, sums as the kernel keeps them: own payoffs by seat, then the other boards.
        native: Whether they were computed by compiled code.
    """

    played: list[int]
    states: list[Any]
    orders: list[Any]
    facts: list[Any]
    boards: list[Any]
    native: bool


def play_games(start: Start, count: int, *, native: bool | None = None) -> Games:
    """Play games number `terms.game` to `terms.game + count - 1`.

    Args:
        start: What the games share.
        count: How many.
        native: Compiled (needs the extra ``native``), plain, or, by default, whichever is there.
    """
    compiled = native_available() if native is None else native
    rows = _Rows(compiled)
    run = native_module(start.program) if compiled else start.program.run
    layout = start.program.layout
    seasons = [season.id for season in start.scenario.starts.span(start.terms.length)]
    calendar = rows.numbers([value for row in event_rows(start.program, start.scenario, seasons) for value in row])
    policy = join_policies(start.policies)
    rules, code = rows.numbers(policy.rules or (0.0,)), rows.numbers(policy.code or (0.0,))
    kinds = rows.numbers(_kinds(start))
    k = rows.numbers(start.terms.coefficients)
    games = Games([], [], [], [], [], compiled)
    length = start.terms.length
    for game in range(start.terms.game, start.terms.game + count):
        terms = Terms(start.terms.coefficients, start.terms.rng_seed, length, start.terms.fog, game, start.terms.scale, start.terms.mechanics)
        position = start_position(start.program, start.scenario, terms)
        states, orders = rows.numbers([0.0] * (length * len(layout.state))), rows.whole([0] * (length * len(layout.levers)))
        facts, boards = rows.numbers([0.0] * (length * len(FACTS))), rows.numbers([0.0] * len(layout.seats) + list(position.boards))
        played = run.play_game(
            kinds,
            rows.numbers(position.state),
            rows.numbers(position.accords),
            rows.numbers(position.errors),
            rows.whole(position.standing),
            k,
            calendar,
            length,
            rules,
            len(policy.rules) // 5,
            code,
            terms.fog,
            terms.on("capital"),
            terms.on("mandates"),
            terms.on("crisis"),
            terms.scale,
            terms.rng_seed,
            game,
            0,
            states,
            orders,
            facts,
            boards,
        )
        games.played.append(played)
        games.states.append(states)
        games.orders.append(orders)
        games.facts.append(facts)
        games.boards.append(boards)
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
