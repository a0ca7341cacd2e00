"""Standing still: the same game, had one seat kept its opening sheet and signed nothing; a yardstick for boards."""

from __future__ import annotations

from sim.agents.others import StandingAgent
from sim.agents.payoff import PayoffAgent
from sim.engine.game import Game


def standing_still(game: Game, seat: str) -> Game:
    """Return the game played again to its end with a seat that stands still; other persons' seats are played as AI seats."""
    other = game.fork(0)
    for each in other.persons():
        other.agents[each] = PayoffAgent()
    other.agents[seat] = StandingAgent()
    other.open_season()
    while not other.over:
        other.advance()
    return other
