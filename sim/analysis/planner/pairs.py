"""Is the planner better than the payoff agent? Paired games: the same start, opponents and draws, one seat filled in three ways."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sim.analysis.many import library_at
from sim.documents.library import Library
from sim.documents.rulebook import Level
from sim.engine.desk import Agent
from sim.engine.game import Game
from sim.rollout.runner import Start, fact_names, play_games
from sim.rollout.scores import game_scores
from sim.rollout.session import Session, make_agent, new_session, program_of

PLANNER_SEED = 20180427
STANDARD = "standard"
RIVALS = ("payoff", "noiseless")
NOISELESS = 1e9  # a precision at which no draw outweighs a difference that is more than rounding


@dataclass(frozen=True)
class Pairs:
    """Games to be played: one seat in one scenario under one lens.

    Attributes:
        scenario, lens, seat: Which.
        numbers: Numbers of the games; each has draws of its own.
        extra: The folder of a person's own documents.
    """

    scenario: str
    lens: str
    seat: str
    numbers: tuple[int, ...]
    extra: Path | None


@dataclass
class Paired:
    """What came of them.

    Attributes:
        pairs: Which.
        gains: By rival, the planner's own board less the rival's, by game.
        wars: Games that ended in war: with the planner, and with each rival.
    """

    pairs: Pairs
    gains: dict[str, list[float]]
    wars: dict[str, int]


def main_scenarios(library: Library) -> list[str]:
    """Return the scenarios but for the tutorial."""
    return [name for name in library.scenario_names() if not library.scenario(name).tutorial]


def pairs_of(library: Library, count: int) -> list[Pairs]:
    """Return the games to be played: numbers in turn over the scenarios (the tutorial apart) and their rounds in turn over all lenses."""
    scenarios = main_scenarios(library)
    lenses = library.lens_names()
    cells: dict[tuple[str, str], list[int]] = {}
    for number in range(count):
        cell = (scenarios[number % len(scenarios)], lenses[number // len(scenarios) % len(lenses)])
        cells.setdefault(cell, []).append(number)
    seats = program_of(library).layout.seats
    return [Pairs(*cell, seat, tuple(numbers), library.extra) for seat in seats for cell, numbers in cells.items()]


def play_pairs(pairs: Pairs) -> Paired:
    """Play the games of one seat in one cell with the planner, the payoff agent and its noiseless choice in that seat."""
    library = library_at(pairs.extra)
    session = new_session(pairs.scenario, lens=pairs.lens, level=STANDARD, rng_seed=PLANNER_SEED, library=library)
    agent = make_agent(library, "planner")
    mine, wars = [], {"planner": 0}
    for number in pairs.numbers:
        game = numbered_game(session, number, pairs.seat, agent)
        while not game.over:
            game.advance()
        mine.append(game.outcome()["own"][pairs.seat])
        wars["planner"] += game.over == "war"
    gains = {}
    for rival in RIVALS:
        theirs, wars[rival] = rival_boards(session, pairs, rival)
        gains[rival] = [own - other for own, other in zip(mine, theirs, strict=True)]
    return Paired(pairs, gains, wars)


def numbered_game(session: Session, number: int, seat: str, agent: Agent) -> Game:
    """Return a session's game with another number, and so other draws, and an agent in one seat."""
    setup = session.game
    agents = {**setup.agents, seat: agent}
    return Game(setup.program, setup.setup, replace(setup.terms, game=number), setup.seasons, agents, setup.level)


def rival_boards(session: Session, pairs: Pairs, rival: str) -> tuple[list[float], int]:
    """Return the seat's own board in the same games with a rival in its place, and how many ended in war."""
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    game, levels = session.game, session.game.program.book.choice.levels
    standard = levels[STANDARD]
    noiseless = Level.model_construct(precision=NOISELESS, depth=standard.depth, belief=standard.belief)
    by_seat = {seat: noiseless if seat == pairs.seat and rival == "noiseless" else standard for seat in game.program.layout.seats}
    start = Start(game.program, session.scenario, game.terms, by_seat)
    games = play_games(start, len(pairs.numbers), numbers=pairs.numbers, traces=False)
    scores = game_scores(start, games)[:, game.program.layout.seats.index(pairs.seat)].tolist()
    facts = np.asarray(games.facts, dtype=float).reshape(len(pairs.numbers), games.length, -1)
    wars = int(facts[:, :, fact_names(start.program).index("war")].max(axis=1).sum())
    return scores, wars
