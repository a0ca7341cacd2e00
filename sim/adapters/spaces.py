"""Gymnasium's spaces for views and sheets."""

from __future__ import annotations

from typing import Any

import gymnasium.spaces
import numpy as np

from sim.adapters.observation import entries, values
from sim.adapters.sheets import legal, settings
from sim.adapters.world import World
from sim.engine.game import Game


def row_space(game: Game) -> Any:
    """Return the space of what a seat may see: `sim.adapters.observation.entries` in their order, float32."""
    rows = entries(game)
    low, high = (np.array([getattr(entry, bound) for entry in rows], np.float32) for bound in ("low", "high"))
    return gymnasium.spaces.Box(low, high, dtype=np.float32)


def sheet_space(game: Game, seat: str) -> Any:
    """Return the space of a seat's sheets: for each lever the place of its setting."""
    return gymnasium.spaces.MultiDiscrete([len(names) for names in settings(game.program.layout, seat)])


def masked_space(game: Game, seat: str) -> Any:
    """Return the space of what a seat may see together with what it may order."""
    masks = gymnasium.spaces.Tuple([gymnasium.spaces.MultiBinary(len(names)) for names in settings(game.program.layout, seat)])
    return gymnasium.spaces.Dict({"observation": row_space(game), "action_mask": masks})


def row(world: World, seat: str) -> Any:
    """Return what a seat may see now."""
    found = values(world.game, world.sees(seat))
    return np.array([found.get(entry.name, 0.0) for entry in entries(world.game)], np.float32)


def mask(world: World, seat: str) -> tuple[Any, ...]:
    """Return by lever which settings are legal now with the other levers left alone; 1 or 0 for each."""
    return tuple(np.array(each, np.int8) for each in legal(world.game, seat))
