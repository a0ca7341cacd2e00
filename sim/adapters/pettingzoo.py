"""Peninsula as PettingZoo's parallel environment: four seats, sealed sheets, all at once.

Example:
    >>> from sim.adapters.pettingzoo import parallel_env
    >>> env = parallel_env(scenario="tutorial")
    >>> seen, infos = env.reset(seed=7)
    >>> sheets = {seat: env.action_space(seat).sample(seen[seat]["action_mask"]) for seat in env.agents}
    >>> seen, rewards, ended, cut_short, infos = env.step(sheets)
    >>> list(rewards)
    ['US', 'ROK', 'DPRK', 'CHN']

Needs the extra `research`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import pettingzoo
from pettingzoo.utils.conversions import parallel_to_aec

from sim.adapters.sheets import named
from sim.adapters.spaces import mask, masked_space, row, sheet_space
from sim.adapters.world import Setting, open_world


class PeninsulaParallel(pettingzoo.ParallelEnv):
    """Four seats set their order sheets at once; an action holds the place of a setting for each lever of the seat.

    Observations hold ``observation``, what the seat may see (`sim.adapters.observation`), and ``action_mask``, by lever the settings that
    are legal with the other levers left alone. Of a sheet that is not legal as a whole, settings are taken lever by lever; the levers
    that were left out stand in the next infos under ``left_out``. Rewards are own payoffs (`World.play`).

    `reset(seed)` begins game 0 of that seed; a reset without a seed begins the next game of the last seed, as a batch numbers them.
    """

    metadata = {"name": "peninsula_v0", "render_modes": [], "is_parallelizable": True}
    render_mode = None

    def __init__(self, setting: Setting) -> None:
        """Take every seat that no AI fills."""
        self.world = open_world(setting, rng_seed=0)
        self.setting = setting
        self.possible_agents = list(self.world.outside)
        self.agents: list[str] = []
        self.observation_spaces = {seat: masked_space(self.world.game, seat) for seat in self.possible_agents}
        self.action_spaces = {seat: sheet_space(self.world.game, seat) for seat in self.possible_agents}
        self.rng_seed, self.number = secrets.randbits(62), -1

    def observation_space(self, agent: str) -> Any:
        """Return what a seat's observations look like."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> Any:
        """Return what a seat's sheets look like."""
        return self.action_spaces[agent]

    def reset(self, seed: int | None = None, options: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
        """Begin a game; there are no options."""
        self.rng_seed, self.number = (self.rng_seed, self.number + 1) if seed is None else (seed, 0)
        self.world = open_world(self.setting, rng_seed=self.rng_seed, number=self.number)
        self.agents = list(self.possible_agents)
        return self._seen(), {seat: {"left_out": []} for seat in self.agents}

    def step(self, actions: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, float], dict[str, bool], dict[str, bool], dict[str, Any]]:
        """Play a season with a sheet from every seat; one without a sheet keeps its standing one."""
        if not self.agents:
            return {}, {}, {}, {}, {}
        layout = self.world.game.program.layout
        wanted = {seat: named(layout, seat, action) for seat, action in actions.items()}
        rewards = self.world.play(wanted)
        over = bool(self.world.game.over)
        infos = {seat: {"left_out": self.world.left_out(seat, wanted.get(seat, {}))} for seat in self.agents}
        found = (
            self._seen(),
            {seat: rewards[seat] for seat in self.agents},
            dict.fromkeys(self.agents, over),
            dict.fromkeys(self.agents, False),
            infos,
        )
        if over:
            self.agents = []
        return found

    def _seen(self) -> dict[str, Any]:
        return {seat: {"observation": row(self.world, seat), "action_mask": mask(self.world, seat)} for seat in self.agents}


def parallel_env(**setting: Any) -> PeninsulaParallel:
    """Return the environment; what it takes are the fields of `sim.adapters.world.Setting`."""
    return PeninsulaParallel(Setting(**setting))


def env(**setting: Any) -> Any:
    """Return it seat by seat, through PettingZoo's own wrapper; sheets stay sealed until the last seat has set its own."""
    return parallel_to_aec(parallel_env(**setting))
