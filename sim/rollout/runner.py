"""Many games of AI seats from one start: plain Python or native, with equal results (`sim.rollout.kernel.games`)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sim.documents.scenario import Scenario
from sim.engine.accords import clause_numbers
from sim.engine.layout import plain
from sim.engine.policy import CompiledPolicy, join_policies
from sim.engine.position import Terms, event_rows, start_position
from sim.engine.program import Program
from sim.rollout.lanes.kernels import Way
from sim.rollout.lanes.vectors import LANES
from sim.rollout.program import Native, native_available, native_program

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


def play_games(start: Start, count: int, *, native: bool | None = None, first: int = 0, traces: bool = True, threads: int | None = None) -> Games:
    """Play games number `first` to `first + count - 1`.

    Args:
        start: What the games share.
        count: How many.
        native: Compiled (needs the extra ``native``), plain, or, by default, whichever is there.
        first: Number of the first game.
        traces: Whether to keep states and orders of every season.
        threads: How many threads share compiled work, by default one a processor; results do not depend on it.
    """
    compiled = native_available() if native is None else native
    return _play_native(start, count, first, traces, threads or _processors()) if compiled else _play_plain(start, count, first, traces)


@dataclass(frozen=True)
class _Beginning:
    """A start as numbers, in the order in which the loops take them."""

    kinds: list[float]
    state: list[float]
    accords: list[float]
    standing: list[int]
    coefficients: list[float]
    calendar: list[float]
    policy: CompiledPolicy
    switches: list[bool]
    boards: list[float]


def _beginning(start: Start) -> _Beginning:
    program, terms = start.program, start.terms
    seasons = [season.id for season in start.scenario.starts.span(terms.length)]
    position = start_position(program, start.scenario, terms)
    state, accords = list(position.state), list(position.accords)
    for slot, package in enumerate(start.accords):
        clauses = clause_numbers(program, program.book.packages[package].clauses)
        place = program.layout.packages.index(package)
        program.run.sign(accords, state, slot, place, clauses, program.run.scaled(program.run.PACKAGE_SEASONS[place], terms.scale))
    return _Beginning(
        _kinds(start),
        state,
        accords,
        list(position.standing),
        list(terms.coefficients),
        [value for row in event_rows(program, start.scenario, seasons) for value in row],
        join_policies(start.policies),
        [terms.fog, *(terms.on(name) for name in ("capital", "mandates", "crisis", "cards")), start.bargain],
        [0.0] * len(program.layout.seats) + list(position.boards),
    )


def _play_plain(start: Start, count: int, first: int, traces: bool) -> Games:
    begun, terms, layout = _beginning(start), start.terms, start.program.layout
    kept = count * terms.length if traces else 0
    games = Games(
        [0] * count,
        [0.0] * (kept * len(layout.state)),
        [0] * (kept * len(layout.levers)),
        [0.0] * (count * terms.length * len(fact_names(start.program))),
        begun.boards * count,
        terms.length,
        False,
    )
    start.program.run.play_many(
        (begun.kinds, begun.state, begun.accords, begun.standing),
        begun.coefficients,
        begun.calendar,
        terms.length,
        (begun.policy.rules, len(begun.policy.rules) // 5, begun.policy.code),
        begun.switches,
        terms.scale,
        terms.rng_seed,
        first,
        count,
        (games.played, games.states, games.orders, games.facts, games.boards),
    )
    return games


def _play_native(start: Start, count: int, first: int, traces: bool, threads: int) -> Games:
    import numpy as np  # noqa: PLC0415  (only native runs need it)

    begun, terms, layout = _beginning(start), start.terms, start.program.layout
    native = native_program(start.program)
    kept, facts_each = terms.length if traces else 0, terms.length * len(fact_names(start.program))
    rows = (
        np.zeros(count, np.int64),
        np.zeros((count, kept * len(layout.state))),
        np.zeros((count, kept * len(layout.levers)), np.int64),
        np.zeros(count * facts_each),
        np.tile(np.array(begun.boards), (count, 1)),
    )
    shared = (
        _codes(start, native, begun.kinds),
        (np.array(begun.kinds), np.array(begun.state), np.array(begun.accords), np.array(begun.standing)),
        np.array(begun.coefficients),
        np.array(begun.calendar),
        terms.length,
        (np.array(begun.policy.rules or (0.0,)), len(begun.policy.rules) // 5, np.array(begun.policy.code or (0.0,))),
        np.array(begun.switches, np.float64),
        float(terms.scale),
        terms.rng_seed,
    )

    def play(part: range) -> None:
        own = slice(part.start, part.stop)
        facts_of = rows[3][part.start * facts_each : part.stop * facts_each]
        native.run.play_blocks(*shared, first + part.start, len(part), (rows[0][own], rows[1][own], rows[2][own], facts_of, rows[4][own]))

    parts = _parts(count, threads)
    if len(parts) == 1:
        play(parts[0])
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(play, parts))
    played, states, orders, facts, boards = rows
    return Games(played, states.reshape(-1), orders.reshape(-1), facts, boards.reshape(-1), terms.length, True)


def _parts(count: int, threads: int) -> list[range]:
    """Split games among threads, whole blocks to each."""
    blocks = -(-count // LANES)
    each = -(-blocks // max(1, min(threads, blocks))) * LANES
    return [range(begin, min(begin + each, count)) for begin in range(0, count, max(each, 1))] or [range(0)]


def _codes(start: Start, native: Native, kinds: Sequence[float]) -> tuple[Any, Any, Any]:
    """Return the addresses of kernels: of every game; of choices, by seat; of guesses at others' answers, by seat."""
    import numpy as np  # noqa: PLC0415  (only native runs need it)

    choosing = [seat for seat in range(4) if kinds[seat * 4] == start.program.run.KIND_PAYOFF]
    own = {seat: Way(int(kinds[seat * 4 + 2]), noisy=True) for seat in choosing}
    guess = Way(1, noisy=False)
    guessing = any(kinds[seat * 4 + 3] > 1 for seat in choosing)
    common, ways = native.lanes.addresses([*own.values(), *[guess] * guessing])
    choices = [ways[own[seat]][seat] if seat in own else 0 for seat in range(4)]
    return np.array(common), np.array(choices), np.array(ways.get(guess, [0] * 4))


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _kinds(start: Start) -> list[float]:
    book = start.program.book
    found: list[float] = []
    for seat in book.seats:
        level = book.choice.levels[start.level if isinstance(start.level, str) else start.level[seat]]
        kind = getattr(start.program.run, f"KIND_{start.kinds.get(seat, 'payoff').upper()}")
        found += [float(kind), level.precision, float(level.depth), float(level.belief)]
    return found
