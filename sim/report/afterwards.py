"""What many other games say of a finished one, in the words of one language: percentiles of its boards, and seasons that could have changed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.analysis.afterwards import Field, Otherwise, Placed, Turns, percentiles, turning_points
from sim.report.page import Page
from sim.report.telling import Wording
from sim.rollout.session import Session

STANDING = "standing"


def beside_page(session: Session, seat: str, lenses: Mapping[str, Sequence[float]], words: Wording) -> Page:
    """Play other games of the same start and return what they say of a finished one; in plain Python this takes about a minute.

    Args:
        session: The game, over.
        seat: Whose debrief it is; empty for watching.
        lenses: Coefficients by lens; those of the op-eds advise.
        words: The words of a language.
    """
    better: dict[str, str] = {name: board.better for name, board in session.game.program.book.boards.items()}
    page = compared_page(percentiles(session, seat), words, better)
    if not seat:
        return page
    advisers = {name: lenses[name] for name in session.library.arguments()}
    return page.more(turning_page(turning_points(session, seat, advisers), words, better, session.game.seasons))


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
    if not field.scored:
        page.note(words("compared.taken_back"))
    line = "compared.line" if field.scored else "compared.unscored"
    for name, placed in field.boards.items():
        page.item(_placed(line, name, placed, words, better[name.split(".")[0]]))
    return page.text(words("compared.no_best"))


def _placed(line: str, name: str, placed: Placed, words: Wording, better: str) -> str:
    digits = 3 if name == "war_risk" else 2
    board = f"{board_label(name, words)} ({words(f'boards.{better}')})"
    values = {key: f"{getattr(placed, key):.{digits}f}" for key in ("value", "low", "median", "high")}
    return words(line, board=board, percentile=f"{placed.percentile:.0f}", error=f"{placed.error:.0f}", **values)


def board_label(name: str, words: Wording) -> str:
    """Return a board's name, with its seat where it is one seat's own."""
    board, _, seat = name.partition(".")
    return f"{words.board(board)}, {words.seat(seat)}" if seat else words.board(board)


def as_typed(seat: str, orders: Mapping[str, str]) -> str:
    """Return orders as they are typed in a game."""
    return " ".join(f"{lever}={setting}" for lever, setting in orders.items())


def turning_page(
    turns: Turns,
    words: Wording,
    better: dict[str, str],
    seasons: Sequence[str],
    ordered: Callable[[str, Mapping[str, str]], str] = as_typed,
) -> Page:
    """Return the seasons in which another sheet would have changed a board most, and what each season could have changed.

    Args:
        turns: What other sheets would have changed.
        words: The words of a language.
        better: By board, ``high`` or ``low``.
        seasons: Ids of the seasons.
        ordered: Tells orders of a seat, by lever without the seat; by default as they are typed.
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
            orders = ordered(turns.seat, found.orders)
            page.item(_turn(board, found, words, better[board.split(".")[0]], seasons[found.season], orders))
    page.subheading(words("turning.by_season"))
    return page.items(_by_season(turns, season, boards, words, seasons) for season in sorted({each.season for each in turns.others}))


def _turn(board: str, found: Otherwise, words: Wording, better: str, season: str, orders: str) -> str:
    moved = found.boards[board]
    digits = _digits(board)
    whose = [words("turning.standing") if name == STANDING else words("turning.adviser", name=name) for name in found.by]
    verdict = words("turning.better" if (moved.mean > 0) == (better == "high") else "turning.worse")
    return words(
        "turning.board",
        board=board_label(board, words),
        season=words.season(season),
        by=words.listed(whose),
        orders=orders,
        mean=f"{moved.mean:+.{digits}f}",
        margin=f"{moved.margin:.{digits}f}",
        verdict=verdict,
    )


def _digits(board: str) -> int:
    """Return the decimals of a difference; a chance moves by less than a dial."""
    return 4 if board == "war_risk" else 2


def _by_season(turns: Turns, season: int, boards: Sequence[str], words: Wording, seasons: Sequence[str]) -> str:
    moved = {board: turns.season(season, board) for board in boards}
    changes = [
        words("turning.change", board=words.board(board.split(".")[0]), mean=f"{each.mean:+.{_digits(board)}f}")
        for board, each in moved.items()
        if each is not None
    ]
    return words("turning.changes", season=words.season(seasons[season]), changes=", ".join(changes) or words("turning.unclear"))
