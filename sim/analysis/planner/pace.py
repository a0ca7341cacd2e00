"""How long a planner's decision takes, with the machine to itself and compiled code at hand."""

from __future__ import annotations

import time

from sim.analysis.planner.pairs import PLANNER_SEED, STANDARD, main_scenarios
from sim.documents.library import Library
from sim.rollout.session import make_agent, new_session, program_of


def decision_seconds(library: Library) -> dict[str, list[float]]:
    """Return by seat the seconds that decisions took: every season of a game of payoff seats in every scenario, the tutorial apart."""
    seats = program_of(library).layout.seats
    planner = make_agent(library, "planner")
    found: dict[str, list[float]] = {seat: [] for seat in seats}
    for scenario in main_scenarios(library):
        game = new_session(scenario, level=STANDARD, rng_seed=PLANNER_SEED, library=library).game
        planner.sheet(game.desk(seats[0]))  # so that nothing is compiled or loaded while it is timed
        while not game.over:
            for seat in seats:
                desk = game.desk(seat)
                began = time.perf_counter()
                planner.sheet(desk)
                found[seat].append(time.perf_counter() - began)
            game.advance()
    return found
