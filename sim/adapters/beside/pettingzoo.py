"""PettingZoo beside Peninsula: the example environment that comes with it, and ours, both in its parallel interface."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.analysis.bench.figure import Kind, ratios
from sim.analysis.bench.games import SEASONS
from sim.analysis.bench.section import Bench

STEPS = 100  # after which a game is left: the example has no end of its own
THEIRS = Kind(
    "PettingZoo's own example environment, moves a second",
    "moves/s",
    "its generated_agents_parallel: random numbers for observations and no rules at all, one agent's action is a move; what the interface "
    "costs when nothing is computed (its games need a graphics library)",
)

KINDS = {
    "zoo.theirs": THEIRS,
    "zoo.ours": Kind(
        "Peninsula through PettingZoo, moves a second",
        "moves/s",
        "random legal settings in plain Python: four sheets a season, a sheet is a move; views, masks and AI negotiation included",
    ),
    "zoo.ours.games": Kind("Peninsula through PettingZoo, games a second of the same", "games/s", "twelve seasons"),
    "ours/zoo": Kind(
        "Peninsula against PettingZoo's example, moves a second",
        "times",
        "the same interface and loop, but a sheet holds 5 to 7 levers and a season's rules stand behind it, against none",
        of=THEIRS.name,
    ),
}


def measure(bench: Bench) -> None:
    """Play both at random, in turns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pettingzoo.test.example_envs import generated_agents_parallel_v0 as example  # noqa: PLC0415  (the extra research)

        from sim.adapters.pettingzoo import parallel_env  # noqa: PLC0415

        theirs, ours = example.parallel_env(), parallel_env(length=SEASONS)
        found = [(_rates(theirs, 1, seed, _any), _rates(ours, 4, seed, _legal)) for seed in range(bench.effort.few)]
    bench.keep("zoo.theirs", [their.moves for their, _ in found])
    bench.keep("zoo.ours", [our.moves for _, our in found])
    bench.keep("zoo.ours.games", [our.games for _, our in found])
    bench.keep("ours/zoo", ratios([our.moves for _, our in found], [their.moves for their, _ in found]))


@dataclass(frozen=True)
class Rates:
    """Games and moves a second."""

    games: float
    moves: float


def _any(space: Any, seen: Any) -> Any:
    return space.sample()


def _legal(space: Any, seen: Any) -> Any:
    return space.sample(seen["action_mask"])


def _rates(env: Any, games: int, seed: int, act: Callable[[Any, Any], Any]) -> Rates:
    """Return games and moves a second of play at random, each game to its end or for some steps."""
    moves = 0
    begun = time.perf_counter()
    for game in range(games):
        seen, _ = env.reset(seed=games * seed + game)
        for _ in range(STEPS):
            actions = {agent: act(env.action_space(agent), seen[agent]) for agent in env.agents}
            seen, *_ = env.step(actions)
            moves += len(actions)
            if not env.agents:
                break
    seconds = time.perf_counter() - begun
    return Rates(games / seconds, moves / seconds)
