"""The boards in mid-game, as a person may know them: exact where they are public, estimated where they are not."""

from __future__ import annotations

from sim.engine.view import seen_at
from sim.play.seen.story import seen_season
from sim.play.sitting import Sitting
from sim.report.page import Page


def boards_so_far(sitting: Sitting) -> Page:
    """Return the boards so far: own payoff only where the lens is open, and never another seat's."""
    words, game = sitting.words, sitting.game
    page = Page().heading(words("boards.heading"))
    if not game.played:
        return page.text(words("season.none_played"))
    if not sitting.eyes and not sitting.hidden:
        for seat, value in game.outcome()["own"].items():
            page.item(words("boards.own_exact", seat=words.seat(seat), value=f"{value:+.2f}"))
    elif sitting.hidden:
        page.item(words("boards.own_hidden"))
    else:
        page.item(words("boards.own_estimate", value=f"{own_payoff(sitting):+.2f}"))
    for name, board in sitting.book.boards.items():
        if name == "own" or (name == "war_risk" and sitting.hidden):
            continue
        page.item(words("boards.line", board=words.board(name), value=board_value(sitting, name), better=words(f"boards.{board.better}")))
    return page.text(words("boards.no_best"))


def board_value(sitting: Sitting, name: str) -> str:
    """Return a board's value so far, an estimate where it is another seat's private dial."""
    if name == "war_risk":
        return f"{sitting.game.outcome()[name]['all']:.3f}"
    reading = sitting.view.dials.get(name)
    if reading is not None and reading.band:
        return sitting.words("reading.estimate", value=f"{reading.value:.1f}", band=f"{reading.band:.1f}")
    return f"{sitting.game.outcome()[name]['all']:.1f}"


def own_payoff(sitting: Sitting) -> float:
    """Return the seat's mean payoff a season so far, as it can work it out."""
    found = own_payoffs(sitting)
    return sum(found) / len(found)


def own_payoffs(sitting: Sitting) -> list[float]:
    """Return the seat's payoff of each season, worked out from its own views: estimates enter it as estimates; exact once the game is over."""
    game, run = sitting.game, sitting.program.run
    seat, found = game.seat_number(sitting.seat), []
    if game.over:
        return [played.account.payoffs[seat] for played in game.played]
    for index, played in enumerate(game.played):
        account, before = played.account, played.before
        after = game.played[index + 1].before if index + 1 < len(game.played) else game.position
        start = seen_at(game, sitting.seat, account.start, before.errors, before.season, before.branch)
        end = seen_at(game, sitting.seat, account.end, after.errors, after.season, after.branch)
        seen = seen_season(game, account, "tension", sitting.seat, start, account.k)
        found.append(run.payoff(seat, start, seen.orders, account.k, account.e, account.b, seen.flags, end, 1.0, 0.0))
    return found
