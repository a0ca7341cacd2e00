"""What may happen next: many games played on from a game's present by AI seats, shown as ranges, never as one number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.analysis.forecast.asked import Asked, ask
from sim.analysis.forecast.measured import outlook, shifts
from sim.analysis.forecast.played import FUTURES, Cancelled, GoOn, play_asked
from sim.analysis.forecast.result import Chance, Forecast, Instead, Now, Outlook, Range, Shift
from sim.rollout.session import Session

__all__ = ["Asked", "Cancelled", "Chance", "Forecast", "Instead", "Now", "Outlook", "Range", "Shift", "advisers", "answer", "ask", "forecast"]


def forecast(
    session: Session,
    seat: str = "",
    *,
    count: int | None = None,
    native: bool | None = None,
    seconds: float | None = None,
    go_on: GoOn | None = None,
    **question: Any,
) -> Forecast:
    """Play many games on from a game's present and say what may come.

    Args:
        session: The game.
        seat: On whose view; empty: on everything.
        count: How many futures; for this and the next three see `play_asked`.
        native: Compiled or plain.
        seconds: Time of plain Python where no count is asked for.
        go_on: Called between chunks; False cancels.
        question: As for `ask`: lens, weights, sheet, against, seasons, fork.

    Raises:
        DocumentError, Refused: The question is wrong; see `ask`.
        Cancelled: `go_on` said so.

    Example:
        >>> from sim.rollout.session import new_session
        >>> session = new_session("tutorial", rng_seed=7)
        >>> found = forecast(session, "ROK", sheet={"aid": "aid"}, seasons=2, count=4, native=False)
        >>> found.instead.boards["own.ROK"][-1].error >= 0
        True
    """
    return answer(ask(session, seat, **question), count, native=native, seconds=seconds, go_on=go_on)


def answer(
    asked: Asked, count: int | None = None, *, native: bool | None = None, seconds: float | None = None, go_on: GoOn | None = None
) -> Forecast:
    """Answer a question that has been settled; nothing is read from the game, so that a thread may do it while people play.

    Raises:
        Cancelled: `go_on` said so.
    """
    kept = play_asked(asked, count, native=native, seconds=seconds, go_on=go_on)
    instead = None
    if asked.sheet is not None and asked.against is not None:
        instead = Instead(asked.sheet, asked.against, *shifts(kept))
    return Forecast(
        scenario=asked.scenario,
        seat=asked.seat,
        season=asked.seasons[0],
        seasons=asked.seasons,
        lenses={lens.name: lens.share for lens in asked.lenses},
        posterior=asked.posterior,
        now=asked.now,
        futures=kept.going.shape[1],
        asked=FUTURES if count is None else count,
        native=kept.native,
        whole=not asked.seat,
        outlook=outlook(kept),
        instead=instead,
    )


def advisers(session: Session, seat: str, sheets: Mapping[str, Mapping[str, str]], names: Iterable[str] = (), **how: Any) -> dict[str, Forecast]:
    """Return what advisers expect: for each the futures under its own lens of the sheet it recommends, against the standing sheet.

    Args:
        session: The game.
        seat: Whose advisers they are.
        sheets: The sheet that each recommends, by the id of its op-ed.
        names: Which advisers speak; all by default.
        how: As for `forecast`: count, native, seconds, go_on, seasons.

    Raises:
        DocumentError, Refused, Cancelled: See `forecast`.
    """
    return {name: forecast(session, seat, lens=name, sheet=sheets[name], **how) for name in names or sheets}
