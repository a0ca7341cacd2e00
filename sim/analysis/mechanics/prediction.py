"""Foretelling a rival's lever: how often simple guesses and the advisers' would be right.

Prediction changes no game of AI seats, so it is judged by whether a guess can be better than the obvious one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.agents.payoff import choose
from sim.analysis.estimate import Estimate, ratio
from sim.analysis.hidden import HIDDEN_SEED, NOT_ADVISERS, Sealed, drawable, sealed_games
from sim.analysis.many import Progress, in_processes, library_at
from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.engine.game import Game
from sim.engine.past import seen_desk
from sim.rollout.session import advance, coefficients, new_session, program_of

GAMES = 48
FEW = 2


@dataclass(frozen=True)
class Foretelling:
    """One lever of a rival, before a reveal.

    Attributes:
        lever: Its place.
        came: What was set, as the viewer knows it.
        standing: What stood.
        advisers: By adviser, the setting that its lens makes likeliest on the viewer's view.
    """

    lever: int
    came: int
    standing: int
    advisers: dict[str, int]


@dataclass
class Guessed:
    """A game's foretellings, and the lens it was played under."""

    lens: str
    rows: list[Foretelling]


def foretellings(game: Game, viewer: str, advisers: dict[str, tuple[float, ...]]) -> Iterator[Foretelling]:
    """Yield every lever of a viewer's rivals in every season, with what the advisers would have guessed."""
    layout = game.program.layout
    for index, played in enumerate(game.played):
        came = game.known_orders(viewer, played.account.orders)
        standing = game.known_orders(viewer, played.account.standing)
        for number, seat in enumerate(layout.seats):
            if seat == viewer:
                continue
            guesses = {name: choose(seen_desk(game, index, seat, viewer, values), noisy=False).orders for name, values in advisers.items()}
            for lever in layout.seat_levers[number]:
                yield Foretelling(lever, came[lever], standing[lever], {name: orders[lever] for name, orders in guesses.items()})


def guess_game(sealed: Sealed) -> Guessed:
    """Play a game and foretell its levers as the viewer could."""
    library = library_at(sealed.extra)
    program = program_of(library)
    advisers = {name: coefficients(program, read_lens(library, name)) for name in drawable(library) if name not in NOT_ADVISERS}
    session = new_session(sealed.scenario, lens=sealed.lens, rng_seed=HIDDEN_SEED + sealed.number, library=library)
    while not session.game.over:
        advance(session)
    return Guessed(sealed.lens, list(foretellings(session.game, sealed.viewer, advisers)))


def guess_games(library: Library, *, games: int = GAMES, progress: Progress = lambda _: None) -> list[Guessed]:
    """Play games as for the hidden lens and foretell them."""
    found = []
    for each in in_processes(guess_game, sealed_games(library, games), many=games > FEW):
        found.append(each)
        if len(found) % 12 == 0 or len(found) == games:
            progress(f"prediction: {len(found)} of {games} games")
    return found


@dataclass(frozen=True)
class Score:
    """How often a way to guess is right: over all rival levers, and over those that changed."""

    guess: str
    all: Estimate
    changed: Estimate


def scores(guessed: Sequence[Guessed]) -> list[Score]:
    """Return how often each way to guess is right."""
    usual = commonest(guessed)
    lensed = [game for game in guessed if game.rows and game.lens in game.rows[0].advisers]
    ways = {
        "it stays as it stood": [[(row, float(row.standing == row.came)) for row in game.rows] for game in guessed],
        "the lever's commonest setting": [[(row, float(usual[row.lever] == row.came)) for row in game.rows] for game in guessed],
        "an adviser, mean of five": [
            [(row, sum(setting == row.came for setting in row.advisers.values()) / len(row.advisers)) for row in game.rows] for game in guessed
        ],
        "the adviser who is right about the world": [[(row, float(row.advisers[game.lens] == row.came)) for row in game.rows] for game in lensed],
        "an adviser who is wrong about it": [[(row, _wrong(row, game.lens)) for row in game.rows] for game in lensed],
    }
    found = []
    for name, games in ways.items():
        changed = [[each for each in game if each[0].came != each[0].standing] for game in games]
        found.append(Score(name, _score(games), _score(changed)))
    return found


def _wrong(row: Foretelling, lens: str) -> float:
    others = [setting for name, setting in row.advisers.items() if name != lens]
    return sum(setting == row.came for setting in others) / len(others)


def _score(games: Sequence[Sequence[tuple[Foretelling, float]]]) -> Estimate:
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    sums = np.array([sum(hit for _, hit in game) for game in games])
    return ratio(sums, np.array([float(len(game)) for game in games]), np.arange(len(games)))


def commonest(guessed: Sequence[Guessed]) -> dict[int, int]:
    """Return by lever the setting that came most often in these games."""
    counts: dict[int, dict[int, int]] = {}
    for game in guessed:
        for row in game.rows:
            here = counts.setdefault(row.lever, {})
            here[row.came] = here.get(row.came, 0) + 1
    return {lever: max(here, key=lambda place: here[place]) for lever, here in counts.items()}


def by_lever(guessed: Sequence[Guessed]) -> dict[int, tuple[float, float, float, float]]:
    """Return by lever: how often it changed; hits of what stood, of the commonest setting, and of an adviser."""
    usual = commonest(guessed)
    found = {}
    for lever in sorted(usual):
        rows = [row for game in guessed for row in game.rows if row.lever == lever]
        adviser = sum(sum(setting == row.came for setting in row.advisers.values()) / len(row.advisers) for row in rows)
        stood = sum(row.standing == row.came for row in rows)
        found[lever] = (
            1 - stood / len(rows),
            stood / len(rows),
            sum(usual[lever] == row.came for row in rows) / len(rows),
            adviser / len(rows),
        )
    return found


def disputed(guessed: Sequence[Guessed]) -> Estimate:
    """Return the share of foretellings on which the advisers do not all agree, so that the answer tells them apart."""
    import numpy as np  # noqa: PLC0415

    sums = np.array([float(sum(len(set(row.advisers.values())) > 1 for row in game.rows)) for game in guessed])
    return ratio(sums, np.array([float(len(game.rows)) for game in guessed]), np.arange(len(guessed)))
