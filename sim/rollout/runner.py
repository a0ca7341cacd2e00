"""Many games of AI seats, from one start or from one position in mid-game: plain Python or native, with equal results.

The loops are `sim.rollout.kernel.games` and, native, `sim.rollout.kernel.blocks`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from sim.documents.rulebook import Level
from sim.documents.scenario import Scenario
from sim.engine.accords import clause_numbers
from sim.engine.layout import plain
from sim.engine.policy import CompiledPolicy, join_policies
from sim.engine.position import Position, Terms, event_rows, start_position
from sim.engine.program import Program
from sim.rollout.lanes.kernels import Way
from sim.rollout.lanes.vectors import LANES
from sim.rollout.program import Native, compiled_before, native_available, native_program

BASE_FACTS = ("talked", "accords", "signed", "broken", "incident", "war", "chance_of_war", "hazard")


def fact_names(program: Program) -> tuple[str, ...]:
    """Return the names of a season's facts: `BASE_FACTS`, then ``in_standstill`` and so on, whether a package is in force at its end."""
    return (*BASE_FACTS, *(f"in_{plain(package)}" for package in program.layout.packages))


def scene_size(program: Program) -> int:
    """Return how many numbers a season's scene has."""
    size: int = program.run.SCENE
    return size


@dataclass(frozen=True)
class Scene:
    """What payoffs read of a season, as the program's functions take it.

    Attributes:
        start: The state at its start.
        next: The state at its end, as far as payoffs read it: dials and memories.
        bounds: What accords bind.
        flags: Flags and derived dials.
    """

    start: list[float]
    next: list[float]
    bounds: list[float]
    flags: list[float]


@dataclass(frozen=True)
class Present:
    """A position in mid-game from which many games go on.

    Attributes:
        position: Where things stand. With a viewer its state is that seat's view, and its errors do not matter.
        calendar: Events of the whole game by season, injected ones included: rows as `event_rows` makes them.
        viewer: The seat around whose view each game draws what that seat cannot see (kernel: `imagine`); empty: the position is the truth.
        signed: Accords signed at the season's table, which is then closed: games go on with the sheets. None: the season has not begun.
        counted_from: The season (from 0) from which boards count; the position's sums hold what they gave since. 0: the whole game.
    """

    position: Position
    calendar: Sequence[Sequence[float]]
    viewer: str = ""
    signed: int | None = None
    counted_from: int = 0


@dataclass(frozen=True)
class Start:
    """What many games share.

    Attributes:
        program: The compiled rulebook.
        scenario: The start; None where games go on from a present.
        terms: Lens, rng seed, length and switches; its game number does not matter here.
        level: Level of play by seat, or one for all: a name of the rulebook's, or a level of its own.
        kinds: Agent by seat: ``payoff``, ``standing`` or ``random``.
        policies: Policies whose demands bind the seats.
        bargain: Whether seats may offer accords.
        accords: Packages in force from the start; with a present, what is in force there.
        present: Where games go on from; None: from the scenario's start.
        horizon: How many seasons to play at most; None: all that are left.
    """

    program: Program
    scenario: Scenario | None
    terms: Terms
    level: str | Mapping[str, str | Level] = "standard"
    kinds: Mapping[str, str] = field(default_factory=dict)
    policies: Sequence[CompiledPolicy] = ()
    bargain: bool = True
    accords: Sequence[str] = ()
    present: Present | None = None
    horizon: int | None = None

    @property
    def left(self) -> int:
        """Seasons that the game still has."""
        return self.terms.length - (self.present.position.season if self.present else 0)

    @property
    def seasons(self) -> int:
        """Seasons that are to be played."""
        return self.left if self.horizon is None else min(self.left, self.horizon)


@dataclass
class Games:
    """Results of many games, each row standing for one game; seasons count from the first one played.

    Attributes:
        played: Seasons played by game.
        states: States at the end of each season: flat, game by season by `layout.state`; seasons not played are zero.
        orders: Orders: flat, game by season by lever.
        facts: Flat, game by season by `fact_names`.
        running: The boards after each season: flat, game by season by (own payoffs by seat, then the other boards), sums as the kernel
            keeps them, from the game's first season on.
        length: Seasons in a row.
        native: Whether they were computed by compiled code.
        scenes: What payoffs read of each season, where it was kept: flat, game by season by `scene_size`; read by `scene`.
    """

    played: Any
    states: Any
    orders: Any
    facts: Any
    running: Any
    length: int
    native: bool
    scenes: Any = ()

    def scene(self, program: Program, game: int, season: int) -> Scene:
        """Return what payoffs read of a season, by the place of its game and from the first season played."""
        run = program.run
        at = (game * self.length + season) * run.SCENE
        parts = []
        for size in (run.N_STATE, run.MISSED, run.N_BOUNDS, run.N_FLAGS):
            parts.append([float(value) for value in self.scenes[at : at + size]])
            at += size
        return Scene(*parts)

    @property
    def boards(self) -> Any:
        """The boards after the last season played: flat, game by board."""
        count = len(self.played)
        each = len(self.running) // (count * self.length) if count else 0
        if self.native:
            return self.running.reshape(count, self.length, each)[range(count), self.played - 1].reshape(-1)
        ends = [(game * self.length + played - 1) * each for game, played in enumerate(self.played)]
        return [self.running[end + place] for end in ends for place in range(each)]


