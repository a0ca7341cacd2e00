"""Peninsula as an OpenSpiel game, registered as ``peninsula``: four players, simultaneous moves, general sum, imperfect information.

A sheet is a product of levers: 3,456 sheets for the US, 360 for the ROK, 3,240 for the DPRK, 1,296 for China. As flat actions they would
have to be tried against the rules one by one at every season, and a policy over them would have to learn each on its own. So a season
is a few rounds in which every seat sets its next lever, in the order in which payoff seats set theirs; a seat that has no lever left
passes with action 0. Actions are the places of settings, at most as many as the longest lever has. Within a season nobody sees what
another has set: observations change at the reveal only, so the rounds are one simultaneous move told in parts, and their legal actions
are exact, given the levers set before.

Chance moves once, at the root: it picks the number of the game, and with it every draw to come, which no observation tells (Harsanyi's
transformation). With one draw the game has no chance node. Negotiation and answers to crises are left to the agent `table`.

Example:
    >>> import pyspiel, sim.adapters.openspiel
    >>> game = pyspiel.load_game("peninsula(scenario=tutorial,draws=1)")
    >>> state = game.new_initial_state()
    >>> state.is_simultaneous_node(), game.num_distinct_actions()
    (True, 6)

Needs the extra `research`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyspiel

from sim.adapters.line import begun
from sim.adapters.observation import entries, values
from sim.adapters.sheets import allows, choice_order
from sim.adapters.world import Setting, open_world

PARAMETERS = {"scenario": "2020-pandemic", "lens": "pool", "level": "", "length": 0, "table": "payoff", "rng_seed": 0, "draws": 1000}
TYPE = pyspiel.GameType(
    short_name="peninsula",
    long_name="Peninsula: diplomacy on the Korean Peninsula, payoffs from five op-eds",
    dynamics=pyspiel.GameType.Dynamics.SIMULTANEOUS,
    chance_mode=pyspiel.GameType.ChanceMode.EXPLICIT_STOCHASTIC,
    information=pyspiel.GameType.Information.IMPERFECT_INFORMATION,
    utility=pyspiel.GameType.Utility.GENERAL_SUM,
    reward_model=pyspiel.GameType.RewardModel.REWARDS,
    max_num_players=4,
    min_num_players=4,
    provides_information_state_string=True,
    provides_information_state_tensor=False,
    provides_observation_string=True,
    provides_observation_tensor=True,
    parameter_specification=PARAMETERS,
)


class PeninsulaGame(pyspiel.Game):
    """The game; parameters are those of `sim.adapters.world.Setting`, ``rng_seed``, and ``draws``, how many sets of draws chance picks from."""

    def __init__(self, params: dict[str, Any] | None = None) -> None:
        """Set up what all its states share."""
        given = {**PARAMETERS, **(params or {})}
        self.rng_seed, self.draws = given.pop("rng_seed"), given.pop("draws")
        self.setting = Setting(**given)
        first = open_world(self.setting, rng_seed=self.rng_seed).game
        layout = first.program.layout
        self.seats = layout.seats
        self.levers = {seat: choice_order(first, seat) for seat in self.seats}
        self.settings = {seat: [layout.settings[layout.lever(f"{seat}.{lever}")] for lever in self.levers[seat]] for seat in self.seats}
        self.rounds = max(len(levers) for levers in self.levers.values())
        self.entries = entries(first)
        info = pyspiel.GameInfo(
            num_distinct_actions=max(len(names) for names in layout.settings),
            max_chance_outcomes=self.draws if self.draws > 1 else 0,
            num_players=len(self.seats),
            min_utility=-np.inf,  # payoffs are sums of the rulebook's terms, to which it sets no bounds
            max_utility=np.inf,
            utility_sum=None,
            max_game_length=first.terms.length * self.rounds,
        )
        super().__init__(TYPE, info, params or {})

    def new_initial_state(self) -> PeninsulaState:
        """Return the start."""
        return PeninsulaState(self)

    def max_chance_nodes_in_history(self) -> int:
        """Chance moves once, or not at all."""
        return int(self.draws > 1)

    def make_py_observer(self, iig_obs_type: Any = None, params: Any = None) -> PeninsulaObserver:
        """Return what makes observations."""
        return PeninsulaObserver(self, iig_obs_type or pyspiel.IIGObservationType(perfect_recall=False), params)


class PeninsulaState(pyspiel.State):
    """A season's round, the root where chance moves, or the end."""

    def __init__(self, game: PeninsulaGame) -> None:
        """Begin; `Game.new_initial_state` calls this."""
        super().__init__(game)
        self.line = begun(game.setting, game.rng_seed, 0) if game.draws == 1 else None
        self.picked: tuple[tuple[str, ...], ...] = ((),) * len(game.seats)
        self.round = 0

    @property
    def of(self) -> PeninsulaGame:
        """The game of this state."""
        found: PeninsulaGame = self.get_game()
        return found

    def current_player(self) -> int:
        """Return chance at the root, then everybody, until the end."""
        if self.line is None:
            return int(pyspiel.PlayerId.CHANCE)
        return int(pyspiel.PlayerId.TERMINAL if self.is_terminal() else pyspiel.PlayerId.SIMULTANEOUS)

    def is_terminal(self) -> bool:
        """Say whether the game is over."""
        return self.line is not None and bool(self.line.world.game.over)

    def chance_outcomes(self) -> list[tuple[int, float]]:
        """Return the numbers of games, each as likely as the others."""
        return [(number, 1.0 / self.of.draws) for number in range(self.of.draws)]

    def _legal_actions(self, player: int) -> list[int]:
        """Return the settings of a seat's next lever that are legal beside those it has set; 0 where it has none left to set."""
        game = self.of
        seat = game.seats[player]
        if self.round >= len(game.levers[seat]):
            return [0]
        assert self.line is not None
        world, lever, names = self.line.world.game, game.levers[seat][self.round], game.settings[seat][self.round]
        sheet = self.sheet(player)
        open_now = [place for place, name in enumerate(names) if allows(world, seat, {**sheet, lever: name})]
        return open_now or [names.index(world.filled(seat, sheet)[lever])]

    def _apply_action(self, action: int) -> None:
        """Let chance pick the game's number."""
        self.line = begun(self.of.setting, self.of.rng_seed, action)

    def _apply_actions(self, actions: list[int]) -> None:
        """Set a lever of every seat; after the last round, play the season."""
        game = self.of
        self.picked = tuple(
            (*own, game.settings[seat][self.round][action]) if self.round < len(game.levers[seat]) else own
            for seat, own, action in zip(game.seats, self.picked, actions, strict=True)
        )
        self.round += 1
        if self.round == game.rounds:
            assert self.line is not None
            self.line = self.line.after({seat: self.sheet(player) for player, seat in enumerate(game.seats)})
            self.picked, self.round = ((),) * len(game.seats), 0

    def sheet(self, player: int) -> dict[str, str]:
        """Return what a seat has set so far this season."""
        return dict(zip(self.of.levers[self.of.seats[player]], self.picked[player], strict=False))

    def rewards(self) -> list[float]:
        """Return payoffs of the season where one has just been played, else nothing."""
        if self.line is None or self.round or self.line.before is None:
            return [0.0] * len(self.of.seats)
        return list(self.line.rewards.values())

    def returns(self) -> list[float]:
        """Return payoffs so far."""
        return [0.0] * len(self.of.seats) if self.line is None else list(self.line.returns.values())

    def _action_to_string(self, player: int, action: int) -> str:
        """Return an action in the words of the rulebook."""
        if player < 0:
            return f"draws {action}"
        seat = self.of.seats[player]
        if self.round >= len(self.of.levers[seat]):
            return f"{seat} passes"
        return f"{seat}.{self.of.levers[seat][self.round]}={self.of.settings[seat][self.round][action]}"

    def __str__(self) -> str:
        """Return where the game stands; everybody's settings of the season included."""
        if self.line is None:
            return "before the draws"
        game = self.line.world.game
        set_now = [f"{seat}.{lever}={name}" for player, seat in enumerate(self.of.seats) for lever, name in self.sheet(player).items()]
        return f"draws {self.line.number}, season {game.season + 1} of {game.terms.length}, {game.over or game.phase}: {' '.join(set_now)}"


