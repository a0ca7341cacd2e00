"""The score boards: there is no single best."""

from __future__ import annotations

from sim.engine.account import Account
from sim.engine.position import Position
from sim.engine.program import Program


def board_scores(program: Program, position: Position, accounts: list[Account], length: int) -> dict[str, dict[str, float]]:
    """Return the boards of a game so far or ended; see `Game.outcome`."""
    book, layout = program.book, program.layout
    scores: dict[str, dict[str, float]] = {}
    played = len(accounts)
    scheduled = length if position.over else max(played, 1)
    missing = scheduled - played
    at_war = position.over == "war"
    for place, (name, board) in enumerate(book.boards.items()):
        if name == "own":
            last = accounts[-1].payoffs if accounts else [0.0] * len(layout.seats)
            scores[name] = {
                seat: (position.payoffs[number] + missing * (board.floor if at_war else last[number])) / scheduled
                for number, seat in enumerate(layout.seats)
            }
            continue
        value = position.boards[place - 1]
        if board.over == "mean":
            last_value = accounts[-1].boards[name] if accounts else 0.0
            value = (value + missing * (board.floor if at_war else last_value)) / scheduled
        elif at_war:
            value = board.floor
        elif board.over == "product" and accounts:
            for _ in range(missing):
                value = value * accounts[-1].boards[name]
        elif not accounts and board.over == "last":
            value = position.state[layout.index[name]] if name in layout.index else value
        scores[name] = {"all": value}
    return scores