def play_games(
    start: Start,
    count: int,
    *,
    native: bool | None = None,
    first: int = 0,
    traces: bool = True,
    threads: int | None = None,
    numbers: Sequence[int] | None = None,
    sheets: Any = None,
    scenes: bool = False,
) -> Games:
    """Play games number `first` to `first + count - 1`, or those of given numbers.

    Args:
        start: What the games share.
        count: How many.
        native: Compiled (needs the extra ``native``), plain, or, by default, whichever is there.
        first: Number of the first game.
        traces: Whether to keep states and orders of every season.
        threads: How many threads share compiled work, by default one a processor; results do not depend on it.
        numbers: Numbers of the games for their draws, instead of `first` and on. Games of one number differ in nothing that is drawn, so
            that sheets can be compared on common draws.
        sheets: What is ordered in the first season whatever seats would choose: an array of game by lever, -1 where a seat is free; whoever
            orders sees to it that the rules allow it.
        scenes: Whether to keep what payoffs read of every season, for explanations.
    """
    compiled = native_available() if native is None else native
    games = range(first, first + count) if numbers is None else numbers
    if len(games) != count:
        raise ValueError(f"{count} games need as many numbers, not {len(games)}")
    begun = _beginning(start)
    if begun.seasons < 1:
        raise ValueError("no season is left to play")
    if not compiled:
        return _play_plain(start, begun, games, sheets, (traces, scenes))
    return _play_native(start, begun, games, sheets, (traces, scenes), threads or _processors())


@dataclass(frozen=True)
class _Beginning:
    """A start as numbers, in the order in which the loops take them."""

    kinds: list[float]
    state: list[float]
    accords: list[float]
    standing: list[int]
    errors: list[float]
    boards: list[float]
    moment: tuple[int, int, int, int, int]
    coefficients: list[float]
    calendar: list[float]
    seasons: int
    policy: CompiledPolicy
    switches: list[bool]


def _beginning(start: Start) -> _Beginning:
    program, terms, run = start.program, start.terms, start.program.run
    present = start.present or _opening(start)
    position = present.position
    how: int = run.BEGIN_GIVEN if start.present else run.BEGIN_DRAWN
    if present.viewer:
        how = program.layout.seats.index(present.viewer)
    opened: int = run.NOT_OPENED if present.signed is None else present.signed
    return _Beginning(
        _kinds(start),
        list(position.state),
        list(position.accords),
        list(position.standing),
        list(position.errors),
        [*position.payoffs, *position.boards],
        (position.season, int(run.BRANCH) * position.branch, how, opened, start.left),
        list(terms.coefficients),
        [float(value) for row in present.calendar for value in row],
        start.seasons,
        join_policies(start.policies),
        [terms.fog, *(terms.on(name) for name in ("capital", "mandates", "crisis", "cards")), start.bargain],
    )


def _opening(start: Start) -> Present:
    """Return the scenario's start, with the accords that are to be in force; what a game draws is left to it."""
    program, terms = start.program, start.terms
    assert start.scenario is not None, "games start from a scenario or go on from a present"
    seasons = [season.id for season in start.scenario.starts.span(terms.length)]
    position = start_position(program, start.scenario, terms)
    state, accords = list(position.state), list(position.accords)
    for slot, package in enumerate(start.accords):
        clauses = clause_numbers(program, program.book.packages[package].clauses)
        place = program.layout.packages.index(package)
        program.run.sign(accords, state, slot, place, clauses, program.run.scaled(program.run.PACKAGE_SEASONS[place], terms.scale))
    errors = (0.0,) * len(position.errors)
    return Present(replace(position, state=tuple(state), accords=tuple(accords), errors=errors), event_rows(program, start.scenario, seasons))


