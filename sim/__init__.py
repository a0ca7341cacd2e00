"""Peninsula: a text-based diplomacy simulation of the Korean Peninsula.

Explores arguments made in five op-eds; predicts nothing. `new_game` sets up a game; everything else is on its `Game`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.game import Game

__all__ = ["DISCLAIMER", "new_game"]

DISCLAIMER = "Explores arguments made in five op-eds; predicts nothing."


def new_game(scenario: str, *, seats: Mapping[str, str] | None = None, lens: str = "pool", level: str = "standard", rng_seed: int = 0) -> Game:
    """Set up a game on a scenario that is shipped.

    Args:
        scenario: Its name, such as ``2020-pandemic``.
        seats: Agent by seat: ``payoff`` (the default), ``person``, ``random`` or ``script:POLICY``.
        lens: Whose argument describes the world: ``harmony``, ``pool``, a mix such as ``harmony=0.7,alliance=0.3``, or ``hidden``.
        level: Level of play of AI seats: novice, standard or expert.
        rng_seed: Seed of all draws.

    Raises:
        sim.documents.errors.DocumentError: A name is unknown.

    Example:
        >>> game = new_game("tutorial", seats={"ROK": "person"}, rng_seed=7)
        >>> game.submit("ROK", {"aid": "aid"})
        >>> account = game.advance()
        >>> game.season
        1
    """
    from sim.rollout.session import new_session  # noqa: PLC0415  (keeps `import sim` light)

    return new_session(scenario, seats=seats, lens=lens, level=level, rng_seed=rng_seed).game
