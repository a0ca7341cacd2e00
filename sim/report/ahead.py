"""The command `forecast`: a question typed in a shell, its answer as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from sim import DISCLAIMER
from sim.analysis.forecast import Asked, Forecast, answer, ask
from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.lens import read_lens
from sim.documents.sheet import parse_sheet
from sim.engine.errors import Refused
from sim.report.forecast import Wording, detail, whole_page
from sim.rollout.program import native_available
from sim.rollout.runner import native_ready
from sim.rollout.session import Session

WIDTH = 80
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Typed:
    """A forecast's options as they are typed; see `sim.analysis.forecast.ask`.

    Attributes:
        seat, lens, seasons, fork: As there.
        sheet, against: Order sheets as text.
        games: How many futures.
        show: Dials or boards to show season by season.
    """

    seat: str = ""
    lens: str | None = None
    seasons: int | None = None
    fork: str | None = None
    sheet: str | None = None
    against: str | None = None
    games: int | None = None
    show: tuple[str, ...] = ()


def look_ahead(session: Session, typed: Typed, progress: Progress) -> Forecast:
    """Answer a typed question; code is compiled first where that can be done.

    Raises:
        DocumentError: The question is wrong.
    """
    if session.game.over and typed.fork is None:
        raise DocumentError("the game is over, nothing lies ahead", hint="stand at one of its seasons: --season 3")
    sheet, against = (None if text is None else _sheet(session, typed.seat, text) for text in (typed.sheet, typed.against))
    try:
        asked = ask(session, typed.seat, lens=typed.lens, sheet=sheet, against=against, seasons=typed.seasons, fork=typed.fork)
    except Refused as refusal:
        raise DocumentError(str(refusal)) from None
    for name in typed.show:
        known = shown_names(asked)
        if name not in known:
            raise DocumentError(f'"{name}" is no dial or board', hint=did_you_mean(name, known))
    if native_available() and not native_ready(asked.start):
        progress("compiling the rules once for this machine; about a minute")
    return answer(asked, typed.games, native=native_available())


def shown_names(asked: Asked) -> list[str]:
    """Return the dials and boards that may be shown season by season."""
    own = [f"own.{seat}" for seat in asked.start.program.layout.seats if asked.seat in ("", seat)]
    return [*asked.now, *own, *(board for board in asked.start.program.book.boards if board != "own")]


def _sheet(session: Session, seat: str, text: str) -> dict[str, str]:
    """Read an order sheet; without a seat every lever names its own."""
    book = session.game.program.book
    if seat:
        return parse_sheet(text, seat, book)
    found: dict[str, str] = {}
    by_seat: dict[str, list[str]] = {}
    for word in text.replace(",", " ").replace(";", " ").split():
        owner, dot, _ = word.partition("=")[0].partition(".")
        if not dot:
            raise DocumentError(f'"{word}" has no seat', hint=f"write US.{word}, or ask as a seat: --as SEAT")
        by_seat.setdefault(owner, []).append(word)
    for owner, orders in by_seat.items():
        found |= parse_sheet(" ".join(orders), owner, book)
    return found


def forecast_text(session: Session, found: Forecast, words: Wording, show: tuple[str, ...] = ()) -> str:
    """Return a forecast as text of 80 columns."""
    page = whole_page(found, words, {name: read_lens(session.library, name).title for name in found.lenses}, session.scenario.title)
    for name in show:
        page.more(detail(found, words, name))
    return "\n".join(page.lines(WIDTH))


def forecast_json(found: Forecast) -> str:
    """Return a forecast as one JSON document."""
    return json.dumps({"disclaimer": DISCLAIMER, **found.plain()}, ensure_ascii=False, indent=1)