class PeninsulaObserver:
    """What a player may see: `sim.adapters.observation` and the levers it has set this season; with perfect recall, all of it so far."""

    def __init__(self, game: PeninsulaGame, kind: Any, params: Any) -> None:
        """Make room for the numbers.

        Raises:
            ValueError: Parameters were given; there are none.
        """
        if params:
            raise ValueError(f"the observer takes no parameters, not {params}")
        self.game, self.kind = game, kind
        size = len(game.seats) + len(game.entries) + game.rounds
        self.tensor = None if kind.perfect_recall else np.zeros(size, np.float32)
        self.dict = {}
        if self.tensor is not None:
            ends = np.cumsum([len(game.seats), len(game.entries)])
            self.dict = dict(zip(("player", "view", "set_now"), np.split(self.tensor, ends), strict=True))

    def set_from(self, state: PeninsulaState, player: int) -> None:
        """Write what a player sees: who it is, its view, and for each round of the season 1 + the place of what it has set."""
        if self.tensor is None:
            return
        self.tensor.fill(0.0)
        self.dict["player"][player] = 1.0
        if state.line is None:
            return
        world, seat = state.line.world, self.game.seats[player]
        found = values(world.game, world.sees(seat))
        self.dict["view"][:] = [found.get(entry.name, 0.0) for entry in self.game.entries]
        for place, name in enumerate(state.picked[player]):
            self.dict["set_now"][place] = 1.0 + self.game.settings[seat][place].index(name)

    def string_from(self, state: PeninsulaState, player: int) -> str:
        """Return what a player sees, or remembers, as text."""
        seat = self.game.seats[player]
        if state.line is None:
            return seat
        told = state.line.remembered(seat) if self.kind.perfect_recall else [state.line.seen(seat)]
        set_now = " ".join(f"{lever}:{name}" for lever, name in state.sheet(player).items())
        return "\n".join([seat, *told, set_now])


pyspiel.register_game(TYPE, PeninsulaGame)
