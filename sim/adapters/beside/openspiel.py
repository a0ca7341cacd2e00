"""OpenSpiel beside Peninsula: a game of theirs in C++, one in Python, and ours, all driven by the same loop of theirs."""

from __future__ import annotations

import time
from importlib import import_module
from typing import Any

from sim.analysis.bench.figure import Kind, ratios
from sim.analysis.bench.games import rates
from sim.analysis.bench.section import Bench

CXX = "goofspiel(players=4,num_cards=12)"
PYTHON = "python_iterated_prisoners_dilemma(termination_probability=0.0,max_game_length=12)"
OURS = "peninsula(length=12,draws=1000)"
LOOP = "played at random by OpenSpiel's own loop in C++ over uniform bots"
CXX_MOVES = Kind("OpenSpiel in C++, moves a second of the same", "moves/s", "a move is one player's card")
PYTHON_MOVES = Kind("OpenSpiel in Python, moves a second of the same", "moves/s", "a move is one player's choice of two")

KINDS = {
    "spiel.cxx.games": Kind(
        f"OpenSpiel in C++, games a second of {CXX}",
        "games/s",
        f"four players, twelve simultaneous moves, {LOOP}: a move is looked up and drawn, no payoff is weighed; what a game library of general use "
        "reaches with next to no rules to compute",
    ),
    "spiel.cxx.moves": CXX_MOVES,
    "spiel.python.games": Kind(
        "OpenSpiel in Python, games a second of its iterated prisoner's dilemma",
        "games/s",
        f"two players, twelve simultaneous moves, {LOOP}; its Python games are meant for trying ideas",
    ),
    "spiel.python.moves": PYTHON_MOVES,
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
    "ours/python": Kind(
        "Peninsula through OpenSpiel against OpenSpiel's Python game, moves a second",
        "times",
        "the same loop and the same interface, measured in turns; what our rules cost beside next to none",
        of=PYTHON_MOVES.name,
    ),
}
NATIVE = {
    "levers/cxx": Kind(
        "Peninsula's levers set a second, native, against OpenSpiel's moves in C++, one thread each",
        "times",
        "not the same work: ours weighs every setting by two seasons' payoffs and bargains, theirs draws a card at random; it tells how much a "
        "weighed decision costs beside a move of a general library; measured in turns",
        of=CXX_MOVES.name,
    ),
}


def measure(bench: Bench) -> None:
    """Play all three in turns, for about as long."""
    spiel = _spiel()
    plays = {"cxx": (CXX, bench.effort.games // 4), "python": (PYTHON, bench.effort.games // 40), "ours": (OURS, 4)}
    found: dict[str, list[tuple[float, float]]] = {key: [] for key in plays}
    for _ in range(bench.effort.few):
        for key, (name, count) in plays.items():
            found[key].append(_rates(spiel, spiel.load_game(name), count))
    for key, each in found.items():
        bench.keep(f"spiel.{key}.games", [games for games, _ in each])
        bench.keep(f"spiel.{key}.moves", [moves for _, moves in each])
    bench.keep("ours/python", ratios([moves for _, moves in found["ours"]], [moves for _, moves in found["python"]]))


def measure_native(bench: Bench) -> None:
    """Play native games and theirs in C++ in turns."""
    spiel = _spiel()
    game, levers = spiel.load_game(CXX), len(bench.library.rulebook()[0].levers)
    rates(bench.library, 1, native=True)
    ours, theirs = [], []
    for _ in range(bench.effort.few):
        ours.append(levers * rates(bench.library, bench.effort.games, native=True, threads=1).seasons)
        theirs.append(_rates(spiel, game, bench.effort.games // 4)[1])
    bench.keep("levers/cxx", ratios(ours, theirs))


def _spiel() -> Any:
    """Return OpenSpiel with the games that are played."""
    for module in ("open_spiel.python.games.iterated_prisoners_dilemma", "sim.adapters.openspiel"):
        import_module(module)  # registers its game
    return import_module("pyspiel")


def _rates(spiel: Any, game: Any, count: int) -> tuple[float, float]:
    """Return games and players' moves a second."""
    bots = [spiel.make_uniform_random_bot(player, player) for player in range(game.num_players())]
    states = []
    begun = time.perf_counter()
    for seed in range(count):
        states.append(game.new_initial_state())
        spiel.evaluate_bots(states[-1], bots, seed)
    seconds = time.perf_counter() - begun
    moves = sum(each.player >= 0 for state in states for each in state.full_history())
    return count / seconds, moves / seconds
