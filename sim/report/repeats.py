"""How often the news of a game repeats itself to those who read it."""

from __future__ import annotations

from sim.engine.game import Game
from sim.text.catalogue import catalogue
from sim.text.newspaper import Writer, repetition


def repeats(game: Game) -> float:
    """Return the share of news sentences of a finished game that its reader had read before in it, mean over readers: none and each seat."""
    writer = Writer(game.program, catalogue("en"), game.terms.rng_seed)
    readers = (None, *game.program.layout.seats)
    shares = [repetition([writer.front_page(game, index, reader) for index in range(len(game.played))]) for reader in readers]
    return sum(shares) / len(shares)