def _play_plain(start: Start, begun: _Beginning, games: Sequence[int], sheets: Any, keeps: tuple[bool, bool]) -> Games:
    terms, layout, count = start.terms, start.program.layout, len(games)
    rows = count * begun.seasons
    kept, told = (rows if keep else 0 for keep in keeps)
    found = Games(
        [0] * count,
        [0.0] * (kept * len(layout.state)),
        [0] * (kept * len(layout.levers)),
        [0.0] * (rows * len(fact_names(start.program))),
        [0.0] * (rows * len(begun.boards)),
        begun.seasons,
        False,
        [0.0] * (told * scene_size(start.program)),
    )
    start.program.run.play_many(
        (begun.kinds, begun.state, begun.accords, begun.standing, begun.errors, begun.boards),
        begun.moment,
        begun.coefficients,
        begun.calendar,
        begun.seasons,
        (begun.policy.rules, len(begun.policy.rules) // 5, begun.policy.code),
        [] if sheets is None else [int(setting) for sheet in sheets for setting in sheet],
        begun.switches,
        terms.scale,
        terms.rng_seed,
        [int(game) for game in games],
        (found.played, found.states, found.orders, found.facts, found.running, found.scenes),
    )
    return found


def _play_native(start: Start, begun: _Beginning, games: Sequence[int], sheets: Any, keeps: tuple[bool, bool], threads: int) -> Games:
    import numpy as np  # noqa: PLC0415  (only native runs need it)

    terms, layout, count = start.terms, start.program.layout, len(games)
    native = native_program(start.program)
    kept, told = (begun.seasons if keep else 0 for keep in keeps)
    facts_each = begun.seasons * len(fact_names(start.program))
    rows = (
        np.zeros(count, np.int64),
        np.zeros((count, kept * len(layout.state))),
        np.zeros((count, kept * len(layout.levers)), np.int64),
        np.zeros(count * facts_each),
        np.zeros((count, begun.seasons * len(begun.boards))),
        np.zeros((count, told * scene_size(start.program))),
    )
    place = (begun.state, begun.accords, begun.standing, begun.errors, begun.boards)
    shared = (
        _codes(start, native, begun.kinds),
        (np.array(begun.kinds), *(np.array(values) for values in place)),
        begun.moment,
        np.array(begun.coefficients),
        np.array(begun.calendar),
        begun.seasons,
        (np.array(begun.policy.rules or (0.0,)), len(begun.policy.rules) // 5, np.array(begun.policy.code or (0.0,))),
    )
    orders = np.zeros((0, len(layout.levers)), np.int64) if sheets is None else np.ascontiguousarray(sheets, np.int64)
    further = (np.array(begun.switches, np.float64), float(terms.scale), terms.rng_seed)
    numbers = np.array(games, np.int64)

    def play(part: range) -> None:
        own = slice(part.start, part.stop)
        facts_of = rows[3][part.start * facts_each : part.stop * facts_each]
        out = (rows[0][own], rows[1][own], rows[2][own], facts_of, rows[4][own], rows[5][own])
        native.run.play_blocks(*shared, orders[own], *further, numbers[own], out)

    parts = _parts(count, threads)
    if len(parts) == 1:
        play(parts[0])
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(play, parts))
    played, states, made, facts, running, scenes = rows
    return Games(played, states.reshape(-1), made.reshape(-1), facts, running.reshape(-1), begun.seasons, True, scenes.reshape(-1))


def _parts(count: int, threads: int) -> list[range]:
    """Split games among threads, whole blocks to each."""
    blocks = -(-count // LANES)
    each = -(-blocks // max(1, min(threads, blocks))) * LANES
    return [range(begin, min(begin + each, count)) for begin in range(0, count, max(each, 1))] or [range(0)]


def native_ready(start: Start) -> bool:
    """Say whether compiled code for these games is at hand, so that they begin within a second or two."""
    if not native_available():
        return False
    native = native_program(start.program)
    own, guess = _ways(start, _kinds(start))
    return native.lanes.ready([*own.values(), *guess]) and compiled_before(native)


def _ways(start: Start, kinds: Sequence[float]) -> tuple[dict[int, Way], list[Way]]:
    """Return how payoff seats choose, by seat, and how they guess at others' answers, if any does."""
    choosing = [seat for seat in range(4) if kinds[seat * 4] == start.program.run.KIND_PAYOFF]
    own = {seat: Way(int(kinds[seat * 4 + 2]), noisy=True) for seat in choosing}
    guessing = any(kinds[seat * 4 + 3] > 1 for seat in choosing)
    return own, [Way(1, noisy=False)] * guessing


def _codes(start: Start, native: Native, kinds: Sequence[float]) -> tuple[Any, Any, Any]:
    """Return the addresses of kernels: of every game; of choices, by seat; of guesses at others' answers, by seat."""
    import numpy as np  # noqa: PLC0415  (only native runs need it)

    own, guess = _ways(start, kinds)
    common, ways = native.lanes.addresses([*own.values(), *guess])
    choices = [ways[own[seat]][seat] if seat in own else 0 for seat in range(4)]
    return np.array(common), np.array(choices), np.array(ways[guess[0]] if guess else [0] * 4)


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _kinds(start: Start) -> list[float]:
    book = start.program.book
    found: list[float] = []
    for seat in book.seats:
        named = start.level if isinstance(start.level, str) else start.level[seat]
        level = named if isinstance(named, Level) else book.choice.levels[named]
        kind = getattr(start.program.run, f"KIND_{start.kinds.get(seat, 'payoff').upper()}")
        found += [float(kind), level.precision, float(level.depth), float(level.belief)]
    return found
