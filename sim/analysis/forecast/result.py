"""What a forecast holds: ranges by season, chances with their errors, and what another sheet would change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Z95 = 1.96
INSIDE = 0.9


@dataclass(frozen=True)
class Range:
    """How futures spread: the median, and the ranges that hold 50 and 90 % of them.

    Attributes:
        low, high: The 90 % range.
        lower, upper: The 50 % range.
        median: The middle.
    """

    low: float
    lower: float
    median: float
    upper: float
    high: float


@dataclass(frozen=True)
class Chance:
    """A share of futures and its standard error (Agresti and Coull, American Statistician 52, 1998: never 0 for none or all)."""

    value: float
    error: float


@dataclass(frozen=True)
class Shift:
    """What one sheet changes against another, futures paired by their draws: the mean, its standard error, and how single futures spread."""

    mean: float
    error: float
    spread: Range


@dataclass(frozen=True)
class Outlook:
    """What may come; every row runs over the seasons ahead.

    Attributes:
        going: Share of futures that are played in a season; the others have ended before.
        dials: Dials at the end of a season, over the futures that are played in it; None where fewer than two are.
        boards: Boards as they would stand at the end of a season, war's floor included.
        chances: Chance that something has happened by the end of a season: ``war``, ``incident``, ``test`` (any) and ``test:icbm``,
            ``accord`` (a new one) and ``accord:standstill``, ``ended:standstill`` for those in force now.
    """

    going: tuple[float, ...]
    dials: dict[str, tuple[Range | None, ...]]
    boards: dict[str, tuple[Range, ...]]
    chances: dict[str, tuple[Chance, ...]]


@dataclass(frozen=True)
class Instead:
    """What sending a sheet changes against another one: keys and rows as in an outlook; dials only where both are still played.

    Attributes:
        sheet, against: By seat, the setting by lever.
    """

    sheet: dict[str, dict[str, str]]
    against: dict[str, dict[str, str]]
    dials: dict[str, tuple[Shift | None, ...]]
    boards: dict[str, tuple[Shift, ...]]
    chances: dict[str, tuple[Shift, ...]]


@dataclass(frozen=True)
class Now:
    """Where a dial stands, or about where a seat takes it to stand: value, and the standard error of the estimate (0: exact)."""

    value: float
    band: float


@dataclass(frozen=True)
class Forecast:
    """Many games played on from now by AI seats: ranges, never one number. Explores arguments; predicts nothing.

    Attributes:
        scenario: Whose start the game had.
        seat: On whose view; empty: on everything.
        season: Id of the season whose sheets are about to be set.
        seasons: Ids of the seasons looked at, this one first.
        lenses: Share of the futures by lens.
        posterior: Whether these shares are the posterior, given the sheets so far.
        now: Dials as they stand.
        futures: How many were played (for each sheet, where two are compared).
        asked: How many were wanted.
        native: Whether compiled code played them.
        whole: Whether boards hold what was played so far; otherwise they count from now on.
        outlook: What may come (with the sheet, where one is asked about).
        instead: What the sheet changes, where one is asked about.
    """

    scenario: str
    seat: str
    season: str
    seasons: tuple[str, ...]
    lenses: dict[str, float]
    posterior: bool
    now: dict[str, Now]
    futures: int
    asked: int
    native: bool
    whole: bool
    outlook: Outlook
    instead: Instead | None

    @property
    def chance_margin(self) -> float:
        """How far a chance near one half may be off, at 95 %: the widest of all."""
        return Z95 * math.sqrt(0.25 / (self.futures + 4))

    @property
    def held(self) -> tuple[float, float]:
        """What share of all possible futures the 90 % ranges may really hold, at 95 %: the fewer futures, the wider."""
        slack = Z95 * math.sqrt(INSIDE * (1 - INSIDE) / (self.futures + 2))
        return max(0.0, INSIDE - slack), min(1.0, INSIDE + slack)

    def plain(self) -> dict[str, Any]:
        """Return everything as plain dicts, lists and numbers, fit for JSON."""
        found: dict[str, Any] = _listed(asdict(self))
        found["chance_margin"], found["ranges_hold"] = self.chance_margin, list(self.held)
        return found


def _listed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _listed(each) for name, each in value.items()}
    return [_listed(each) for each in value] if isinstance(value, (list, tuple)) else value
