"""Peninsula: a text-based diplomacy simulation of the Korean Peninsula.

Explores arguments made in five op-eds; predicts nothing. `new_game` sets up a game; everything else is on its `Game`.
`run_batch` plays an `Experiment`: thousands of games, as a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.batch.run import run_batch
    from sim.documents.experiment import Experiment
    from sim.engine.game import Game

__all__ = ["DISCLAIMER", "Experiment", "new_game", "run_batch"]

_LATER = {"Experiment": "sim.documents.experiment", "run_batch": "sim.batch.run"}  # keeps `import sim` light

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


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_LATER[name]), name)
