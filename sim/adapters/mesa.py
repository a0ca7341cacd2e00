"""Peninsula as a Mesa model: four agents, a step a season, the decision rule of payoff seats in Mesa's own scheduler.

Example:
    >>> from sim.adapters.mesa import Peninsula
    >>> model = Peninsula(scenario="tutorial", rng_seed=7)
    >>> model.run_model()
    >>> model.steps, list(model.datacollector.get_model_vars_dataframe().columns)[:2]
    (4, ['un_sanctions', 'us_sanctions'])

Needs the extra `research`.
"""

from __future__ import annotations

from typing import Any

import mesa

from sim.adapters.world import Setting, open_world
from sim.agents.payoff import choose


class Seat(mesa.Agent):
    """A government that sets its levers by logit on its payoffs, as it sees the world.

    Attributes:
        seat: Its name.
        sheet: What it has decided this season.
    """

    def __init__(self, model: Peninsula, seat: str) -> None:
        """Join the model."""
        super().__init__(model)
        self.seat = seat
        self.sheet: dict[str, str] = {}

    def step(self) -> None:
        """Decide."""
        game = self.model.world.game
        self.sheet = game.sheet_of(self.seat, choose(game.desk(self.seat)).orders)


class Peninsula(mesa.Model):
    """A game as a Mesa model; draws are the game's own, so a game comes out as `peninsula run` plays it.

    Attributes:
        world: The game.
        datacollector: Every dial at the end of each season.
    """

    def __init__(self, rng_seed: int = 0, number: int = 0, **setting: Any) -> None:
        """Set up a game.

        Args:
            rng_seed: Seed of all draws.
            number: Number of the game.
            setting: Fields of `sim.adapters.world.Setting`.
        """
        super().__init__(rng=rng_seed)
        self.world = open_world(Setting(**setting), rng_seed=rng_seed, number=number)
        for seat in self.world.outside:
            Seat(self, seat)
        layout = self.world.game.program.layout
        self.datacollector = mesa.DataCollector(
            {dial: lambda model, place=place: model.world.game.position.state[place] for place, dial in enumerate(layout.state[: layout.n_dials])}
        )

    def step(self) -> None:
        """Let every seat decide, then play the season."""
        self.agents.do("step")
        self.world.play({agent.seat: agent.sheet for agent in self.agents})
        self.datacollector.collect(self)
        self.running = not self.world.game.over
