"""Mesa beside Peninsula: the same decisions of the same seats in its scheduler, in plain Python; what a framework costs, and compiling gains."""

from __future__ import annotations

import time

from sim.analysis.bench.figure import Kind, ratios
from sim.analysis.bench.games import LEVEL, SCENARIO, SEASONS, rates
from sim.analysis.bench.section import Bench
from sim.engine.position import Position
from sim.rollout.session import advance, new_session

GAMES = 2

IN_MESA = Kind(
    "Mesa model with the same decision rule, games a second",
    "games/s",
    f"{SEASONS} seasons of four agents that choose by logit on the same payoffs, through our own functions in plain Python; dials collected each "
    "season; its games are checked to equal ours in every number",
)
AS_SESSION = Kind("the same games as a session of ours, games a second", "games/s", "plain Python, with accounts, as play has them")

KINDS = {
    "mesa.games": IN_MESA,
    "mesa.session": AS_SESSION,
    "mesa/session": Kind(
        "Mesa model against our session",
        "times",
        "what Mesa's scheduler and data collector cost beside the decisions; measured in turns",
        of=AS_SESSION.name,
    ),
}
NATIVE = {
    "native/mesa": Kind(
        "native, one thread, against the Mesa model",
        "times",
        "the same kind of games with the same decision rule: what compiling in lanes gains over agents in Python; measured in turns",
        of=IN_MESA.name,
    ),
}


def measure(bench: Bench) -> None:
    """Play the same games in turns in Mesa and as sessions.

    Raises:
        ArithmeticError: A game came out otherwise in Mesa.
    """
    theirs, ours = [], []
    for turn in range(bench.effort.few):
        seeds = [GAMES * turn + game for game in range(GAMES)]
        rate, positions = _in_mesa(seeds)
        theirs.append(rate)
        rate, same = _as_sessions(bench, seeds)
        ours.append(rate)
        if positions != same:
            raise ArithmeticError(f"a game of rng seeds {seeds} came out otherwise in Mesa")
    bench.keep("mesa.games", theirs)
    bench.keep("mesa.session", ours)
    bench.keep("mesa/session", ratios(theirs, ours))


def measure_native(bench: Bench) -> None:
    """Play native games and the Mesa model in turns."""
    rates(bench.library, 1, native=True)
    found = [(rates(bench.library, bench.effort.games, native=True, threads=1).games, _in_mesa([turn])[0]) for turn in range(bench.effort.few)]
    bench.keep("native/mesa", ratios([native for native, _ in found], [mesa for _, mesa in found]))


def _in_mesa(seeds: list[int]) -> tuple[float, list[Position]]:
    from sim.adapters.mesa import Peninsula  # noqa: PLC0415  (the extra research)

    models = [Peninsula(rng_seed=seed, scenario=SCENARIO, length=SEASONS, level=LEVEL) for seed in seeds]
    begun = time.perf_counter()
    for model in models:
        model.run_model()
    return len(seeds) / (time.perf_counter() - begun), [model.world.game.position for model in models]


def _as_sessions(bench: Bench, seeds: list[int]) -> tuple[float, list[Position]]:
    sessions = [new_session(SCENARIO, rng_seed=seed, length=SEASONS, level=LEVEL, library=bench.library) for seed in seeds]
    begun = time.perf_counter()
    for session in sessions:
        while not session.game.over:
            advance(session)
    return len(seeds) / (time.perf_counter() - begun), [session.game.position for session in sessions]
