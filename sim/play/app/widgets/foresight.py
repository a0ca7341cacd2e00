"""What may come with a sheet, in a narrow panel: ranges, and what the sheet changes against the standing one, clear or not."""

from __future__ import annotations

from textual.content import Content

from sim.analysis.forecast import Chance, Forecast, Range, Shift
from sim.report.forecast import KINDS, board_name, event_name
from sim.report.page import cut, flush_left
from sim.text.wording import Words

NAME, RANGE = 15, 15
SURE = 1.96  # standard errors to either side
CLEAR = 2.0
HERE = "screens.sheet.ahead"


def foresight(found: Forecast, words: Words) -> Content:
    """Return a forecast as lines: chances in 100, then boards as the range that holds 90 % of the futures."""
    last = words.season(found.seasons[-1])
    lines = [Content.styled(words(f"{HERE}.until", season=last, n=f"{found.futures:,}"), "bold"), Content(_heading(found, words))]
    for kind in KINDS:
        shift = found.instead.chances[kind][-1] if found.instead else None
        lines.append(_row(event_name(kind, words), _chance(found.outlook.chances[kind][-1], words), shift, 100, 1))
    for name, by_season in found.outlook.boards.items():
        shift = found.instead.boards[name][-1] if found.instead else None
        label = words.entry(f"{HERE}.boards.{name.partition('.')[0]}", board_name(name, words))
        digits = 3 if name == "war_risk" else 2
        lines.append(_row(label, _range(by_season[-1], digits, words), shift, 1, digits))
    return Content("\n").join([*lines, Content.styled(words(f"{HERE}.note"), "$quiet")])


def _heading(found: Forecast, words: Words) -> str:
    return " " * NAME + flush_left(words(f"{HERE}.range"), RANGE) + (words(f"{HERE}.change") if found.instead else "")


def _row(name: str, spread: str, shift: Shift | None, scale: float, digits: int) -> Content:
    name = flush_left(cut(name, NAME - 1), NAME)
    if shift is None:
        return Content(f"{name}{spread}")
    clear = abs(shift.mean) > CLEAR * shift.error
    mark = ("▲" if shift.mean > 0 else "▼") if clear else "·"
    text = f"{mark} {scale * shift.mean:+.{digits}f} ±{scale * shift.error:.{digits}f}"
    return Content.assemble(f"{name}{flush_left(spread, RANGE)}", (text, "bold" if clear else "$quiet"))


def _chance(chance: Chance, words: Words) -> str:
    low, high = (100 * (chance.value + way * SURE * chance.error) for way in (-1, 1))
    return words("forecast.range", low=f"{max(0.0, low):.0f}", high=f"{min(100.0, high):.0f}")


def _range(each: Range, digits: int, words: Words) -> str:
    return words("forecast.range", low=f"{each.low:.{digits}f}", high=f"{each.high:.{digits}f}")
