"""What many other games say of a finished one, in the words of one language: percentiles of its boards, and seasons that could have changed it."""

from __future__ import annotations

from collections.abc import Sequence

from sim.analysis.afterwards import Field, Moved, Otherwise, Placed, Turns
from sim.report.page import Page
from sim.report.table import Table
from sim.report.telling import Wording

DOT = "·"
STANDING = "standing"


def compared_page(field: Field, words: Wording, better: dict[str, str]) -> Page:
    """Return a game's boards beside those of AI play.

    Args:
        field: The comparison.
        words: The words of a language.
        better: By board, ``high`` or ``low``.
    """
    page = Page().heading(words("compared.heading"))
    seat = words.seat(field.seat) if field.seat else ""
    page.text(words("compared.says" if field.seat else "compared.watched", games=field.games, seat=seat))
    if field.few:
        page.note(words("compared.few", games=field.games))
    for name, placed in field.boards.items():
        page.item(_placed(name, placed, words, better[name.split(".")[0]]))
    return page.text(words("compared.no_best"))


def _placed(name: str, placed: Placed, words: Wording, better: str) -> str:
    digits = 3 if name == "war_risk" else 2
    board = f"{board_label(name, words)} ({words(f'boards.{better}')})"
    values = {key: f"{getattr(placed, key):.{digits}f}" for key in ("value", "low", "median", "high")}
    return words("compared.line", board=board, percentile=f"{placed.percentile:.0f}", error=f"{placed.error:.0f}", **values)


def board_label(name: str, words: Wording) -> str:
    """Return a board's name, with its seat where it is one seat's own."""
    board, _, seat = name.partition(".")
    return f"{words.board(board)}, {words.seat(seat)}" if seat else words.board(board)


def turning_page(turns: Turns, words: Wording, better: dict[str, str], seasons: Sequence[str]) -> Page:
    """Return the seasons in which another sheet would have changed a board most, and all seasons in a table.

    Args:
        turns: What other sheets would have changed.
        words: The words of a language.
        better: By board, ``high`` or ``low``.
        seasons: Ids of the seasons.
    """
    page = Page().heading(words("turning.heading"))
    if not turns.others:
        return page.text(words("turning.nothing"))
    page.text(words("turning.says", futures=turns.futures))
    if not turns.native:
        page.note(words("turning.few"))
    boards = list(turns.others[0].boards)
    for board in boards:
        found = turns.largest(board)
        if found is None:
            page.item(words("turning.none", board=board_label(board, words)))
        else:
            page.item(_turn(board, found, words, better[board.split(".")[0]], seasons[found.season]))
    return page.table(_by_season(turns, boards, words, seasons))


def _turn(board: str, found: Otherwise, words: Wording, better: str, season: str) -> str:
    moved = found.boards[board]
    digits = 3 if board == "war_risk" else 2
    whose = [words("turning.standing") if name == STANDING else words("turning.adviser", name=name) for name in found.by]
    verdict = words("turning.better" if (moved.mean > 0) == (better == "high") else "turning.worse")
    return words(
        "turning.board",
        board=board_label(board, words),
        season=words.season(season),
        by=words.listed(whose),
        orders=" ".join(f"{lever}={setting}" for lever, setting in found.orders.items()),
        mean=f"{moved.mean:+.{digits}f}",
        margin=f"{moved.margin:.{digits}f}",
        verdict=verdict,
    )


def _by_season(turns: Turns, boards: Sequence[str], words: Wording, seasons: Sequence[str]) -> Table:
    rows = []
    for season in sorted({each.season for each in turns.others}):
        cells = [_cell(turns.season(season, board), 3 if board == "war_risk" else 2) for board in boards]
        rows.append((words.season(seasons[season]), *cells))
    heads = (words("turning.season"), *(words.board(board.split(".")[0]) for board in boards))
    return Table(words("turning.table"), heads, tuple(rows))


def _cell(moved: Moved | None, digits: int) -> str:
    return DOT if moved is None else f"{moved.mean:+.{digits}f}"
