"""A finished game on one screen: how it ended, what it cost people, its boards, the season that counted, what drove the others, a question."""

from __future__ import annotations

from collections.abc import Mapping

from sim.analysis.afterwards import Field, Turns
from sim.play.seen.afterwards import afterwards, better
from sim.play.sitting import Sitting
from sim.report.afterwards import turning_page
from sim.report.debrief import BoardResult, Debrief, Turn
from sim.report.page import Block, Page, flush_left, flush_right

NAME, END, START, STILL, SHARE = 17, 6, 5, 6, 5  # columns of the boards: short enough for 80 columns beside a list
BETTER, SAME, WORSE = "▲", "·", "▼"
OWN, WAR = "own", "war_risk"


def outcome_page(sitting: Sitting, made: Debrief, parts: Mapping[str, Page]) -> Page:
    """Return the debrief in short.

    Args:
        sitting: The sitting.
        made: The debrief.
        parts: Its parts in full, from which the most telling lines are taken.
    """
    words, found = sitting.words, afterwards(sitting)
    page = Page().title(words("debrief.title", title=made.title))
    page.text(f"{parts['ending'].texts()[-1]} {_first(parts['lens'], 'text').texts()[0]}")
    page.more(parts["people"]).more(_boards(sitting, made, found.field))
    page.heading(words("outcome.counted")).more(_turn(sitting, made, parts["turns"])).more(_otherwise(sitting, made.seat, found.turns))
    page.heading(words("outcome.drove")).more(_first(parts["drivers"], "item"))
    page.more(_then(sitting, made)).more(_first(parts.get("foretold", Page()), "heading"))
    questions = _first(parts["questions"], "item") if "questions" in parts else Page()
    return page.heading(words("debrief.questions")).more(questions) if questions else page


def _first(page: Page, kind: str, place: int = 0) -> Page:
    """Return one of the blocks of a kind, as a page of its own; an empty page where there are fewer."""
    found, short = [block for block in page.blocks if isinstance(block, Block) and block.kind == kind], Page()
    short.blocks += found[place : place + 1]
    return short


# --- boards


def _boards(sitting: Sitting, made: Debrief, field: Field | None) -> Page:
    """Return the boards as rows: in the end, at the start, had the seat stood still, and among games of AI seats."""
    words, scored = sitting.words, field is None or field.scored
    page = Page().heading(words("debrief.boards"))
    widths = {"end": END, "start": START, **({"still": STILL} if made.seat else {})}
    heads = "".join(flush_right(words(f"outcome.heads.{head}"), width) for head, width in widths.items())
    last = flush_right(words("outcome.heads.beats" if scored else "outcome.heads.half"), SHARE + 2 * bool(made.seat))
    page.row(flush_left(words("outcome.heads.board"), NAME) + heads + last)
    for board in made.boards:
        if not made.seat or board.seat in ("", made.seat):
            page.row(_board(sitting, made, board, field))
    notes = [words("outcome.heads_are" if made.seat else "outcome.heads_are_watched")]
    if field is None:
        notes.append(words("outcome.played_next"))
    else:
        notes.append(words("outcome.beats" if scored else "outcome.taken_back", games=field.games))
        notes += [words("compared.few", games=field.games)] if field.few else []
    return page.text(" ".join(notes)).text(words("debrief.no_best"))


def _board(sitting: Sitting, made: Debrief, board: BoardResult, field: Field | None) -> str:
    digits = 3 if board.board == WAR else 2
    name = sitting.words.board(board.board) + (f" {board.seat}" if board.seat and not made.seat else "")
    numbers = [(board.end, END), (board.start, START), *([(board.still, STILL)] if made.seat else [])]
    row = flush_left(name, NAME) + "".join(flush_right("–" if number is None else f"{number:.{digits}f}", width) for number, width in numbers)
    if made.seat:
        row += "  " if board.still is None else f" {(SAME, BETTER, WORSE)[board.compared(board.still)]}"
    placed = field.boards.get(f"{OWN}.{board.seat}" if board.seat else board.board) if field else None
    if placed is None:
        return row + flush_right("…" if field is None else "–", SHARE)
    return row + flush_right(f"{placed.percentile:.0f}%" if field and field.scored else f"{placed.median:.{digits}f}", SHARE)


# --- what counted


def _turn(sitting: Sitting, made: Debrief, told: Page) -> Page:
    """Return the turning point that says most: war, else the largest move of the own payoff, else the first of any board."""

    def weight(turn: Turn) -> tuple[bool, bool, float]:
        return turn.what == "war", turn.what == OWN, abs(turn.change)

    most = max(made.turns, key=weight, default=None)
    return _first(told, "item", made.turns.index(most) if most else 0)


def _otherwise(sitting: Sitting, seat: str, turns: Turns | None) -> Page:
    """Return what another sheet of the seat would have changed most of its own payoff, once that is known."""
    if turns is None or not turns.others:
        return Page()
    boards = list(turns.others[0].boards)
    told = turning_page(turns, sitting.words, better(sitting), sitting.game.seasons)
    return _first(told, "item", boards.index(f"{OWN}.{seat}")) if f"{OWN}.{seat}" in boards else Page()


def _then(sitting: Sitting, made: Debrief) -> Page:
    """Return how many of the orders that the record shows were ordered here, too."""
    shown = [then.alike for season in made.beside for then in season.then if not made.seat or then.lever.startswith(f"{made.seat}.")]
    if not shown:
        return Page()
    who = sitting.words.seat(made.seat) if made.seat else sitting.words("outcome.all_seats")
    return Page().heading(sitting.words("debrief.beside")).text(sitting.words("outcome.then", seat=who, alike=sum(shown), n=len(shown)))
