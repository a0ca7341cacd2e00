"""Peninsula as a Gymnasium environment: one seat, the others AI.

Example:
    >>> import gymnasium, sim.adapters.gymnasium
    >>> env = gymnasium.make("Peninsula-v0", seat="ROK", scenario="tutorial")
    >>> seen, info = env.reset(seed=7)
    >>> seen, reward, ended, cut_short, info = env.step(env.action_space.sample(info["action_mask"]))
    >>> ended
    False

Needs the extra `research`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import gymnasium
import numpy as np

from sim.adapters.sheets import named
from sim.adapters.spaces import mask, row, row_space, sheet_space
from sim.adapters.world import Setting, check_seat, open_world

NAME = "Peninsula-v0"


class PeninsulaSeat(gymnasium.Env):
    """One seat's order sheets against AI seats; an action holds the place of a setting for each lever.

    The observation is what the seat may see (`sim.adapters.observation`). Infos hold ``action_mask``, by lever the settings that are legal
    with the other levers left alone, and ``left_out``, levers whose ordered setting was not legal beside the others of the last sheet.
    The reward is the seat's own payoff (`World.play`).

    `reset(seed=...)` begins game 0 of that seed; a reset without a seed begins the next game of the last seed, as a batch numbers them.
    """

    metadata: dict[str, Any] = {"render_modes": []}

    def __init__(self, seat: str = "ROK", others: Mapping[str, str] | str = "payoff", render_mode: None = None, **setting: Any) -> None:
        """Take a seat.

        Args:
            seat: Which.
            others: Agents of the other seats, by seat or one for all; see `sim.rollout.session.make_agent`.
            render_mode: There is none.
            setting: Fields of `sim.adapters.world.Setting`, but for ``agents``.

        Raises:
            sim.documents.errors.DocumentError: A name is unknown.
        """
        self.seat = check_seat(Setting(**setting), seat)
        seats = open_world(Setting(**setting), rng_seed=0).outside
        agents = dict.fromkeys(seats, others) if isinstance(others, str) else {**dict.fromkeys(seats, "payoff"), **others}
        self.setting = Setting(**setting, agents=tuple((each, agent) for each, agent in agents.items() if each != seat))
        self.world = open_world(self.setting, rng_seed=0)
        self.observation_space = row_space(self.world.game)
        self.action_space = sheet_space(self.world.game, seat)
        self.render_mode = render_mode
        self.rng_seed, self.number = secrets.randbits(62), -1

    def reset(self, *, seed: int | None = None, options: Mapping[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Begin a game; there are no options."""
        super().reset(seed=seed)
        self.rng_seed, self.number = (self.rng_seed, self.number + 1) if seed is None else (seed, 0)
        self.world = open_world(self.setting, rng_seed=self.rng_seed, number=self.number)
        return row(self.world, self.seat), self._info([])

    def step(self, action: Sequence[int]) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Play a season with this sheet."""
        wanted = named(self.world.game.program.layout, self.seat, action)
        reward = self.world.play({self.seat: wanted})[self.seat]
        info = self._info(self.world.left_out(self.seat, wanted))
        return row(self.world, self.seat), reward, bool(self.world.game.over), False, info

    def action_masks(self) -> Any:
        """Return the masks of all levers in one row, as maskable learners (sb3-contrib) ask for them."""
        return np.concatenate(mask(self.world, self.seat)).astype(bool)

    def _info(self, left_out: list[str]) -> dict[str, Any]:
        return {"action_mask": mask(self.world, self.seat), "left_out": left_out}


gymnasium.register(NAME, entry_point=PeninsulaSeat)
