"""OpenSpiel beside Peninsula: a game of theirs in C++, one in Python, and ours, all driven by the same loop of theirs."""

from __future__ import annotations

import time
from importlib import import_module
from typing import Any

from sim.analysis.bench.figure import Kind
from sim.analysis.bench.section import Bench

CXX = "goofspiel(players=4,num_cards=12)"
PYTHON = "python_iterated_prisoners_dilemma(termination_probability=0.0,max_game_length=12)"
OURS = "peninsula(length=12,draws=1000)"
LOOP = "played at random by OpenSpiel's own loop in C++ over uniform bots"

KINDS = {
    "spiel.cxx.games": Kind(
        f"OpenSpiel in C++, games a second of {CXX}",
        "games/s",
        f"four players, twelve simultaneous moves, {LOOP}: a move is looked up and drawn, no payoff is weighed; what a game library of general use "
        "reaches with next to no rules to compute",
    ),
    "spiel.cxx.moves": Kind("OpenSpiel in C++, moves a second of the same", "moves/s", "a move is one player's card"),
    "spiel.python.games": Kind(
        "OpenSpiel in Python, games a second of its iterated prisoner's dilemma",
        "games/s",
        f"two players, twelve simultaneous moves, {LOOP}; its Python games are meant for trying ideas",
    ),
    "spiel.python.moves": Kind("OpenSpiel in Python, moves a second of the same", "moves/s", "a move is one player's choice of two"),
    "spiel.ours.games": Kind(
        "Peninsula through OpenSpiel, games a second",
        "games/s",
        f"the same rules in plain Python, {LOOP}: every lever's legal settings are asked of the rules, sheets are drawn and not weighed, AI "
        "negotiates; comparable with the Python game beside it, not with native games",
    ),
    "spiel.ours.moves": Kind(
        "Peninsula through OpenSpiel, moves a second of the same",
        "moves/s",
        "a move is a lever set by a seat, or a pass",
    ),
    "levers/cxx": Kind(
        "Peninsula's levers set a second, native, against OpenSpiel's moves in C++",
        "times",
        "not the same work: ours weighs every setting by two seasons' payoffs on two threads, theirs draws a card on one; it says that a batch of "
        "weighed decisions costs no more than random play in a general library",
        of="spiel.cxx.moves",
    ),
    "ours/python": Kind(
        "Peninsula through OpenSpiel against OpenSpiel's Python game, moves a second",
        "times",
        "the same loop and the same interface; what our rules cost beside none",
        of="spiel.python.moves",
    ),
}


def measure(bench: Bench) -> None:
    """Play all three for about as long."""
    import pyspiel  # noqa: PLC0415  (the extra research)

    for module in ("open_spiel.python.games.iterated_prisoners_dilemma", "sim.adapters.openspiel"):
        import_module(module)  # registers its game
    for key, name, count in (("cxx", CXX, bench.effort.games // 4), ("python", PYTHON, bench.effort.games // 40), ("ours", OURS, 4)):
        game = pyspiel.load_game(name)
        found = [_rates(pyspiel, game, count) for _ in range(bench.effort.few)]
        bench.keep(f"spiel.{key}.games", [games for games, _ in found])
        bench.keep(f"spiel.{key}.moves", [moves for _, moves in found])
    bench.compare("levers/cxx", "native.levers.two")
    bench.compare("ours/python", "spiel.ours.moves")


def _rates(pyspiel: Any, game: Any, count: int) -> tuple[float, float]:
    """Return games and players' moves a second."""
    bots = [pyspiel.make_uniform_random_bot(player, player) for player in range(game.num_players())]
    states = []
    begun = time.perf_counter()
    for seed in range(count):
        states.append(game.new_initial_state())
        pyspiel.evaluate_bots(states[-1], bots, seed)
    seconds = time.perf_counter() - begun
    moves = sum(each.player >= 0 for state in states for each in state.full_history())
    return count / seconds, moves / seconds
